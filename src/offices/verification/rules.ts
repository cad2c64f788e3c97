/** When the users of an office are verified, and what follows if they aren't (III.H.1 to III.H.3): from stored dates alone (T14). */
import { addDays, type Day, daysBetween } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import type { Access, Course, Dates, Phase } from './dates.ts'

/** How the office's verification stands on the day; null: the office has no access, and nothing falls due. */
export function courseOf(
  { accessOn, verifyDueOn, promptReceivedOn }: Dates,
  today: Day,
  policy: Policy,
): Course | null {
  if (accessOn === null) return null
  // An office whose day was lost is due by its access: nothing opens by a missing date.
  const dueOn = verifyDueOn ?? addDays(accessOn, policy.VERIFY_EVERY)
  const latest = addDays(dueOn, policy.VERIFY_PROMPT_REACHES_WITHIN)
  // A receipt before the due day or after the latest one is none of this prompt's.
  const counts = promptReceivedOn !== null && promptReceivedOn >= dueOn && promptReceivedOn <= latest
  const prompted = counts ? promptReceivedOn : latest
  const restrictsOn = addDays(prompted, policy.VERIFY_RESTRICTS_AFTER + 1)
  const suspendsOn = addDays(prompted, policy.VERIFY_SUSPENDS_AFTER + 1)
  const phase: Phase =
    today < dueOn
      ? 'not-due'
      : today < prompted
        ? 'due'
        : today < restrictsOn
          ? 'prompted'
          : today < suspendsOn
            ? 'restricted'
            : 'suspended'
  return {
    phase,
    dueOn,
    promptedOn: today >= prompted ? prompted : null,
    completeBy: addDays(prompted, policy.VERIFY_RESTRICTS_AFTER),
    restrictsOn,
    suspendsOn,
  }
}

/**
 * The first day after `after` on which a verification falls due, counted every 45 days from the access (III.H.1): one that
 * was still open when the next fell due has absorbed it.
 */
export function nextDueOn(accessOn: Day, after: Day, policy: Policy): Day {
  const passed = Math.max(0, Math.floor(daysBetween(accessOn, after) / policy.VERIFY_EVERY))
  return addDays(accessOn, (passed + 1) * policy.VERIFY_EVERY)
}

/** Access from that day on, with the day of the first verification that follows from it. */
export function accessFrom(on: Day, policy: Policy): Access {
  return { on, verifyOn: nextDueOn(on, on, policy) }
}
