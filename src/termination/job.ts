/** III.M.2: ends the sessions of memberships whose end has come. Nobody reaches anything through one meanwhile (T14). */
import { sessionsEnded } from '../accounts/store.ts'
import { recordedForEndedSessions } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import type { Means, Ran } from '../runs/means.ts'
import { endedInSession } from './store.ts'

/** The statements that each membership takes, and the one that finds them. */
const EACH = 2
const LOOK = 1

/** Ends what is open; answers how many memberships had something open. Run twice or days late, it comes to the same. */
export async function endDueAccess({ env, now, today, room, cursor }: Means): Promise<Ran> {
  const at = now.getTime()
  // The run itself keeps a few statements for what it writes of the job.
  const most = Math.floor((room() - LOOK) / EACH) - EACH
  const due = (await batch(env.DB, [endedInSession(today, cursor, most)])).rows[0]
  let done = 0
  let failed = 0
  for (const whose of due) {
    try {
      await batch(env.DB, [sessionsEnded(whose, at, 'revoked'), recordedForEndedSessions(whose, at, 'revoked')])
      done += 1
    } catch {
      // What failed is found again within the hour: the session is still open.
      failed += 1
    }
  }
  const more = due.length === most
  return { done, failed, more, cursor: more ? (due.at(-1)?.membership ?? 0) : 0 }
}
