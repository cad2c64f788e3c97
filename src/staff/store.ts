/** What waits for the plan's staff, and whether there is any staff yet. */
import { waitsAtPlan } from '../approval/store.ts'
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'

/** Queues are counted up to this: some look at four rows for each that waits. */
export const COUNT_CAP = 250

/** How many wait, and since when the oldest does. */
export type Waiting = { count: number; since: number | null }
/** How many wait, and how many of them longer than they should. */
export type Due = { count: number; overdue: number }

/** How many rows the query answers, capped, with the least of their `since`. */
function counted<Row>(answers: string, what: string, ...params: unknown[]): Prepared<Row> {
  return prepared(`SELECT count(*) AS count, ${answers} FROM (${what} LIMIT ${COUNT_CAP + 1})`, ...params)
}
const since = 'min(since) AS since'

/** III.A.1.a: offices that wait for a decision; instants in ms UTC. */
export const countedOfficeRequests = counted<Waiting>(
  since,
  'SELECT created_at AS since FROM office_request WHERE decided_at IS NULL ORDER BY created_at',
)

/** III.B.2: access requests that wait at the plan; instants in ms UTC. */
export function countedAccessRequests(today: Day): Prepared<Waiting> {
  return counted(
    since,
    `SELECT r.sent_at AS since FROM access_request r WHERE ${waitsAtPlan('?1')} ORDER BY r.sent_at`,
    today,
  )
}

/** Messages given up since that instant (ms UTC). */
export function countedDeadMail(from: number): Prepared<Waiting> {
  return counted(since, 'SELECT dead_at AS since FROM outbox WHERE dead_at > ?', from)
}

/** III.E.4: accounts that are locked; instants in ms UTC. */
export const countedLocked = counted<Waiting>(
  since,
  'SELECT locked_at AS since FROM account WHERE locked_at IS NOT NULL AND terminated_at IS NULL ORDER BY locked_at',
)

/** III.L.4: capabilities whose review is due, of people who still have an account. */
export function countedReviews(today: Day): Prepared<Due> {
  return counted(
    'coalesce(sum(is_overdue), 0) AS overdue',
    `SELECT c.review_on < ?1 AS is_overdue FROM capability c JOIN account a ON a.id = c.account_id
     WHERE c.review_on <= ?1 AND a.terminated_at IS NULL`,
    today,
  )
}

/** Jobs whose last run failed, with the instant (ms UTC) when the first of them was last whole. */
export const countedFailedJobs = counted<Waiting>(since, 'SELECT ok_at AS since FROM job WHERE failed > 0')

/** Whether the first Enterprise Administrator is still to be invited: no staff account yet, and nobody invited by the program. */
export const isFirstMissing = prepared<{ missing: 0 | 1 }>(
  `SELECT NOT EXISTS (SELECT 1 FROM account WHERE kind = 'staff')
     AND NOT EXISTS (SELECT 1 FROM invitation WHERE invited_by IS NULL AND department IS NOT NULL) AS missing`,
)
