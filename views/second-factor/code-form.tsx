import type { Child } from 'hono/jsx'
import { Banner } from '../parts/banner.tsx'
import { Button, Buttons, PostButton } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { RememberDevice } from './remember-device.tsx'

export type CodeProps = {
  csrf: string
  /** Where the code is posted, and where a new one is asked for. */
  action: string
  sendAction: string
  /** Hidden fields that go with both: where the person wanted to go. */
  fields: Record<string, string>
  minutes: number
  /** What stands before the field: where the code went. */
  lead: string
  /** How the last code went out, when one was just sent again. */
  sent?: 'email' | 'text' | undefined
  errors?: FieldErrors | undefined
  /** Offers to make the device known for so many days. */
  remember?: { checked: boolean; days: number } | undefined
  /** Whether a code can go out by text message too. */
  byText?: boolean | undefined
  /** Other ways, such as the security questions. */
  otherWays?: readonly { href: string; label: string }[] | undefined
  children?: Child
}

/** A six-digit passcode by e-mail or text message (III.F.2.a, III.F.3). */
export function CodeForm(props: CodeProps) {
  const { csrf, action, sendAction, fields, minutes, lead, sent, errors = {}, remember, byText, otherWays = [] } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      {sent && (
        <Banner
          kind="success"
          focus
          heading={
            sent === 'email'
              ? 'A new code is on its way to your e-mail address.'
              : 'A new code is on its way to your mobile telephone.'
          }
        >
          <p>The code before it no longer works.</p>
        </Banner>
      )}
      {props.children}
      <p class="lead">
        {lead} It works for {minutes} minutes.
      </p>
      <Form action={action} csrf={csrf}>
        <Hidden fields={fields} />
        <Field
          name="code"
          label="Code"
          inputmode="numeric"
          autocomplete="one-time-code"
          width="small"
          maxlength={16}
          error={errors.code}
          autofocus={!sent && !errors.code}
        />
        <RememberDevice remember={remember} />
        <Buttons>
          <Button>Go on</Button>
        </Buttons>
      </Form>
      <h2>No code?</h2>
      <div class="buttons">
        <PostButton action={sendAction} csrf={csrf} fields={{ channel: 'email', ...fields }}>
          Send a new code by e-mail
        </PostButton>
        {byText && (
          <PostButton action={sendAction} csrf={csrf} fields={{ channel: 'text', ...fields }}>
            Send it by text message
          </PostButton>
        )}
      </div>
      {otherWays.map(({ href, label }) => (
        <p>
          <a href={href}>{label}</a>
        </p>
      ))}
    </>
  )
}
