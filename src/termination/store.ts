/** Access that is revoked, with what is kept of it (III.M.2, III.M.3). */
import { type Prepared, prepared } from '../db/client.ts'
import { isLiveLoa, loas } from '../offices/loas/store.ts'
import type { Day } from '../policy/calendar.ts'
import type { Revocation, Revoked } from './termination.ts'

/**
 * SQL for: the account `by` may revoke in the office of the membership `membership` at this very moment: as its LOA, as the
 * plan's staff, or as the program itself. Its two parameters are `by` and the day.
 */
const may = `(?1 IS NULL OR EXISTS (SELECT 1 FROM account d WHERE d.id = ?1 AND d.kind = 'staff'
    AND d.suspended_at IS NULL AND d.terminated_at IS NULL)
  OR EXISTS (SELECT 1 FROM ${loas} WHERE l.office_id = membership.office_id AND l.account_id = ?1 AND ${isLiveLoa('?2')}))`

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
