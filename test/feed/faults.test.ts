import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CountsByType } from '../../src/feed/feed.ts'
import { claim, condition, encounter, extract, list, patient } from '../support/extract.ts'
import { ask, forget, ndjson, newImport, post, publishRows, rows, send, shownClaims } from '../support/feed.ts'

beforeAll(() => publishRows(...list))
beforeEach(forget)

const counted = async (answer: Response) => (await answer.json<{ counts: CountsByType }>()).counts

describe('Feed the token', () => {
  it.each([
    ['none', {}],
    ['a wrong one', { Authorization: 'Bearer wrong' }],
    ['its beginning (T20)', { Authorization: 'Bearer test feed token, 32 bytes or mor' }],
    ['more than it (T20)', { Authorization: 'Bearer test feed token, 32 bytes or more!' }],
    ['another scheme', { Authorization: 'Basic test feed token, 32 bytes or more' }],
  ])('Feed %s: 401 without details, on every address', async (_name, headers) => {
    const given = { Authorization: 'none', ...headers }
    for (const path of ['/imp-12345678', '/restricted-codes', '/nothing']) {
      const answer = await ask(path, { headers: given })
      expect([answer.status, await answer.text()]).toEqual([401, '{"error":"unauthorized"}'])
    }
    expect((await ask('/imp-12345678/a.ndjson/1', { method: 'POST', body: '{}', headers: given })).status).toBe(401)
  })
})

