/** When an account that nobody uses closes (III.M.1). Whether it is closed is judged by standing. */
import { addDays, type Day } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'

/** The day of last use of an account whose first closed day is `dormantOn`: "for over 60 days" takes hold on the 61st. */
export function lastUsedOnFor(dormantOn: Day, policy: Policy): Day {
  return addDays(dormantOn, -(policy.DORMANT_AFTER + 1))
}
