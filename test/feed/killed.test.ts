import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { complete } from '../../src/feed/complete.ts'
import { partsOfLines } from '../../src/feed/parts/cut.ts'
import { connectBulk } from '../../src/feed/pull/connect-bulk.ts'
import { followPull } from '../../src/feed/pull/follow-pull.ts'
import { requestPull } from '../../src/feed/pull/request-pull.ts'
import { storePart } from '../../src/feed/store-part.ts'
import { readConfig } from '../../src/config.ts'
import { benefit, extract, list } from '../support/extract.ts'
import { forget, ndjson, publishRows, rows, world } from '../support/feed.ts'

/** A file with everything in it: records, one twice, an older version, deletions, and lines that can't be used. */
const gone = { resourceType: 'Bundle', entry: [{ request: { method: 'DELETE', url: 'Claim/clm-2' } }] }
const text = `${ndjson([...extract, { ...benefit, meta: { lastUpdated: '2020-01-01T00:00:00Z' } }])}{"resourceType":"Patient"}
not json
${ndjson([gone, ...extract.slice(0, 3)])}${'x'.repeat(6000)}
{"resourceType":"Claim","id":"c","diagnosis":{}}
`
const LARGEST = 2500
const importId = 'imp-killed'
const NOW = new Date('2026-05-01T00:00:00Z')
const bulk = { url: 'https://bulk.test/fhir', client: null, group: null, everyHours: 24, wholeEveryDays: 30 }

/** Numbers from 0 to `below`, the same for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed * 2654435761
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
}

class Killed extends Error {}

/** The bindings of a process that is killed at its k-th call to storage: before it takes effect, or before it hears of it. */
function killedAt(kth: number, isAfter: boolean) {
  let calls = 0
  const during = async <T>(call: () => Promise<T>): Promise<T> => {
    calls += 1
    if (calls === kth && !isAfter) throw new Killed()
    const answer = await call()
    if (calls === kth) throw new Killed()
    return answer
  }
  const DB = {
    prepare: (sql: string) => env.DB.prepare(sql),
    batch: (statements: D1PreparedStatement[]) => during(() => env.DB.batch(statements)),
  } as unknown as D1Database
  const put = (key: string, value: ReadableStream) =>
    during(async () => env.FEED_REJECTS.put(key, await new Response(value).text()))
  return { ...env, DB, FEED_REJECTS: { put } as unknown as R2Bucket }
}

async function* chunks(of: string) {
  yield new TextEncoder().encode(of)
}

/** Sends the file as the command does, from the beginning. */
async function sends(bindings: typeof env) {
  for await (const part of partsOfLines(chunks(text), { part: 1, firstLine: 1 }, LARGEST)) {
    const place = { importId, file: 'all.ndjson', ...part }
    const stored = await storePart(bindings.DB, bindings.FEED_REJECTS, place, part.body, NOW, 'America/Los_Angeles')
    if (!stored.ok) throw new Error(stored.refusal)
  }
  await complete(bindings.DB, importId, NOW, 0.2)
}

/** Fetches the file from the server, as the job does. */
async function fetches(bindings: typeof env) {
  for (let step: unknown = ''; step !== 'ended' && step !== 'nothing';) {
    const parts = { left: 2 }
    const hasRoom = () => (parts.left -= 1) >= 0
    // Far enough that every wait is over.
    const now = new Date(NOW.getTime() + (rounds += 1) * 4_000_000)
    const server = connectBulk(bulk, now)
    step = await followPull({ env: bindings, config: readConfig(env), now, server, hasRoom, largest: LARGEST }, bulk)
  }
}
let rounds = 0

/** Everything by content: what pages could read, and what the feed keeps of its own. */
async function everything(): Promise<unknown> {
  const own = await Promise.all([
    rows('SELECT file, part, digest, counts FROM feed_part ORDER BY 1, 2'),
    rows('SELECT file, part, line, reason FROM feed_rejection ORDER BY 1, 3'),
    rows('SELECT parts, read, stored, rejected, completed_at IS NOT NULL AS done FROM feed_import'),
    rows('SELECT type, read, stored, unchanged, ignored, rejected, hidden FROM feed_import_count ORDER BY 1'),
    rows('SELECT type, source_id FROM feed_deletion ORDER BY 1, 2'),
    rows('SELECT r.source_id, l.to_type, l.to_source_id, l.required FROM feed_link l JOIN feed_record r ON r.id = l.from_id ORDER BY 1, 2, 3'),
    rows('SELECT r.source_id, q.rank, q.to_type, q.to_source_id FROM feed_clue q JOIN feed_record r ON r.id = q.record_id ORDER BY 1, 2, 3, 4'),
    rows('SELECT name, npi FROM provider ORDER BY 1'),
    rows('SELECT * FROM feed_work'),
    rows('PRAGMA foreign_key_check'),
  ]) // prettier-ignore
  const kept = await env.FEED_REJECTS.list()
  const lines = await Promise.all(kept.objects.map(async ({ key }) => (await env.FEED_REJECTS.get(key))!.text()))
  return { world: await world(), own, lines }
}

async function anew() {
  rounds = 0
  await forget()
  const kept = await env.FEED_REJECTS.list()
  await env.FEED_REJECTS.delete(kept.objects.map(({ key }) => key))
  await fetch('https://bulk.test/control', {
    method: 'POST',
    body: JSON.stringify({ reset: true, files: { all: text }, counts: false, isOpen: true }),
  })
}

const ways: [string, (bindings: typeof env) => Promise<void>, () => Promise<unknown>][] = [
  ['sent', sends, async () => undefined],
  ['fetched', fetches, () => requestPull(env, bulk, null, NOW)],
]
beforeAll(() => publishRows(...list))

it.each(ways)(
  'Feed %s and killed at 20 random places, again and again: as after one clean import',
  async (_, way, begin) => {
    await anew()
    await begin()
    await way(env)
    const clean = await everything()
    const roll = dice(7)
    for (let nth = 0; nth < 20; nth += 1) {
      await anew()
      await begin()
      let kills = 0
      for (let isOver = false; !isOver;) {
        // Killed once or twice for each try until it is through.
        const bindings = kills < 4 ? killedAt(1 + roll(10), roll(2) === 1) : env
        isOver = await way(bindings as typeof env).then(
          () => true,
          (failure: unknown) => {
            if (!(failure instanceof Killed)) throw failure
            kills += 1
            return false
          },
        )
      }
      expect([nth, kills > 0, await everything()]).toEqual([nth, true, clean])
    }
  },
)
