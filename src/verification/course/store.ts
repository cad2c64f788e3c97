/** Offices about whose verification the hourly run has something to do, and what it writes down of that (III.H). */
import { departments } from '../../accounts/account.ts'
import { type Prepared, prepared } from '../../db/client.ts'
import { liveLoasOf } from '../../offices/loas/store.ts'
import type { Day } from '../../policy/calendar.ts'
import { rightsOfDepartment } from '../../roles/matrix.ts'
import type { OfficeToAct } from './office.ts'

/** SQL for the columns of an OfficeToAct, of the office `o` and its open verification `v`; `today` is SQL itself. */
export const standing = (
  today: string,
) => `o.id AS office, o.name AS name, o.access_on AS accessOn, o.verify_due_on AS verifyDueOn,
  o.prompt_received_on AS promptReceivedOn, o.verify_act_on AS actOn, v.id AS verification,
  coalesce(v.reminded_day, 0) AS remindedDay,
  (SELECT min(p.sent_at) FROM outbox p WHERE p.verification_id = v.id) AS mailedAt,
  ${liveLoasOf('o.id', today)} AS loas,
  (SELECT json_group_array(coalesce(p.account_id, 0)) FROM outbox p
   WHERE p.verification_id = v.id AND (p.dead_at IS NULL OR p.dead_reason NOT IN ('expired', 'undeliverable'))) AS prompted,
  o.manager_name AS managerName, o.manager_email AS managerEmail`

/** SQL for every office `o` with its open verification `v`. */
export const offices = `office o LEFT JOIN verification v ON v.office_id = o.id AND v.completed_at IS NULL AND v.dropped_at IS NULL`

/** SQL for: the office `o` can be asked to verify on the day. */
export const isAsked = (today: string) =>
  `o.access_on <= ${today} AND o.suspended_at IS NULL AND (o.terminated_on IS NULL OR o.terminated_on > ${today})`

/** Offices after that row about which something is to be done on the day. */
export function officesToAct(today: Day, after: number, limit: number): Prepared<OfficeToAct> {
  return prepared(
    // By the day alone (each + keeps the row from it): an office with nothing to do costs nothing.
    `SELECT ${standing('?1')} FROM ${offices} WHERE o.id IN (
       SELECT o.id FROM office o WHERE o.verify_act_on <= ?1 AND +o.id > ?2 AND ${isAsked('?1')} ORDER BY +o.id LIMIT ?3)
     ORDER BY o.id`,
    today,
    after,
    limit,
  )
}

/** The office, as it stands after a step. */
export function officeToAct(office: number, today: Day): Prepared<OfficeToAct> {
  return prepared(`SELECT ${standing('?1')} FROM ${offices} WHERE o.id = ?2 AND ${isAsked('?1')}`, today, office)
}

/** The hourly run looks at the office next on that day; nothing if another run, or somebody, has moved it meanwhile. */
export function actedOn(office: number, was: Day, on: Day): Prepared<never> {
  return prepared('UPDATE office SET verify_act_on = ? WHERE id = ? AND verify_act_on = ?', on, office, was)
}

/** The day of the prompt whose message went out is done: a reminder, or the suspension. Nothing if it was, or is no longer needed. */
export function remindedOf(verification: number, day: number): Prepared<never> {
  return prepared(
    'UPDATE verification SET reminded_day = ?1 WHERE id = ?2 AND reminded_day < ?1 AND completed_at IS NULL AND dropped_at IS NULL',
    day,
    verification,
  )
}

/** SQL for: nobody has received the prompt for `v` of the office `o`, though it fell due before the day. */
const isUnreceived = (today: string) =>
  `v.completed_at IS NULL AND v.dropped_at IS NULL AND v.due_on < ${today} AND o.prompt_received_on IS NULL AND ${isAsked(today)}`

/** Offices of which the plan is to be told that nobody has the prompt. */
export function unreceived(today: Day, limit: number): Prepared<{ office: number }> {
  return prepared(
    `SELECT o.id AS office FROM verification v JOIN office o ON o.id = v.office_id
     WHERE v.alarmed_at IS NULL AND ${isUnreceived('?1')} ORDER BY o.id LIMIT ?2`,
    today,
    limit,
  )
}

/** The plan is told of these offices (their rows as JSON), unless it was. */
export function alarmed(rows: string, at: number): Prepared<never> {
  return prepared(
    `UPDATE verification SET alarmed_at = ? WHERE alarmed_at IS NULL AND completed_at IS NULL AND dropped_at IS NULL
       AND office_id IN (SELECT value FROM json_each(?))`,
    at,
    rows,
  )
}

const watching = departments
  .filter((one) => rightsOfDepartment[one].includes('verifications.read'))
  .map((one) => `'${one}'`)
  .join(', ')

/** The Enterprise Administrators, who see to what falls due. */
export const enterpriseAdministrators = prepared<{ account: number }>(
  `SELECT id AS account FROM account WHERE department IN (${watching}) AND suspended_at IS NULL AND terminated_at IS NULL`,
)
