/** Access that is revoked, with what is kept of it (III.M.2, III.M.3). */
import { type Prepared, prepared } from '../db/client.ts'
import { isLiveLoa, loas } from '../offices/loas/store.ts'
import type { Day } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'
import type { Revocation, Revoked } from './termination.ts'

/** SQL for: the membership is an administrator's, and nobody else would administer its office from then on. */
const isLastLoa = (membership: string, today: string) => `${membership}.is_loa = 1 AND NOT EXISTS (SELECT 1 FROM ${loas}
    WHERE l.office_id = ${membership}.office_id AND l.id <> ${membership}.id AND l.ended_on IS NULL AND ${isLiveLoa(today)})`

/**
 * SQL for: the account `by` may revoke in the office of the membership `membership` at this very moment: as its LOA, others
 * than themself and the last one; as the plan's staff; or as the program itself. Its two parameters are `by` and the day.
 */
const may = `(?1 IS NULL OR EXISTS (SELECT 1 FROM account d WHERE d.id = ?1 AND d.kind = 'staff'
    AND d.suspended_at IS NULL AND d.terminated_at IS NULL)
  OR (membership.account_id <> ?1 AND NOT (${isLastLoa('membership', '?2')})
    AND EXISTS (SELECT 1 FROM ${loas} WHERE l.office_id = membership.office_id AND l.account_id = ?1 AND ${isLiveLoa('?2')})))`

/** III.M.2: the membership ends, `on` being its first day without access; an end that comes sooner stays. */
export function membershipEnded(membership: number, on: Day, by: number | null, today: Day): Prepared<never> {
  return prepared(
    `UPDATE membership SET ended_on = ?3 WHERE id = ?4 AND (ended_on IS NULL OR ended_on > ?3) AND ${may}`,
    by,
    today,
    on,
    membership,
  )
}

/** III.M.2: the membership is closed from the instant on (ms UTC), until it is reinstated. */
export function membershipDisabled(membership: number, at: number, by: number | null, today: Day): Prepared<never> {
  return prepared(
    `UPDATE membership SET suspended_at = ?3, suspended_for = 'disabled'
     WHERE id = ?4 AND suspended_at IS NULL AND (ended_on IS NULL OR ended_on > ?2) AND ${may}`,
    by,
    today,
    at,
    membership,
  )
}

/** The revocation as it is kept; `decideBy` is the last day for e-business to decide it, null: it is not late. */
export function revocationKept(
  { membership, account, office }: Revoked,
  { kind, changedOn, reason }: Revocation,
  to: { id: string; revokedOn: Day; decideBy: Day | null; at: number; by: number | null },
): Prepared<never> {
  return prepared(
    `INSERT INTO revocation (public_id, membership_id, account_id, office_id, kind, changed_on, revoked_on, at, by_account,
       reason, is_late, decide_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    to.id,
    membership,
    account,
    office,
    kind,
    changedOn,
    to.revokedOn,
    to.at,
    to.by,
    reason,
    to.decideBy === null ? 0 : 1,
    to.decideBy,
  )
}

/** III.L.3: what of the membership was changed, from what to what, and why. */
export function membershipChangeKept(
  { account, office }: Revoked,
  { before, after, reason }: { before: string; after: string; reason: string | null },
  at: number,
  by: number | null,
): Prepared<never> {
  return prepared(
    `INSERT INTO account_change (account_id, at, by_account, field, before, after, office_id, reason)
     VALUES (?, ?, ?, 'membership', ?, ?, ?, ?)`,
    account,
    at,
    by,
    before,
    after,
    office,
    reason,
  )
}

/** The accounts of e-business, who are told of a late revocation. */
export const eBusiness = prepared<{ account: number }>(
  `SELECT id AS account FROM account WHERE department = 'e-business' AND suspended_at IS NULL AND terminated_at IS NULL`,
)

/** The accounts of the privacy office, who are told of what is referred to them. */
export const privacyOffice = prepared<{ account: number }>(
  `SELECT id AS account FROM account WHERE department = 'privacy' AND suspended_at IS NULL AND terminated_at IS NULL`,
)

/** Somebody whose access is to end, as the form about it needs them; who has left already is among them. */
export type Leaver = {
  id: string
  row: number
  account: number
  office: number
  firstName: string
  lastName: string
  email: string
  /** Since when they are of the office (ms UTC). */
  createdAt: number
  /** The first day without the access; null: none is set. */
  endedOn: Day | null
  /** When the membership was closed (ms UTC); null: it is open. */
  suspendedAt: number | null
  isLastLoa: 0 | 1
}

const officeOf = `(SELECT sm.office_id FROM session s JOIN membership sm ON sm.id = s.membership_id
    WHERE s.public_id = ?1 AND s.secret_hash = ?2 AND s.ended_at IS NULL)`

/** The person of the session's office, by the membership's public id. */
export function leaverFor(key: SessionKey, id: string, today: Day): Prepared<Leaver> {
  return prepared(
    `SELECT m.public_id AS id, m.id AS row, m.account_id AS account, m.office_id AS office, a.first_name AS firstName,
       a.last_name AS lastName, a.email AS email, m.created_at AS createdAt, m.ended_on AS endedOn,
       m.suspended_at AS suspendedAt, ${isLastLoa('m', '?3')} AS isLastLoa
     FROM membership m JOIN account a ON a.id = m.account_id WHERE m.office_id = ${officeOf} AND m.public_id = ?4`,
    key.id,
    key.secretHash,
    today,
    id,
  )
}

/** For the page's audit row: a row if the person is of the session's office. */
export function leaverSeen(key: SessionKey, id: string): Prepared<{ memberId: null }> {
  return prepared(
    `SELECT NULL AS "memberId" FROM membership m WHERE m.public_id = ? AND m.office_id = ${officeOf.replace(/\?\d/g, '?')}`,
    id,
    key.id,
    key.secretHash,
  )
}

/** Memberships that have ended while a session works through them, after the row `after`; at most so many. */
export function endedInSession(today: Day, after: number, most: number): Prepared<{ membership: number }> {
  return prepared(
    `SELECT DISTINCT s.membership_id AS membership FROM session s JOIN membership m ON m.id = s.membership_id
     WHERE s.ended_at IS NULL AND s.membership_id > ? AND m.ended_on <= ? ORDER BY s.membership_id LIMIT ?`,
    after,
    today,
    most,
  )
}
