import type { Config } from '../../config.ts'
import { addDays, dayOf } from '../../policy/calendar.ts'
import { useDays } from '../../standing/rules.ts'
import type { Times } from './user.ts'

/** The days that a user's state depends on, at that instant (III.D.5, III.M.1). */
export function timesAt(now: Date, { policy, zone }: Pick<Config, 'policy' | 'zone'>): Times {
  const days = useDays(dayOf(now, zone), policy)
  return { ...days, passwordsUntil: addDays(days.today, -policy.PASSWORD_LASTS), now: now.getTime() }
}
