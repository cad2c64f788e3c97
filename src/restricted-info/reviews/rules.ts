import { type Day, dayOf, overdueOn } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'

/** When the list was last reviewed, and when its first version was made (ms UTC; null: there is none yet). */
export type ReviewMark = { lastOn: Day | null; firstAt: number | null }

/**
 * III.I.3: the day on which the next review is overdue, and whether it is. A list that was never reviewed counts from its
 * first version; without one there is nothing to review.
 */
export function overdueDay(
  { lastOn, firstAt }: ReviewMark,
  now: Date,
  zone: string,
  policy: Policy,
): { overdueOn: Day | null; isOverdue: boolean } {
  if (firstAt === null) return { overdueOn: null, isOverdue: false }
  const day = overdueOn(lastOn ?? dayOf(new Date(firstAt), zone), policy.LIST_REVIEWED_EVERY)
  return { overdueOn: day, isOverdue: dayOf(now, zone) >= day }
}
