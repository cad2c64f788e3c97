import { Banner } from '../parts/banner.tsx'
import { Empty } from '../parts/empty.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { Charts, type ChartsProps } from './charts.tsx'

/** A queue as the page shows it; `note` tells since when the oldest waits, or how many are overdue. */
export type Queue = { label: string; href: string; text: string | null; note: string | null; isOverdue: boolean }

export type StaffPageProps = {
  queues: readonly Queue[]
  /** Null for those who see none. */
  charts: ChartsProps | null
  /** What is wrong with the feed, in sentences, for those who see to it. */
  alarms: readonly string[]
  /** More happened than is counted yet. */
  isBehind: boolean
}

/** What waits for this person, and for Enterprise Administrators how much is going on. */
export function StaffPage({ queues, charts, alarms, isBehind }: StaffPageProps) {
  return (
    <>
      {alarms.map((heading) => (
        <Banner kind="warning" heading={heading}>
          <p>
            <a href="/staff/feed">See the imports</a>
          </p>
        </Banner>
      ))}
      {queues.length === 0 ? (
        <Empty heading="Nothing waits for your department here">
          <p>What you may do stands in the menu.</p>
        </Empty>
      ) : (
        <Queues queues={queues} />
      )}
      {charts && (
        <>
          <h2>The last 30 days</h2>
          {isBehind && <p class="notice">What happened last is not in yet: it is counted each hour.</p>}
          <Charts {...charts} />
        </>
      )}
    </>
  )
}

// What waits stands above what doesn't, each in the order of the work.
function Queues({ queues }: { queues: readonly Queue[] }) {
  return (
    <Table
      caption="What waits"
      captionHidden
      rows={[...queues.filter(({ text }) => text !== null), ...queues.filter(({ text }) => text === null)]}
      columns={[
        { head: 'Queue', cell: (one) => <a href={one.href}>{one.label}</a> },
        {
          head: 'Waiting',
          short: true,
          cell: (one) =>
            one.text === null ? (
              <Status feeling="good" word="Nothing" />
            ) : (
              <Status feeling={one.isOverdue ? 'bad' : 'waiting'} word={one.text} />
            ),
        },
        { head: 'Oldest', cell: (one) => one.note },
      ]}
    />
  )
}
