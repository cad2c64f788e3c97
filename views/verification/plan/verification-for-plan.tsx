import { day, telephone, time } from '../../format.ts'
import { Banner } from '../../parts/banner.tsx'
import { Button, Buttons } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Checkbox } from '../../parts/choice.tsx'
import { Empty } from '../../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../../parts/error-summary.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { Form } from '../../parts/form.tsx'
import { Status } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'
import { Textarea } from '../../parts/textarea.tsx'
import { decisionWords } from '../words.ts'
import { DecisionsForm, type UserShown } from './decisions-form.tsx'
import { nextWords, type StateShown, stateWords } from './words.ts'

type DecidedShown = UserShown & {
  decision: 'kept' | 'changed' | 'left' | null
  decidedAt: number | null
  decider: string | null
}

export type VerificationForPlanProps = {
  csrf: string
  verification: {
    id: string
    officeId: string
    telephone: string | null
    managerName: string | null
    managerTitle: string | null
    managerEmail: string | null
    managerTelephone: string | null
    dueOn: string
    receivedOn: string | null
    promptReceivedOn: string | null
    alarmedAt: number | null
    completedAt: number | null
    completedOn: string | null
    completedBy: string | null
    byOnlyLoa: number
    spokeWith: string | null
    spokeOn: string | null
    notes: string | null
    droppedAt: number | null
    reinstatedAt: number | null
    reinstatedBy: string | null
    reinstatedBecause: string | null
  }
  /** Where it stands; null once nothing is to be done about it any more. */
  state: StateShown | null
  nextOn: string | null
  loas: readonly { name: string; email: string; telephone: string | null }[]
  decided: readonly DecidedShown[]
  undecided: readonly UserShown[]
  /** How many are undecided, of whom `undecided` are the first. */
  left: number
  chosen: ReadonlyMap<string, { decision: string; lastOn: string }>
  talk: { typed: { person: string; on: string; notes: string; rest: string }; errors: FieldErrors }
  reason: string
  errors: FieldErrors
  mayComplete: boolean
  mayReinstate: boolean
  zone: string
}

