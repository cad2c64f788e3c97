/** Queue messages may be lost: what should have been tried a minute ago is put in the queue again. */
import { batch, type Database } from '../db/client.ts'
import { forgotten, overdue } from './outbox.ts'

const WAITS_FOR_MS = 60_000
const AT_MOST = 1000
/** As many as a queue takes in one call. */
const AT_ONCE = 100

/** Queues overdue messages again, and forgets what given-up ones said that have expired; answers how many were queued. */
export async function sweep(db: Database, queue: Queue, now: Date): Promise<number> {
  const at = now.getTime()
  await batch(db, [forgotten(at)])
  const ids = await overdue(db, at - WAITS_FOR_MS, AT_MOST)
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    await queue.sendBatch(ids.slice(from, from + AT_ONCE).map((id) => ({ body: { id } })))
  }
  return ids.length
}
