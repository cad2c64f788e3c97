/** What is done next about an office's verification, and on which day (III.H). */
import { addDays, type Day } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'

/** The day after the prompt on which something is next to be done, the last reminder being of `remindedDay`: another, or the suspension. */
export function nextActOn(promptedOn: Day, remindedDay: number, policy: Policy): Day {
  const days = [...policy.VERIFY_REMINDED, policy.VERIFY_SUSPENDS_AFTER + 1]
  return addDays(promptedOn, Math.min(...days.filter((day) => day > remindedDay)))
}
