import { number, time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Card } from '../parts/card.tsx'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table } from '../parts/table.tsx'
import { ImportState } from './feed-page.tsx'
import { doorWords, openWords, reasonWords, troubleWords } from './words.ts'

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
    failedAt: number | null
    failure: string | null
  }
  counts: readonly Count[]
  shrunk: readonly [type: string, before: number, now: number][]
  lines: readonly { file: string; line: number; reason: string }[]
  start: string | undefined
  more: string | undefined
}

/** One import: what came of its lines, and those that could not be used. */
export function ImportPage(props: ImportPageProps) {
  const { one, counts, shrunk, lines, start, more } = props
  return (
    <>
      {one.failure && <Failed failure={one.failure} />}
      {shrunk.length > 0 && <Shrank shrunk={shrunk} />}
      <About {...props} />
      <h2>What came of its lines</h2>
      {counts.length === 0 ? (
        <Empty heading="No line came">
          <p>Nothing of the records changed by it.</p>
        </Empty>
      ) : (
        <Lines counts={counts} isEnded={one.completedAt !== null || one.failedAt !== null} />
      )}
      {lines.length > 0 && <Rejected lines={lines} />}
      {(start || more) && (
        <Pager of="Lines" text="By file and line" newer={start} newerLabel="First" older={more} olderLabel="Next" />
      )}
    </>
  )
}

function Failed({ failure }: { failure: string }) {
  const { what, todo } = troubleWords(failure)
  return (
    <Banner kind="error" heading="The fetch failed">
      <p>
        {what}. {todo} What had come before is stored and shown. What is missing comes with the next fetch: the hourly
        run begins one after a failure, and “Fetch now” on the feed’s page does so at once.
      </p>
    </Banner>
  )
}

function Shrank({ shrunk }: Pick<ImportPageProps, 'shrunk'>) {
  return (
    <Banner kind="warning" heading="It brought far fewer records than the whole import before it">
      <ul>
        {shrunk.map(([type, before, now]) => (
          <li>{`${type}: ${number(now)}, before ${number(before)}`}</li>
        ))}
      </ul>
      <p>What didn’t come is still shown as it was. Have the core system send everything again.</p>
    </Banner>
  )
}

function About({ one, zone }: ImportPageProps) {
  const { completedAt, failedAt } = one
  const isOpen = completedAt === null && failedAt === null
  return (
    <Card>
      <Facts
        facts={[
          { label: 'State', value: <ImportState of={one} /> },
          { label: 'How', value: doorWords[one.door] },
          ...(one.by === null ? [] : [{ label: 'By', value: one.by }]),
          { label: 'Brings', value: one.isWhole ? 'All there is' : 'What was sent' },
          { label: 'Begun', value: time(one.startedAt, zone) },
          ...(isOpen ? [] : [{ label: 'Ended', value: time(completedAt ?? failedAt, zone) }]),
          { label: 'Parts stored', value: number(one.parts) },
        ]}
      />
      {isOpen && <p>{openWords[one.door]}</p>}
    </Card>
  )
}

function Lines({ counts, isEnded }: Pick<ImportPageProps, 'counts'> & { isEnded: boolean }) {
  return (
    <Table
      caption="Lines by type"
      captionHidden
      rows={counts}
      columns={[
        { head: 'Type', cell: (row) => (row.type.startsWith('(') ? 'Unreadable' : row.type) },
        { head: 'Read', numeric: true, cell: (row) => number(row.read) },
        { head: 'Stored', numeric: true, cell: (row) => number(row.stored) },
        { head: 'Unchanged', numeric: true, cell: (row) => number(row.unchanged) },
        { head: 'Ignored', numeric: true, cell: (row) => number(row.ignored) },
        { head: 'Rejected', numeric: true, cell: (row) => number(row.rejected) },
        // What a record belongs to may still be on its way.
        ...(isEnded ? [{ head: 'Hidden', numeric: true, cell: (row: Count) => number(row.hidden) }] : []),
      ]}
    />
  )
}

function Rejected({ lines }: Pick<ImportPageProps, 'lines'>) {
  return (
    <>
      <h2>Lines that could not be used</h2>
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
  )
}
