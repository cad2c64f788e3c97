import { Button, Buttons } from '../parts/button.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { RememberDevice } from './remember-device.tsx'

export type QuestionsProps = {
  csrf: string
  action: string
  /** Hidden fields sent along: where the person wanted to go. */
  fields: Record<string, string>
  /** In their words, in the order in which they are answered as `answer1`, `answer2` and so on. */
  questions: string[]
  errors?: FieldErrors | undefined
  /** Offers to make the device known for so many days. */
  remember?: { checked: boolean; days: number } | undefined
  /** Back to the passcode. */
  instead: string
}

/** The security questions in place of a passcode (III.F.2.b). Answers aren't sent back: all are typed anew. */
export function QuestionsForm(props: QuestionsProps) {
  const { csrf, action, fields, questions, errors = {}, remember, instead } = props
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">Answer all of them as you did when you chose them. Capitals and extra blanks don’t matter.</p>
      <Form action={action} csrf={csrf}>
        <Hidden fields={fields} />
        {questions.map((question, place) => (
          <Field
            name={`answer${place + 1}`}
            label={question}
            autocomplete="off"
            maxlength={200}
            error={errors[`answer${place + 1}`]}
            autofocus={place === 0 && Object.keys(errors).length === 0}
          />
        ))}
        <RememberDevice remember={remember} />
        <Buttons>
          <Button>Go on</Button>
        </Buttons>
      </Form>
      <p>
        <a href={instead}>Use a code instead</a>
      </p>
    </>
  )
}
