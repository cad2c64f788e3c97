import type { DeadLetter } from '../../src/mail/dead-letter.ts'
import { count, countUpTo, time } from '../format.ts'
import { Banner } from '../parts/banner.tsx'
import { PostButton } from '../parts/button.tsx'
import { Empty } from '../parts/empty.tsx'
import { Facts } from '../parts/facts.tsx'
import { Pager } from '../parts/pager.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'

type Letter = Omit<DeadLetter, 'row' | 'canGoAgain'> & { canGoAgain: boolean }

export type MailPageProps = {
  csrf: string
  /** What waits is counted up to this. */
  cap: number
  waiting: number
  oldestAt: number | null
  /** Of those that wait, tried in vain. */
  tried: number
  isLate: boolean
  /** Channels that no provider is configured for. */
  uncarried: readonly ('email' | 'text')[]
  letters: Letter[]
  newest?: string | undefined
  older?: string | undefined
  zone: string
}

/** What a change did, by the word in the address. */
export const DONE = {
  'sent-again': 'The message is on its way again.',
  'taken-off': 'The message is off the list.',
}

const channels = { email: 'e-mail', text: 'text message' }

const reasons: Record<string, string> = {
  expired: 'It expired before it could be sent',
  undeliverable: 'Nobody took it for a day',
  refused: 'The provider refused it: the address may be wrong',
  'no-mobile': 'No mobile telephone is registered',
  'no-address': 'There is no usable address',
}

/** What waits to be sent, whether it goes out, and what was given up. */
export function MailPage(props: MailPageProps) {
  const { csrf, cap, waiting, oldestAt, tried, isLate, uncarried, letters, newest, older, zone } = props
  return (
    <>
      {uncarried.map((channel) => (
        <Banner
          kind={channel === 'email' ? 'error' : 'info'}
          heading={`No provider is set up for ${channels[channel]}s.`}
        >
          <p>
            {channel === 'email'
              ? 'Messages wait, and are given up after a day. Nobody gets a code.'
              : 'Codes that are asked for by text message do not go out.'}
          </p>
        </Banner>
      ))}
      <h2>Waiting</h2>
      <Facts
        facts={[
          {
            label: 'Sending',
            value: isLate ? <Status feeling="bad" word="Failing" /> : <Status feeling="good" word="Working" />,
          },
          { label: 'Waiting', value: countUpTo(cap, waiting, 'message') },
          { label: 'Tried in vain so far', value: countUpTo(cap, tried, 'message') },
          { label: 'Oldest', value: oldestAt === null ? null : time(oldestAt, zone) },
        ]}
      />
      <h2>Given up</h2>
      {letters.length === 0 ? (
        <Empty heading="Nothing was given up">
          <p>Messages that cannot be delivered are listed here, to be sent again or taken off the list.</p>
        </Empty>
      ) : (
        <>
          <Table
            caption="Messages that were given up, the newest first"
            captionHidden
            rows={letters}
            columns={[
              { head: 'When', short: true, cell: (row) => time(row.at, zone) },
              { head: 'Message', cell: (row) => `${kindWords(row.message)}, by ${channels[row.channel]}` },
              { head: 'To', long: true, cell: (row) => row.email ?? 'no account' },
              { head: 'Why', cell: (row) => reasons[row.reason] ?? row.reason },
              { head: 'What to do', cell: (row) => <Ways letter={row} csrf={csrf} /> },
            ]}
          />
          <Pager
            of="given-up messages"
            text={count(letters.length, 'message')}
            newer={newest}
            newerLabel="Back to the newest"
            older={older}
            olderLabel="Older messages"
          />
        </>
      )}
    </>
  )
}

function Ways(props: { letter: Letter; csrf: string }) {
  const { letter, csrf } = props
  return (
    <div class="buttons">
      {letter.canGoAgain && (
        <PostButton action={`/staff/mail/${letter.id}/sending`} csrf={csrf}>
          Send again
        </PostButton>
      )}
      <PostButton action={`/staff/mail/${letter.id}/removal`} csrf={csrf}>
        Take off the list
      </PostButton>
    </div>
  )
}

/** 'account-locked' → 'Account locked'. */
function kindWords(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1).replaceAll('-', ' ')
}
