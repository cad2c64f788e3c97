/** Which requests wait too long, whom that is told, and that it was. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import { liveLoasOf } from '../../offices/loas/store.ts'
import { deciding } from '../store.ts'

/** An office whose administrators are to be reminded; `loas` is a JSON list of their accounts' rows. */
export type OfficeToRemind = { office: number; name: string; waiting: number; loas: string }

const due = (before: string) =>
  `r.decided_at IS NULL AND r.wants_loa = 0 AND r.reminded_at IS NULL AND r.sent_at < ${before}`

/**
 * Offices, after that row and so many, with requests sent before that instant (ms) of which nobody was reminded. One
 * without a live LOA has nobody to remind.
 */
export function officesToRemind(before: number, today: Day, after: number, limit: number): Prepared<OfficeToRemind> {
  return prepared(
    `SELECT office AS office, name AS name, waiting AS waiting, loas AS loas FROM (
       SELECT o.id AS office, o.name AS name, count(*) AS waiting,
         ${liveLoasOf('o.id', '?2')} AS loas
       FROM access_request r JOIN office o ON o.id = r.office_id WHERE r.office_id > ?3 AND ${due('?1')} GROUP BY o.id)
     WHERE loas <> '[]' ORDER BY office LIMIT ?4`,
    before,
    today,
    after,
    limit,
  )
}

/** Their administrators are reminded of them. */
export function reminded(office: number, before: number, at: number): Prepared<never> {
  return prepared(
    `UPDATE access_request AS r SET reminded_at = ?3 WHERE r.office_id = ?1 AND ${due('?2')}`,
    office,
    before,
    at,
  )
}

/** How many requests the plan is to be alerted to, and its deciding staff: a JSON list of their accounts' rows. */
export type PlanToAlert = { waiting: number; staff: string }

const long = (before: string) => `r.decided_at IS NULL AND r.alerted_at IS NULL AND r.sent_at < ${before}`

/** No row while there is nothing to tell, or nobody to tell it. */
export function planToAlert(before: number): Prepared<PlanToAlert> {
  return prepared(
    `SELECT waiting AS waiting, staff AS staff FROM (
       SELECT (SELECT count(*) FROM access_request r WHERE ${long('?1')}) AS waiting,
         (SELECT json_group_array(a.id) FROM account a WHERE a.department IN (${deciding})
            AND a.suspended_at IS NULL AND a.terminated_at IS NULL) AS staff)
     WHERE waiting > 0 AND staff <> '[]'`,
    before,
  )
}

/** The plan is alerted to them. */
export function planAlerted(before: number, at: number): Prepared<never> {
  return prepared(`UPDATE access_request AS r SET alerted_at = ?2 WHERE ${long('?1')}`, before, at)
}
