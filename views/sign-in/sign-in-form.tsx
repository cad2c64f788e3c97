import { Banner } from '../parts/banner.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { PasskeyAsked } from '../second-factor/passkey-form.tsx'

export type SignInProps = {
  csrf: string
  email?: string
  next: string
  errors?: FieldErrors
  /** Why a session was closed, or that it was ended on purpose. */
  closed?: 'idle' | 'expired' | 'ended' | 'signed-out' | undefined
  /** What was done just before. */
  done?: 'password-set' | undefined
  /** Whether a passkey alone signs in. */
  byPasskey: boolean
  /** Whether organizations may have a sign-in of their own. */
  byProvider: boolean
  minutes: number
  telephone: string
}

const closedWords = {
  idle: (minutes: number) =>
    `Your session was closed after ${minutes} minutes without activity. Sign in to go on where you were.`,
  expired: () => 'Your session has reached its longest time. Sign in to go on where you were.',
  ended: () => 'Your session has ended. Sign in to go on.',
  'signed-out': () => 'You are signed out.',
}

/** E-mail and password (III.E.1). */
export function SignInForm(props: SignInProps) {
  const { csrf, email, next, errors = {}, closed, done, byPasskey, byProvider, minutes, telephone } = props
  return (
    <>
      {closed && <Banner kind={closed === 'signed-out' ? 'success' : 'info'} heading={closedWords[closed](minutes)} />}
      {done && <Banner kind="success" heading="Your password is set. Sign in with it." focus />}
      <ErrorSummary errors={errors} />
      <Form action="/sign-in" csrf={csrf}>
        <input type="hidden" name="next" value={next} />
        <Field
          name="email"
          label="E-mail address"
          type="email"
          value={email}
          autocomplete={byPasskey ? 'username webauthn' : 'username'}
          inputmode="email"
          maxlength={254}
          error={errors.email}
        />
        <Field name="password" label="Password" type="password" autocomplete="current-password" />
        <Buttons>
          <Button>Sign in</Button>
          {byProvider && (
            <Button kind="plain" action="/sign-in/organization">
              Use my organization’s sign-in
            </Button>
          )}
        </Buttons>
      </Form>
      {byPasskey && (
        <PasskeyAsked
          ask="get"
          action="/sign-in/passkey"
          optionsAt="/sign-in/passkey"
          offered
          csrf={csrf}
          fields={{ next }}
        >
          <Buttons>
            <Button kind="outline">Use a passkey</Button>
          </Buttons>
        </PasskeyAsked>
      )}
      <p>
        <a href="/forgot-password">Forgotten your password?</a> A new one also opens a locked account. Or call us at{' '}
        {telephone}. <a href="/help">Help with signing in</a>
      </p>
      <p>
        New here? <a href="/register">Register</a>. Your office has no access yet?{' '}
        <a href="/office-access">Ask for it</a>
      </p>
    </>
  )
}
