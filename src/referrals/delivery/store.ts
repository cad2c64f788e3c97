/** Submissions on their way to the core system: read and marked by the queue's consumer, listed for the plan's staff. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { SessionKey } from '../../session-key.ts'
import type { CoverageFacts, Delivering, File, Place } from './delivery.ts'

/** Submissions on a page of what was given up. */
export const PAGE_SIZE = 25
/** Of those that wait so many of the oldest are listed. */
const WAITING_SHOWN = 25
const COUNT_CAP = 1000

/** Longer than a try with all its files may take: one that a crash cut off is made again after it. */
const HELD_FOR_MS = 300_000

const open = 'completed_at IS NULL AND given_up_at IS NULL'

/** A submission as its consumer reads it. `draft`: the public id of the draft it was, by which the log knows it. */
export type Waiting = {
  confirmation: string
  draft: string
  office: number
  submittedAt: number
  content: string
  deliveredAt: number | null
  tries: number
  nextAt: number | null
}

/** Takes the submission in hand, if it waits and is due at `at` (ms UTC): of several who ask at once one has it. */
export function held(confirmation: string, at: number): Prepared<never> {
  return prepared(
    `UPDATE referral_submission SET next_at = ?, tries = tries + 1, tried_at = ?
     WHERE confirmation = ? AND ${open} AND (next_at IS NULL OR next_at <= ?)`,
    at + HELD_FOR_MS,
    at,
    confirmation,
    at,
  )
}

/** The submission of that number, while it waits. */
export function waitingOf(confirmation: string): Prepared<Waiting> {
  return prepared(
    `SELECT confirmation AS confirmation, draft_public_id AS draft, office_id AS office, submitted_at AS submittedAt,
       content AS content, delivered_at AS deliveredAt, tries AS tries, next_at AS nextAt
     FROM referral_submission WHERE confirmation = ? AND ${open}`,
    confirmation,
  )
}

/** Its files that the core system doesn't have yet, in the order they came. */
export function filesLeft(confirmation: string): Prepared<File> {
  return prepared(
    `SELECT a.public_id AS id, a.name AS name, a.media_type AS mediaType, a.bytes AS bytes, a.added_at AS addedAt
     FROM referral_submission s JOIN referral_attachment a ON a.draft_public_id = s.draft_public_id
     WHERE s.confirmation = ? AND a.delivered_at IS NULL ORDER BY a.id`,
    confirmation,
  )
}

/** The member's coverage on the day the referral begins, where there is one. */
export function coverageFor(confirmation: string): Prepared<CoverageFacts> {
  return prepared(
    `SELECT c.source_id AS sourceId, c.payor_source_id AS payorSourceId, c.payor AS payor, c.plan_name AS planName
     FROM referral_submission s JOIN coverage c ON c.member_source_id = s.content ->> '$.member.sourceId'
     WHERE s.confirmation = ? AND coalesce(c.status, 'active') = 'active'
       AND coalesce(c.starts_on, '') <= s.content ->> 'startsOn' AND coalesce(c.ends_on, '9999') >= s.content ->> 'startsOn'
     ORDER BY c.sort, c.starts_on DESC LIMIT 1`,
    confirmation,
  )
}

/** The core system has the referral, at `at` (ms UTC). */
export function referralTaken(confirmation: string, at: number): Prepared<never> {
  return prepared(
    'UPDATE referral_submission SET delivered_at = ?, error = NULL WHERE confirmation = ? AND delivered_at IS NULL',
    at,
    confirmation,
  )
}

/** The core system has the file, at `at` (ms UTC). */
export function fileTaken(id: string, at: number): Prepared<never> {
  return prepared(
    'UPDATE referral_attachment SET delivered_at = ? WHERE public_id = ? AND delivered_at IS NULL',
    at,
    id,
  )
}

/** Once nothing of it is left to send, at `at` (ms UTC). */
export function completedIfWhole(confirmation: string, at: number): Prepared<never> {
  return prepared(
    `UPDATE referral_submission AS s SET completed_at = ?, error = NULL
     WHERE s.confirmation = ? AND s.delivered_at IS NOT NULL AND ${open} AND NOT EXISTS (SELECT 1 FROM referral_attachment a
       WHERE a.draft_public_id = s.draft_public_id AND a.delivered_at IS NULL)`,
    at,
    confirmation,
  )
}

/** A try failed; the next one is not before `nextAt` (ms UTC). */
export function postponed(confirmation: string, nextAt: number, error: string): Prepared<never> {
  return prepared(
    `UPDATE referral_submission SET next_at = ?, error = ? WHERE confirmation = ? AND ${open}`,
    nextAt,
    error,
    confirmation,
  )
}

