import { number, time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, PostButton } from '../parts/button.tsx'
import { Card } from '../parts/card.tsx'
import { Checkbox } from '../parts/choice.tsx'
import { Empty } from '../parts/empty.tsx'
import { ErrorSummary } from '../parts/error-summary.tsx'
import { Facts } from '../parts/facts.tsx'
import { Field } from '../parts/field.tsx'
import { Form } from '../parts/form.tsx'
import { Pager } from '../parts/pager.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { doorWords, pullWords, troubleWords } from './words.ts'

type Import = {
  id: string
  startedAt: number
  completedAt: number | null
  door: string
  by: string | null
  isWhole: number
  parts: number
  read: number
  stored: number
  rejected: number
  shrunk: string | null
  failedAt: number | null
}

type Pull = {
  state: string
  begunAt: number
  endedAt: number | null
  transactionTime: string | null
  error: string | null
  nextAt: number
}

export type FeedPageProps = {
  csrf: string | undefined
  zone: string
  imports: readonly Import[]
  isQuiet: boolean
  quietHours: number
  shrunkImport: string | null
  pull: Pull | null
  mayPull: boolean
  start: string | undefined
  older: string | undefined
  error: string | undefined
}

/** Where the records come from: what came, and the ways to send or fetch more. */
export function FeedPage(props: FeedPageProps) {
  const { imports, start, older, error } = props
  return (
    <>
      {error && <ErrorSummary errors={{ scan: error }} />}
      <Alarms {...props} />
      {(props.mayPull || props.pull) && <Fetching {...props} />}
      <Sending {...props} />
      <h2>Imports</h2>
      {imports.length === 0 ? (
        <Empty heading="Nothing was imported yet">
          <p>Send a file here, or have the core system send its own.</p>
        </Empty>
      ) : (
        <Imports {...props} />
      )}
      {(start || older) && <Pager of="Imports" text="Newest first" newer={start} newerLabel="Newest" older={older} />}
    </>
  )
}

/** What is wrong with the feed; nothing where all is well. */
function Alarms({ isQuiet, quietHours, shrunkImport }: FeedPageProps) {
  return (
    <>
      {shrunkImport && (
        <Banner kind="warning" heading="The last whole import brought far fewer records than the one before">
          <p>
            What didn’t come is still shown as it was. <a href={`/staff/feed/${shrunkImport}`}>See what is missing</a>,
            and have the core system send everything again.
          </p>
        </Banner>
      )}
      {isQuiet && (
        <Banner kind="warning" heading={`No import was completed for more than ${quietHours} hours`}>
          <p>What the portal shows grows old. Look whether the core system sends, and whether it can be reached.</p>
        </Banner>
      )}
    </>
  )
}

function Fetching({ pull, mayPull, csrf, zone }: FeedPageProps) {
  const isGoing = pull !== null && pull.endedAt === null
  return (
    <Card heading="Fetch from the core system’s server">
      {pull && <LastFetch pull={pull} zone={zone} mayPull={mayPull} />}
      {mayPull && !isGoing && (
        <PostButton action="/staff/feed/pull" csrf={csrf}>
          Fetch now
        </PostButton>
      )}
    </Card>
  )
}

function LastFetch({ pull, zone, mayPull }: { pull: Pull; zone: string; mayPull: boolean }) {
  const { state, begunAt, endedAt, error, nextAt } = pull
  const shown = pullWords[state]
  const trouble = error === null ? null : troubleWords(error)
  return (
    <>
      <Facts
        facts={[
          { label: 'Last fetch', value: shown && <Status feeling={shown.feeling} word={shown.word} /> },
          { label: 'Begun', value: time(begunAt, zone) },
          ...(endedAt === null ? [] : [{ label: 'Ended', value: time(endedAt, zone) }]),
          ...(trouble === null ? [] : [{ label: 'Trouble', value: trouble.what }]),
          ...(endedAt === null && trouble !== null ? [{ label: 'Tries again', value: time(nextAt, zone) }] : []),
        ]}
      />
      {trouble && <p>{endedAt === null && mayPull ? 'It goes on by itself.' : trouble.todo}</p>}
      {trouble && mayPull && endedAt !== null && <p>The next fetch begins within the hour.</p>}
      {!mayPull && <p>Nothing is fetched any more: the server’s address is not set (BULK_URL).</p>}
    </>
  )
}

function Sending({ csrf, error }: FeedPageProps) {
  return (
    <Card heading="Send files">
      <Form action="/staff/feed" csrf={csrf} files id="feed-upload">
        <Field
          name="scan"
          label="FHIR R4 as NDJSON"
          hint="Files that end in .ndjson or .ndjson.gz. Sending the same file twice does no harm."
          type="file"
          accept=".ndjson,.gz"
          error={error}
        />
        <Checkbox
          name="whole"
          label="This is all that the core system has"
          hint="Then there is an alarm if it is far less than the last time."
        />
        <Button>Send</Button>
        <noscript>
          <p class="usa-hint">Without scripts one file of at most 10 MB can be sent.</p>
        </noscript>
      </Form>
      <div class="progress" id="feed-progress" hidden>
        <p id="feed-progress-text" role="status"></p>
        <progress id="feed-progress-bar" max="1000" value="0" aria-label="How much of the files is sent"></progress>
      </div>
    </Card>
  )
}

function Imports({ imports, zone }: FeedPageProps) {
  return (
    <Table
      caption="Imports, the newest first"
      captionHidden
      rows={imports}
      columns={[
        {
          head: 'Begun',
          short: true,
          cell: (one) => <a href={`/staff/feed/${one.id}`}>{time(one.startedAt, zone)}</a>,
        },
        { head: 'State', cell: (one) => <ImportState of={one} /> },
        { head: 'How', cell: (one) => [doorWords[one.door], one.by].filter(Boolean).join(', ') },
        { head: 'Parts', numeric: true, cell: (one) => number(one.parts) },
        { head: 'Lines', numeric: true, cell: (one) => number(one.read) },
        { head: 'Stored', numeric: true, cell: (one) => number(one.stored) },
        { head: 'Rejected', numeric: true, cell: (one) => number(one.rejected) },
      ]}
    />
  )
}

/** How an import stands. */
export function ImportState({ of }: { of: Pick<Import, 'completedAt' | 'failedAt' | 'shrunk'> }) {
  if (of.failedAt !== null) return <Status feeling="bad" word="Failed" />
  if (of.completedAt === null) return <Status feeling="waiting" word="Open" />
  return of.shrunk ? <Status feeling="bad" word="Shrank" /> : <Status feeling="good" word="Completed" />
}