describe('Feed parts', () => {
  it('Feed the same part again answers the same and changes nothing; another body is refused', async () => {
    const path = `/${newImport()}/a.ndjson/1`
    const first = await counted(await post(path, ndjson(extract)))
    expect(await counted(await post(path, ndjson(extract)))).toEqual(first)
    expect((await post(path, ndjson([patient]))).status).toBe(409)
    expect(
      await rows(
        "SELECT count(*) AS n FROM audit WHERE event = 'feed.part_stored' AND detail LIKE ?",
        `%${path.split('/')[1]}"%`,
      ),
    ).toEqual([{ n: 1 }])
  })

  it('Feed acknowledged parts are told, so an interrupted import goes on at the first that is missing', async () => {
    const importId = newImport()
    expect(await (await ask(`/${importId}`)).json()).toEqual({ completed: false, parts: [] })
    await post(`/${importId}/b.ndjson/1`, ndjson([patient]))
    await post(`/${importId}/a.ndjson/2`, ndjson([patient]))
    const told = await (await ask(`/${importId}`)).json<{ parts: { file: string; part: number }[] }>()
    expect(told.parts.map(({ file, part }) => [file, part])).toEqual([
      ['a.ndjson', 2],
      ['b.ndjson', 1],
    ])
  })

  it('Feed a completed import takes no more parts, and tells its counts again', async () => {
    const importId = newImport()
    await post(`/${importId}/a.ndjson/1`, ndjson(extract))
    const counts = await counted(await post(`/${importId}/completion`))
    expect(counts.Claim).toEqual({ read: 2, stored: 2, unchanged: 0, ignored: 0, rejected: 0, suppressed: 1 })
    expect(await counted(await post(`/${importId}/completion`))).toEqual(counts)
    expect((await post(`/${importId}/a.ndjson/2`, ndjson([patient]))).status).toBe(409)
    expect((await post('/imp-never-begun/completion')).status).toBe(404)
  })

  it('Feed a body of 8 MiB is taken, a larger one refused, with and without a stated length', async () => {
    const line = `${JSON.stringify({ resourceType: 'Patient', id: 'big' })}\n`
    const full = line.padEnd(8 * 1024 * 1024, ' ')
    expect((await post(`/${newImport()}/a.ndjson/1`, full)).status).toBe(200)
    expect((await post(`/${newImport()}/a.ndjson/1`, `${full} `)).status).toBe(413)
    expect((await post(`/${newImport()}/a.ndjson/1`, new Blob([full, ' ']).stream())).status).toBe(413)
  })

  it('Feed a body that is not what its digest says was cut off', async () => {
    const headers = { 'Content-Digest': 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:' }
    expect((await post(`/${newImport()}/a.ndjson/1`, ndjson([patient]), headers)).status).toBe(400)
    expect((await post(`/${newImport()}/a.ndjson/1`, '', headers)).status).toBe(200)
  })

  it.each(['/IMP/a/1', '/imp-12345678/a%2Fb/1', '/imp-12345678/a/0', '/imp-12345678/a/x', '/imp-12345678/a/1/2'])(
    'Feed there is nothing at %s',
    async (path) => {
      expect((await post(path, ndjson([patient]))).status).toBe(404)
    },
  )
})

describe('Feed lines that cannot be used', () => {
  const good = JSON.stringify(patient)
  const deep = `{"resourceType":"Claim","id":"d","x":${'['.repeat(100)}${']'.repeat(100)}}`
  it.each([
    ['not-json', '{"resourceType":"Patient",'],
    ['not-json', good.slice(0, 60)],
    ['not-a-resource', '[]'],
    ['not-a-resource', 'null'],
    ['not-a-resource', '"Patient"'],
    ['not-a-resource', '{"id":"1"}'],
    ['not-a-resource', '{"resourceType":7,"id":"1"}'],
    ['not-a-resource', '{"resourceType":"<script>","id":"1"}'],
    ['no-id', '{"resourceType":"Patient"}'],
    ['no-id', '{"resourceType":"Patient","id":" "}'],
    ['bad-id', '{"resourceType":"Patient","id":"a b"}'],
    ['wrong-type:id', '{"resourceType":"Patient","id":7}'],
    ['wrong-type:name', '{"resourceType":"Patient","id":"1","name":"Ana"}'],
    ['wrong-type:given', '{"resourceType":"Patient","id":"1","name":[{"given":"Ana"}]}'],
    ['wrong-type:diagnosis', '{"resourceType":"Claim","id":"1","diagnosis":{}}'],
    ['wrong-type:code', '{"resourceType":"Condition","id":"1","code":{"coding":[{"code":1}]}}'],
    ['wrong-type:value', '{"resourceType":"Claim","id":"1","total":{"value":"1"}}'],
    ['wrong-type:total', '{"resourceType":"Claim","id":"1","total":{"value":1e30}}'],
    ['wrong-type:contained', '{"resourceType":"Claim","id":"1","contained":[1]}'],
    ['too-deep', deep],
    ['too-deep', '['.repeat(200_000)],
  ])('Feed %s: kept with its reason, nothing else lost: %#', async (reason, line) => {
    const importId = newImport()
    const answer = await post(`/${importId}/a.ndjson/3`, `${good}\n\n${line}\n${JSON.stringify(condition)}\n`, {
      'X-Part-First-Line': '41',
    })
    expect(answer.status).toBe(200)
    const counts = await counted(answer)
    expect(counts.Condition).toMatchObject({ stored: 1 })
    expect(Object.values(counts).reduce((sum, { rejected }) => sum + rejected, 0)).toBe(1)
    expect(await rows('SELECT file, line, reason FROM feed_rejection WHERE import_id = ?', importId)).toEqual([
      { file: 'a.ndjson', line: 43, reason },
    ])
    const kept = await env.FEED_REJECTS.get(`${importId}/a.ndjson/3.ndjson`)
    expect(await kept!.text()).toBe(`${line}\n`)
  })

  it('Feed bytes that are no UTF-8 cost their own line alone', async () => {
    const bytes = Uint8Array.from([...new TextEncoder().encode(`${good}\n{"a":"`), 0xff, 0xfe, 0x22, 0x7d, 0x0a])
    const counts = await counted(await post(`/${newImport()}/a.ndjson/1`, bytes))
    expect(counts).toMatchObject({ Patient: { stored: 1 }, '(unreadable)': { rejected: 1 } })
  })

  it('Feed a byte order mark and carriage returns are no fault', async () => {
    const counts = await counted(
      await post(`/${newImport()}/a.ndjson/1`, `\uFEFF${good}\r\n${JSON.stringify(condition)}\r\n`),
    )
    expect(counts).toMatchObject({ Patient: { stored: 1 }, Condition: { stored: 1 } })
  })

  it('Feed the beginning of a line of 100 MB is kept as a rejection', async () => {
    const importId = newImport()
    const answer = await post(`/${importId}/a.ndjson/1`, good.slice(0, 50), {
      'X-Part-Cut-Line': '1',
      'X-Part-First-Line': '7',
    })
    expect(await counted(answer)).toMatchObject({ '(unreadable)': { read: 1, rejected: 1 } })
    expect(await rows('SELECT line, reason FROM feed_rejection WHERE import_id = ?', importId)).toEqual([
      { line: 7, reason: 'too-large' },
    ])
  })

  it('Feed a record larger than a row is rejected, a claim of 2,000 lines is stored', async () => {
    const item = { ...(claim.item as object[])[0]!, encounter: [] }
    const lines = Array.from({ length: 2000 }, (_, n) => ({ ...item, sequence: n + 1 }))
    await send(condition, encounter, { ...claim, item: lines })
    expect(await rows('SELECT count(*) AS n FROM claim_line')).toEqual([{ n: 2000 }])
    const huge = { ...patient, id: 'huge', name: Array.from({ length: 9 }, () => ({ family: 'x'.repeat(100) })) }
    expect(
      (
        await send({
          ...claim,
          id: 'many',
          diagnosis: Array.from({ length: 20_000 }, (_, n) => ({
            diagnosisReference: { reference: `Condition/c-${n}-${'x'.repeat(30)}` },
          })),
        })
      ).Claim,
    ).toMatchObject({ rejected: 1 })
    expect((await send(huge)).Patient).toMatchObject({ stored: 1 })
  })

  it('Feed other types are counted as ignored', async () => {
    expect(await send({ resourceType: 'Immunization', id: 'i' }, patient)).toMatchObject({
      Immunization: { read: 1, ignored: 1, stored: 0 },
      Patient: { stored: 1 },
    })
  })

  it('Feed D1 failing at any statement of a part leaves everything as it was', async () => {
    await send(condition, encounter, claim)
    const before = await shownClaims()
    await env.DB.prepare(
      "CREATE TRIGGER broken BEFORE INSERT ON feed_part BEGIN SELECT RAISE(ABORT, 'broken'); END",
    ).run()
    const importId = newImport()
    const restricted = {
      ...condition,
      code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'O80' }] },
    }
    expect((await post(`/${importId}/a.ndjson/1`, ndjson([restricted]))).status).toBe(500)
    await env.DB.prepare('DROP TRIGGER broken').run()
    expect(await shownClaims()).toEqual(before)
    const passedOn =
      'SELECT id FROM feed_work UNION ALL SELECT number FROM feed_arrival UNION ALL SELECT id FROM claim_work'
    expect(await rows(passedOn)).toEqual([])
    expect((await post(`/${importId}/a.ndjson/1`, ndjson([restricted]))).status).toBe(200)
    expect(await shownClaims()).toEqual([])
  })
})
