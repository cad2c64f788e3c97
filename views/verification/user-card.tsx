import { endWords, factorWords, grantWords, stateOf, type UserShown } from '../approval/user-words.ts'
import { day } from '../format.ts'
import { Button, ButtonLink } from '../parts/button.tsx'
import { Csrf } from '../parts/csrf.tsx'
import { Facts } from '../parts/facts.tsx'
import { Status } from '../parts/status.tsx'
import { decisionWords, namesOf, reasonSentence, type ReasonShown } from './words.ts'

/** A user as the verification shows them. */
export type CardShown = Omit<UserShown, 'leftOn' | 'leftBecause'> & {
  reasons: readonly ReasonShown[]
  endedOn: string | null
  decision: 'kept' | 'changed' | 'left' | null
  decider: string | null
  /** Whether this administrator may decide about them. */
  canDecide: boolean
}

type UserCardProps = {
  csrf: string
  card: CardShown
  /** The first one to decide about: where the page goes on. */
  isNext: boolean
  focus: boolean
  /** The other administrators, who decide about oneself. */
  others: readonly string[]
}

/** Longer texts are folded, so that the buttons stay near. */
const LONG_TEXT = 120

/** One user, and what can be decided about them. */
export function UserCard(props: UserCardProps) {
  const { csrf, card, isNext, focus, others } = props
  const { id, reasons, jobTitle, jobDescription, grants, lastUsedOn, approvedOn } = card
  const name = `${card.firstName} ${card.lastName}`
  return (
    <section
      class="card user-card"
      id={isNext ? 'next' : id}
      aria-labelledby={`${id}-name`}
      tabindex={-1}
      autofocus={focus}
    >
      <h3 id={`${id}-name`}>{name}</h3>
      {reasons.length > 0 && (
        <ul class="plain reasons">
          {reasons.map((reason) => (
            <li>{reasonSentence(reason)}</li>
          ))}
        </ul>
      )}
      <JobDescription text={jobDescription} />
      <Facts
        facts={[
          ...(jobTitle ? [{ label: 'Job', value: jobTitle }] : []),
          { label: 'Roles', value: grants.map(grantWords).join('; ') || 'None' },
          { label: 'Last used', value: lastUsedOn ? day(lastUsedOn) : 'Never' },
          { label: 'Sign-in', value: <Status {...stateOf(card)} /> },
          { label: 'Since', value: day(approvedOn) },
          ...(endWords(card) ? [{ label: 'Access', value: endWords(card) }] : []),
          { label: 'Codes', value: factorWords(card) },
        ]}
      />
      {card.canDecide ? (
        <Decisions csrf={csrf} id={id} name={name} isSelf={card.isSelf} />
      ) : (
        <p>This is you. Nobody verifies themself: {namesOf(others)} decides about you.</p>
      )}
    </section>
  )
}

function JobDescription({ text }: { text: string | null }) {
  if (text === null) return null
  if (text.length <= LONG_TEXT) return <p>{text}</p>
  return (
    <details>
      <summary>What the job is</summary>
      <p>{text}</p>
    </details>
  )
}

// The name goes with each button for those who hear them one after the other.
function Decisions(props: { csrf: string; id: string; name: string; isSelf: boolean }) {
  const { csrf, id, name, isSelf } = props
  const path = `/office/verification/${id}`
  const whom = <span class="usa-sr-only">: {name}</span>
  return (
    <div class="decisions">
      <form
        method="post"
        action={`${path}/card`}
        hx-post={`${path}/card`}
        hx-target="#verification"
        hx-disable="find button"
      >
        <Csrf token={csrf} />
        <Button>Keep{whom}</Button>
      </form>
      {!isSelf && (
        <>
          <ButtonLink href={`${path}/roles`} kind="outline">
            Change roles{whom}
          </ButtonLink>
          <ButtonLink href={`${path}/departure`} kind="outline">
            No longer works here{whom}
          </ButtonLink>
        </>
      )}
    </div>
  )
}

/** What was decided about a user, in a line; it can be decided anew until the verification is complete. */
export function DecidedLine({ card }: { card: CardShown }) {
  const { id, decision, decider, canDecide, endedOn } = card
  const name = `${card.firstName} ${card.lastName}`
  if (decision === null) return null
  return (
    <li>
      <strong>{name}</strong> <Status {...decisionWords[decision]} />{' '}
      <small>
        {decider && `by ${decider}`}
        {decision === 'left' && endedOn && `, no access from ${day(endedOn)} on`}
      </small>{' '}
      {canDecide && (
        <a href={`/office/verification?again=${id}#next`}>
          Decide again<span class="usa-sr-only">: {name}</span>
        </a>
      )}
    </li>
  )
}
