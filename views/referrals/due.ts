import type { Due } from '../../src/referrals/referral.ts'
import { day, time } from '../format.ts'

/** By when it is to be decided, or since when it should have been; null for one that waits for nothing. */
export function dueText(due: Due | null, zone: string): string | null {
  if (!due) return null
  const when = 'on' in due ? day(due.on) : time(due.at, zone)
  return due.late ? `Decision overdue since ${when}` : `Decision due by ${when}`
}
