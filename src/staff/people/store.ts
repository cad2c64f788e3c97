/** The plan's staff as statements: who they are, and what an Enterprise Administrator changes of them. Instants in ms UTC. */
import { departments, type Department } from '../../accounts/account.ts'
import { lastAdministrator } from '../../accounts/store.ts'
import { type Prepared, prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import { rightsOfDepartment } from '../../roles/matrix.ts'
import type { CapabilityDecision, HeldCapability, StaffChange, StaffPerson, StaffRow } from './person.ts'

/** Rows on a page of staff. */
export const PAGE_SIZE = 25

const standing =
  'a.suspended_at AS suspendedAt, a.suspended_for AS suspendedFor, a.terminated_at AS terminatedAt, a.locked_at AS lockedAt'

/** A page of staff accounts by name, and one row more to know whether there is another. */
export function listedStaff(after: { lastName: string; row: number } | null): Prepared<StaffRow> {
  return prepared(
    `SELECT a.public_id AS id, a.id AS row, a.first_name AS firstName, a.last_name AS lastName, a.email AS email,
       a.department AS department, a.last_used_on AS lastUsedOn, ${standing},
       (SELECT min(c.review_on) FROM capability c WHERE c.account_id = a.id) AS reviewOn
     FROM account a WHERE a.kind = 'staff' AND (a.last_name, a.id) > (?, ?) ORDER BY a.last_name, a.id LIMIT ?`,
    after?.lastName ?? '',
    after?.row ?? 0,
    PAGE_SIZE + 1,
  )
}

/** Whether somebody has the address already: an account, or an open invitation to the staff. */
export function knownAddress(email: string, now: number): Prepared<{ account: 0 | 1; invited: 0 | 1 }> {
  return prepared(
    `SELECT EXISTS (SELECT 1 FROM account WHERE email = ?) AS account,
       EXISTS (SELECT 1 FROM invitation WHERE email = ? AND department IS NOT NULL AND accepted_at IS NULL
         AND revoked_at IS NULL AND expires_at > ?) AS invited`,
    email,
    email,
    now,
  )
}

/** The staff account of that public id. */
export function staffPerson(id: string): Prepared<StaffPerson> {
  return prepared(
    `SELECT a.public_id AS id, a.id AS row, a.first_name AS firstName, a.last_name AS lastName, a.email AS email,
       a.department AS department, a.approved_on AS approvedOn, a.last_used_on AS lastUsedOn, ${standing},
       ${lastAdministrator('a')} AS isLastAdministrator,
       (SELECT p.name FROM identity_provider p WHERE p.id = a.managed_by) AS managedBy
     FROM account a WHERE a.public_id = ? AND a.kind = 'staff'`,
    id,
  )
}

/** For the page's audit row: there is such a staff account. */
export function staffSeen(id: string): Prepared<{ memberId: null }> {
  return prepared(`SELECT NULL AS "memberId" FROM account WHERE public_id = ? AND kind = 'staff'`, id)
}

/** What the person was given by name. */
export function capabilitiesOf(id: string): Prepared<HeldCapability> {
  return prepared(
    `SELECT c.name AS name, c.granted_at AS grantedAt, g.first_name || ' ' || g.last_name AS grantedBy, c.review_on AS reviewOn,
       c.reviewed_at AS reviewedAt, v.first_name || ' ' || v.last_name AS reviewedBy
     FROM account a JOIN capability c ON c.account_id = a.id LEFT JOIN account g ON g.id = c.granted_by
     LEFT JOIN account v ON v.id = c.reviewed_by WHERE a.public_id = ? ORDER BY c.name`,
    id,
  )
}

/** The last changes of the account as staff, the newest first; not what people change of their own. */
export function staffChangesOf(id: string, limit: number): Prepared<StaffChange> {
  return prepared(
    `SELECT c.at AS at, b.first_name || ' ' || b.last_name AS "by", c.field AS field, c.before AS before, c.after AS after, c.reason AS reason
     FROM account a JOIN account_change c ON c.account_id = a.id LEFT JOIN account b ON b.id = c.by_account
     WHERE a.public_id = ? AND c.field IN ('status', 'department', 'capability', 'capability review') ORDER BY c.id DESC LIMIT ?`,
    id,
    limit,
  )
}

const administering = departments.filter((one) => rightsOfDepartment[one].includes('accounts.administer'))

/**
 * Keeps a change of the live staff account `account` (III.L.3) if, at this very moment, `by` administers accounts, is somebody
 * else, and the condition holds; it may ask for `a`, the account. What comes after it in the batch asks for `changes() > 0`.
 */
function kept(
  { account, at, by, reason }: Kept,
  { field, before, after }: { field: StaffChange['field']; before: string | null; after: string | null },
  condition: string,
  ...params: (string | number)[]
): Prepared<never> {
  return prepared(
    `INSERT INTO account_change (account_id, at, by_account, field, before, after, reason)
     SELECT a.id, ?, ?, ?, ?, ?, ? FROM account a JOIN account e ON e.id = ?
     WHERE a.id = ? AND a.id <> e.id AND a.kind = 'staff' AND a.terminated_at IS NULL
       AND e.suspended_at IS NULL AND e.terminated_at IS NULL AND e.department IN (SELECT value FROM json_each(?)) AND ${condition}`,
    at,
    by,
    field,
    before,
    after,
    reason,
    by,
    account,
    JSON.stringify(administering),
    ...params,
  )
}

/** Whose account is changed, by whom (accounts' rows), when and why. */
type Kept = { account: number; at: number; by: number; reason: string }

/** Moves the person from one department to the other; the last who administers for information services stays. */
export function departmentChanged(change: Kept, before: Department, after: Department): Prepared<never>[] {
  return [
    kept(
      change,
      { field: 'department', before, after },
      `a.department = ? AND a.department <> ? AND NOT ${lastAdministrator('a')}`,
      before,
      after,
    ),
    prepared('UPDATE account SET department = ? WHERE id = ? AND changes() > 0', after, change.account),
  ]
}

const held = 'EXISTS (SELECT 1 FROM capability c WHERE c.account_id = a.id AND c.name = ?)'

/** III.L.4: gives the capability, to be reviewed on that day; reviews it; or takes it. Each only where it can be. */
export function capabilityDecided(
  change: Kept,
  { name, action }: CapabilityDecision,
  reviewOn: Day,
): Prepared<never>[] {
  const { account, at, by } = change
  if (action === 'give') {
    return [
      kept(change, { field: 'capability', before: null, after: name }, `NOT ${held}`, name),
      prepared(
        'INSERT INTO capability (account_id, name, granted_at, review_on, granted_by) SELECT ?, ?, ?, ?, ? WHERE changes() > 0',
        account,
        name,
        at,
        reviewOn,
        by,
      ),
    ]
  }
  if (action === 'take') {
    return [
      kept(change, { field: 'capability', before: name, after: null }, held, name),
      prepared('DELETE FROM capability WHERE account_id = ? AND name = ? AND changes() > 0', account, name),
    ]
  }
  return [
    kept(change, { field: 'capability review', before: name, after: name }, held, name),
    prepared(
      'UPDATE capability SET reviewed_at = ?, reviewed_by = ?, review_on = ? WHERE account_id = ? AND name = ? AND changes() > 0',
      at,
      by,
      reviewOn,
      account,
      name,
    ),
  ]
}
