import type { Child } from 'hono/jsx'
import { Table } from '../parts/table.tsx'
import { matchWords, systemWords } from './words.ts'

export type ListRow = {
  row: number
  category: string
  system: string
  match: string
  code: string
  source: string
  reason: string
}

/** Rows of the list; what `more` says of a row stands in a column of its own. */
export function Rows<Row extends ListRow>(props: {
  caption: string
  rows: readonly Row[]
  names: Readonly<Record<string, string>>
  more?: { head: string; cell: (row: Row) => Child } | undefined
}) {
  const { caption, rows, names, more } = props
  return (
    <Table
      caption={caption}
      captionHidden
      rows={rows}
      columns={[
        { head: 'Code', long: true, cell: (row) => <Code row={row} /> },
        { head: 'System', cell: (row) => systemWords[row.system] ?? row.system },
        { head: 'Category', cell: (row) => names[row.category] ?? row.category },
        { head: 'Reason', long: true, cell: (row) => row.reason },
        { head: 'Source', long: true, cell: (row) => row.source },
        ...(more ? [more] : []),
      ]}
    />
  )
}

/** A code, and which others its row holds beside it. */
function Code({ row }: { row: ListRow }) {
  return row.match === 'exact' ? (
    row.code
  ) : (
    <>
      {row.code} <small>{matchWords[row.match] ?? row.match}</small>
    </>
  )
}

/** A category's name, by its word. */
export function namesOf(choices: readonly { value: string; label: string }[]): Readonly<Record<string, string>> {
  return Object.fromEntries(choices.map(({ value, label }) => [value, label]))
}
