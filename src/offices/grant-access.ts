/** Grants an office access to the portal: without it nobody works through the office (III.A.1.a). */
import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'
import { accessGiven } from './store.ts'

/**
 * Grants the office (its row) access from `on`, a day of the plan's zone; `at` in ms UTC.
 * `by` is the account of who does it, null for the system. Answers whether it had none before.
 */
export async function grantAccess(
  db: Database,
  office: number,
  on: Day,
  at: number,
  by: number | null,
): Promise<boolean> {
  const { changes } = await batch(db, [
    accessGiven(office, on),
    recordedIfChanged({ name: 'office.access_granted', at, account: by, office, clause: 'III.A.1.a', detail: { on } }),
  ])
  return changes[0] === 1
}
