/** The outbox: a message is a row written with the change it tells of, then an id in a queue. */
import { type Database, type Prepared, batch, prepared } from '../db/client.ts'
import { newId } from '../ids.ts'
import { type SealKeys, seal } from '../seal.ts'
import type { Channel } from '../mail-config.ts'
import type { Message, Recipient, Told } from './messages.ts'
import type { DeadReason } from './rules.ts'

/** A message on its way: the id for the queue, and the row for the change's batch. */
export type Posting = { id: string; statement: Prepared<never> }

/** What the mail queue carries. */
export type MailTicket = { id: string }

/** What is sealed in a row: everything the message says, and the address of somebody without an account. */
export type Sealed = { told: Told; to?: Exclude<Recipient, { account: number }> }

/** Makes the outbox row of a message (`at` in ms UTC). What it says is sealed to the row's own id. */
export function post(message: Message, at: number, keys: SealKeys): Promise<Posting> {
  return posting(message, at, keys, 'true')
}

/** The same, written only if the statement before it changed a row: no mail of a change that did not happen. */
export function postIfChanged(message: Message, at: number, keys: SealKeys): Promise<Posting> {
  return posting(message, at, keys, 'changes() > 0')
}

async function posting(message: Message, at: number, keys: SealKeys, condition: string): Promise<Posting> {
  const id = newId('mail')
  const { to, channel, expiresAt, promptOf, ...told } = message
  const account = 'account' in to ? to.account : null
  const sealed = await seal({ told, ...('account' in to ? {} : { to }) } satisfies Sealed, keys, 'outbox', id)
  return {
    id,
    // A guard that crashed after D1's answer hands the row over again: the second is none.
    statement: prepared(
      `INSERT INTO outbox (public_id, account_id, channel, message, sealed, created_at, expires_at, verification_id)
       SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE ${condition} ON CONFLICT (public_id) DO NOTHING`,
      id,
      account,
      channel,
      message.name,
      sealed,
      at,
      expiresAt ?? null,
      promptOf ?? null,
    ),
  }
}

/** The platform's limit of messages in one call. */
const QUEUE_TAKES = 100

/** Puts posted messages in the queue, once their rows are written. What the queue loses the sweep finds. */
export async function dispatch(queue: Queue, postings: readonly Pick<Posting, 'id'>[]): Promise<void> {
  const tickets = postings.map(({ id }) => ({ body: { id } satisfies MailTicket }))
  for (let at = 0; at < tickets.length; at += QUEUE_TAKES) await queue.sendBatch(tickets.slice(at, at + QUEUE_TAKES))
}

/** A message that waits, with whom it is for. */
export type Waiting = {
  id: string
  account: number | null
  channel: Channel
  message: string
  sealed: string | null
  createdAt: number
  expiresAt: number | null
  /** Tries that failed. */
  tries: number
  /** Not before this instant is it tried: it is in somebody's hand, or waits after a failed try. */
  nextAt: number | null
  email: string | null
  mobile: string | null
  firstName: string | null
}

/** The message of that id, if it still waits. */
export async function waiting(db: Database, id: string): Promise<Waiting | null> {
  const { rows } = await batch(db, [waitingBy(id)])
  return rows[0][0] ?? null
}

/** Longer than a try may take: a try that a crash cut off is made again after it. */
const HELD_FOR_MS = 60_000

/**
 * Takes the message of that id in hand, if it waits, is due at `at` (ms UTC) and goes by one of the channels.
 * Of several who ask at the same moment one has it (`isOurs`), so that a doubled ticket is no doubled message.
 */
export async function take(
  db: Database,
  id: string,
  at: number,
  channels: readonly Channel[],
): Promise<{ message: Waiting | null; isOurs: boolean }> {
  const { rows, changes } = await batch(db, [held(id, at, channels), waitingBy(id)])
  return { message: rows[1][0] ?? null, isOurs: changes[0] === 1 }
}

function held(id: string, at: number, channels: readonly Channel[]): Prepared<never> {
  return prepared(
    `UPDATE outbox SET next_at = ? WHERE public_id = ? AND sent_at IS NULL AND dead_at IS NULL
       AND (next_at IS NULL OR next_at <= ?) AND channel IN (SELECT value FROM json_each(?))`,
    at + HELD_FOR_MS,
    id,
    at,
    JSON.stringify(channels),
  )
}

function waitingBy(id: string): Prepared<Waiting> {
  return prepared<Waiting>(
    `SELECT m.public_id AS id, m.account_id AS account, m.channel AS channel, m.message AS message, m.sealed AS sealed,
       m.created_at AS createdAt, m.expires_at AS expiresAt, m.tries AS tries, m.next_at AS nextAt,
       a.email AS email, a.mobile AS mobile, a.first_name AS firstName
     FROM outbox m LEFT JOIN account a ON a.id = m.account_id
     WHERE m.public_id = ? AND m.sent_at IS NULL AND m.dead_at IS NULL`,
    id,
  )
}

/** Ids of messages that should have been tried before `before` (ms): their place in the queue was lost. */
export async function overdue(db: Database, before: number, limit: number): Promise<string[]> {
  const { rows } = await batch(db, [
    prepared<{ id: string }>(
      `SELECT public_id AS id FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL AND coalesce(next_at, created_at) < ?
       ORDER BY created_at LIMIT ?`,
      before,
      limit,
    ),
  ])
  return rows[0].map((row) => row.id)
}

/** Those of them that still are wait from `at` on (ms): queued again, they aren't overdue at once. */
export function queuedAgain(ids: readonly string[], before: number, at: number): Prepared<never> {
  return prepared(
    `UPDATE outbox SET next_at = ? WHERE public_id IN (SELECT value FROM json_each(?))
       AND sent_at IS NULL AND dead_at IS NULL AND coalesce(next_at, created_at) < ?`,
    at,
    JSON.stringify(ids),
    before,
  )
}

/** Counts a failed try; the next one is not before `nextAt` (ms UTC). */
export function postponed(id: string, nextAt: number): Prepared<never> {
  return prepared(
    'UPDATE outbox SET tries = tries + 1, next_at = ? WHERE public_id = ? AND sent_at IS NULL AND dead_at IS NULL',
    nextAt,
    id,
  )
}

/** Marks it sent and forgets what it said. */
export function markSent(id: string, at: number): Prepared<never> {
  return prepared(
    'UPDATE outbox SET sent_at = ?, sealed = NULL WHERE public_id = ? AND sent_at IS NULL AND dead_at IS NULL',
    at,
    id,
  )
}

/**
 * Gives it up and says why. What it said is kept, so that staff can send it again; a passcode is not:
 * whoever still wants one asks for a new one.
 */
export function markDead(id: string, at: number, reason: DeadReason): Prepared<never> {
  return prepared(
    `UPDATE outbox SET dead_at = ?, dead_reason = ?,
       sealed = CASE WHEN message <> 'passcode' AND (expires_at IS NULL OR expires_at > ?) THEN sealed END
     WHERE public_id = ? AND sent_at IS NULL AND dead_at IS NULL`,
    at,
    reason,
    at,
    id,
  )
}

/** Forgets what given-up messages said once they could not be sent again anyway, so many at most. */
export function forgotten(at: number, limit: number): Prepared<never> {
  return prepared(
    `UPDATE outbox SET sealed = NULL WHERE id IN (
       SELECT id FROM outbox WHERE dead_at IS NOT NULL AND sealed IS NOT NULL AND expires_at <= ? LIMIT ?)`,
    at,
    limit,
  )
}
