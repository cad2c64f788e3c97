import { batch, type Database } from '../../db/client.ts'
import { objectsDue, objectsForgotten } from './store.ts'

/** Deletes objects that no row speaks of and that are due at `now` (ms UTC), so many at most; answers how many. */
export async function endObjects(db: Database, bucket: R2Bucket, now: number, limit: number): Promise<number> {
  const ids = (await batch(db, [objectsDue(now, limit)])).rows[0].map(({ id }) => id)
  if (ids.length === 0) return 0
  await bucket.delete(ids)
  await batch(db, [objectsForgotten(ids)])
  return ids.length
}
