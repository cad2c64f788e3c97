/** When access that is revoked ends, which days an office may name for it, and whether that is late (III.M.3). */
import { addBusinessDays, addDays, addMonths, businessDaysBetween, type Day, readDay } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import type { RevocationKind, WrongDay } from './termination.ts'

/** The first day without the access: today; where the job ends on a day to come, the day after that one. */
export function revokedOn(changedOn: Day, today: Day): Day {
  return changedOn > today ? addDays(changedOn, 1) : today
}

/** The last day with some access: the one before `endedOn`; that day itself where the end was said, and took hold, in the midst of it. */
export function lastDayOf(endedOn: Day, saidOn: Day | null): Day {
  return saidOn === endedOn ? endedOn : addDays(endedOn, -1)
}

/** Whether the access was revoked more than one business day after the job ended or changed: then it is reported. */
export function isLate(changedOn: Day, revoked: Day, policy: Policy, holidays: ReadonlySet<Day>): boolean {
  return businessDaysBetween(changedOn, revoked, holidays) > policy.REVOKE_WITHIN
}

/** The last day for e-business to decide a report made on `today`. */
export function decideBy(today: Day, policy: Policy, holidays: ReadonlySet<Day>): Day {
  return addBusinessDays(today, policy.LATE_REVOCATION_DECIDED_WITHIN, holidays)
}

/** Nobody knows the end of a job longer ahead: a day beyond is a slip of the pen. */
const MONTHS_AHEAD = 12

/**
 * The day that was typed, or what is wrong with it. `since`: the day the access began; `endedOn`: the first day without it,
 * where an end is set already. What disables or limits takes hold at once, so its day can't be one to come.
 */
export function judgeDay(
  typed: string,
  kind: RevocationKind,
  { today, since, endedOn }: { today: Day; since: Day; endedOn: Day | null },
): { day: Day } | { wrong: WrongDay } {
  if (typed === '') return { wrong: 'missing' }
  const day = readDay(typed)
  if (!day) return { wrong: 'no-date' }
  if (day < since) return { wrong: 'before-access' }
  if (day > today && kind === 'disabled') return { wrong: 'not-yet' }
  if (day > today && kind === 'limited') return { wrong: 'keep-until' }
  if (day > addMonths(today, MONTHS_AHEAD)) return { wrong: 'too-far' }
  if (kind === 'ended' && endedOn !== null && revokedOn(day, today) >= endedOn) return { wrong: 'ends-sooner' }
  return { day }
}

/** Why an administrator can't end or disable somebody: it is themself, or nobody would administer the office; null: they can. */
export function barOf(leaver: { account: number; isLastLoa: number }, by: number): 'self' | 'last-loa' | null {
  if (leaver.account === by) return 'self'
  return leaver.isLastLoa === 1 ? 'last-loa' : null
}
