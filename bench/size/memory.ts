/** A file of any size through the feed: neither the client that reads it nor the Worker that stores it grows with it. */
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPlan } from '../../demo/plan.ts'
import { portalAt, publishList, STARTER_LIST } from '../../tools/feed-client.ts'
import { partsOf } from '../../tools/feed-files.ts'
import { keys, start } from '../contestant.ts'
import { makeTables } from '../plan.ts'

export type MemoryMeasures = {
  /** How much more the client and the Worker hold in the last third of the file than in the one before it, the most of each. */
  growth: { client: number; worker: number }
  most: { client: number; worker: number }
  megabytes: number
}

/** Sends a file of so many megabytes, the same records over and over: each part is read, looked up and found unchanged. */
export async function measureMemory(megabytes: number): Promise<MemoryMeasures> {
  process.env.GATEHOUSE_FEED_TOKEN = keys.FEED_TOKEN
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  const portal = await start('src/index.ts')
  try {
    const path = join(folder, 'claims.ndjson')
    written(path, megabytes)
    await makeTables(await portal.database())
    const feed = portalAt(portal.url.href.replace(/\/$/, ''))
    await publishList(feed, STARTER_LIST)
    const held: { client: number; worker: number }[] = []
    const file = { name: 'claims.ndjson', path, bytes: statSync(path).size }
    for await (const { part, firstLine, body } of partsOf(file, () => undefined)) {
      await feed.ask(`/memory-run/${file.name}/${part}`, body, { 'X-Part-First-Line': String(firstLine) })
      held.push({ client: process.memoryUsage.rss() / 1e6, worker: portal.memory() })
    }
    const third = Math.floor(held.length / 3)
    const most = (name: 'client' | 'worker', from: number, to: number) =>
      Math.max(...held.slice(from, to).map((one) => one[name]))
    const growth = (name: 'client' | 'worker') => most(name, 2 * third, held.length) / most(name, third, 2 * third)
    return {
      growth: { client: growth('client'), worker: growth('worker') },
      most: { client: most('client', 0, held.length), worker: most('worker', 0, held.length) },
      megabytes,
    }
  } finally {
    await portal.stop()
    rmSync(folder, { recursive: true })
  }
}

/** Writes claims of the invented plan, so many megabytes of them. */
function written(path: string, megabytes: number): void {
  const claims = demoPlan().filter(({ resourceType }) => /^(Claim|ExplanationOfBenefit)$/.test(resourceType))
  const some = Buffer.from(
    claims
      .slice(0, 3000)
      .map((claim) => `${JSON.stringify(claim)}\n`)
      .join(''),
  )
  const file = openSync(path, 'w')
  try {
    for (let bytes = 0; bytes < megabytes * 1e6; bytes += some.length) writeSync(file, some)
  } finally {
    closeSync(file)
  }
}
