import { batch, type Database } from '../db/client.ts'
import { expiredForgotten } from './store.ts'

/** Forgets the forms that nobody came back for; answers how many. They were offered to nobody any more (T14). */
export async function forgetExpired(db: Database, now: Date): Promise<number> {
  const { changes } = await batch(db, [expiredForgotten(now.getTime())])
  return changes[0] ?? 0
}
