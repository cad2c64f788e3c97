/**
 * Referrals of the session's office, without restricted ones and without those of providers beyond its grant (III.B.8):
 * all is cut here, in the query that reads, so that no list, count or direct address can tell that something was left
 * out (III.I.1).
 */
import { and, eq, sql, type SQL } from 'drizzle-orm'
import { columns, type Prepared, query } from '../db/client.ts'
import { member, referral, referralSubmission } from '../db/schema/index.ts'
import { shownNow } from '../restricted-info/shown.ts'
import { withinLimit } from '../roles/store.ts'
import type { SessionKey } from '../session-key.ts'
import { officeOf } from '../standing/store.ts'

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
