import { Button, Buttons } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'

type EmailFormProps = { csrf: string; email?: string | undefined; errors?: FieldErrors | undefined; days: number }

/** The first step: the address that identifies the account (III.C.1). */
export function EmailForm(props: EmailFormProps) {
  const { csrf, email, errors = {}, days } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">
        For people who work in a provider’s office. You prove your e-mail address, tell who you are and what you do,
        agree to the terms, and take a short training. Then your office decides on your request.
      </p>
      <p>You can stop at any time and go on within {days} days, on this device or another.</p>
      <Form action="/register" csrf={csrf}>
        <Field
          name="email"
          label="Your e-mail address at work"
          hint="It can’t be changed later. We send a code to it now."
          type="email"
          value={email}
          autocomplete="email"
          inputmode="email"
          maxlength={254}
          error={errors.email}
        />
        <Buttons>
          <Button>Send me a code</Button>
        </Buttons>
      </Form>
      <p>
        You have an account already? <a href="/sign-in">Sign in</a>
      </p>
    </>
  )
}
