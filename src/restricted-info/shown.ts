/** The cut of restricted records, as SQL for the query that reads them (II.F, III.I.1, never 11). */
import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'

/** True for a record judged showable under the list in force. No list, no judgement, an older one: not shown. */
export function shownNow(shownUnder: SQLiteColumn | SQL): SQL {
  return sql`${shownUnder} = (SELECT max(list.version) FROM restricted_list list)`
}