/** Given up at `at` (ms UTC); without an `error` of its own for that of the last try. */
export function givenUp(confirmation: string, at: number, error: string | null): Prepared<never> {
  return prepared(
    `UPDATE referral_submission SET given_up_at = ?, error = coalesce(?, error, 'unknown') WHERE confirmation = ? AND ${open}`,
    at,
    error,
    confirmation,
  )
}

/** Submissions that should have been tried before `before` (ms UTC): their place in the queue was lost. */
export function overdue(before: number, limit: number): Prepared<{ confirmation: string }> {
  return prepared(
    `SELECT confirmation AS confirmation FROM referral_submission
     WHERE ${open} AND coalesce(next_at, submitted_at) < ? ORDER BY id LIMIT ?`,
    before,
    limit,
  )
}

/** Those of them that still are wait from `at` on (ms UTC): queued again, they aren't overdue at once. */
export function queuedAgain(confirmations: readonly string[], before: number, at: number): Prepared<never> {
  return prepared(
    `UPDATE referral_submission SET next_at = ? WHERE confirmation IN (SELECT value FROM json_each(?))
       AND ${open} AND coalesce(next_at, submitted_at) < ?`,
    at,
    JSON.stringify(confirmations),
    before,
  )
}

// Nothing is read for anybody but staff.
const staffOnly = `EXISTS (SELECT 1 FROM session o JOIN account p ON p.id = o.account_id
  WHERE o.public_id = ? AND o.secret_hash = ? AND o.ended_at IS NULL AND p.department IS NOT NULL)`

const listed = `s.id AS "row", o.name AS office, s.submitted_at AS submittedAt, s.delivered_at IS NOT NULL AS hasReferral,
  s.tries AS tries, s.tried_at AS triedAt, s.error AS error, s.given_up_at AS givenUpAt
  FROM referral_submission s JOIN office o ON o.id = s.office_id`

/** How many wait, up to one more than the cap. */
export function countedWaiting(session: SessionKey): Prepared<{ count: number }> {
  return prepared(
    `SELECT count(*) AS count FROM (SELECT 1 FROM referral_submission WHERE ${open} AND ${staffOnly} LIMIT ${COUNT_CAP + 1})`,
    session.id,
    session.secretHash,
  )
}

/** The oldest of those that wait. */
export function waitingLongest(session: SessionKey): Prepared<Delivering> {
  return prepared(
    `SELECT ${listed} WHERE s.completed_at IS NULL AND s.given_up_at IS NULL AND ${staffOnly} ORDER BY s.id LIMIT ${WAITING_SHOWN}`,
    session.id,
    session.secretHash,
  )
}

/** A page of what was given up, the newest first, and one row more to know whether there is another. */
export function givenUpPage(session: SessionKey, after: Place | null): Prepared<Delivering> {
  return prepared(
    `SELECT ${listed} WHERE s.given_up_at IS NOT NULL AND (s.given_up_at, s.id) < (?, ?) AND ${staffOnly}
     ORDER BY s.given_up_at DESC, s.id DESC LIMIT ${PAGE_SIZE + 1}`,
    after?.at ?? Number.MAX_SAFE_INTEGER,
    after?.row ?? Number.MAX_SAFE_INTEGER,
    session.id,
    session.secretHash,
  )
}

/** How many were given up, up to one more than the cap, and since when (ms UTC) the first of them. */
export const countedGivenUp: Prepared<{ count: number; since: number | null }> = prepared(
  `SELECT count(*) AS count, min(at) AS since FROM (SELECT given_up_at AS at FROM referral_submission
   WHERE given_up_at IS NOT NULL ORDER BY given_up_at LIMIT ${COUNT_CAP + 1})`,
)

/** The given-up submission of that row, for its ticket and its log. */
export function givenUpOf(row: number): Prepared<{ confirmation: string; draft: string; office: number }> {
  return prepared(
    `SELECT confirmation AS confirmation, draft_public_id AS draft, office_id AS office FROM referral_submission
     WHERE id = ? AND given_up_at IS NOT NULL`,
    row,
  )
}

/** A given-up submission waits again, from `at` on (ms UTC). */
export function triedAgain(row: number, at: number): Prepared<never> {
  return prepared(
    'UPDATE referral_submission SET given_up_at = NULL, next_at = ?, tries = 0 WHERE id = ? AND given_up_at IS NOT NULL',
    at,
    row,
  )
}
