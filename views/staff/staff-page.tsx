import { Empty } from '../parts/empty.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'

type Queue = { label: string; href: string; waits: boolean; text: string }

/** What waits for this person. */
export function StaffPage({ queues }: { queues: readonly Queue[] }) {
  if (queues.length === 0) {
    return (
      <Empty heading="Nothing waits for your department here">
        <p>What you may do stands in the menu.</p>
      </Empty>
    )
  }
  return (
    <Table
      caption="What waits"
      captionHidden
      rows={queues}
      columns={[
        { head: 'Queue', cell: (one) => <a href={one.href}>{one.label}</a> },
        {
          head: 'Waiting',
          cell: (one) =>
            one.waits ? <Status feeling="waiting" word={one.text} /> : <Status feeling="good" word="Nothing" />,
        },
      ]}
    />
  )
}
