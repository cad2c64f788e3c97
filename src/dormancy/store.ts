/** Accounts by the day of their last use (III.M.1). */
import type { Prepared } from '../db/client.ts'
import { type Ask, peopleToWarn, type ToWarn } from '../notices/store.ts'

/** People to warn who used the portal last on the day; who never did counts from the approval. A locked one was told the way out. */
export function unusedSince(ask: Ask): Prepared<ToWarn> {
  const day = 'coalesce(a.last_used_on, a.approved_on)'
  return peopleToWarn({ tables: 'account a', day, row: 'a.id', only: 'AND a.locked_at IS NULL' }, ask)
}
