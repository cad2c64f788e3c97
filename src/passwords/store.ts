/** Passwords by the day they were set (III.D.5). The passwords themselves are the account guard's. */
import type { Prepared } from '../db/client.ts'
import { type Ask, peopleToWarn, type ToWarn } from '../notices/store.ts'

/** People to warn whose password was set on the day. */
export function passwordsOf(ask: Ask): Prepared<ToWarn> {
  const tables = 'credential c JOIN account a ON a.id = c.account_id'
  return peopleToWarn({ tables, day: 'c.set_on', row: 'c.account_id' }, ask)
}
