import { number, time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Card } from '../parts/card.tsx'
import { Facts } from '../parts/facts.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table } from '../parts/table.tsx'
import { ImportState } from './feed-page.tsx'
import { doorWords, reasonWords } from './words.ts'

type Count = {
  type: string
  read: number
  stored: number
  unchanged: number
  ignored: number
  rejected: number
  hidden: number
}

export type ImportPageProps = {
  zone: string
  one: {
    id: string
    startedAt: number
    completedAt: number | null
    door: string
    by: string | null
    isWhole: number
    parts: number
    shrunk: string | null
  }
  counts: readonly Count[]
  shrunk: readonly [type: string, before: number, now: number][]
  lines: readonly { file: string; line: number; reason: string }[]
  start: string | undefined
  more: string | undefined
}

/** One import: what came of its lines, and those that could not be used. */
export function ImportPage({ zone, one, counts, shrunk, lines, start, more }: ImportPageProps) {
  const { completedAt } = one
  const isOpen = completedAt === null
  return (
    <>
      {shrunk.length > 0 && (
        <Banner kind="warning" heading="It brought far fewer records than the whole import before it">
          <ul>
            {shrunk.map(([type, before, now]) => (
              <li>{`${type}: ${number(now)}, before ${number(before)}`}</li>
            ))}
          </ul>
        </Banner>
      )}
      <Card>
        <Facts
          facts={[
            { label: 'State', value: <ImportState of={one} /> },
            { label: 'How', value: doorWords[one.door] },
            { label: 'By', value: one.by ?? 'no person' },
            { label: 'Brings', value: one.isWhole ? 'all there is' : 'what it was sent' },
            { label: 'Begun', value: time(one.startedAt, zone) },
            { label: 'Completed', value: completedAt === null ? 'not yet' : time(completedAt, zone) },
            { label: 'Parts stored', value: number(one.parts) },
          ]}
        />
        {isOpen && (
          <p>
            Parts are still missing, or nobody said that they all came. What is stored is shown already; sending the
            same files again goes on where it stopped.
          </p>
        )}
      </Card>
      <h2>What came of its lines</h2>
      <Table
        caption="Lines by type"
        captionHidden
        rows={counts}
        columns={[
          { head: 'Type', cell: (row) => row.type },
          { head: 'Read', numeric: true, cell: (row) => number(row.read) },
          { head: 'Stored', numeric: true, cell: (row) => number(row.stored) },
          { head: 'Unchanged', numeric: true, cell: (row) => number(row.unchanged) },
          { head: 'Ignored', numeric: true, cell: (row) => number(row.ignored) },
          { head: 'Rejected', numeric: true, cell: (row) => number(row.rejected) },
          { head: 'Hidden', numeric: true, cell: (row) => (isOpen ? 'not yet known' : number(row.hidden)) },
        ]}
      />
      <h2>Lines that could not be used</h2>
      {lines.length === 0 ? (
        <p>None.</p>
      ) : (
        <>
          <p>
            Nobody can tell whom they are about, or whether they may be shown: they are kept as they came, and not shown
            here. Have the core system mend and send them again.
          </p>
          <Table
            caption="Lines that could not be used"
            captionHidden
            rows={lines}
            columns={[
              { head: 'File', long: true, cell: (row) => row.file },
              { head: 'Line', numeric: true, cell: (row) => number(row.line) },
              { head: 'Why', cell: (row) => `It ${reasonWords(row.reason)}` },
            ]}
          />
        </>
      )}
      {(start || more) && (
        <Pager of="Lines" text="By file and line" newer={start} newerLabel="First" older={more} olderLabel="Next" />
      )}
    </>
  )
}
