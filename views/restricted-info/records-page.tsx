import { onThisPage } from '../format.ts'
import { Empty } from '../parts/empty.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table } from '../parts/table.tsx'

type RecordsPageProps = {
  records: readonly { record: number; change: 'hidden' | 'shown'; type: string; sourceId: string }[]
  start: string | undefined
  more: string | undefined
}

/** The records that a version newly hid or showed, by their ids alone. */
export function RecordsPage({ records, start, more }: RecordsPageProps) {
  if (records.length === 0) {
    return (
      <Empty heading="No records">
        <p>The dry run of this version found none that it newly hides or shows.</p>
      </Empty>
    )
  }
  return (
    <>
      <Table
        caption="Records newly hidden and newly shown"
        captionHidden
        rows={records}
        columns={[
          { head: 'Record', long: true, cell: (one) => `${one.type}/${one.sourceId}` },
          { head: 'Became', cell: (one) => (one.change === 'hidden' ? 'hidden' : 'shown') },
        ]}
      />
      <Pager
        of="records"
        text={onThisPage(records.length, 'record', start ?? more)}
        newer={start}
        newerLabel="Back to the first"
        older={more}
        olderLabel="More records"
      />
    </>
  )
}
