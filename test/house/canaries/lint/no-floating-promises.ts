/** A Drizzle insert that nobody awaits is never sent: the builder is a promise. */
import { drizzle } from 'drizzle-orm/d1'
import { account } from '../../../../src/db/schema/index.ts'

export async function lose(db: D1Database): Promise<void> {
  await Promise.resolve()
  drizzle(db).insert(account).values({} as typeof account.$inferInsert)
}
