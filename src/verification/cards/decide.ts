/** Decides about one user of the office; progress is saved at each card (III.H.1). */
import type { Change } from '../../accounts/account.ts'
import { batch, type Database } from '../../db/client.ts'
import type { OpenVerification } from '../verification.ts'
import { decisionKept } from './store.ts'

/** Keeps the user (the membership's row and the account's) as they are, in place of what was decided before. */
export async function decideToKeep(
  db: Database,
  verification: OpenVerification,
  user: { row: number; account: number },
  change: Change & { by: number },
): Promise<void> {
  await batch(db, decisionKept(verification, user, 'kept', change))
}
