import { batch } from '../db/client.ts'
import type { Job } from '../runs/means.ts'
import { expiredForgotten } from './store.ts'

const AT_ONCE = 1000

/** Forgets the forms that nobody came back for. They were offered to nobody any more (T14). */
export const forgetExpired: Job = async ({ env, now }) => {
  const { changes } = await batch(env.DB, [expiredForgotten(now.getTime(), AT_ONCE)])
  const done = changes[0] ?? 0
  return { done, more: done === AT_ONCE }
}
