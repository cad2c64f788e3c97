import { Button, Buttons, PostButton } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { RememberDevice } from './remember-device.tsx'

/** Which code is asked for: of an authenticator app, or a recovery code. */
export type TypedCode = 'app' | 'recovery'

const leads: Record<TypedCode, string> = {
  app: 'Open your authenticator app, and type the six digits that it shows for this portal.',
  recovery: 'Take one of the codes that you printed or wrote down. Each works once.',
}

/** The field of such a code. */
export function TypedCodeField(props: {
  by: TypedCode
  name: string
  error?: string | undefined
  autofocus?: boolean | undefined
}) {
  const { by, name, error, autofocus } = props
  return by === 'app' ? (
    <Field
      name={name}
      label="Code of your app"
      inputmode="numeric"
      autocomplete="one-time-code"
      width="small"
      maxlength={16}
      error={error}
      autofocus={autofocus}
    />
  ) : (
    <Field
      name={name}
      label="Recovery code"
      hint="16 letters and digits. Capitals, blanks and hyphens don’t matter."
      autocomplete="off"
      width="medium"
      maxlength={40}
      error={error}
      autofocus={autofocus}
    />
  )
}

/** A code that nobody sends (III.F.2), with the other ways beside it. */
export function TypedCodeForm(props: {
  csrf: string
  by: TypedCode
  /** Where the code is posted, and where one by e-mail is asked for. */
  action: string
  sendAction: string
  /** Where the person wanted to go. */
  next: string
  errors?: FieldErrors | undefined
  /** Offers to make the device known for so many days. */
  remember?: { checked: boolean; days: number } | undefined
  byText: boolean
  otherWays: readonly { href: string; label: string }[]
}) {
  const { csrf, by, action, sendAction, next, errors = {}, remember, byText, otherWays } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">{leads[by]}</p>
      <Form action={action} csrf={csrf}>
        <Hidden fields={{ next }} />
        <TypedCodeField by={by} name="code" error={errors.code} autofocus={!errors.code} />
        <RememberDevice remember={remember} />
        <Buttons>
          <Button>Go on</Button>
        </Buttons>
      </Form>
      <h2>{by === 'app' ? 'App not at hand?' : 'No recovery code?'}</h2>
      <div class="buttons">
        <PostButton action={sendAction} csrf={csrf} fields={{ channel: 'email', next }}>
          Send me a code by e-mail
        </PostButton>
        {byText && (
          <PostButton action={sendAction} csrf={csrf} fields={{ channel: 'text', next }}>
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
