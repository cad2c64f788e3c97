/**
 * Claims of the session's office, without restricted ones and without those of providers beyond its grant (III.B.8):
 * all is cut here, in the query that reads, so that no list, count or direct address can tell that something was left
 * out (III.I.1).
 */
import { and, asc, eq, ne, sql, type SQL } from 'drizzle-orm'
import { columns, type Prepared, query } from '../db/client.ts'
import { claim, claimLine, member, provider } from '../db/schema/index.ts'
import { shownNow } from '../restricted-info/shown.ts'
import type { Role } from '../policy/roles.ts'
import { withinLimit } from '../roles/store.ts'
import type { SessionKey } from '../session-key.ts'
import { officeOf } from '../standing/store.ts'

const fields = {
  id: claim.publicId,
  number: claim.number,
  status: claim.status,
  type: claim.type,
  providerName: claim.providerName,
  servicedFrom: claim.servicedFrom,
  servicedTo: claim.servicedTo,
  billedCents: claim.billedCents,
  paidCents: claim.paidCents,
  lastName: member.lastName,
  firstName: member.firstName,
  memberNumber: member.memberNumber,
}

/** Claims that may be seen by this session: its office's, of its grant's providers, judged showable under the list in force, and no mistakes. */
function visible(session: SessionKey): SQL | undefined {
  return and(
    eq(claim.officeId, officeOf(session)),
    shownNow(claim.shownUnder),
    ne(claim.status, 'entered-in-error'),
    withinLimit(session, 'claims', claim.providerSourceId),
  )
}

/** One claim with what its page shows. */
export function claimFor(session: SessionKey, id: string) {
  return query
    .select(
      columns({
        ...fields,
        memberPublicId: member.publicId,
        birthDate: member.birthDate,
        receivedOn: claim.receivedOn,
        paidOn: claim.paidOn,
        allowedCents: claim.allowedCents,
        memberCents: claim.memberCents,
        asOf: claim.asOf,
      }),
    )
    .from(claim)
    .leftJoin(member, eq(member.id, claim.memberId))
    .where(and(eq(claim.publicId, id), visible(session)))
}

/** The member of a claim page's audit row, if the claim may be seen. */
export function claimSeen(session: SessionKey, id: string): Prepared<{ memberId: number | null }> {
  return query
    .select(columns({ memberId: claim.memberId }))
    .from(claim)
    .where(and(eq(claim.publicId, id), visible(session)))
    .toSQL()
}

/** The claim's lines in their order. */
export function linesFor(session: SessionKey, id: string) {
  return query
    .select(
      columns({
        line: claimLine.line,
        code: claimLine.code,
        codeSystem: claimLine.codeSystem,
        modifiers: claimLine.modifiers,
        servicedFrom: claimLine.servicedFrom,
        servicedTo: claimLine.servicedTo,
        units: claimLine.units,
        billedCents: claimLine.billedCents,
        allowedCents: claimLine.allowedCents,
        paidCents: claimLine.paidCents,
        memberCents: claimLine.memberCents,
        denialCode: claimLine.denialCode,
      }),
    )
    .from(claimLine)
    .innerJoin(claim, eq(claim.id, claimLine.claimId))
    .where(and(eq(claim.publicId, id), visible(session)))
    .orderBy(asc(claimLine.line))
    .limit(200)
}

/** Providers that a form offers at most. */
export const PROVIDERS_AT_MOST = 60
/** Providers of an office that a search of them looks through at most. */
const LOOKED_THROUGH = 5_000

/**
 * The providers a grant may be limited to (III.B.8): those with a role in the session's office, or in that of the request
 * with the public id. Where the core system sends no roles, those of the office's claims that may be shown: from each one
 * the index leads to the next, so that no claim is looked through.
 * `within`: only those that the session's own grant of the role covers. At most so many, `most`.
 */
