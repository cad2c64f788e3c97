/** III.L.5: forgets denied and abandoned registrations when their 90 days are over. */
import { recordedIfChanged } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import { kindOf } from '../errors.ts'
import type { Job, Ran } from '../runs/means.ts'
import { forgottenBefore } from './rules.ts'
import { forgotten, toForget } from './store.ts'

const AT_ONCE = 100
/** Statements for one registration. */
const EACH = 4

/**
 * Takes everything personal out of them, each with its audit row. What was forgotten is found no more, so the cursor is how
 * many failed: they stand first among those that are left.
 */
export const forgetRegistrations: Job = async ({ env, config: { policy, zone }, now, today, room, cursor }) => {
  const at = now.getTime()
  const limit = Math.min(AT_ONCE, Math.floor((room() - 1) / EACH))
  if (limit < 1) return { done: 0, more: true, cursor }
  const { rows } = await batch(env.DB, [toForget(forgottenBefore(today, zone, policy), cursor, limit)])
  const ran: Ran & { failed: number } = { done: 0, failed: 0 }
  for (const { row, id } of rows[0]) {
    try {
      await batch(env.DB, [
        ...forgotten(row, at),
        recordedIfChanged({ name: 'registration.forgotten', at, record: id, clause: 'III.L.5' }),
      ])
      ran.done += 1
    } catch (failure) {
      ran.failed += 1
      ran.error = kindOf(failure)
    }
  }
  return rows[0].length === limit ? { ...ran, more: true, cursor: cursor + ran.failed } : ran
}
