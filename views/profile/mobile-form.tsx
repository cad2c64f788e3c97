import { telephone } from '../format.ts'
import { Button, Buttons, PostButton } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'

/** A mobile number for passcodes: first it is proved, then it counts. */
export function MobileForm(props: {
  csrf: string
  /** In E.164; null: none. */
  present: string | null
  typed?: string | undefined
  errors: FieldErrors
}) {
  const { csrf, present, typed, errors } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">
        We send a code to the number, and it counts once you typed the code here.
        {present && ` Until then codes go to ${telephone(present)}.`}
      </p>
      <Form action="/profile/mobile" csrf={csrf}>
        <Field
          name="mobile"
          label="Mobile number"
          type="tel"
          inputmode="tel"
          autocomplete="tel"
          width="medium"
          maxlength={30}
          value={typed}
          error={errors.mobile}
          autofocus={!errors.mobile}
        />
        <Buttons>
          <Button>Send a code to it</Button>
        </Buttons>
      </Form>
    </>
  )
}

/** The code that went to the new number. `sealed` says which number that is. */
export function MobileCodePage(props: {
  csrf: string
  sealed: string
  number: string
  minutes: number
  errors: FieldErrors
}) {
  const { csrf, sealed, number, minutes, errors } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">
        We sent a six-digit code to {number}. It works for {minutes} minutes.
      </p>
      <Form action={`/profile/mobile/code?s=${sealed}`} csrf={csrf}>
        <Field
          name="code"
          label="Code"
          inputmode="numeric"
          autocomplete="one-time-code"
          width="small"
          maxlength={16}
          error={errors.code}
          autofocus={!errors.code}
        />
        <Buttons>
          <Button>Go on</Button>
        </Buttons>
      </Form>
      <h2>No code?</h2>
      <Buttons>
        <PostButton action={`/profile/mobile/passcode?s=${sealed}`} csrf={csrf}>
          Send a new code
        </PostButton>
        <a href="/profile/mobile">Type another number</a>
      </Buttons>
    </>
  )
}
