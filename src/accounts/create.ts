/** Creates an account with its memberships, roles and capabilities, and the audit rows of it (III.L.3). */
import { recorded } from '../audit/statement.ts'
import { batch, type Database, type Prepared, prepared } from '../db/client.ts'
import { newId } from '../ids.ts'
import type { Day } from '../policy/calendar.ts'
import type { Role } from '../policy/roles.ts'
import type { Capability, Department } from './account.ts'

/** A new account. Days are of the plan's zone. */
export type NewAccount = {
  /** In its normal form. */
  email: string
  guard: string
  firstName: string
  lastName: string
  mobile: string | null
  /** Of a staff account; null for people of offices. */
  department: Department | null
  capabilities: readonly Capability[]
  /** Offices (their rows) with the roles held there. */
  memberships: readonly { office: number; roles: readonly Role[]; isLoa: boolean }[]
  approvedOn: Day
  lastUsedOn: Day | null
  /** As stored; null: no password yet. */
  passwordHash: string | null
  passwordSetOn: Day
  /** The day the capabilities are reviewed again. */
  reviewOn: Day
}

/** Writes the account in one batch; throws if the address has one already. `by` is the account of who does it, null for the system. */
export async function create(db: Database, account: NewAccount, at: number, by: number | null): Promise<void> {
  const self = '(SELECT id FROM account WHERE email = ?)'
  const { email } = account
  const kind = account.department ? 'staff' : 'office'
  const statements: Prepared<never>[] = [
    prepared(
      `INSERT INTO account (public_id, email, guard, kind, department, first_name, last_name, mobile, approved_on, last_used_on, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      newId('account'),
      email,
      account.guard,
      kind,
      account.department,
      account.firstName,
      account.lastName,
      account.mobile,
      account.approvedOn,
      account.lastUsedOn,
      at, // prettier-ignore
    ),
  ]
  if (account.passwordHash) {
    statements.push(
      prepared(
        `INSERT INTO credential (account_id, hash, set_on) VALUES (${self}, ?, ?)`,
        email,
        account.passwordHash,
        account.passwordSetOn,
      ),
    )
  }
  for (const { office, roles, isLoa } of account.memberships) {
    statements.push(
      prepared(
        `INSERT INTO membership (public_id, account_id, office_id, is_loa, created_at) VALUES (?, ${self}, ?, ?, ?)`,
        newId('membership'),
        email,
        office,
        isLoa ? 1 : 0,
        at, // prettier-ignore
      ),
      prepared(
        `INSERT INTO role_grant (membership_id, role, granted_at)
         SELECT m.id, r.value, ? FROM membership m, json_each(?) r WHERE m.account_id = ${self} AND m.office_id = ?`,
        at,
        JSON.stringify(roles),
        email,
        office, // prettier-ignore
      ),
    )
  }
  for (const name of account.capabilities) {
    statements.push(
      prepared(
        `INSERT INTO capability (account_id, name, granted_at, review_on) VALUES (${self}, ?, ?, ?)`,
        email,
        name,
        at,
        account.reviewOn,
      ),
    )
  }
  const detail = { kind, memberships: account.memberships.length, capabilities: account.capabilities.length }
  await batch(db, [...statements, recorded({ name: 'account.created', at, account: by, detail })])
}
