import type { Child } from 'hono/jsx'
import { Button, ButtonLink, Buttons, PostButton } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { TypedCodeField } from '../second-factor/typed-code-form.tsx'

export type SecondPageProps = {
  csrf: string
  byText: boolean
  /** Whether the account has an authenticator app, and recovery codes. */
  app: boolean
  recovery: boolean
  /** In their words; null: none, or not in use. */
  questions: string[] | null
  /** Whether a passkey can be used. */
  passkey: boolean
  minutes: number
  errors?: FieldErrors | undefined
}

/** After the mailbox, the account's other channel: a passkey, an app, a text message, the security questions, a recovery code (III.F.1.c.i). */
export function SecondPage(props: SecondPageProps) {
  const { csrf, byText, app, recovery, questions, passkey, errors = {} } = props
  const ways: [heading: string, way: Child][] = []
  if (passkey) ways.push(['Your passkey', <ByPasskey />])
  if (app) ways.push(['A code of your authenticator app', <ByCode by="app" csrf={csrf} errors={errors} />])
  if (byText) ways.push(['A code by text message', <ByText {...props} />])
  if (questions) {
    ways.push(['Your security questions', <ByQuestions questions={questions} csrf={csrf} errors={errors} />])
  }
  if (recovery) ways.push(['A recovery code', <ByCode by="recovery" csrf={csrf} errors={errors} />])
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">Your mailbox is yours. One more proof, so that nobody who reads your mail gets in.</p>
      {ways.map(([heading, way], place) => (
        <>
          <h2>{place === 0 ? heading : `Or ${heading.charAt(0).toLowerCase()}${heading.slice(1)}`}</h2>
          {way}
        </>
      ))}
    </>
  )
}

function ByPasskey() {
  return (
    <Buttons>
      <ButtonLink href="/forgot-password/passkey">Use a passkey</ButtonLink>
    </Buttons>
  )
}

function ByCode({ by, csrf, errors }: { by: 'app' | 'recovery'; csrf: string; errors: FieldErrors }) {
  const name = `${by}Code`
  return (
    <Form action={`/forgot-password/${by}`} csrf={csrf}>
      <TypedCodeField by={by} name={name} error={errors[name]} />
      <Buttons>
        <Button>Go on</Button>
      </Buttons>
    </Form>
  )
}

function ByText({ csrf, minutes, errors = {} }: SecondPageProps) {
  return (
    <>
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
  )
}

function ByQuestions({ questions, csrf, errors }: { questions: string[]; csrf: string; errors: FieldErrors }) {
  return (
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
  )
}
