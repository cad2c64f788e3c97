/** Builders of the plan's staff, and what is kept of what became of them. */
import type { Department } from '../../src/accounts/account.ts'
import { idOf } from './accounts.ts'
import { aPerson } from './people.ts'
import { rowsOf } from './requests.ts'

let nth = 0

type Staff = { account: number; guard: string; email: string; id: string; path: string }

/** Somebody of a department, with the address of their page. */
export async function aStaffPerson(
  department: Department = 'privacy',
  more: { capabilities?: ['audit.read'] } = {},
): Promise<Staff> {
  const made = await aPerson({ email: `staff${(nth += 1)}@plan.example`, department, ...more })
  const id = await idOf(made.account)
  return { ...made, id, path: `/staff/people/${id}` }
}

/** The log's rows about the account. */
export const told = (account: number) =>
  rowsOf(
    'SELECT event, account_id AS "by", clause, detail FROM audit WHERE subject_id = ? AND event NOT LIKE \'account.created\' ORDER BY seq',
    account,
  )

/** The account's capabilities. */
export const capability = (account: number) =>
  rowsOf(
    'SELECT granted_by AS "by", review_on AS reviewOn, reviewed_at AS reviewedAt, reviewed_by AS reviewedBy FROM capability WHERE account_id = ?',
    account,
  )

/** A capability given for a reason, as the form sends it. */
export const give = { decision: 'give audit.read', capabilityReason: 'Reviews access each month.' }
