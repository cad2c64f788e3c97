/** Which submitted referrals have a status that their submitter was not told of. */
import { sql } from 'drizzle-orm'
import { type Prepared, prepared, query } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import { shownNow } from '../../restricted-info/shown.ts'

/**
 * Somebody with such referrals. `changed`: JSON [[row, status], …] of all that may be shown; `theirs`: how many of them
 * are in an office where they still may read them.
 */
export type Untold = { account: number; changed: string; theirs: number }

/** The submitter reads referrals of that office today: of all its providers, or of this one's (III.B.6.c, III.B.8). */
const mayRead = (today: Day) => {
  const limits = sql`grant_limit l JOIN provider p ON p.id = l.provider_id`
  const own = sql`l.membership_id = m.id AND l.role = 'view-referrals'`
  return sql<number>`EXISTS (
    SELECT 1 FROM membership m JOIN account a ON a.id = m.account_id JOIN office o ON o.id = m.office_id
      JOIN role_grant g ON g.membership_id = m.id AND g.role = 'view-referrals' AND (g.ends_on IS NULL OR g.ends_on >= ${today})
    WHERE m.account_id = s.account_id AND m.office_id = r.office_id AND m.suspended_at IS NULL
      AND (m.ended_on IS NULL OR m.ended_on > ${today}) AND a.suspended_at IS NULL AND a.terminated_at IS NULL
      AND o.suspended_at IS NULL AND o.access_on <= ${today} AND (o.terminated_on IS NULL OR o.terminated_on > ${today})
      AND (NOT EXISTS (SELECT 1 FROM grant_limit l WHERE ${own}) OR r.requester_source_id IN (
        SELECT p.source_id FROM ${limits} WHERE ${own}
        UNION ALL SELECT f.source_id FROM ${limits}
          JOIN feed_record f INDEXED BY feed_record_role
            ON f.type = 'PractitionerRole' AND f.facts ->> 'practitioner' = +p.source_id WHERE ${own})))`
}

/** People after that row and so many. Restricted referrals have no status that anybody is told of (III.I.1). */
export function untold(today: Day, after: number, limit: number) {
  return query
    .select({
      account: sql<number>`s.account_id`.as('account'),
      changed: sql<string>`json_group_array(json_array(r.id, r.stage))`.as('changed'),
      theirs: sql<number>`sum(${mayRead(today)})`.as('theirs'),
    })
    .from(sql`referral r JOIN referral_submission s ON s.confirmation = r.confirmation`)
    .where(
      sql`r.confirmation IS NOT NULL AND r.stage NOT IN ('submitted', 'received') AND r.stage IS NOT r.told_status
        AND ${shownNow(sql`r.shown_under`)} AND s.account_id > ${after}`,
    )
    .groupBy(sql`s.account_id`)
    .orderBy(sql`s.account_id`)
    .limit(limit)
}

/** Their submitter knows those statuses, or is not to know them; one that changed meanwhile stays for the next run. */
export function toldOf(changed: string): Prepared<never> {
  return prepared(
    `UPDATE referral SET told_status = v.value ->> 1 FROM json_each(?) v
     WHERE referral.id = v.value ->> 0 AND referral.stage = v.value ->> 1 AND referral.told_status IS NOT v.value ->> 1`,
    changed,
  )
}
