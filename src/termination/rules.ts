/** When access that is revoked ends, and whether that is late (III.M.3). */
import { addBusinessDays, addDays, businessDaysBetween, type Day } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'

/** The first day without the access: today; where the job ends on a day to come, the day after that one. */
export function revokedOn(changedOn: Day, today: Day): Day {
  return changedOn > today ? addDays(changedOn, 1) : today
}

/** Whether the access was revoked more than one business day after the job ended or changed: then it is reported. */
export function isLate(changedOn: Day, revoked: Day, policy: Policy, holidays: ReadonlySet<Day>): boolean {
  return businessDaysBetween(changedOn, revoked, holidays) > policy.REVOKE_WITHIN
}

/** The last day for e-business to decide a report made on `today`. */
export function decideBy(today: Day, policy: Policy, holidays: ReadonlySet<Day>): Day {
  return addBusinessDays(today, policy.LATE_REVOCATION_DECIDED_WITHIN, holidays)
}
