import { batch } from '../db/client.ts'
import type { Job } from '../runs/means.ts'
import { flowsForgotten, tokensForgotten } from './store.ts'
import { CLOCKS_DIFFER_BY } from './verify-token.ts'

const AT_ONCE = 1000
const SECOND = 1000

/** Forgets ways to providers and taken tokens whose time is over: both are refused by their instant alone (T14). */
export const forgetFederation: Job = async ({ env, now }) => {
  const at = now.getTime()
  const { changes } = await batch(env.DB, [
    flowsForgotten(at, AT_ONCE),
    // A token is still good for as long as clocks may differ, and must be found here.
    tokensForgotten(at - CLOCKS_DIFFER_BY * SECOND, AT_ONCE),
  ])
  return { done: changes.reduce((sum, some) => sum + some, 0), more: changes.includes(AT_ONCE) }
}
