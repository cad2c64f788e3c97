import { recorded } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { done, refused, type Result } from '../result.ts'
import { shrunkTypes } from './alarms/rules.ts'
import type { CountsByType } from './feed.ts'
import { broughtBefore, countsOf, hiddenCounted, importCompleted, importOf, suppressedOf } from './store.ts'

/**
 * Ends an import: it takes no more parts. Answers what came of all its lines, and how many of its records of each
 * type are hidden now that everything arrived. Asked again it answers the same way. A whole import that brings fewer
 * records of a type than the one before, by more than the share `shrinksBy`, is an alarm. `account`: whoever said so; null for the core system.
 */
export async function complete(
  db: Database,
  importId: string,
  now: Date,
  shrinksBy: number,
  account: number | null = null,
): Promise<Result<CountsByType, 'no-import'>> {
  const read = [importOf(importId), countsOf(importId), broughtBefore(importId), suppressedOf(importId)] as const
  const [[begun], counts, before, hidden] = (await batch(db, read)).rows
  // What failed never becomes whole.
  if (!begun || begun.failedAt !== null) return refused('no-import')
  if (begun.completedAt === null) {
    const at = now.getTime()
    const shrunk = begun.isWhole ? shrunkTypes(counts, before, shrinksBy) : []
    await batch(db, [
      importCompleted(importId, shrunk, at),
      hiddenCounted(importId),
      recorded({ name: 'feed.completed', at, account, detail: { importId, parts: begun.parts } }),
      ...shrunk.map((one) => recorded({ name: 'feed.shrunk', at, detail: { importId, ...one } })),
    ])
  }
  const total: CountsByType = {}
  for (const { type, hidden: _, ...count } of counts) {
    total[type] = { ...count, suppressed: hidden.find((row) => row.type === type)?.suppressed ?? 0 }
  }
  return done(total)
}
