import { count, number } from '../format.ts'
import { Table } from '../parts/table.tsx'

export type Shown = { change: 'hidden' | 'shown'; type: string; office: string | null; count: number }

/** What a version does to the stored records, by type and office. */
export function Consequences({ found }: { found: readonly Shown[] }) {
  const of = (change: Shown['change']) =>
    found.filter((one) => one.change === change).reduce((sum, one) => sum + one.count, 0)
  return (
    <>
      <p>
        Newly hidden: <strong>{count(of('hidden'), 'record')}</strong>. Newly shown:{' '}
        <strong>{count(of('shown'), 'record')}</strong>.
      </p>
      {found.length > 0 && (
        <Table
          caption="Records newly hidden and newly shown, by type and office"
          captionHidden
          rows={found}
          columns={[
            { head: 'Type', cell: (one) => one.type },
            { head: 'Office', cell: (one) => one.office ?? 'None of its own' },
            { head: 'Becomes', cell: (one) => (one.change === 'hidden' ? 'hidden' : 'shown') },
            { head: 'Records', numeric: true, cell: (one) => number(one.count) },
          ]}
        />
      )}
    </>
  )
}
