/** What the staff's charts count besides the log: verifications by the day they fell due. */
import { type Prepared, prepared } from '../../db/client.ts'
import { addDays, type Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import type { Verified } from './chart.ts'

/**
 * Verifications that fell due from that day to today: complete within the days of III.H.2 or later; open, or open and the
 * office suspended (III.H.3). One that the office's end cut off counts for nothing.
 */
export function verifiedByDay(from: Day, today: Day, policy: Policy): Prepared<Verified> {
  const suspended = addDays(today, -policy.VERIFY_SUSPENDS_AFTER - 1)
  return prepared(
    `SELECT v.due_on AS day, CASE
         WHEN v.completed_on <= date(v.received_on, ?3) THEN 'in-time' WHEN v.completed_on IS NOT NULL THEN 'late'
         WHEN o.suspended_at IS NOT NULL OR v.due_on <= ?5 OR (o.prompt_received_on >= v.due_on AND o.prompt_received_on <= ?4) THEN 'suspended'
         ELSE 'open' END AS state, count(*) AS count
     FROM verification v JOIN office o ON o.id = v.office_id
     WHERE v.due_on >= ?1 AND v.due_on <= ?2 AND v.dropped_at IS NULL GROUP BY 1, 2`,
    from,
    today,
    `+${policy.VERIFY_RESTRICTS_AFTER} days`,
    suspended,
    addDays(suspended, -policy.VERIFY_PROMPT_REACHES_WITHIN),
  )
}
