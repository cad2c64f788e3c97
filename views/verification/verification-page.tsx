import { count } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Form } from '../parts/form.tsx'
import { Hidden } from '../parts/hidden.tsx'
import { type CardShown, DecidedLine, UserCard } from './user-card.tsx'
import { type CourseShown, courseWords, namesOf } from './words.ts'

export type VerificationPageProps = {
  csrf: string
  /** Its id, which its attestation names. */
  verification: string
  course: CourseShown
  /** Whom to decide about, those at the highest risk first; and how many follow once these are decided. */
  open: readonly CardShown[]
  more: number
  decided: readonly CardShown[]
  /** How many users are decided about, of how many. */
  done: number
  total: number
  others: readonly string[]
  attestation: string
  errors: FieldErrors
  /** Why what was posted could not be done, where that is no field's. */
  refusal?: string | undefined
  /** What was just saved: the answer to a tap, which leads on to the next card. */
  saved?: string | undefined
}

/** The verification of the office's users: a card for each, and the attestation once all are decided (III.H.1). */
export function VerificationPage(props: VerificationPageProps) {
  const { csrf, course, open, more, decided, done, total, others, attestation, errors, refusal, saved } = props
  const decidable = open.filter(({ canDecide }) => canDecide)
  const next = decidable[0] ?? open[0]
  const isComplete = done === total
  return (
    <div id="verification">
      <ErrorSummary errors={errors} />
      {refusal && (
        <Banner kind="error" heading={refusal} focus>
          <p>
            <a href="#next">Go on with the next</a>
          </p>
        </Banner>
      )}
      {course.phase === 'restricted' ? (
        <Banner kind="error" heading="Late: nothing else is open until this is complete">
          <p>{courseWords(course)}</p>
        </Banner>
      ) : (
        <p>{courseWords(course)}</p>
      )}
      <div class="progress">
        <p aria-live="polite">
          <strong>
            {done} of {total}
          </strong>{' '}
          users decided. {saved}
        </p>
        <progress max={total} value={done} aria-label="Users decided" />
      </div>
      {!isComplete && (
        <>
          <h2 class="usa-sr-only">To decide</h2>
          {decidable.length === 0 && <OnlyOneself others={others} />}
          {open.map((card) => (
            <UserCard
              csrf={csrf}
              card={card}
              isNext={card === next}
              focus={card === next && saved !== undefined}
              others={others}
            />
          ))}
          {more > 0 && (
            <p>
              {count(more, 'more user follows', 'more users follow')} once these are decided.{' '}
              <a href="/office/verification#next">Show the next</a>
            </p>
          )}
        </>
      )}
      {isComplete && (
        <section class="card" id="next" aria-labelledby="attestation" tabindex={-1} autofocus={saved !== undefined}>
          <h2 id="attestation">Attest</h2>
          <Form action="/office/verification/attestation" csrf={csrf}>
            <Hidden fields={{ verification: props.verification }} />
            <Checkbox name="attests" label={attestation} error={errors.attests} />
            <Buttons>
              <Button>Complete the verification</Button>
            </Buttons>
          </Form>
        </section>
      )}
      {decided.length > 0 && (
        <Card heading="Decided">
          <ul class="plain decided">
            {decided.map((card) => (
              <DecidedLine card={card} />
            ))}
          </ul>
        </Card>
      )}
    </div>
  )
}

function OnlyOneself({ others }: { others: readonly string[] }) {
  return (
    <Banner kind="info" heading="Only your own card is left">
      <p>Ask {namesOf(others)} to sign in and decide about you. Then one of you attests.</p>
    </Banner>
  )
}
