/** Tallies the log by day, for the staff's charts. */
import { batch } from '../../db/client.ts'
import type { Means, Ran } from '../../runs/means.ts'
import { byDay } from './rules.ts'
import { slotsBetween, tallied, tallyMark } from './store.ts'

/** Rows of the log in one turn, and turns in one run. */
const ROWS = 5_000
const TURNS = 40

/** Tallies what came since the last run; answers how many rows of the log were passed. Twice at once does it once. */
export async function tallyDays({ env, config, room }: Pick<Means, 'env' | 'config' | 'room'>): Promise<Ran> {
  let done = 0
  for (let turn = 0; turn < TURNS && room() > 0; turn += 1) {
    const { rows } = await batch(env.DB, [tallyMark])
    const { mark = 0, newest = 0 } = rows[0][0] ?? {}
    const upTo = Math.min(newest, mark + ROWS)
    if (upTo <= mark) return { done }
    const read = await batch(env.DB, [slotsBetween(mark, upTo)])
    await batch(env.DB, tallied(byDay(read.rows[0], config.zone), mark, upTo))
    done += upTo - mark
  }
  return { done, more: true }
}
