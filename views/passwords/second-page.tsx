import { Button, ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'

/** After the mailbox, the account's other channel: a text message, or the security questions (III.F.1.c.i). */
export function SecondPage(props: {
  csrf: string
  byText: boolean
  /** In their words; null: none, or not in use. */
  questions: string[] | null
  /** Whether a passkey can be used. */
  passkey: boolean
  minutes: number
  errors?: FieldErrors | undefined
}) {
  const { csrf, byText, questions, passkey, minutes, errors = {} } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">Your mailbox is yours. One more proof, so that nobody who reads your mail gets in.</p>
      {passkey && (
        <>
          <h2>Your passkey</h2>
          <Buttons>
            <ButtonLink href="/forgot-password/passkey">Use a passkey</ButtonLink>
          </Buttons>
        </>
      )}
      {byText && (
        <>
          <h2>{passkey ? 'Or a code by text message' : 'A code by text message'}</h2>
          <Form action="/forgot-password/code" csrf={csrf}>
            <Field
              name="code"
              label="Code"
              hint={`Six digits, sent to the mobile telephone of your account. It works for ${minutes} minutes.`}
              inputmode="numeric"
              autocomplete="one-time-code"
              width="small"
              maxlength={16}
              error={errors.code}
              autofocus={Object.keys(errors).length === 0}
            />
            <Buttons>
              <Button>Go on</Button>
            </Buttons>
          </Form>
          <PostButton action="/forgot-password/passcode" csrf={csrf} fields={{ channel: 'text' }}>
            Send a new code
          </PostButton>
        </>
      )}
      {questions && (
        <>
          <h2>{byText || passkey ? 'Or your security questions' : 'Your security questions'}</h2>
          <Form action="/forgot-password/questions" csrf={csrf}>
            {questions.map((question, place) => (
              <Field
                name={`answer${place + 1}`}
                label={question}
                autocomplete="off"
                maxlength={200}
                error={errors[`answer${place + 1}`]}
              />
            ))}
            <Buttons>
              <Button>Go on</Button>
            </Buttons>
          </Form>
        </>
      )}
    </>
  )
}
