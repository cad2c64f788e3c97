import { Button, Buttons } from '../parts/button.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'

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
        {Object.entries(fields).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
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
        {remember && (
          <Checkbox
            name="remember"
            label="I alone use this device"
            hint={`It is known here for ${remember.days} days: no code is asked on it.`}
            checked={remember.checked}
          />
        )}
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
