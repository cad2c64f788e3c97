/** Members and their coverage, read through the session. */
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { columns, type Prepared, query } from '../db/client.ts'
import { coverage, member, memberNumberKey } from '../db/schema/index.ts'
import type { SessionKey } from '../session-key.ts'
import { officeOf } from '../standing/store.ts'
import type { Criteria } from './member.ts'

/** How many members a search shows; who has more must say more. */
export const SEARCH_SHOWS = 10

const shown = columns({
  id: member.publicId,
  memberRow: member.id,
  number: member.memberNumber,
  lastName: member.lastName,
  firstName: member.firstName,
  birthDate: member.birthDate,
})

/** Members that fit the criteria exactly, one more than are shown. */
export function searched(session: SessionKey, criteria: Criteria) {
  const fits =
    'memberId' in criteria
      ? sql`${memberNumberKey} = ${criteria.memberId}`
      : and(
          eq(member.birthDate, criteria.birthDate),
          eq(member.lastNameKey, criteria.lastNameKey),
          criteria.firstNameKey
            ? sql`substr(${member.firstNameKey}, 1, length(${criteria.firstNameKey})) = ${criteria.firstNameKey}`
            : undefined,
        )
  return query
    .select(shown)
    .from(member)
    .where(and(fits, sql`${officeOf(session)} IS NOT NULL`))
    .orderBy(asc(member.lastNameKey), asc(member.firstNameKey), asc(member.id))
    .limit(SEARCH_SHOWS + 1)
}

/** One member, with what an eligibility page shows (II.C: no claims). */
export function memberFor(session: SessionKey, id: string) {
  return query
    .select(
      columns({
        id: member.publicId,
        number: member.memberNumber,
        lastName: member.lastName,
        firstName: member.firstName,
        birthDate: member.birthDate,
        gender: member.gender,
        pcpName: member.pcpName,
        asOf: member.asOf,
      }),
    )
    .from(member)
    .where(and(eq(member.publicId, id), sql`${officeOf(session)} IS NOT NULL`))
}

/** The member of a page's audit row, if the page may be seen. */
export function memberSeen(session: SessionKey, id: string): Prepared<{ memberId: number }> {
  return query
    .select(columns({ memberId: member.id }))
    .from(member)
    .where(and(eq(member.publicId, id), sql`${officeOf(session)} IS NOT NULL`))
    .toSQL()
}

/** The member's coverages, the newest first. */
export function coveragesOf(session: SessionKey, id: string) {
  return query
    .select(
      columns({
        planName: coverage.planName,
        product: coverage.product,
        payor: coverage.payor,
        network: coverage.network,
        relationship: coverage.relationship,
        status: coverage.status,
        startsOn: coverage.startsOn,
        endsOn: coverage.endsOn,
        copayCents: coverage.copayCents,
        asOf: coverage.asOf,
      }),
    )
    .from(coverage)
    .innerJoin(member, eq(member.id, coverage.memberId))
    .where(and(eq(member.publicId, id), sql`${officeOf(session)} IS NOT NULL`))
    .orderBy(asc(coverage.sort), desc(coverage.startsOn))
    .limit(20)
}
