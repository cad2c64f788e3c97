import type { Attachment } from '../../../src/referrals/attachments/attachment.ts'
import type { ChosenPerformer, FoundCode, Requester, Step } from '../../../src/referrals/drafts/draft.ts'
import { days } from '../../format.ts'
import { Banner } from '../../parts/banner.tsx'
import { Button, Buttons } from '../../parts/button.tsx'
import { Card } from '../../parts/card.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Form } from '../../parts/form.tsx'
import { Hidden } from '../../parts/hidden.tsx'
import { type DraftFrame, DraftPage } from './frame.tsx'
import { codeWord, stepWords, urgencyWords } from './words.ts'

export type Duplicate = { id: string; number: string; startsOn: string | null; endsOn: string | null }
type ReviewProps = DraftFrame & {
  requester: Requester | undefined
  performer: ChosenPerformer | undefined
  codes: readonly FoundCode[]
  files: readonly Attachment[]
  duplicates: readonly Duplicate[]
  /** Whether the person may open referrals. */
  reads: boolean
}

/** Everything once more, before it is submitted. */
export function ReviewStep(props: ReviewProps) {
  const { csrf, id, state, fields, problems, steps, member, requester, performer, files, duplicates } = props
  const open = steps.filter((step) => Object.keys(problems[step]).length > 0)
  const urgency = fields.urgency === 'routine' || fields.urgency === 'urgent' ? urgencyWords[fields.urgency] : null
  return (
    <DraftPage {...props}>
      {open.length > 0 && <StillOpen {...props} open={open} />}
      {duplicates.length > 0 && <LooksAlike duplicates={duplicates} reads={props.reads} />}
      <Part id={id} step="member">
        <Facts facts={[{ label: 'Member', value: member }]} />
      </Part>
      <Part id={id} step="providers">
        <Facts
          facts={[
            { label: 'Referring provider', value: requester?.name },
            {
              label: 'Referred to',
              value: [performer?.name, performer?.specialty, performer?.city].filter(Boolean).join(', '),
            },
          ]}
        />
      </Part>
      <Part id={id} step="codes">
        <Codes heading="Diagnosis" codes={props.codes.filter(({ kind }) => kind === 'diagnosis')} />
        <Codes heading="Service" codes={props.codes.filter(({ kind }) => kind === 'service')} />
        <Facts
          facts={[
            { label: 'Visits or units', value: fields.units },
            { label: 'Dates', value: days(fields.startsOn, fields.endsOn) },
            { label: 'To be decided', value: urgency?.word },
          ]}
        />
      </Part>
      <Part id={id} step="notes">
        <p class="typed">{fields.notes || 'No notes'}</p>
      </Part>
      <Part id={id} step="files">
        {files.length === 0 ? (
          <p>No files</p>
        ) : (
          <ul>
            {files.map((file) => (
              <li>{file.name}</li>
            ))}
          </ul>
        )}
      </Part>
      {open.length === 0 && (
        <Form action={`/referrals/drafts/${id}/submission`} csrf={csrf}>
          <Hidden fields={{ state, ...(duplicates.length > 0 ? { anyway: 'on' } : {}) }} />
          <p>Once it is submitted, it can’t be changed here.</p>
          <Buttons>
            <Button>{duplicates.length > 0 ? 'Submit anyway' : 'Submit the referral'}</Button>
          </Buttons>
        </Form>
      )}
    </DraftPage>
  )
}

function Part(props: { id: string; step: Step; children?: unknown }) {
  const { id, step, children } = props
  return (
    <Card heading={stepWords[step]}>
      {children as never}
      <p>
        <a href={`/referrals/drafts/${id}/${step}`}>
          Change<span class="usa-sr-only"> {stepWords[step].toLowerCase()}</span>
        </a>
      </p>
    </Card>
  )
}

function Codes(props: { heading: string; codes: readonly FoundCode[] }) {
  return (
    <>
      <h3>{props.heading}</h3>
      {props.codes.length === 0 && <p>None yet</p>}
      <ul>
        {props.codes.map((one) => (
          <li>
            <strong>{codeWord(one)}</strong> {one.words}
          </li>
        ))}
      </ul>
    </>
  )
}

function StillOpen(props: ReviewProps & { open: readonly Step[] }) {
  const { id, open, problems } = props
  return (
    <Banner kind="info" heading="Some parts are still open">
      <ul>
        {open.map((step) => (
          <li>
            <a href={`/referrals/drafts/${id}/${step}`}>{stepWords[step]}</a>: {Object.values(problems[step])[0]}
          </li>
        ))}
      </ul>
    </Banner>
  )
}

function LooksAlike(props: { duplicates: readonly Duplicate[]; reads: boolean }) {
  const { duplicates, reads } = props
  return (
    <Banner kind="warning" heading="This looks like a referral that is there already">
      <p>The same member, days that overlap, and a service in common:</p>
      <ul>
        {duplicates.map(({ id, number, startsOn, endsOn }) => (
          <li>
            {reads ? <a href={`/referrals/${id}`}>{number}</a> : 'A referral of your office'}, {days(startsOn, endsOn)}
          </li>
        ))}
      </ul>
    </Banner>
  )
}
