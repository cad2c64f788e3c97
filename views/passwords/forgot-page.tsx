import { telephone } from '../format.ts'
import { Button, Buttons } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'

/** "I forgot my password" (III.E.4.b): the address, and nothing else. */
export function ForgotPage(props: { csrf: string; errors?: FieldErrors | undefined }) {
  const { csrf, errors = {} } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">
        We send you an e-mail with a link and a code. A new password also opens a locked account, or one that was not
        used for a long time.
      </p>
      <Form action="/forgot-password" csrf={csrf}>
        <Field
          name="email"
          label="E-mail address"
          type="email"
          autocomplete="username"
          inputmode="email"
          maxlength={254}
          error={errors.email}
          autofocus={!errors.email}
        />
        <Buttons>
          <Button>Send me the e-mail</Button>
        </Buttons>
      </Form>
      <p>
        <a href="/sign-in">Back to signing in</a>
      </p>
    </>
  )
}

/** One answer for every address (T6). */
export function ForgotSent(props: { minutes: number; plan: { name: string; telephone: string } }) {
  const { minutes, plan } = props
  return (
    <>
      <p class="lead">
        If the address has an account here, an e-mail is on its way to it. Open its link, on this device or any other,
        and type the code that stands beside it. You have {minutes} minutes.
      </p>
      <p>
        Nothing there? Look in your spam folder, wait a few minutes, and check the address. Or call {plan.name} at{' '}
        <a href={`tel:${plan.telephone}`}>{telephone(plan.telephone)}</a>: we can unlock an account too.
      </p>
      <p>
        <a href="/forgot-password">Ask once more</a>
      </p>
    </>
  )
}
