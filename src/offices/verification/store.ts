/** The dates of an office's verification, as they are written. Every change of them goes through here. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'

/** The next verification falls due on that day: nobody has been prompted for it yet. */
export function nextVerification(office: number, dueOn: Day): Prepared<never> {
  return prepared(
    'UPDATE office SET verify_due_on = ?, prompt_received_on = NULL, verify_act_on = ? WHERE id = ?',
    dueOn,
    dueOn,
    office,
  )
}

/** III.H.1: the prompt for the verification of `dueOn` was received on that day; the hourly run looks again on `actOn`. The first receipt counts. */
export function promptReceived(office: number, dueOn: Day, on: Day, actOn: Day): Prepared<never> {
  return prepared(
    `UPDATE office SET prompt_received_on = ?, verify_act_on = ? WHERE id = ? AND prompt_received_on IS NULL
       AND coalesce(verify_due_on, ?) = ? AND ? >= ?`,
    on,
    actOn,
    office,
    dueOn,
    dueOn,
    on,
    dueOn,
  )
}

/** The day on which the hourly run looks at the office next; null: not before somebody acts. */
export function actsOn(office: number, on: Day | null): Prepared<never> {
  return prepared('UPDATE office SET verify_act_on = ? WHERE id = ?', on, office)
}
