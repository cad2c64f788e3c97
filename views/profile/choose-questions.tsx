import { Button, Buttons } from '../parts/button.tsx'
import { Select } from '../parts/choice.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'

type ChooseProps = {
  csrf: string
  questions: readonly string[]
  /** How many are asked. */
  count: number
  /** What was chosen when the form came back; answers are typed anew. */
  chosen: string[]
  errors?: FieldErrors | undefined
}

/** Security questions and their answers, in place of those before (III.F.2.b). */
export function ChooseQuestions(props: ChooseProps) {
  const { csrf, questions, count, chosen, errors = {} } = props
  const choices = questions.map((words) => ({ value: words, label: words }))
  return (
    <>
      <ErrorSummary errors={errors} />
      <p class="lead">
        With the right answers you need no code. Choose {count} questions that nobody else can answer, and answers that
        you will remember. Capitals and extra blanks don’t matter.
      </p>
      <Form action="/profile/security/questions" csrf={csrf}>
        {Array.from({ length: count }, (_, place) => (
          <>
            <Select
              name={`question${place + 1}`}
              label={`Question ${place + 1}`}
              choices={choices}
              value={chosen[place]}
              empty="Choose a question"
              error={errors[`question${place + 1}`]}
            />
            <Field
              name={`answer${place + 1}`}
              label={`Answer ${place + 1}`}
              autocomplete="off"
              maxlength={200}
              error={errors[`answer${place + 1}`]}
            />
          </>
        ))}
        <Buttons>
          <Button>Save the questions</Button>
        </Buttons>
      </Form>
    </>
  )
}
