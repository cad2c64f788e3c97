import { batch } from '../db/client.ts'
import type { Job } from '../runs/means.ts'
import { flowsForgotten, tokensForgotten } from './store.ts'
import { CLOCKS_DIFFER_BY } from './verify-token.ts'

const AT_ONCE = 1000

/** Forgets ways to providers and taken tokens whose time is over: both are refused by their instant alone (T14). */
export const forgetFederation: Job = async ({ env, now }) => {
  const at = now.getTime()
  const { changes } = await batch(env.DB, [
    flowsForgotten(at, AT_ONCE),
    // By a clock that is late the token is still good, and must be found here.
    tokensForgotten(at - 2 * CLOCKS_DIFFER_BY * 1000, AT_ONCE),
  ])
  return { done: changes.reduce((sum, some) => sum + some, 0), more: changes.includes(AT_ONCE) }
}
