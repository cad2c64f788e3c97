import { Button, Buttons } from '../parts/button.tsx'
import { Select } from '../parts/choice.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Progress, type ProgressProps } from './progress.tsx'

type QuestionsFormProps = {
  csrf: string
  progress: ProgressProps
  /** What may be chosen from, and how many of them. */
  questions: readonly string[]
  count: number
  chosen: readonly string[]
  answers: readonly string[]
  errors?: FieldErrors | undefined
}

/** Security questions, another second factor than a passcode (III.F.2.b). */
export function QuestionsForm(props: QuestionsFormProps) {
  const { csrf, progress, questions, count, chosen, answers, errors = {} } = props
  const choices = questions.map((question) => ({ value: question, label: question }))
  return (
    <>
      <ErrorSummary errors={errors} />
      <Progress {...progress} />
      <p class="lead">
        Choose {count} questions. Your answers prove later that it is you, when no code reaches you. Choose what you
        will always remember and nobody else can look up; capital letters and extra spaces don’t matter.
      </p>
      <Form action="/register/questions" csrf={csrf}>
        {Array.from({ length: count }, (_, place) => (
          <>
            <Select
              name={`question${place + 1}`}
              label={`Question ${place + 1}`}
              choices={choices}
              empty="Choose a question"
              value={chosen[place]}
              error={errors[`question${place + 1}`]}
            />
            <Field
              name={`answer${place + 1}`}
              label={`Answer to question ${place + 1}`}
              value={answers[place]}
              autocomplete="off"
              maxlength={100}
              error={errors[`answer${place + 1}`]}
            />
          </>
        ))}
        <Buttons>
          <Button>Save and go on</Button>
        </Buttons>
      </Form>
    </>
  )
}
