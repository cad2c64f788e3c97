import { telephone } from '../format.ts'
import { Card } from '../parts/card.tsx'
import { type ClosedWord, standingWords } from './words.ts'

/** Why the portal is closed for this person now, and the way out (III.H.3). */
export function StandingNotice(props: { why: ClosedWord; plan: { name: string; telephone: string } }) {
  const { why, plan } = props
  const words = standingWords[why]
  return (
    <Card>
      <p class="lead">{words.sentence}</p>
      <h2>What you can do</h2>
      <ul>
        {words.whatToDo.map((step) => (
          <li>{step}</li>
        ))}
      </ul>
      <p>
        {plan.name}: <a href={`tel:${plan.telephone}`}>{telephone(plan.telephone)}</a>
      </p>
    </Card>
  )
}
