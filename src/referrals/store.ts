/**
 * Referrals of the session's office, without restricted ones and without those of providers beyond its grant (III.B.8):
 * all is cut here, in the query that reads, so that no list, count or direct address can tell that something was left
 * out (III.I.1).
 */
import { and, desc, eq, gte, lte, sql, type SQL } from 'drizzle-orm'
import { columns, type Prepared, query } from '../db/client.ts'
import { member, memberNumberKey, referral, referralSubmission } from '../db/schema/index.ts'
import { shownNow } from '../restricted-info/shown.ts'
import { withinLimit } from '../roles/store.ts'
import type { SessionKey } from '../session-key.ts'
import { officeOf } from '../standing/store.ts'
import type { Cursor, Filters } from './referral.ts'

/** Rows on a page of a list. */
export const PAGE_SIZE = 25
/** Counting stops here: nobody pages through more, and it would cost a scan. */
export const COUNT_CAP = 1000
/** Rows of a copy of a list, on paper or as a file. */
export const COPY_CAP = 1000

const fields = {
  id: referral.publicId,
  number: referral.number,
  stage: referral.stage,
  urgency: referral.urgency,
  authoredOn: referral.authoredOn,
  receivedAt: referral.receivedAt,
  requesterName: referral.requesterName,
  performerName: referral.performerName,
  lastName: member.lastName,
  firstName: member.firstName,
  memberNumber: member.memberNumber,
}

/** Referrals that may be seen by this session: its office's, of its grant's providers, judged showable under the list in force. */
function visible(session: SessionKey): SQL | undefined {
  return and(
    eq(referral.officeId, officeOf(session)),
    shownNow(referral.shownUnder),
    withinLimit(session, 'view-referrals', referral.requesterSourceId),
  )
}

/** The rows that a number finds: the core system's, the one given at the submission, or the authorization's; in either case. */
function ofNumber(number: string): SQL {
  const words = sql`(${number}, ${number.toUpperCase()}, ${number.toLowerCase()})`
  const shown = shownNow(sql`n.shown_under`)
  return sql`${referral.id} IN (SELECT n.id FROM referral n WHERE n.number IN ${words} AND ${shown}
    UNION SELECT n.id FROM referral n WHERE n.confirmation = ${number.toUpperCase()} AND ${shown}
    UNION SELECT n.id FROM referral n WHERE n.authorization_number IN ${words} AND ${shown})`
}

function fits(session: SessionKey, filters: Filters): SQL | undefined {
  const { number, memberNumber, from, to, status, urgency } = filters
  // D1 keeps no statistics: without the unary plus SQLite walks the office's referrals by day to find the few of a number.
  const few = number !== undefined || memberNumber !== undefined
  return and(
    number ? sql`+${referral.officeId} = ${officeOf(session)}` : eq(referral.officeId, officeOf(session)),
    shownNow(few ? sql`+${referral.shownUnder}` : referral.shownUnder),
    withinLimit(session, 'view-referrals', referral.requesterSourceId),
    number ? ofNumber(number) : undefined,
    memberNumber
      ? sql`${referral.memberId} IN (SELECT id FROM member WHERE ${memberNumberKey} = ${memberNumber})`
      : undefined,
    from ? gte(referral.authoredOn, from) : undefined,
    to ? lte(referral.authoredOn, to) : undefined,
    status ? eq(referral.stage, status) : undefined,
    urgency ? eq(referral.urgency, urgency) : undefined,
  )
}

/** One page of referrals, the newest first, and one row more to know whether there is another. */
export function listedReferrals(session: SessionKey, filters: Filters, after: Cursor | null, size = PAGE_SIZE) {
  return query
    .select(columns({ ...fields, memberRow: referral.memberId, row: referral.id }))
    .from(referral)
    .leftJoin(member, eq(member.id, referral.memberId))
    .where(
      and(
        fits(session, filters),
        after ? sql`(${referral.authoredOn}, ${referral.id}) < (${after.authoredOn}, ${after.row})` : undefined,
      ),
    )
    .orderBy(desc(referral.authoredOn), desc(referral.id))
    .limit(size + 1)
}

/** How many referrals fit, up to one more than the cap. */
export function countedReferrals(session: SessionKey, filters: Filters) {
  const some = query
    .select({ one: sql<number>`1`.as('one') })
    .from(referral)
    .where(fits(session, filters))
    .limit(COUNT_CAP + 1)
    .as('some')
  return query.select({ count: sql<number>`count(*)`.as('count') }).from(some)
}

/** One referral with what its page shows. */
export function referralFor(session: SessionKey, id: string) {
  return query
    .select(
      columns({
        ...fields,
        memberPublicId: member.publicId,
        birthDate: member.birthDate,
        confirmation: referral.confirmation,
        units: referral.units,
        startsOn: referral.startsOn,
        endsOn: referral.endsOn,
        decidedOn: referral.decidedOn,
        denialCode: referral.denialCode,
        authorizationNumber: referral.authorizationNumber,
        submittedAt: referralSubmission.submittedAt,
        deliveredAt: referralSubmission.deliveredAt,
        asOf: referral.asOf,
      }),
    )
    .from(referral)
    .leftJoin(member, eq(member.id, referral.memberId))
    .leftJoin(referralSubmission, eq(referralSubmission.confirmation, referral.confirmation))
    .where(and(eq(referral.publicId, id), visible(session)))
}

/** The member of a referral page's audit row, if the referral may be seen. */
export function referralSeen(session: SessionKey, id: string): Prepared<{ memberId: number | null }> {
  return query
    .select(columns({ memberId: referral.memberId }))
    .from(referral)
    .where(and(eq(referral.publicId, id), visible(session)))
    .toSQL()
}

/** A code of a referral, with the plan's words for it where they are loaded. */
export type ReferralCode = { kind: 'diagnosis' | 'service'; system: string; code: string; words: string | null }

/** The referral's codes in their order, diagnoses first. */
export function codesFor(session: SessionKey, id: string) {
  const of = (kind: string, column: 'diagnoses' | 'services', systems: string, rank: number) => sql`
    SELECT ${kind} AS kind, j.value ->> 0 AS system, j.value ->> 1 AS code,
      (SELECT w.words FROM service_code w WHERE w.system IN (${sql.raw(systems)})
        AND w.code = upper(replace(j.value ->> 1, '.', '')) AND w.words IS NOT NULL LIMIT 1) AS words,
      ${rank} AS rank, j.key AS place
    FROM referral, json_each(referral.${sql.raw(column)}) j WHERE ${and(eq(referral.publicId, id), visible(session))}`
  const both = sql`(${of('diagnosis', 'diagnoses', "'icd-10-cm'", 1)}
    UNION ALL ${of('service', 'services', "'hcpcs', 'cpt'", 2)}) both_kinds`
  return query
    .select({
      kind: sql<ReferralCode['kind']>`kind`.as('kind'),
      system: sql<string>`system`.as('system'),
      code: sql<string>`code`.as('code'),
      words: sql<string | null>`words`.as('words'),
    })
    .from(both)
    .orderBy(sql`rank, place`)
}
