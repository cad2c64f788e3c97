/** Queue messages may be lost: what should have been tried a minute ago is put in the queue again. */
import { batch } from '../db/client.ts'
import type { Job } from '../runs/means.ts'
import { dispatch, forgotten, overdue, queuedAgain } from './outbox.ts'

const WAITS_FOR_MS = 60_000
const AT_ONCE = 1000

/**
 * Queues overdue messages again, and forgets what given-up ones said that have expired. The cursor is the instant before
 * which messages were overdue as the run began: one that goes on queues none twice, and so ends.
 */
export const sweep: Job = async ({ env, now, cursor }) => {
  const at = now.getTime()
  const before = cursor || at - WAITS_FOR_MS
  const ids = await overdue(env.DB, before, AT_ONCE)
  await dispatch(
    env.MAIL,
    ids.map((id) => ({ id })),
  )
  const { changes } = await batch(env.DB, [queuedAgain(ids, before, at), forgotten(at, AT_ONCE)])
  const forgot = changes[1] ?? 0
  const more = ids.length === AT_ONCE || forgot === AT_ONCE
  return { done: ids.length + forgot, ...(more && { more, cursor: before }) }
}
