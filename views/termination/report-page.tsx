import { count, day } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, Buttons } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Radios } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary, type FieldErrors } from '../parts/error-summary.tsx'
import { Form } from '../parts/form.tsx'
import { PurposeChoice } from '../parts/purpose-choice.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { ActsRecorded, AreasReached, MembersReached, RecordsReached } from './reached-tables.tsx'
import { ReportFacts } from './report-sheet.tsx'
import type { ActShown, AreaShown, MemberShown, RecordShown, ReportShown } from './report-words.ts'

export type ReportPageProps = {
  csrf: string
  zone: string
  report: ReportShown
  reached: { pages: number; records: number; members: number }
  areas: readonly AreaShown[]
  acts: readonly ActShown[]
  records: readonly RecordShown[]
  moreRecords?: string | undefined
  members: readonly MemberShown[]
  moreMembers?: string | undefined
  mayDecide: boolean
  purposeMissing: boolean
  typed?: { decision: string; reason: string } | undefined
  errors?: FieldErrors | undefined
  /** Somebody else decided it first. */
  meanwhile?: boolean | undefined
  done: boolean
}

/** One late revocation: what was reached meanwhile, by the audit log, and what e-business finds of it. */
export function ReportPage(props: ReportPageProps) {
  const { zone, report, reached, areas, acts, errors = {}, mayDecide, meanwhile, done } = props
  return (
    <>
      {done && (
        <Banner kind="success" heading="Decided" focus>
          <p>Your decision is kept with the report.</p>
        </Banner>
      )}
      {meanwhile && (
        <Banner kind="warning" heading="Somebody else decided this meanwhile" focus>
          <p>A report is decided once. Nothing of yours was saved; below is what was found.</p>
        </Banner>
      )}
      <ErrorSummary errors={errors} />
      <ReportFacts report={report} zone={zone} />
      {mayDecide && report.decision === null && <DecisionForm {...props} />}
      <h2>What was reached meanwhile</h2>
      <p>
        {`From the start of ${day(report.changedOn)} to the instant the access was revoked, through this office. `}
        {`${count(reached.pages, 'page')} shown, ${count(reached.records, 'record')} opened, information of ${count(reached.members, 'member')}. `}
        Pages that were withheld, and records that were not there, are left out: nobody saw them.
      </p>
      {reached.pages === 0 ? (
        <Empty heading="Nothing was reached">
          <p>The audit log has no page that was shown to this user in between.</p>
        </Empty>
      ) : (
        <>
          <h3>Areas</h3>
          <AreasReached areas={areas} zone={zone} />
          <h3>Records</h3>
          <RecordsReached records={props.records} zone={zone} more={props.moreRecords} />
          <h3>Members</h3>
          <MembersReached members={props.members} zone={zone} more={props.moreMembers} />
        </>
      )}
      {acts.length > 0 && (
        <>
          <h3>Also recorded</h3>
          <ActsRecorded acts={acts} zone={zone} />
        </>
      )}
      <CopyForm {...props} />
    </>
  )
}

function DecisionForm({ csrf, report, typed, errors = {} }: ReportPageProps) {
  return (
    <Card heading="Decide">
      <p>{`Decide by ${day(report.decideBy)}. It is decided once.`}</p>
      <Form action={`/staff/late-revocations/${report.id}/decision`} csrf={csrf}>
        <Radios
          name="decision"
          label="What did you find?"
          value={typed?.decision}
          error={errors.decision}
          choices={[
            {
              value: 'no-breach',
              label: 'No breach',
              hint: 'Nothing was reached, or what was reached was the office’s work.',
            },
            {
              value: 'referred',
              label: 'It may be a breach: refer it to the privacy office',
              hint: 'The privacy office is told by e-mail and sees this report.',
            },
          ]}
        />
        <Textarea
          name="reason"
          label="Why"
          hint="Kept with the decision. No names of members, please."
          value={typed?.reason}
          error={errors.reason}
          rows={3}
          maxlength={2000}
        />
        <Buttons>
          <Button>Decide</Button>
        </Buttons>
      </Form>
    </Card>
  )
}

function CopyForm({ report, purposeMissing }: ReportPageProps) {
  const base = `/staff/late-revocations/${report.id}`
  return (
    <Card heading="Take a copy">
      <form class="form" method="get" action={`${base}/print`} novalidate>
        <PurposeChoice label="For what do you need it?" isMissing={purposeMissing} where="with the copy" />
        <Buttons>
          <Button kind="outline">Print the report</Button>
          <button type="submit" class="usa-button usa-button--outline" formaction={`${base}/export`}>
            Download as CSV
          </button>
        </Buttons>
      </form>
    </Card>
  )
}
