import type { Person } from '../../src/registration/registration.ts'
import { telephone } from '../format.ts'
import { Buttons, PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Facts } from '../parts/facts.tsx'
import { Progress, type ProgressProps } from './progress.tsx'

type ReviewPageProps = {
  csrf: string
  progress: ProgressProps
  person: Person
  /** Null for staff of the plan. */
  office: string | null
  isOfficeFixed: boolean
  questions: readonly string[]
  /** Who decides, or that nobody needs to. */
  by: 'loa' | 'plan' | 'invitation'
  plan: string
}

/** Everything before it is sent. */
export function ReviewPage(props: ReviewPageProps) {
  const { csrf, progress, person, office, isOfficeFixed, questions, by, plan } = props
  return (
    <>
      <Progress {...progress} />
      <p class="lead">Please look once more whether everything is right. Once it is sent, you can’t change it here.</p>
      <Card heading="You">
        <Facts
          facts={[
            { label: 'Name', value: `${person.firstName} ${person.lastName}` },
            { label: 'E-mail', value: progress.email },
            { label: 'Address', value: `${person.street}, ${person.city} ${person.zip}` },
            { label: 'Telephone', value: telephone(person.telephone) },
            { label: 'Job position or title', value: person.jobTitle },
            { label: 'What you do', value: person.jobDescription },
          ]}
        />
        <p>
          <a href="/register/person">Change what you told of yourself</a>
        </p>
      </Card>
      <Card heading={office ? 'Your office' : 'Your work'}>
        <p>{office ?? `Staff of ${plan}`}</p>
        {!isOfficeFixed && (
          <p>
            <a href="/register/office">Choose another office</a>
          </p>
        )}
      </Card>
      {questions.length > 0 && (
        <Card heading="Security questions">
          <ul>
            {questions.map((question) => (
              <li>{question}</li>
            ))}
          </ul>
          <p>
            <a href="/register/questions">Choose other questions</a>
          </p>
        </Card>
      )}
      <p>{decider(by, plan)}</p>
      <Buttons>
        <PostButton action="/register/review" csrf={csrf} kind="primary">
          Send
        </PostButton>
      </Buttons>
    </>
  )
}

function decider(by: ReviewPageProps['by'], plan: string): string {
  if (by === 'invitation')
    return 'You are invited: nobody needs to decide. We send you the link to choose your password at once.'
  return by === 'loa'
    ? 'Your office’s Local Office Administrator decides on your request.'
    : `${plan} decides on your request.`
}
