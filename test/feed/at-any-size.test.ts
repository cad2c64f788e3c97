import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { instant } from '../../src/clock.ts'
import { storePart } from '../../src/feed/store-part.ts'
import type { JsonObject } from '../../src/json.ts'
import { benefit, claim, extract, list } from '../support/extract.ts'
import { forget, ndjson, newImport, publishRows, rows, send } from '../support/feed.ts'

beforeAll(() => publishRows(...list))
beforeEach(forget)

const TIMES = 100

/** Rows that D1 read and wrote while it stored the resources as a part of their own. */
async function costOf(...resources: JsonObject[]): Promise<{ read: number; written: number }> {
  const cost = { read: 0, written: 0 }
  const db = {
    prepare: (sql: string) => env.DB.prepare(sql),
    batch: async (statements: D1PreparedStatement[]) => {
      const answers = await env.DB.batch(statements)
      for (const { meta } of answers) {
        cost.read += meta.rows_read
        cost.written += meta.rows_written
      }
      return answers
    },
  } as unknown as D1Database
  const part = { importId: newImport(), file: 'all.ndjson', part: 1, firstLine: 1 }
  const body = new TextEncoder().encode(ndjson(resources))
  const stored = await storePart(db, env.FEED_REJECTS, part, body, instant(), 'America/Los_Angeles')
  expect(stored.ok).toBe(true)
  return cost
}

const sentOn = (day: string, resources: readonly JsonObject[]) =>
  resources.map((resource) => ({ ...resource, meta: { lastUpdated: `${day}T00:00:00Z` } }))

/** The same resources under other ids, leading to one another. */
function another(nth: number): JsonObject[] {
  const ids = extract.map(({ id }) => String(id))
  const texts = ids.reduce(
    (text, id) => text.replaceAll(`/${id}"`, `/${id}-${nth}"`).replaceAll(`"id":"${id}"`, `"id":"${id}-${nth}"`),
    JSON.stringify(extract),
  )
  return JSON.parse(texts) as JsonObject[]
}

it('section 9: what changed is found, made and judged again without a look through what did not', async () => {
  await send(...sentOn('2026-01-01', extract))
  const costs = async (day: number) => [
    await costOf(...sentOn(`2026-01-${day}`, extract)),
    await costOf(...sentOn(`2026-01-${day + 1}`, [claim, benefit])),
  ]
  const few = await costs(10)
  await send(...Array.from({ length: TIMES }, (_, nth) => sentOn('2026-01-01', another(nth))).flat())
  for (const [at, cost] of (await costs(20)).entries()) {
    expect(cost.written).toBe(few[at]!.written)
    // A seek that ended at the end of a table now ends at a row; a look through any one type would read `TIMES` more.
    expect(cost.read - few[at]!.read).toBeLessThan(TIMES / 2)
  }
})

it('section 9: what is the same in a newer version is not written again', async () => {
  await send(...sentOn('2026-01-01', extract))
  const changed = await costOf(...sentOn('2026-01-02', [claim, benefit]))
  const unchanged = await costOf(...sentOn('2026-01-02', [claim, benefit]))
  // What passes from statement to statement, both records with their indexes by time and judging, the claim and its lines.
  expect(changed.written - unchanged.written).toBeLessThanOrEqual(33)
})

it('III.I.1 links and clues are those of the last version alone', async () => {
  const links = () =>
    rows(
      'SELECT to_type, to_source_id, required FROM feed_link l JOIN feed_record r ON r.id = from_id WHERE r.source_id = ? ORDER BY 2',
      benefit.id,
    )
  const clues = () =>
    rows(
      'SELECT rank, to_type, to_source_id FROM feed_clue JOIN feed_record r ON r.id = record_id WHERE r.source_id = ? ORDER BY 1, 3',
      benefit.id,
    )
  await send(...extract)
  const [before, named] = [await links(), await clues()]
  const { claim: _claim, provider: _provider, ...less } = benefit
  await send({ ...less, provider: { reference: 'Organization/org-2' } })
  expect(await links()).not.toEqual(before)
  expect(await clues()).toEqual([{ rank: 2, to_type: 'Organization', to_source_id: 'org-2' }])
  expect(
    await rows('SELECT id FROM feed_record WHERE source_id = ? AND pair_source_id IS NOT NULL', benefit.id),
  ).toEqual([])
  await send(benefit)
  expect(await links()).toEqual(before)
  expect(await clues()).toEqual(named)
})
