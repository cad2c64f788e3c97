/** III.L.5: forgets denied and abandoned registrations when their 90 days are over. */
import { recordedIfChanged } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, type Database } from '../db/client.ts'
import { dayOf } from '../policy/calendar.ts'
import { forgottenBefore } from './rules.ts'
import { forgotten, toForget } from './store.ts'

/** What is left waits for the next hour. */
const AT_ONCE = 100

/** Takes everything personal out of them, each with its audit row; answers how many. */
export async function forgetRegistrations(
  db: Database,
  { policy, zone }: Pick<Config, 'policy' | 'zone'>,
  now: Date,
): Promise<number> {
  const at = now.getTime()
  const { rows } = await batch(db, [toForget(forgottenBefore(dayOf(now, zone), zone, policy), AT_ONCE)])
  for (const { row, id } of rows[0]) {
    await batch(db, [
      ...forgotten(row, at),
      recordedIfChanged({ name: 'registration.forgotten', at, record: id, clause: 'III.L.5' }),
    ])
  }
  return rows[0].length
}
