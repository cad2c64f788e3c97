import { count, day, time } from '../format.ts'
import { Card } from '../parts/card.tsx'
import { Facts } from '../parts/facts.tsx'
import { Status } from '../parts/status.tsx'
import { ActsRecorded, AreasReached, MembersReached, RecordsReached } from './reached-tables.tsx'
import {
  type ActShown,
  type AreaShown,
  decisionState,
  kindWords,
  type MemberShown,
  type RecordShown,
  type ReportShown,
} from './report-words.ts'

/** Whose access it was, both dates, and who revoked it when. */
export function ReportFacts(props: { report: ReportShown; zone: string }) {
  const { report, zone } = props
  return (
    <Card heading="What happened">
      <Facts
        facts={[
          { label: 'User', value: report.name },
          { label: 'E-mail', value: report.email },
          { label: 'Office', value: report.office },
          { label: 'What was revoked', value: kindWords[report.kind] },
          { label: 'Job ended or changed on', value: day(report.changedOn) },
          { label: 'Access revoked on', value: day(report.revokedOn) },
          { label: 'Between the two', value: count(report.daysLate, 'business day') },
          { label: 'Revoked by', value: report.revokedBy ?? 'The portal' },
          { label: 'Revoked at', value: time(report.at, zone) },
          { label: 'Why', value: report.reason },
          { label: 'Decide by', value: day(report.decideBy) },
          { label: 'Decision', value: <Status {...decisionState(report)} /> },
        ]}
      />
      {report.decision && (
        <p>
          {`${report.decision === 'referred' ? 'Referred to the privacy office' : 'No breach'}, decided by ${report.decidedBy ?? 'E-Business'}, ${time(report.decidedAt, zone)}: ${report.decisionReason ?? ''}`}
        </p>
      )}
    </Card>
  )
}

type ReportSheetProps = {
  report: ReportShown
  areas: readonly AreaShown[]
  acts: readonly ActShown[]
  records: readonly RecordShown[]
  members: readonly MemberShown[]
  zone: string
}

/** The whole report, for paper. */
export function ReportSheet({ report, areas, acts, records, members, zone }: ReportSheetProps) {
  return (
    <>
      <ReportFacts report={report} zone={zone} />
      <p>{`What the audit log has from the start of ${day(report.changedOn)} to the instant the access was revoked.`}</p>
      {areas.length === 0 ? (
        <p>Nothing was reached.</p>
      ) : (
        <>
          <h2>Areas</h2>
          <AreasReached areas={areas} zone={zone} />
          <h2>Records</h2>
          <RecordsReached records={records} zone={zone} />
          <h2>Members</h2>
          <MembersReached members={members} zone={zone} />
        </>
      )}
      {acts.length > 0 && (
        <>
          <h2>Also recorded</h2>
          <ActsRecorded acts={acts} zone={zone} />
        </>
      )}
    </>
  )
}
