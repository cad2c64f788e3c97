import type { Delivering } from '../../src/referrals/delivery/delivery.ts'
import { count, countUpTo, time } from '../format.ts'
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

/** Kinds of failure in words; a status of HTTP speaks for itself. */
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
  const { csrf, hasCore, waiting, givenUp, newest, older, zone } = props
  const shared = [
    { head: 'Submission', cell: (row: Delivering) => `No. ${row.row}` },
    { head: 'Office', long: true, cell: (row: Delivering) => row.office },
    { head: 'Submitted', cell: (row: Delivering) => time(row.submittedAt, zone) },
    { head: 'To send', short: true, cell: (row: Delivering) => (row.hasReferral ? 'Files only' : 'All of it') },
    { head: 'Last answer', cell: (row: Delivering) => answer(row) },
  ]
  return (
    <>
      {!hasCore && (
        <Banner kind="info" heading="No core system is set up.">
          <p>Submitted referrals wait. They go out within an hour after CORE_URL is set.</p>
        </Banner>
      )}
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
              ...shared,
              { head: 'Given up', cell: (row) => row.givenUpAt !== null && time(row.givenUpAt, zone) },
              {
                head: 'What to do',
                cell: (row) => (
                  <PostButton action={`/staff/deliveries/${row.row}/sending`} csrf={csrf}>
                    Try again
                  </PostButton>
                ),
              },
            ]}
          />
          <Pager
            of="given-up referrals"
            text={count(givenUp.length, 'referral')}
            newer={newest}
            newerLabel="Back to the newest"
            older={older}
            olderLabel="Older referrals"
          />
        </>
      )}
      <h2>Waiting</h2>
      {waiting.length === 0 ? (
        <Empty heading="Nothing waits">
          <p>The core system has every other referral that was submitted.</p>
        </Empty>
      ) : (
        <>
          <p>
            {countUpTo(1000, props.count, 'referral')} {props.count === 1 ? 'waits' : 'wait'}
            {props.count > waiting.length && `; the oldest ${waiting.length} are listed`}.
          </p>
          <Table caption="Referrals that wait, the oldest first" captionHidden rows={waiting} columns={shared} />
        </>
      )}
    </>
  )
}

/** What came of the last try, and which it was. */
function answer({ error, tries }: Delivering): string {
  if (error === null) return tries === 0 ? 'Not tried yet' : `Under way (${count(tries, 'try', 'tries')})`
  const said = kinds[error] ?? (/^\d{3}$/.test(error) ? `Status ${error}` : 'Unknown')
  return `${said} (${count(tries, 'try', 'tries')})`
}
