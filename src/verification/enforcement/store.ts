/** Offices to which something will happen by a day, if nobody does anything (III.H.3). */
import { type Prepared, prepared } from '../../db/client.ts'
import { isLiveLoa, loas } from '../../offices/loas/store.ts'
import type { Day } from '../../policy/calendar.ts'
import type { OfficeToAct } from '../course/office.ts'
import { isAsked, offices, standing } from '../course/store.ts'

/** Offices that are looked at in one go. */
export const AT_MOST = 1000

/** An office whose verification falls due by the day: with its people's names, and how many of them would lose access. */
export type OfficeConcerned = OfficeToAct & { id: string; loaNames: string; users: number }

/** Offices that are due by that day, the earliest first, and one more than are looked at. */
export function officesConcerned(by: Day, today: Day): Prepared<OfficeConcerned> {
  return prepared(
    `SELECT ${standing('?1')}, o.public_id AS id,
       (SELECT json_group_array(la.first_name || ' ' || la.last_name) FROM ${loas} WHERE l.office_id = o.id AND ${isLiveLoa('?1')}) AS loaNames,
       (SELECT count(*) FROM membership m JOIN account a ON a.id = m.account_id WHERE m.office_id = o.id AND m.suspended_at IS NULL
          AND (m.ended_on IS NULL OR m.ended_on > ?1) AND a.suspended_at IS NULL AND a.terminated_at IS NULL) AS users
     FROM ${offices} WHERE ${isAsked('?1')} AND coalesce(o.verify_due_on, '') <= ?2
     ORDER BY coalesce(o.verify_due_on, ''), o.id LIMIT ?3`,
    today,
    by,
    AT_MOST + 1,
  )
}
