import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { instant } from '../../src/clock.ts'
import { judgeAgain } from '../../src/feed/judge-again.ts'
import { storePart } from '../../src/feed/store-part.ts'
import { publish } from '../../src/restricted-info/publish.ts'
import { benefit, condition, extract, icd, list } from '../support/extract.ts'
import { forget, hidden, judgeAll, ndjson, newImport, publishRows, rows, send, shownClaims } from '../support/feed.ts'

beforeAll(() => publishRows(...list))
beforeEach(forget)

/** D1, but `between` happens before its second batch: after the reads, before the write that follows from them. */
function interrupted(between: () => Promise<unknown>): D1Database {
  let batches = 0
  return new Proxy(env.DB, {
    get(db, name) {
      if (name !== 'batch') {
        const value: unknown = Reflect.get(db, name)
        return typeof value === 'function' ? (value.bind(db) as unknown) : value
      }
      return async (statements: D1PreparedStatement[]) => {
        batches += 1
        if (batches === 2) await between()
        return db.batch(statements)
      }
    },
  })
}

const restricted = { ...condition, code: icd('O80') }
let nth = 0
const publishOne = async () => {
  const text = `category,code_system,match,code,source,reason\npregnancy,icd-10-cm,exact,Z${(nth += 1) + 50},own,own\n`
  return publish(env.DB, text, { source: 'own', reason: 'own' }, instant())
}

it('III.I.1 a record that becomes restricted while records are judged again stays hidden', async () => {
  await send(...extract)
  await publishOne()
  await judgeAgain(
    interrupted(() => send(restricted)),
    0,
    instant(),
  )
  expect(await hidden('Condition', 'con-1')).toMatch(/^rule:/)
  await judgeAll()
  expect(await hidden('Condition', 'con-1')).toMatch(/^rule:/)
  expect(await shownClaims()).toEqual([])
})

it('III.I.2 a list published while records are judged under the one before shows nothing too early', async () => {
  await send(...extract)
  await publishOne()
  await judgeAgain(interrupted(publishOne), 0, instant())
  expect(await shownClaims()).toEqual([])
  await judgeAll()
  expect(await shownClaims()).toEqual(['clm-1'])
})

it('III.I.2 a list published while a part is stored: nothing of the part is shown before it was judged', async () => {
  const part = { importId: newImport(), file: 'a.ndjson', part: 1, firstLine: 1 }
  const body = new TextEncoder().encode(ndjson(extract))
  let batches = 0
  const db = interrupted(async () => (batches += 1))
  expect((await storePart(db, env.FEED_REJECTS, part, body, instant(), 'America/Los_Angeles')).ok).toBe(true)
  expect([batches, await shownClaims()]).toEqual([1, ['clm-1']])
  await forget()
  await storePart(interruptedLast(publishOne), env.FEED_REJECTS, part, body, instant(), 'America/Los_Angeles')
  expect(await shownClaims()).toEqual([])
  await judgeAll()
  expect(await shownClaims()).toEqual(['clm-1'])
})

/** As `interrupted`, before the third batch: the one that stores a part. */
function interruptedLast(between: () => Promise<unknown>): D1Database {
  let batches = 0
  return new Proxy(
    interrupted(async () => undefined),
    {
      get(db, name) {
        const value: unknown = Reflect.get(db, name)
        if (name !== 'batch') return value
        return async (statements: D1PreparedStatement[]) => {
          batches += 1
          if (batches === 3) await between()
          return (value as D1Database['batch'])(statements)
        }
      },
    },
  )
}

it('III.I.1 a newer version stored meanwhile keeps its links, its clues and its Claim', async () => {
  const linked = () =>
    rows(
      `SELECT pair_source_id AS id FROM feed_record WHERE source_id = ?1
       UNION ALL SELECT to_source_id FROM feed_link JOIN feed_record r ON r.id = from_id WHERE r.source_id = ?1
       UNION ALL SELECT to_source_id FROM feed_clue JOIN feed_record r ON r.id = record_id WHERE r.source_id = ?1`,
      benefit.id,
    )
  const of = (claim: string, day: string) => ({
    ...benefit,
    claim: { reference: `Claim/${claim}` },
    provider: { reference: `Organization/of-${claim}` },
    meta: { lastUpdated: `2026-01-${day}T00:00:00Z` },
  })
  await send(...extract, of('clm-1', '01'))
  await send(of('clm-new', '03'))
  const newest = await linked()
  await forget()
  await send(...extract, of('clm-1', '01'))
  const part = { importId: newImport(), file: 'a.ndjson', part: 1, firstLine: 1 }
  const body = new TextEncoder().encode(ndjson([of('clm-old', '02')]))
  const db = interruptedLast(() => send(of('clm-new', '03')))
  await storePart(db, env.FEED_REJECTS, part, body, instant(), 'America/Los_Angeles')
  expect(await linked()).toEqual(newest)
})

it('III.I.1 parts with a clear and a restricted version of one record at the same time end in one of them', async () => {
  await send(...extract)
  const versions = [restricted, { ...condition, recordedDate: '2026-01-01' }]
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(versions.flatMap((version) => [send({ ...version, round }), send({ ...version, round })]))
    const isHidden = (await hidden('Condition', 'con-1')) !== null
    expect(await shownClaims()).toEqual(isHidden ? [] : ['clm-1'])
  }
})
