/** Queue messages may be lost: what waits in the outbox for over a minute is put in the queue again. */
import type { Database } from '../db/client.ts'
import { overdue } from './outbox.ts'

const WAITS_FOR_MS = 60_000
const AT_ONCE = 100

/** Queues overdue messages again; answers how many. */
export async function sweep(db: Database, queue: Queue, now: Date): Promise<number> {
  const ids = await overdue(db, now.getTime() - WAITS_FOR_MS, AT_ONCE)
  if (ids.length > 0) await queue.sendBatch(ids.map((id) => ({ body: { id } })))
  return ids.length
}
