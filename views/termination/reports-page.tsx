import { count, day } from '../format.ts'
import { Empty } from '../parts/empty.tsx'
import { Pager } from '../parts/pager.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { decisionState, kindWords, type ReportShown } from './report-words.ts'

type ReportsPageProps = {
  reports: readonly ReportShown[]
  /** How many wait for the reader's decision; null: the reader decides none. */
  waiting: { count: number; overdue: number } | null
  start?: string | undefined
  older?: string | undefined
}

/** Access that was revoked later than the policy allows: what is to decide, the most urgent first, then what was decided. */
export function ReportsPage({ reports, waiting, start, older }: ReportsPageProps) {
  return (
    <>
      <p>
        Access that was ended or limited more than one business day after the job had ended or changed. E-Business
        decides whether the privacy office has to look at it.
      </p>
      {waiting && (
        <p>{`${count(waiting.count, 'report')} to decide, ${waiting.overdue === 0 ? 'none' : waiting.overdue} overdue.`}</p>
      )}
      {reports.length === 0 ? (
        <Empty heading={waiting ? 'No late revocation' : 'Nothing is referred to you'}>
          <p>
            {waiting
              ? 'When an office ends somebody’s access too late, the report appears here and you get an e-mail.'
              : 'When E-Business refers a report to the privacy office, it appears here and you get an e-mail.'}
          </p>
        </Empty>
      ) : (
        <Table
          caption="Late revocations, those to decide first"
          captionHidden
          rows={reports}
          columns={[
            { head: 'User', cell: (one) => <a href={`/staff/late-revocations/${one.id}`}>{one.name}</a> },
            { head: 'Office', cell: (one) => one.office },
            { head: 'What', cell: (one) => kindWords[one.kind] },
            { head: 'Job ended or changed', short: true, cell: (one) => day(one.changedOn) },
            { head: 'Access revoked', short: true, cell: (one) => day(one.revokedOn) },
            { head: 'Business days', numeric: true, cell: (one) => String(one.daysLate) },
            { head: 'Decide by', short: true, cell: (one) => day(one.decideBy) },
            { head: 'Decision', cell: (one) => <Status {...decisionState(one)} /> },
          ]}
        />
      )}
      {(start ?? older) && (
        <Pager
          of="late revocations"
          text=""
          newer={start}
          newerLabel="Back to the first"
          older={older}
          olderLabel="More"
        />
      )}
    </>
  )
}
