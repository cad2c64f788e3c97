/** Lists in the log, taken into the table that answers "who saw this member" (docs/decisions/0011). */
import { batch, type Database } from '../db/client.ts'
import { listMark, listsTaken } from './store.ts'

/** Rows of the log in one batch, and batches in one run; what is left waits for the next hour, and is found all the same. */
const ROWS = 2_000
const BATCHES = 50

/** Takes what came since the last run; answers how many rows of the log were passed. Twice at once does it once. */
export async function takeLists(db: Database): Promise<number> {
  let passed = 0
  for (let turn = 0; turn < BATCHES; turn += 1) {
    const { rows } = await batch(db, [listMark])
    const { mark = 0, newest = 0 } = rows[0][0] ?? {}
    const upTo = Math.min(newest, mark + ROWS)
    if (upTo <= mark) break
    await batch(db, listsTaken(mark, upTo))
    passed += upTo - mark
  }
  return passed
}
