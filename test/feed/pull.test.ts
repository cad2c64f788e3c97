import { env } from 'cloudflare:workers'
import { compactVerify, exportJWK, generateKeyPair, importJWK } from 'jose'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig, type Config } from '../../src/config.ts'
import type { BulkConfig, BulkKey } from '../../src/feed-config.ts'
import { complete } from '../../src/feed/complete.ts'
import { connectBulk } from '../../src/feed/pull/connect-bulk.ts'
import { followPull } from '../../src/feed/pull/follow-pull.ts'
import { pullRecords } from '../../src/feed/pull/job.ts'
import { requestPull } from '../../src/feed/pull/request-pull.ts'
import { storePart } from '../../src/feed/store-part.ts'
import type { JsonObject } from '../../src/json.ts'
import type { BulkLog, BulkPlan } from '../support/bulk-server.ts'
import { extract, list, patient } from '../support/extract.ts'
import { forget, ndjson, publishRows, rows, send, world } from '../support/feed.ts'
import { meansOf } from '../support/means.ts'

let key: BulkKey
let publicKey: JsonWebKey
let whole: unknown
beforeAll(async () => {
  const pair = await generateKeyPair('ES384', { extractable: true })
  key = { ...(await exportJWK(pair.privateKey)), kid: 'k1', alg: 'ES384' } as unknown as BulkKey
  publicKey = (await exportJWK(pair.publicKey)) as JsonWebKey
  await publishRows(...list)
  await send(...extract)
  whole = await world()
})

const bulk = (): BulkConfig => ({
  url: 'https://bulk.test/fhir', client: { id: 'gatehouse', key }, group: null, everyHours: 24, wholeEveryDays: 30,
}) // prettier-ignore
const config = (): Config => {
  const read = readConfig(env)
  return { ...read, feed: { ...read.feed, bulk: bulk() } }
}

const byType = (resources: readonly JsonObject[]) => {
  const files: Record<string, string> = {}
  for (const one of resources) files[String(one.resourceType)] = (files[String(one.resourceType)] ?? '') + ndjson([one])
  return files
}
const files = byType(extract.toSorted((a, b) => (String(a.resourceType) < String(b.resourceType) ? 1 : -1)))
const control = async (plan?: Partial<BulkPlan> & { reset?: boolean }): Promise<BulkLog> =>
  (await fetch('https://bulk.test/control', { method: 'POST', body: plan ? JSON.stringify(plan) : '' })).json()

/** Parts as small as they can be: no line is larger. */
const LONGEST = Math.max(...extract.map((one) => ndjson([one]).length)) + 50

let at = Date.parse('2026-05-01T08:00:00Z')
beforeEach(async () => {
  await forget()
  await control({ reset: true, files })
  at += 400 * 86_400_000
})

/** Runs the pull as the queue would, each time later as it was told, in parts of that size, until it rests. */
async function run({ largest = LONGEST, bindings = env as Env, rounds = 60 } = {}): Promise<string[]> {
  const steps: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const now = new Date(at)
    let parts = 0
    const hasRoom = () => (parts += 1) <= 3
    const means = { env: bindings, config: config(), now, server: connectBulk(bulk(), now), hasRoom, largest }
    const step = await followPull(means, bulk())
    steps.push(typeof step === 'string' ? step : `waits ${step.waits}`)
    if (step === 'ended' || step === 'nothing') return steps
    at += typeof step === 'string' ? 1000 : step.waits * 1000
  }
  return steps
}
const begin = () => requestPull(env, bulk(), null, new Date(at))
const pulls = () =>
  rows<Record<string, unknown>>('SELECT state, since, transaction_time AS at, error FROM feed_pull ORDER BY id')

