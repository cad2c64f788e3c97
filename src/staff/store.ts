/** What waits for the plan's staff, and who they are. */
import { waitsAtPlan } from '../approval/store.ts'
import type { Department } from '../accounts/account.ts'
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'

/** Queues are counted up to this. */
export const COUNT_CAP = 1000

/** How many offices wait for a decision, capped. */
export const countedOfficeRequests = prepared<{ count: number }>(
  'SELECT count(*) AS count FROM (SELECT 1 FROM office_request WHERE decided_at IS NULL LIMIT ?)',
  COUNT_CAP + 1,
)

/** III.B.2: how many access requests wait at the plan; capped. */
export function countedAccessRequests(today: Day): Prepared<{ count: number }> {
  return prepared(
    `SELECT count(*) AS count FROM (SELECT 1 FROM access_request r WHERE ${waitsAtPlan('?1')} LIMIT ?2)`,
    today,
    COUNT_CAP + 1,
  )
}

/** How many messages were given up since that instant (ms UTC), capped. */
export function countedDeadMail(since: number): Prepared<{ count: number }> {
  return prepared(
    'SELECT count(*) AS count FROM (SELECT 1 FROM outbox WHERE dead_at > ? LIMIT ?)',
    since,
    COUNT_CAP + 1,
  )
}

/** A staff account in the list. */
export type StaffRow = {
  row: number
  id: string
  firstName: string
  lastName: string
  email: string
  department: Department
  lastUsedOn: Day | null
  suspendedAt: number | null
  suspendedFor: 'incident' | 'disabled' | null
  terminatedAt: number | null
  lockedAt: number | null
}

/** Rows on a page of staff. */
export const PAGE_SIZE = 25

/** A page of staff accounts by name, and one row more to know whether there is another. */
export function listedStaff(after: { lastName: string; row: number } | null): Prepared<StaffRow> {
  return prepared(
    `SELECT a.id AS row, a.public_id AS id, first_name AS firstName, last_name AS lastName, email AS email, department AS department,
       last_used_on AS lastUsedOn, suspended_at AS suspendedAt, suspended_for AS suspendedFor,
       terminated_at AS terminatedAt, locked_at AS lockedAt
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

/** Whether the first Enterprise Administrator is still to be invited: no staff account yet, and nobody invited by the program. */
export const isFirstMissing = prepared<{ missing: 0 | 1 }>(
  `SELECT NOT EXISTS (SELECT 1 FROM account WHERE kind = 'staff')
     AND NOT EXISTS (SELECT 1 FROM invitation WHERE invited_by IS NULL AND department IS NOT NULL) AS missing`,
)
