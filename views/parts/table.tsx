import type { Child } from 'hono/jsx'
import { UNKNOWN } from '../format.ts'
import { Value } from './value.tsx'

/** A column: its heading, and what stands in it for a row. */
export type Column<Row> = {
  head: string
  cell: (row: Row) => Child
  /** Amounts and counts, aligned at the right. */
  numeric?: boolean
  /** Numbers of records and dates, never broken over two lines where there is room. */
  short?: boolean
  /** Addresses and ids, broken anywhere rather than make the table wider than the page. */
  long?: boolean
}

type TableProps<Row> = {
  /** What the table lists, for those who hear it before they see it. */
  caption: string
  /** The caption is read out but not shown, where a heading says the same. */
  captionHidden?: boolean | undefined
  columns: Column<Row>[]
  rows: readonly Row[]
}

/** Rows and columns; on a narrow screen each row becomes a card that repeats the headings. The first column names the row. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, captionHidden, columns, rows } = props
  return (
    <table class="rows">
      <caption class={captionHidden ? 'usa-sr-only' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col" class={column.numeric ? 'number' : undefined}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            {columns.map((column, place) => {
              const content = column.cell(row)
              const value = <Value>{content}</Value>
              if (place === 0) {
                return (
                  <th scope="row" class={classOf(column)}>
                    {value}
                  </th>
                )
              }
              const isUnknown = content == null || content === '' || content === UNKNOWN
              return (
                <td data-label={column.head} class={classOf(column, isUnknown)}>
                  {value}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

// On a telephone a value that isn't known takes no line.
function classOf<Row>(column: Column<Row>, isUnknown = false): string | undefined {
  const classes = [
    column.numeric && 'number',
    column.short && 'short',
    column.long && 'long',
    isUnknown && 'unknown',
  ].filter(Boolean)
  return classes.length > 0 ? classes.join(' ') : undefined
}