describe('Feed an export is fetched', () => {
  it('Feed whole, with a signed assertion, Organizations first, and ended there; the next asks for what changed', async () => {
    expect([await begin(), await begin()]).toEqual([true, false])
    expect((await run({ largest: 100_000 })).filter((step) => step.startsWith('waits'))).toEqual(['waits 5'])
    expect(await world()).toEqual(whole)
    expect(await pulls()).toEqual([{ state: 'done', since: null, at: '2026-01-02T00:00:00Z', error: null }])
    expect(await rows('SELECT door, is_whole AS whole, completed_at IS NOT NULL AS done FROM feed_import')).toEqual([
      { door: 'pull', whole: 1, done: 1 },
    ])
    const { asked, assertions } = await control()
    expect(asked.find((one) => one.includes('/files/'))).toBe('GET /files/Organization')
    expect(asked.at(-1)).toBe('DELETE /status/1')
    const { payload, protectedHeader } = await compactVerify(assertions[0]!, await importJWK(publicKey, 'ES384'))
    const claims = JSON.parse(new TextDecoder().decode(payload)) as Record<string, number>
    expect([protectedHeader, claims]).toEqual([
      { alg: 'ES384', kid: 'k1', typ: 'JWT' },
      expect.objectContaining({ iss: 'gatehouse', sub: 'gatehouse', aud: 'https://bulk.test/token' }),
    ])
    expect(claims.exp! - claims.iat!).toBeLessThanOrEqual(300)

    await control({ reset: true, files: {}, transactionTime: '2026-01-03T00:00:00Z' })
    at += 86_400_000
    await begin()
    await run()
    expect((await control()).asked.some((one) => one === 'GET /fhir/$export?_since')).toBe(true)
    expect((await pulls())[1]).toEqual({
      state: 'done',
      since: '2026-01-02T00:00:00Z',
      at: '2026-01-03T00:00:00Z',
      error: null,
    })
    expect(await world()).toEqual(whole)
  })

  it('Feed what it deleted is gone: without an instant of its own, as of the export', async () => {
    await begin()
    await run()
    const gone = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ request: { method: 'DELETE', url: 'Coverage/cov-1' } }],
    }
    await control({ files: { deleted: ndjson([gone]) }, transactionTime: '2026-01-03T00:00:00Z' })
    at += 86_400_000
    await begin()
    await run()
    expect(await rows('SELECT source_id FROM coverage')).toEqual([])
    expect(await rows('SELECT deleted_at AS at FROM feed_deletion')).toEqual([
      { at: Date.parse('2026-01-03T00:00:00Z') },
    ])
  })

  const broken = (how: 'closed' | 'unsaid', bytes: number) => ({ bytes, times: 12, how })
  const faults: [string, Partial<BulkPlan>][] = [
    ['busy and failing at every turn', { statuses: { kickOff: [429, 503], look: [500, 429], file: [503, 429, 500] } }],
    ['tokens that expire at every second request', { tokenUses: 2 }],
    ['files that break off', { breaksAfter: broken('closed', 1500) }],
    ['files that break off, without ranges', { breaksAfter: broken('closed', 1500), hasRanges: false }],
    ['files that end in the middle of a line, and nothing says so', { breaksAfter: broken('unsaid', LONGEST), counts: false }],
    ['files that end between two lines, and only their count says so', { breaksAfter: broken('unsaid', LONGEST), files: { ...files, Patient: `${JSON.stringify(patient).padEnd(LONGEST - 1)}\n`.repeat(2) } }],
  ] // prettier-ignore
  it.each(faults)('Feed from a server with %s: the same as from one without', async (_, plan) => {
    await control(plan)
    await begin()
    await run()
    expect(await pulls()).toMatchObject([{ state: 'done', error: null }])
    expect(await world()).toEqual(whole)
  })

  // One record in lines of a part each. Of longer ones, what is gone on with at the old place begins in the middle of a line.
  const patients = (lines: number, longer: number) =>
    `${JSON.stringify(patient).padEnd(LONGEST - 50 + longer)}\n`.repeat(lines)
  const before = { ...files, Patient: patients(6, 33) }
  const becomes = [{ type: 'Patient', after: 2, text: patients(6, 0) }]
  const changing = { breaksAfter: { bytes: LONGEST + 500, times: 40, how: 'unsaid' }, files: before, becomes } as const
  const changes: [string, Partial<BulkPlan>, string][] = [
    ['told by its tag', { ...changing, becomes, names: 'tag' }, ' if "'],
    ['told by the instant of its change', { ...changing, becomes, names: 'date' }, ' GMT'],
    ['told by its tag, though the part was sent', { ...changing, becomes, names: 'tag', ignoresIfRange: true }, ' if "'],
    ['told by its tag, from a server without ranges', { ...changing, becomes, names: 'tag', hasRanges: false }, ' if "'],
    ['told by its end alone', { files: before, becomes: [{ type: 'Patient', after: 1, text: patients(2, 0) }], counts: false }, 'bytes='],
  ] // prettier-ignore
  it.each(changes)('Feed a file that changed while it was fetched begins anew: %s', async (_, plan, asked) => {
    await control(plan)
    await begin()
    await run()
    expect(await pulls()).toMatchObject([{ state: 'done', error: null }])
    expect(await rows('SELECT file, line, reason FROM feed_rejection')).toEqual([])
    expect(await world()).toEqual(whole)
    expect(await rows('SELECT name, changes FROM feed_pull_file WHERE changes > 0')).toMatchObject([{ changes: 1 }])
    expect((await control()).asked.filter((one) => one.includes(asked)).length).toBeGreaterThan(0)
  })

  it('Feed a weak tag names no bytes: it is neither sent nor compared', async () => {
    await control({ ...changing, becomes: [], names: 'weak' })
    await begin()
    await run()
    expect(await world()).toEqual(whole)
    const { asked } = await control()
    expect([asked.some((one) => one.includes(' bytes=')), asked.some((one) => one.includes(' if '))]).toEqual([
      true,
      false,
    ])
  })

  it('Feed a file that is another one each time is left: the export and its import have failed', async () => {
    const ever = Array.from({ length: 20 }, (_, n) => ({ type: 'Patient', after: 1, text: patients(6, n) }))
    await control({ ...changing, becomes: ever, names: 'tag' })
    await begin()
    await run()
    expect(await pulls()).toMatchObject([{ state: 'failed', error: 'changed' }])
    const [one] = await rows<{ id: string }>('SELECT id, completed_at AS completed, failure FROM feed_import')
    expect(one).toMatchObject({ completed: null, failure: 'changed' })
    // What failed takes no more parts, and nobody can say that it is whole.
    const late = { importId: one!.id, file: 'late.ndjson', part: 1, firstLine: 1 }
    const body = new TextEncoder().encode(ndjson([patient]))
    expect(await storePart(env.DB, env.FEED_REJECTS, late, body, new Date(at), 'UTC')).toEqual({
      ok: false,
      refusal: 'completed',
    })
    expect(await complete(env.DB, one!.id, new Date(at), 0.2)).toEqual({ ok: false, refusal: 'no-import' })
  })

  it('Feed an export that expired half-way has failed; the next begins anew, from the same instant', async () => {
    await control({ statuses: { kickOff: [], look: [], file: [0, 410] } })
    await begin()
    await run()
    expect(await pulls()).toEqual([{ state: 'failed', since: null, at: '2026-01-02T00:00:00Z', error: 'expired' }])
    at += 1000
    await begin()
    await run()
    expect(await pulls()).toMatchObject([{ state: 'failed' }, { state: 'done', since: null }])
    expect(await world()).toEqual(whole)
  })

  it('Feed a server that refuses, or gives no token, is asked eight times more, then it has failed', async () => {
    await control({ statuses: { kickOff: Array.from({ length: 20 }, () => 400), look: [], file: [] } })
    await begin()
    const steps = await run()
    expect([steps.length, steps.at(-1)]).toEqual([9, 'ended'])
    expect(await pulls()).toMatchObject([{ state: 'failed', error: 'refused' }])
  })

  it('Feed our token goes to the configured server alone, whatever address a manifest names', async () => {
    // Another host of the same test server, which notes what proves us.
    await control({ filesAt: 'https://other.bulk.test' })
    await begin()
    await run()
    expect(await pulls()).toMatchObject([{ state: 'failed', error: 'refused' }])
    expect((await control()).asked.filter((one) => one.includes('/files/')).length).toBeGreaterThan(0)
    await control({ reset: true, files, isOpen: true, filesAt: 'http://localhost:8080' })
    await begin()
    await run()
    expect((await pulls()).at(-1)).toMatchObject({ state: 'failed', error: 'wrong-answer' })
    expect((await control()).asked.filter((one) => one.includes('/files/'))).toEqual([])
  })

  it('Feed a sign-in page in place of a file is no file: the export has failed, and nothing of it is a rejected line', async () => {
    await control({ fileType: 'text/html; charset=utf-8', counts: false })
    await begin()
    await run()
    expect(await pulls()).toMatchObject([{ state: 'failed', error: 'wrong-answer' }])
    expect(await rows('SELECT line FROM feed_rejection')).toEqual([])
  })

  it('Feed a server that is never ready is left after three days, so that the next export begins', async () => {
    await control({ waits: 1_000_000 })
    await begin()
    await run({ rounds: 3 })
    at += 3 * 86_400_000
    expect((await run({ rounds: 3 })).at(-1)).toBe('ended')
    expect(await pulls()).toMatchObject([{ state: 'failed', error: 'expired' }])
  })

  it('Feed the hourly run begins one when it is due, goes on when it was told to, and not before', async () => {
    const job = (now: number) => pullRecords(meansOf({ config: config(), now: new Date(now) }))
    expect(await job(at)).toEqual({ done: 1, againInSeconds: 5 })
    expect(await job(at + 4000)).toEqual({ done: 0, againInSeconds: 1 })
    expect(await job(at + 5000)).toMatchObject({ done: 1 + new Set(Object.keys(files)).size })
    expect(await world()).toEqual(whole)
    expect(await job(at + 3_600_000)).toEqual({ done: 0 })
    expect(await job(at + 86_400_000)).toMatchObject({ againInSeconds: 5 })
  })
})
