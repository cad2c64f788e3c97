/** What waits for the plan's staff, and whether there is any staff yet. */
import { waitsAtPlan } from '../approval/store.ts'
import { type Prepared, prepared } from '../db/client.ts'
import { addDays, type Day } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'

/** Queues are counted up to this. */
export const COUNT_CAP = 1000

/** How many wait, and since when the oldest does. */
export type Waiting<Since extends number | Day = number> = { count: number; since: Since | null }
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

const due = 'coalesce(o.verify_due_on, date(o.access_on, ?1))'
const isOpen = `o.access_on IS NOT NULL AND (o.terminated_on IS NULL OR o.terminated_on > ?2)`
// P is the receipt, at the latest 7 days after it fell due; a receipt before that day is none of this prompt's.
const promptedBy = (day: string, latest: string) =>
  `((coalesce(o.prompt_received_on, '') >= ${due} AND o.prompt_received_on <= ${day}) OR ${due} <= ${latest})`

/** The days by which an office was prompted that is restricted, or suspended, on `today` (III.H.2, III.H.3). */
function verifying(today: Day, policy: Policy): Day[] {
  const restricted = addDays(today, -policy.VERIFY_RESTRICTS_AFTER - 1)
  const suspended = addDays(today, -policy.VERIFY_SUSPENDS_AFTER - 1)
  const within = -policy.VERIFY_PROMPT_REACHES_WITHIN
  return [restricted, addDays(restricted, within), suspended, addDays(suspended, within)]
}
const isRestricted = promptedBy('?3', '?4')
const isSuspended = `(o.suspended_at IS NOT NULL OR ${promptedBy('?5', '?6')})`

/** Offices with access of which the condition holds, with the oldest day on which their verification fell due. */
function countedVerifying(condition: string, today: Day, policy: Policy): Prepared<Waiting<Day>> {
  return counted(
    since,
    `SELECT ${due} AS since FROM office o WHERE ${isOpen} AND ${condition} ORDER BY since`,
    `+${policy.VERIFY_EVERY} days`,
    today,
    ...verifying(today, policy),
  )
}

/** III.H.1: offices whose verification fell due before today, and nobody has received the prompt. */
export function countedUnreceived(today: Day, policy: Policy) {
  return countedVerifying(
    `${due} < ?2 AND coalesce(o.prompt_received_on, '') < ${due} AND NOT ${isSuspended}`,
    today,
    policy,
  )
}

/** III.H.2: offices whose administrators reach nothing but the verification. */
export function countedRestricted(today: Day, policy: Policy) {
  return countedVerifying(`${isRestricted} AND NOT ${isSuspended}`, today, policy)
}

// III.H.4: complete since it was suspended, and not given back yet.
const isComplete = `EXISTS (SELECT 1 FROM verification v WHERE v.office_id = o.id AND v.completed_at >= o.suspended_at AND v.reinstated_at IS NULL)`

/** III.H.3: offices that are suspended and still to be verified. */
export function countedSuspended(today: Day, policy: Policy) {
  return countedVerifying(`${isSuspended} AND NOT (o.suspended_at IS NOT NULL AND ${isComplete})`, today, policy)
}

/** III.H.5: suspended offices that are verified and wait for their access. */
export function countedToReinstate(today: Day): Prepared<Waiting> {
  return counted(
    since,
    `SELECT o.suspended_at AS since FROM office o
     WHERE o.suspended_at IS NOT NULL AND (o.terminated_on IS NULL OR o.terminated_on > ?) AND ${isComplete} ORDER BY since`,
    today,
  )
}

/** III.M.3: reports of late revocation that nobody has decided. */
export function countedLateRevocations(today: Day): Prepared<Due> {
  return counted(
    'coalesce(sum(is_overdue), 0) AS overdue',
    'SELECT decide_by < ? AS is_overdue FROM revocation WHERE is_late = 1 AND decided_at IS NULL ORDER BY decide_by',
    today,
  )
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
