import type { Delivering } from '../../src/referrals/delivery/delivery.ts'
import { count, countUpTo, onThisPage, time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { PostButton } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Pager } from '../parts/pager.tsx'
import { Table } from '../parts/table.tsx'

export type DeliveriesPageProps = {
  csrf: string
  /** An address of the core system is configured. */
  hasCore: boolean
  /** How many wait, up to 1,001. */
  count: number
  waiting: readonly Delivering[]
  givenUp: readonly Delivering[]
  newest?: string | undefined
  older?: string | undefined
  zone: string
}

/** Kinds of failure in words. */
const kinds: Record<string, string> = {
  timeout: 'No answer within 10 seconds',
  'no-answer': 'No connection',
  redirect: 'It answered with another address',
  'not-json': 'An answer that is no JSON',
  'file-missing': 'A file is not in storage any more',
  broken: 'What was submitted cannot be read',
}

/** Submitted referrals that the core system does not have yet: which wait, and which were given up. */
export function DeliveriesPage(props: DeliveriesPageProps) {
  return (
    <>
      {!props.hasCore && (
        <Banner kind="info" heading="No core system is set up">
          <p>Submitted referrals wait here. They go out within the hour once its address is set (CORE_URL).</p>
        </Banner>
      )}
      <GivenUp {...props} />
      <Waiting {...props} />
    </>
  )
}

/** What both lists tell of a submission: never whom it is about. */
const told = (zone: string) => [
  { head: 'Submission', cell: (row: Delivering) => `No. ${row.row}` },
  { head: 'Office', long: true, cell: (row: Delivering) => row.office },
  { head: 'Submitted', cell: (row: Delivering) => time(row.submittedAt, zone) },
  { head: 'To send', short: true, cell: (row: Delivering) => (row.hasReferral ? 'Files only' : 'All of it') },
  { head: 'Last answer', cell: (row: Delivering) => answer(row) },
]

function GivenUp({ csrf, givenUp, newest, older, zone }: DeliveriesPageProps) {
  return (
    <>
      <h2>Given up</h2>
      {givenUp.length === 0 ? (
        <Empty heading="Nothing was given up">
          <p>Referrals that the core system refuses, or does not take for a day, are listed here.</p>
        </Empty>
      ) : (
        <>
          <Table
            caption="Referrals that were given up, the newest first"
            captionHidden
            rows={givenUp}
            columns={[
              ...told(zone),
              { head: 'Given up', cell: (row) => row.givenUpAt !== null && time(row.givenUpAt, zone) },
              {
                head: 'What to do',
                cell: (row) => (
                  <PostButton action={`/staff/deliveries/${row.row}/sending`} csrf={csrf} kind="plain">
                    Try again<span class="usa-sr-only"> with submission {row.row}</span>
                  </PostButton>
                ),
              },
            ]}
          />
          <Pager
            of="given-up referrals"
            text={onThisPage(givenUp.length, 'referral', newest ?? older)}
            newer={newest}
            newerLabel="Back to the newest"
            older={older}
            olderLabel="Older referrals"
          />
        </>
      )}
    </>
  )
}

function Waiting({ waiting, count: all, zone }: DeliveriesPageProps) {
  return (
    <>
      <h2>Waiting</h2>
      {waiting.length === 0 ? (
        <Empty heading="Nothing waits">
          <p>No referral is left to be sent.</p>
        </Empty>
      ) : (
        <>
          <p>
            {countUpTo(1000, all, 'referral')} {all === 1 ? 'waits' : 'wait'}
            {all > waiting.length && `; the oldest ${waiting.length} are listed`}.
          </p>
          <Table caption="Referrals that wait, the oldest first" captionHidden rows={waiting} columns={told(zone)} />
        </>
      )}
    </>
  )
}

/** What came of the last try, and which it was. */
function answer({ error, tries }: Delivering): string {
  if (error === null) return tries === 0 ? 'Not tried yet' : `Under way (${count(tries, 'try', 'tries')})`
  const said = kinds[error] ?? statusWords(error)
  return tries === 0 ? `${said}; to be tried again` : `${said} (${count(tries, 'try', 'tries')})`
}

function statusWords(error: string): string {
  if (!/^\d{3}$/.test(error)) return 'Unknown'
  if (error.startsWith('4')) return `It refused: status ${error}`
  return error.startsWith('5') ? `It failed: status ${error}` : `Status ${error}`
}
