/** Suspends an office: its people work through it no longer, from their next request on (III.H.3). */
import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { officeSuspended } from './store.ts'

/**
 * Suspends the office (its row) from `at` on (ms UTC). `by` is the account of who does it, null for the system.
 * Answers whether it was not suspended before.
 */
export async function suspend(db: Database, office: number, at: number, by: number | null): Promise<boolean> {
  const { changes } = await batch(db, [
    officeSuspended(office, at),
    recordedIfChanged({
      name: 'office.changed',
      at,
      account: by,
      office,
      clause: 'III.H.3',
      detail: { to: 'suspended' },
    }),
  ])
  return changes[0] === 1
}
