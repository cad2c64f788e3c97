/**
 * Claims of the session's office, without restricted ones and without those of providers beyond its grant (III.B.8):
 * all is cut here, in the query that reads, so that no list, count or direct address can tell that something was left
 * out (III.I.1).
 */
import { and, asc, desc, eq, gte, inArray, lte, sql, type SQL } from 'drizzle-orm'
import { columns, type Prepared, query } from '../db/client.ts'
import { claim, claimLine, member, memberNumberKey, provider } from '../db/schema/index.ts'
import { shownNow } from '../restricted-info/shown.ts'
import type { Role } from '../policy/roles.ts'
import { withinLimit } from '../roles/store.ts'
import type { SessionKey } from '../session-key.ts'
import { officeOf } from '../standing/store.ts'
import type { Cursor, Filters } from './claim.ts'

/** Rows on a page of a list. */
export const PAGE_SIZE = 25
/** Counting stops here: nobody pages through more, and it would cost a scan. */
export const COUNT_CAP = 1000

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

/** Claims that may be seen by this session: its office's, of its grant's providers, judged showable under the list in force. */
function visible(session: SessionKey): SQL | undefined {
  return and(
    eq(claim.officeId, officeOf(session)),
    shownNow(claim.shownUnder),
    withinLimit(session, 'claims', claim.providerSourceId),
  )
}

function fits(session: SessionKey, filters: Filters): SQL | undefined {
  const { number, memberNumber, from, to, status } = filters
  // D1 keeps no statistics: without the unary plus SQLite walks the office's claims by date to find the few of a number.
  // A number is looked for as typed and in either case.
  const few = number !== undefined || memberNumber !== undefined
  return and(
    number ? sql`+${claim.officeId} = ${officeOf(session)}` : eq(claim.officeId, officeOf(session)),
    shownNow(few ? sql`+${claim.shownUnder}` : claim.shownUnder),
    withinLimit(session, 'claims', claim.providerSourceId),
    number ? inArray(claim.number, [number, number.toUpperCase(), number.toLowerCase()]) : undefined,
    memberNumber
      ? sql`${claim.memberId} IN (SELECT id FROM member WHERE ${memberNumberKey} = ${memberNumber})`
      : undefined,
    from ? gte(claim.servicedFrom, from) : undefined,
    to ? lte(claim.servicedFrom, to) : undefined,
    status ? eq(claim.status, status) : undefined,
  )
}

/** One page of claims, the newest service first, and one row more to know whether there is another. */
export function listedClaims(session: SessionKey, filters: Filters, after: Cursor | null) {
  return query
    .select(columns({ ...fields, memberRow: claim.memberId, row: claim.id }))
    .from(claim)
    .leftJoin(member, eq(member.id, claim.memberId))
    .where(
      and(
        fits(session, filters),
        after ? sql`(${claim.servicedFrom}, ${claim.id}) < (${after.servicedFrom}, ${after.row})` : undefined,
      ),
    )
    .orderBy(desc(claim.servicedFrom), desc(claim.id))
    .limit(PAGE_SIZE + 1)
}

/** How many claims fit, up to one more than the cap. */
export function countedClaims(session: SessionKey, filters: Filters) {
  const some = query
    .select({ one: sql<number>`1`.as('one') })
    .from(claim)
    .where(fits(session, filters))
    .limit(COUNT_CAP + 1)
    .as('some')
  return query.select({ count: sql<number>`count(*)`.as('count') }).from(some)
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

/** Providers that a form offers at most; of claims so many of the latest are looked through for them. */
const PROVIDERS_AT_MOST = 60
const CLAIMS_LOOKED_THROUGH = 1000

/**
 * The providers a grant may be limited to (III.B.8): those with a role in the session's office, or in that of the request
 * with the public id. Where the core system sends no roles, those of the office's latest claims that may be shown.
 * `within`: only those that the session's own grant of the role covers.
 */
export function providersOf(session: SessionKey, request: string | null, within?: Role) {
  const of = request
    ? sql`(SELECT r.office_id FROM access_request r WHERE r.public_id = ${request} AND EXISTS (
        SELECT 1 FROM session rs WHERE rs.public_id = ${session.id} AND rs.secret_hash = ${session.secretHash} AND rs.ended_at IS NULL))`
    : officeOf(session)
  const there = sql`SELECT f.facts ->> 'practitioner' AS source FROM feed_record f
    WHERE f.type = 'PractitionerRole' AND f.office_source_id = (SELECT o.source_id FROM office o WHERE o.id = ${of})`
  return query
    .select(columns({ id: provider.id, name: provider.name, npi: provider.npi, sourceId: provider.sourceId }))
    .from(provider)
    .where(
      sql`${provider.name} <> '' AND ${within ? withinLimit(session, within, provider.sourceId) : sql`true`} AND ${provider.sourceId} IN (${there} UNION SELECT source FROM (
        SELECT c.provider_source_id AS source FROM claim c
        WHERE NOT EXISTS (${there}) AND c.office_id = ${of} AND ${shownNow(sql`c.shown_under`)}
        ORDER BY c.serviced_from DESC LIMIT ${CLAIMS_LOOKED_THROUGH}))`,
    )
    .orderBy(asc(provider.name), asc(provider.id))
    .limit(PROVIDERS_AT_MOST)
}
