/** Grants an office access to the portal: without it nobody works through the office (III.A.1.a). */
import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { accessGiven } from './store.ts'
import type { Access } from './verification/dates.ts'

/**
 * Grants the office (its row) that access, in days of the plan's zone; `at` in ms UTC.
 * `by` is the account of who does it, null for the system. Answers whether it had none before.
 */
export async function grantAccess(
  db: Database,
  office: number,
  access: Access,
  at: number,
  by: number | null,
): Promise<boolean> {
  const { changes } = await batch(db, [
    accessGiven(office, access),
    recordedIfChanged({
      name: 'office.access_granted',
      at,
      account: by,
      office,
      clause: 'III.A.1.a',
      detail: { on: access.on },
    }),
  ])
  return changes[0] === 1
}
