import { recordedIfChanged } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import type { BulkConfig } from '../../feed-config.ts'
import { sinceOf } from './rules.ts'
import { importOfPull, pullBegun, pullsDone } from './store.ts'

/** Who asks for an export: an account's row and where it acts from; nobody for the hourly run. */
export type Asking = { by: number; from: { ip: string; request: string; device: string; session: number } } | null

/** Begins an export of what changed since the last one. Answers false while another is under way. */
export async function requestPull(env: Pick<Env, 'DB'>, bulk: BulkConfig, asking: Asking, now: Date): Promise<boolean> {
  const at = now.getTime()
  const [done] = (await batch(env.DB, [pullsDone])).rows[0]
  const since = sinceOf(done, bulk.wholeEveryDays, at)
  const importId = `pull-${at.toString(36)}`
  const { changes } = await batch(env.DB, [
    pullBegun(importId, since, asking?.by ?? null, at),
    recordedIfChanged({
      name: 'feed.pull_begun',
      at,
      account: asking?.by ?? null,
      ...asking?.from,
      detail: { importId, since: since === null ? 'everything' : 'changes' },
    }),
    importOfPull(importId),
  ])
  return (changes[0] ?? 0) > 0
}
