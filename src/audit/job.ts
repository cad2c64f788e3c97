/** Lists in the log, taken into the table that answers "who saw this member" (docs/decisions/0011). */
import { batch } from '../db/client.ts'
import type { Job } from '../runs/means.ts'
import { listMark, listsTaken } from './store.ts'

/** Rows of the log in one batch, statements for them, and batches in one run; what is left is found all the same. */
const ROWS = 2_000
const EACH = 3
const BATCHES = 50

/** Takes what came since the last run; what it does is counted in rows of the log. Twice at once does it once. */
export const takeLists: Job = async ({ env, room }) => {
  let done = 0
  for (let turn = 0; turn < BATCHES && room() >= EACH; turn += 1) {
    const { rows } = await batch(env.DB, [listMark])
    const { mark = 0, newest = 0 } = rows[0][0] ?? {}
    const upTo = Math.min(newest, mark + ROWS)
    if (upTo <= mark) return { done }
    await batch(env.DB, listsTaken(mark, upTo))
    done += upTo - mark
  }
  return { done, more: true }
}
