/** Gives an office that the core system reinstated a new date of access (III.N.1). */
import { recordedForSubjects, recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database, type Prepared } from '../db/client.ts'
import type { Change } from '../accounts/account.ts'
import {
  accessRenewed,
  endsOfBeforeKept,
  membershipsOfBeforeEnded,
  membersOfBefore,
  verificationDropped,
} from './store.ts'
import type { Access } from './verification/dates.ts'

/**
 * Gives the office (its row) that access. Nothing of before comes back with it: every
 * membership ends with the day of the termination. Answers whether the office waited for that: not once somebody did
 * it before, nor while the core system reports it as terminated.
 */
export async function reinstate(db: Database, office: number, access: Access, change: Change): Promise<boolean> {
  const { changes } = await batch(db, reinstatement(office, access, change))
  return changes.at(-2) === 1
}

/** The statements of it, for the batch of what it belongs to; the last but one changes the office. */
export function reinstatement(office: number, access: Access, { at, by, ...from }: Change): Prepared<never>[] {
  const event = { at, account: by, office, clause: 'III.N.1', ...from }
  return [
    recordedForSubjects({ ...event, name: 'membership.changed', detail: { to: 'ended' } }, membersOfBefore(office)),
    endsOfBeforeKept(office, at, by),
    membershipsOfBeforeEnded(office),
    verificationDropped(office, at),
    accessRenewed(office, access),
    recordedIfChanged({ ...event, name: 'office.reinstated', detail: { on: access.on } }),
  ]
}
