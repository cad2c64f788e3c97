import { batch } from '../db/client.ts'
import { addDays, startOfDay } from '../policy/calendar.ts'
import type { Job } from '../runs/means.ts'
import { checksForgotten } from './statement.ts'

/** Checks that are forgotten at once, each with its rows. */
const FORGOTTEN_AT_ONCE = 50

/** Forgets checks after their days (III.B.6.a). Their pages say so. */
export const forgetChecks: Job = async ({ env, config, today }) => {
  const before = startOfDay(addDays(today, -config.policy.ELIGIBILITY_CHECK_KEPT_FOR), config.zone).getTime()
  const { changes } = await batch(env.DB, checksForgotten(before, FORGOTTEN_AT_ONCE))
  const done = changes.at(-1) ?? 0
  return { done, more: done === FORGOTTEN_AT_ONCE }
}
