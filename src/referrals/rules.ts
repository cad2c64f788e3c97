/** When a referral has to be decided (section 12, CMS-0057-F). */
import { addDays, type Day, dayOf, readDay, startOfDay } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import type { Due, Stage } from './referral.ts'

const HOUR_MS = 3_600_000

/** What the due time is counted from. */
export type Asked = {
  stage: Stage
  urgency: 'routine' | 'urgent'
  receivedAt: number | null
  authoredOn: string | null
}

/** Nothing was decided yet. */
export function isOpen(stage: Stage): boolean {
  return stage === 'submitted' || stage === 'received' || stage === 'in-review'
}

/**
 * By when it has to be decided, while it isn't: so many days, until the end of the last one in the plan's `zone`, or so
 * many hours when urgent. Without an hour these run from the 00:00 of its day. Null for one decided, or without a day.
 */
export function dueOf(
  { stage, urgency, receivedAt, authoredOn }: Asked,
  now: Date,
  zone: string,
  policy: Policy,
): Due | null {
  const day = receivedAt === null ? readDay(authoredOn ?? '') : dayOf(new Date(receivedAt), zone)
  if (!day || !isOpen(stage)) return null
  if (urgency === 'urgent') {
    const from = receivedAt ?? startOfDay(day, zone).getTime()
    const at = from + policy.URGENT_REFERRAL_DECIDED_WITHIN * HOUR_MS
    return { at, late: now.getTime() > at }
  }
  const on: Day = addDays(day, policy.REFERRAL_DECIDED_WITHIN)
  return { on, late: dayOf(now, zone) > on }
}