export function providersOf(
  session: SessionKey,
  request: string | null,
  within?: Role,
  most: number = PROVIDERS_AT_MOST,
) {
  const of = request
    ? sql`(SELECT r.office_id FROM access_request r WHERE r.public_id = ${request} AND EXISTS (
        SELECT 1 FROM session rs WHERE rs.public_id = ${session.id} AND rs.secret_hash = ${session.secretHash} AND rs.ended_at IS NULL))`
    : officeOf(session)
  const covered = within ? withinLimit(session, within, provider.sourceId) : sql`true`
  return query
    .select(columns({ id: provider.id, name: provider.name, npi: provider.npi, sourceId: provider.sourceId }))
    .from(provider)
    .where(sql`${provider.name} <> '' AND ${covered} AND ${provider.sourceId} IN (${sourcesIn(of, 2 * most)})`)
    .orderBy(asc(provider.name), asc(provider.id))
    .limit(most)
}

/** Every provider of the session's office whom its grant of the role covers, to be searched by name: up to so many that no office has more. */
export function providersToSearch(session: SessionKey, within: Role) {
  return providersOf(session, null, within, LOOKED_THROUGH)
}

/** The one of the session's office's providers, of those its grant of the role covers, whose row the query answers. */
export function providerOf(session: SessionKey, within: Role, row: SQL) {
  const of = officeOf(session)
  const claims = sql`SELECT 1 FROM claim c WHERE c.office_id = ${of} AND ${shownNow(sql`c.shown_under`)}
    AND c.provider_source_id = ${provider.sourceId}`
  return query
    .select(columns({ id: provider.id, name: provider.name, npi: provider.npi, sourceId: provider.sourceId }))
    .from(provider)
    .where(
      sql`${provider.id} = (${row}) AND ${provider.name} <> '' AND ${withinLimit(session, within, provider.sourceId)}
        AND CASE WHEN EXISTS (${rolesIn(of)}) THEN ${provider.sourceId} IN (${rolesIn(of)}) ELSE EXISTS (${claims}) END`,
    )
}

/** A query for the core system's ids of the providers with a role in an office (its row). */
function rolesIn(of: SQL): SQL {
  return sql`SELECT f.facts ->> 'practitioner' AS source FROM feed_record f
    WHERE f.type = 'PractitionerRole' AND f.office_source_id = (SELECT o.source_id FROM office o WHERE o.id = ${of})`
}

/** A query for the core system's ids of the providers of an office (its row); of its claims so many at most. */
function sourcesIn(of: SQL, most: number): SQL {
  const there = rolesIn(of)
  const next = (than: SQL) => sql`(SELECT c.provider_source_id FROM claim c WHERE c.office_id = ${of}
    AND ${shownNow(sql`c.shown_under`)} AND c.provider_source_id > ${than} ORDER BY c.provider_source_id LIMIT 1)`
  return sql`${there} UNION SELECT source FROM (
    WITH RECURSIVE had (source) AS (SELECT ${next(sql`''`)} WHERE NOT EXISTS (${there})
      UNION ALL SELECT ${next(sql`had.source`)} FROM had WHERE had.source IS NOT NULL LIMIT ${most})
    SELECT source FROM had WHERE source IS NOT NULL)`
}

/**
 * The core system's ids that claims of the office name a provider (its row) by: its own, and those of its roles. Those
 * with no claim that may be shown, or beyond the grant, are left out: a search begins in few places, mostly in one, and
 * the length of its address tells nothing of others (III.B.8).
 */
export function sourcesOf(session: SessionKey, id: number) {
  return query.select(columns({ source: sql<string>`s.source` })).from(
    sql`(SELECT p.source_id AS source FROM provider p WHERE p.id = ${id}
      UNION SELECT f.source_id FROM provider p JOIN feed_record f INDEXED BY feed_record_role
        ON f.type = 'PractitionerRole' AND f.facts ->> 'practitioner' = +p.source_id WHERE p.id = ${id}) s`,
  ).where(sql`EXISTS (SELECT 1 FROM claim c WHERE c.office_id = ${officeOf(session)} AND ${shownNow(sql`c.shown_under`)}
    AND c.provider_source_id = s.source) AND ${withinLimit(session, 'claims', sql`s.source`)}`)
}
