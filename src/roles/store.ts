/** Limits of a grant to some providers of the office (III.B.8), as SQL: cut in the query that reads, like all that is not shown. */
import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import type { Day } from '../policy/calendar.ts'
import type { Role } from '../policy/roles.ts'
import type { SessionKey } from '../session-key.ts'
import { membershipOf } from '../standing/store.ts'

/**
 * True for a record of a provider that the session's grant of the role covers: all of them without a limit,
 * else the listed ones alone, named directly or by their role in an office. A record that names nobody is none of theirs.
 */
export function withinLimit(session: SessionKey, role: Role, providerSourceId: SQLiteColumn | SQL): SQL {
  return sql`(NOT ${isLimited(session, role)} OR ${providerSourceId} IN (${sourcesWithin(session, role)}))`
}

/** True where the session's grant of the role is limited to some providers. */
export function isLimited(session: SessionKey, role: Role): SQL {
  return sql`EXISTS (SELECT 1 FROM grant_limit l WHERE ${own(session, role)})`
}

/**
 * A query for the core system's ids, as `source`, that the providers of a limited grant go by; no row without a limit.
 * Ids are unique for a type alone (FHIR R4, Resource.id): one that somebody else's record bears too is nobody's here.
 */
export function sourcesWithin(session: SessionKey, role: Role): SQL {
  // From the few limits to their records, never through all roles of all providers.
  const limits = sql`grant_limit l CROSS JOIN provider p ON p.id = l.provider_id`
  return sql`SELECT p.source_id AS source FROM ${limits} WHERE ${own(session, role)} AND NOT EXISTS (
      SELECT 1 FROM feed_record t WHERE t.type = 'PractitionerRole' AND t.source_id = p.source_id
        AND t.facts ->> 'practitioner' IS NOT p.source_id)
    UNION SELECT f.source_id FROM ${limits}
      CROSS JOIN feed_record f INDEXED BY feed_record_role
        ON f.type = 'PractitionerRole' AND f.facts ->> 'practitioner' = +p.source_id
      WHERE ${own(session, role)} AND NOT EXISTS (SELECT 1 FROM provider t WHERE t.source_id = f.source_id AND t.id <> p.id)`
}

function own(session: SessionKey, role: Role): SQL {
  return sql`l.membership_id = ${membershipOf(session)} AND l.role = ${role}`
}

/** SQL for: the membership `m` in the office `o` is open on the day and holds the role; its parameters stand in their order. */
export function holdsRole(role: Role, today: Day): { sql: string; params: unknown[] } {
  const held = `m.suspended_at IS NULL AND (m.ended_on IS NULL OR m.ended_on > ?) AND o.suspended_at IS NULL
    AND (o.terminated_on IS NULL OR o.terminated_on > ?)
    AND EXISTS (SELECT 1 FROM role_grant g WHERE g.membership_id = m.id AND g.role = ? AND (g.ends_on IS NULL OR g.ends_on >= ?))`
  return { sql: held, params: [today, today, role, today] }
}
