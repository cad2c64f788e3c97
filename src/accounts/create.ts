/** Creates an account with its memberships, roles and capabilities, and the audit rows of it (III.L.3). */
import { recordedOfInserted } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import type { NewAccount } from './account.ts'
import { added, agreedNow, capabilityGranted, joined, passwordSet, rolesGranted, trainedOnDay } from './store.ts'

/** Writes the account in one batch; throws if the address has one already. `by` is the account of who does it, null for the system. */
export async function create(db: Database, account: NewAccount, at: number, by: number | null): Promise<void> {
  const { email, passwordHash, memberships, capabilities, reviewOn } = account
  const kind = account.department ? 'staff' : 'office'
  const detail = { kind, memberships: memberships.length, capabilities: capabilities.length }
  await batch(db, [
    added(account, at),
    recordedOfInserted({ name: 'account.created', at, account: by, detail }),
    ...(passwordHash ? [passwordSet(email, passwordHash, account.passwordSetOn)] : []),
    ...(account.agreed ? [agreedNow(email, at)] : []),
    ...(account.trainedOn ? [trainedOnDay(email, account.trainedOn, at)] : []),
    ...memberships.flatMap(({ office, roles, isLoa }) => [
      joined(email, office, isLoa, at),
      rolesGranted(email, office, roles, at),
    ]),
    ...capabilities.map((name) => capabilityGranted(email, name, at, reviewOn)),
  ])
}
