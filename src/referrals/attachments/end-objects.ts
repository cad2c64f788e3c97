import { batch, type Database } from '../../db/client.ts'
import { kindOf } from '../../errors.ts'
import { objectsDue, objectsForgotten } from './store.ts'

/** Deletes objects that no row speaks of and that are due at `now` (ms UTC), so many at most; answers how many. */
export async function endObjects(db: Database, bucket: R2Bucket, now: number, limit: number): Promise<number> {
  const ids = (await batch(db, [objectsDue(now, limit)])).rows[0].map(({ id }) => id)
  if (ids.length === 0) return 0
  await bucket.delete(ids)
  await batch(db, [objectsForgotten(ids)])
  return ids.length
}

/** The same at once, after a change that needs no more of it: what fails now is done by the hourly run. */
export async function endObjectsNow(db: Database, bucket: R2Bucket, now: number, limit: number): Promise<void> {
  try {
    await endObjects(db, bucket, now, limit)
  } catch (failure) {
    console.error(JSON.stringify({ level: 'error', error: 'objects-left', kind: kindOf(failure) }))
  }
}
