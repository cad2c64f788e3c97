/** The outbox: a message is a row written with the change it tells of, then an id in a queue. */
import { type Database, type Prepared, batch, prepared } from '../db/client.ts'
import { newId } from '../ids.ts'
import { type SealKeys, seal } from '../seal.ts'
import type { Message, Recipient, Told } from './messages.ts'

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
  const { to, channel, expiresAt, ...told } = message
  const account = 'account' in to ? to.account : null
  const sealed = await seal({ told, ...('account' in to ? {} : { to }) } satisfies Sealed, keys, 'outbox', id)
  return {
    id,
    // A guard that crashed after D1's answer hands the row over again: the second is none.
    statement: prepared(
      `INSERT INTO outbox (public_id, account_id, channel, message, sealed, created_at, expires_at)
       SELECT ?, ?, ?, ?, ?, ?, ? WHERE ${condition} ON CONFLICT (public_id) DO NOTHING`,
      id,
      account,
      channel,
      message.name,
      sealed,
      at,
      expiresAt ?? null,
    ),
  }
}

/** Puts posted messages in the queue, once their rows are written. What the queue loses the sweep finds. */
export async function dispatch(queue: Queue, postings: readonly Posting[]): Promise<void> {
  if (postings.length > 0) await queue.sendBatch(postings.map(({ id }) => ({ body: { id } satisfies MailTicket })))
}

/** A message that waits, with whom it is for. */
export type Waiting = {
  id: string
  account: number | null
  channel: 'email' | 'text'
  message: string
  sealed: string | null
  createdAt: number
  expiresAt: number | null
  email: string | null
  mobile: string | null
  firstName: string | null
}

/** The message of that id, if it still waits. */
export async function waiting(db: Database, id: string): Promise<Waiting | null> {
  const { rows } = await batch(db, [
    prepared<Waiting>(
      `SELECT m.public_id AS id, m.account_id AS account, m.channel AS channel, m.message AS message, m.sealed AS sealed,
         m.created_at AS createdAt, m.expires_at AS expiresAt, a.email AS email, a.mobile AS mobile, a.first_name AS firstName
       FROM outbox m LEFT JOIN account a ON a.id = m.account_id
       WHERE m.public_id = ? AND m.sent_at IS NULL AND m.dead_at IS NULL`,
      id,
    ),
  ])
  return rows[0][0] ?? null
}

/** Ids of messages that have waited since before `before` (ms): their place in the queue was lost. */
export async function overdue(db: Database, before: number, limit: number): Promise<string[]> {
  const { rows } = await batch(db, [
    prepared<{ id: string }>(
      'SELECT public_id AS id FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL AND created_at < ? ORDER BY created_at LIMIT ?',
      before,
      limit,
    ),
  ])
  return rows[0].map((row) => row.id)
}

/** Marks it sent and forgets what it said. */
export function markSent(id: string, at: number): Prepared<never> {
  return prepared(
    'UPDATE outbox SET sent_at = ?, sealed = NULL WHERE public_id = ? AND sent_at IS NULL AND dead_at IS NULL',
    at,
    id,
  )
}

/** Gives it up, says why, and forgets what it said. */
export function markDead(id: string, at: number, reason: string): Prepared<never> {
  return prepared(
    'UPDATE outbox SET dead_at = ?, dead_reason = ?, sealed = NULL WHERE public_id = ? AND sent_at IS NULL AND dead_at IS NULL',
    at,
    reason,
    id,
  )
}