/** One verification, for the plan: what became of it, whom to call, and what the plan can do about it (III.H.4, III.H.5). */
export function VerificationForPlan(props: VerificationForPlanProps) {
  const { csrf, verification, state, decided, undecided, left, chosen, errors, mayComplete, mayReinstate, zone } = props
  const address = `/staff/verifications/${verification.id}`
  const isComplete = verification.completedAt !== null
  return (
    <>
      <ErrorSummary errors={errors} />
      {state === 'suspended' && (
        <Banner kind="warning" heading="The office is suspended: nobody of it can sign in">
          <p>
            Provider Relations goes through its users with somebody of the office on the telephone. Then E-Business
            gives the access back.
          </p>
        </Banner>
      )}
      {state === 'to-reinstate' && (
        <Banner kind="warning" heading="Verified, waiting for E-Business">
          <p>The office stays closed until E-Business gives its access back. Whoever was not confirmed stays out.</p>
        </Banner>
      )}
      {verification.byOnlyLoa === 1 && (
        <Banner kind="info" heading="The office’s only administrator verified themself">
          <p>There was nobody else to do it. A second administrator would change that.</p>
        </Banner>
      )}
      {mayReinstate && <ReinstateForm action={`${address}/reinstatement`} {...props} />}
      <Course {...props} />
      <Contacts {...props} />
      {mayComplete && undecided.length > 0 && (
        <Card heading="Still to decide" id="users">
          <p>
            Ask about each user: do they still work at the office, with these roles? What you save is kept, so the call
            can be interrupted. {left > undecided.length && `These are the first ${undecided.length} of ${left}.`}
          </p>
          <DecisionsForm action={`${address}/cards`} csrf={csrf} users={undecided} chosen={chosen} errors={errors} />
        </Card>
      )}
      {mayComplete && <CompleteForm action={`${address}/completion`} {...props} />}
      {!mayComplete && undecided.length > 0 && (
        <Card heading={isComplete ? 'Not confirmed' : 'Still to decide'}>
          <ul class="plain">
            {undecided.map((user) => (
              <li>
                {user.firstName} {user.lastName}, {user.email}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Card heading="Decided">
        {decided.length === 0 ? (
          <Empty heading="Nobody yet">
            <p>Each user stands here as soon as somebody decided about them.</p>
          </Empty>
        ) : (
          <Table
            caption="Users who were decided about"
            captionHidden
            rows={decided}
            columns={[
              { head: 'User', cell: (user) => `${user.firstName} ${user.lastName}` },
              { head: 'Decision', cell: (user) => user.decision && <Status {...decisionWords[user.decision]} /> },
              { head: 'By', cell: (user) => user.decider },
              { head: 'When', cell: (user) => time(user.decidedAt, zone) },
            ]}
          />
        )}
      </Card>
    </>
  )
}

function Course({ verification, state, nextOn, zone }: VerificationForPlanProps) {
  const { dueOn, completedOn, completedBy, spokeWith, spokeOn, notes } = verification
  const word = state
    ? stateWords[state]
    : ({ feeling: 'neutral', word: verification.droppedAt ? 'Dropped' : 'Complete' } as const)
  const received = verification.receivedOn ?? (completedOn === null ? verification.promptReceivedOn : null)
  return (
    <Card heading="Course">
      <Facts
        facts={[
          { label: 'State', value: <Status {...word} /> },
          { label: 'Next', value: state && nextWords(state, nextOn) },
          { label: 'Fell due', value: day(dueOn) },
          { label: 'Prompt received', value: received ? day(received) : 'Not yet' },
          ...(verification.alarmedAt === null ? [] : [{ label: 'Alarm', value: time(verification.alarmedAt, zone) }]),
          ...(completedOn === null
            ? []
            : [
                { label: 'Complete', value: day(completedOn) },
                { label: 'Completed by', value: completedBy },
              ]),
          ...(spokeWith === null
            ? []
            : [
                { label: 'Spoke with', value: `${spokeWith}, ${day(spokeOn)}` },
                { label: 'Notes', value: notes },
              ]),
          ...(verification.reinstatedAt === null
            ? []
            : [
                { label: 'Access given back', value: time(verification.reinstatedAt, zone) },
                { label: 'By', value: verification.reinstatedBy },
                { label: 'Because', value: verification.reinstatedBecause },
              ]),
        ]}
      />
    </Card>
  )
}

function Contacts({ verification, loas }: VerificationForPlanProps) {
  const manager = [verification.managerName, verification.managerTitle].filter(Boolean).join(', ')
  return (
    <Card heading="Whom to call">
      <Facts
        facts={[
          {
            label: 'Office',
            value: <a href={`/staff/offices/${verification.officeId}`}>The office’s page</a>,
          },
          { label: 'Office’s telephone', value: call(verification.telephone) },
          { label: 'Office manager', value: manager },
          { label: 'Manager’s telephone', value: call(verification.managerTelephone) },
          { label: 'Manager’s e-mail', value: verification.managerEmail },
        ]}
      />
      {loas.length === 0 ? (
        <Empty heading="The office has no administrator">
          <p>Its manager names one: record the talk on the office’s page.</p>
        </Empty>
      ) : (
        <Table
          caption="Its administrators"
          rows={loas}
          columns={[
            { head: 'Name', cell: (loa) => loa.name },
            { head: 'Telephone', cell: (loa) => call(loa.telephone) },
            { head: 'E-mail', long: true, cell: (loa) => loa.email },
          ]}
        />
      )}
    </Card>
  )
}

const call = (number: string | null) => number && <a href={`tel:${number}`}>{telephone(number)}</a>

function CompleteForm({ csrf, action, talk, left }: VerificationForPlanProps & { action: string }) {
  const { typed, errors } = talk
  return (
    <Card heading="Complete it for the office">
      <Form action={action} csrf={csrf}>
        <Field
          name="person"
          label="Whom did you speak to?"
          value={typed.person}
          error={errors.person}
          autocomplete="off"
          maxlength={120}
        />
        <Field name="on" label="On which day?" type="date" width="medium" value={typed.on} error={errors.on} />
        <Textarea name="notes" label="What was said?" value={typed.notes} error={errors.notes} maxlength={2000} />
        {left > 0 && (
          <Checkbox
            name="rest"
            label={
              left === 1
                ? 'One user is not confirmed and loses access'
                : `${left} users are not confirmed and lose access`
            }
            hint="They stand above under “Still to decide”."
            checked={typed.rest === 'on'}
            error={errors.rest}
          />
        )}
        <Buttons>
          <Button>Complete the verification</Button>
        </Buttons>
      </Form>
    </Card>
  )
}

function ReinstateForm({ csrf, action, reason, errors }: VerificationForPlanProps & { action: string }) {
  return (
    <Card heading="Give the access back">
      <Form action={action} csrf={csrf}>
        <Textarea name="reason" label="Why?" value={reason} error={errors.reason} rows={2} maxlength={1000} />
        <Buttons>
          <Button>Give the office its access back</Button>
        </Buttons>
      </Form>
    </Card>
  )
}
