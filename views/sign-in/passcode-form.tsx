import { Banner } from '../parts/banner.tsx'
import { Button, Buttons, PostButton } from '../parts/button.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'

export type PasscodeProps = {
  csrf: string
  minutes: number
  days: number
  /** How the last code went out, when one was just sent again. */
  sent?: 'email' | 'text' | undefined
  errors?: FieldErrors
  remember?: boolean
  next: string
}

/** The second factor: a six-digit passcode by e-mail or text message (III.F.2.a, III.F.3). */
export function PasscodeForm(props: PasscodeProps) {
  const { csrf, minutes, days, sent, errors = {}, remember, next } = props
  const action = '/sign-in/second-factor/passcode'
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
              : 'A new code is on its way to your mobile telephone, if one is registered.'
          }
        >
          <p>The code before it no longer works.</p>
        </Banner>
      )}
      <p class="lead">We sent a six-digit code to your e-mail address. It works for {minutes} minutes.</p>
      <Form action="/sign-in/second-factor" csrf={csrf}>
        <input type="hidden" name="next" value={next} />
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
        <Checkbox
          name="remember"
          label="I alone use this device"
          hint={`It is known here for ${days} days: no code is asked on it.`}
          checked={remember}
        />
        <Buttons>
          <Button>Go on</Button>
        </Buttons>
      </Form>
      <h2>No code?</h2>
      <div class="buttons">
        <PostButton action={action} csrf={csrf} fields={{ channel: 'email', next }}>
          Send a new code by e-mail
        </PostButton>
        <PostButton action={action} csrf={csrf} fields={{ channel: 'text', next }}>
          Send it by text message
        </PostButton>
      </div>
    </>
  )
}
