import { recorded } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { done, refused, type Result } from '../result.ts'
import type { CountsByType } from './feed.ts'
import { importCompleted, importOf, partsOf, suppressedOf } from './store.ts'

/**
 * Ends an import: it takes no more parts. Answers what came of all its lines, and how many of its records of each
 * type are hidden now that everything arrived. Asked again it answers the same way.
 */
export async function complete(db: Database, importId: string, now: Date): Promise<Result<CountsByType, 'no-import'>> {
  const [begun, parts, hidden] = (await batch(db, [importOf(importId), partsOf(importId), suppressedOf(importId)])).rows
  if (!begun[0]) return refused('no-import')
  if (begun[0].completedAt === null) {
    const at = now.getTime()
    await batch(db, [
      importCompleted(importId, at),
      recorded({ name: 'feed.completed', at, detail: { importId, parts: parts.length } }),
    ])
  }
  const total: CountsByType = {}
  for (const counts of parts.map((part) => JSON.parse(part.counts) as CountsByType)) {
    for (const [type, count] of Object.entries(counts)) {
      const sum = (total[type] ??= { read: 0, stored: 0, unchanged: 0, ignored: 0, rejected: 0, suppressed: 0 })
      for (const name of ['read', 'stored', 'unchanged', 'ignored', 'rejected'] as const) sum[name] += count[name]
    }
  }
  for (const { type, suppressed } of hidden) if (total[type]) total[type].suppressed = suppressed
  return done(total)
}
