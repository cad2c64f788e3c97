/** Limits of a grant to some providers of the office (III.B.8), as SQL: cut in the query that reads, like all that is not shown. */
import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Role } from '../policy/roles.ts'
import type { SessionKey } from '../session-key.ts'
import { membershipOf } from '../standing/store.ts'

/**
 * True for a record of a provider that the session's grant of the role covers: all of them without a limit,
 * else the listed ones alone, named directly or by their role in an office. A record that names nobody is none of theirs.
 */
export function withinLimit(session: SessionKey, role: Role, providerSourceId: SQLiteColumn): SQL {
  const limits = sql`grant_limit l JOIN provider p ON p.id = l.provider_id`
  const own = sql`l.membership_id = ${membershipOf(session)} AND l.role = ${role}`
  return sql`(NOT EXISTS (SELECT 1 FROM grant_limit l WHERE ${own}) OR ${providerSourceId} IN (
    SELECT p.source_id FROM ${limits} WHERE ${own}
    UNION ALL SELECT f.source_id FROM ${limits}
      JOIN feed_record f ON f.type = 'PractitionerRole' AND f.facts ->> 'practitioner' = p.source_id WHERE ${own}))`
}
