/** Gives an office that the core system reinstated a new date of access (III.N.1). */
import { batch, type Database } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'
import type { Change } from './office.ts'
import { officeReinstated } from './store.ts'

/**
 * Gives the office (its row) access from `on`, a day of the plan's zone; its memberships of before end in the same batch.
 * Answers whether it waited for that: not once somebody did it before, nor while the core system reports it as terminated.
 */
export async function reinstate(db: Database, office: number, on: Day, change: Change): Promise<boolean> {
  const { changes } = await batch(db, officeReinstated(office, on, change))
  return changes.at(-2) === 1
}
