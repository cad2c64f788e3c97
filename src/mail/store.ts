/** What waits, what was given up, and whether mail is late: for staff, and for pages that ask for a code. */
import { type Prepared, prepared } from '../db/client.ts'
import type { SessionKey } from '../session-key.ts'
import type { DeadLetter, Place } from './dead-letter.ts'

/** Given-up messages on a page. */
export const PAGE_SIZE = 25

/** A code that takes longer is late. */
const LATE_AFTER_MS = 60_000
/** So long after a code expired unsent it tells of a failing provider, if nothing else did since. */
const TELLS_FOR_MS = 3_600_000

/**
 * Whether codes are late at `at` (ms UTC): a message failed, waits for long or expired unsent, and no later one
 * of its channel was sent. A single message that can't be sent makes nothing late for others.
 */
export function lateMail(at: number): Prepared<{ isLate: 0 | 1 }> {
  // Texts count once tried: a plan may have nobody who carries them.
  const none = `NOT EXISTS (SELECT 1 FROM outbox s WHERE s.channel = m.channel AND s.sent_at IS NOT NULL AND s.created_at >= m.created_at)`
  return prepared(
    `SELECT EXISTS (SELECT 1 FROM outbox m WHERE m.sent_at IS NULL AND m.dead_at IS NULL
         AND (m.tries > 0 OR (m.channel = 'email' AND m.created_at < ?)) AND ${none})
       OR EXISTS (SELECT 1 FROM outbox m WHERE m.dead_at > ? AND m.dead_reason = 'expired'
         AND (m.tries > 0 OR m.channel = 'email') AND ${none}) AS isLate`,
    at - LATE_AFTER_MS,
    at - TELLS_FOR_MS,
  )
}

// Addresses are among what is listed: nothing is read for anybody but staff.
const staffOnly = `EXISTS (SELECT 1 FROM session o JOIN account p ON p.id = o.account_id
  WHERE o.public_id = ? AND o.secret_hash = ? AND o.ended_at IS NULL AND p.department IS NOT NULL)`

/** Waiting messages are counted up to this. */
export const COUNT_CAP = 1000

/** How many messages wait, up to one more than the cap, since when (ms UTC), and how many of them were tried in vain. */
export function waitingMail(
  session: SessionKey,
): Prepared<{ waiting: number; oldestAt: number | null; tried: number }> {
  return prepared(
    `SELECT count(*) AS waiting, min(created_at) AS oldestAt, coalesce(sum(tries > 0), 0) AS tried
     FROM (SELECT created_at, tries FROM outbox WHERE sent_at IS NULL AND dead_at IS NULL AND ${staffOnly}
       ORDER BY created_at LIMIT ${COUNT_CAP + 1})`,
    session.id,
    session.secretHash,
  )
}

/** A page of what was given up, the newest first, and one row more to know whether there is another. */
export function deadLetters(session: SessionKey, at: number, after: Place | null): Prepared<DeadLetter> {
  return prepared(
    `SELECT m.id AS "row", m.public_id AS id, m.dead_at AS at, m.message AS message, m.channel AS channel, a.email AS email,
       m.dead_reason AS reason, m.sealed IS NOT NULL AND (m.expires_at IS NULL OR m.expires_at > ?) AS canGoAgain
     FROM outbox m LEFT JOIN account a ON a.id = m.account_id
     WHERE m.dead_at IS NOT NULL AND (m.dead_at, m.id) < (?, ?) AND ${staffOnly}
     ORDER BY m.dead_at DESC, m.id DESC LIMIT ?`,
    at,
    after?.at ?? Number.MAX_SAFE_INTEGER,
    after?.row ?? Number.MAX_SAFE_INTEGER,
    session.id,
    session.secretHash,
    PAGE_SIZE + 1,
  )
}

/** Lets a given-up message wait anew from `at` (ms UTC) on, unless it has expired or what it said is gone. */
export function sentAgain(id: string, at: number): Prepared<never> {
  return prepared(
    `UPDATE outbox SET dead_at = NULL, dead_reason = NULL, tries = 0, next_at = NULL, created_at = ?
     WHERE public_id = ? AND dead_at IS NOT NULL AND sealed IS NOT NULL AND (expires_at IS NULL OR expires_at > ?)`,
    at,
    id,
    at,
  )
}

/** Takes a given-up message off the list and with it out of the table: the log keeps that it was given up. */
export function discarded(id: string): Prepared<never> {
  return prepared('DELETE FROM outbox WHERE public_id = ? AND dead_at IS NOT NULL', id)
}
