import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { extract, list, patient } from '../support/extract.ts'
import { forget, ndjson, newImport, post, publishRows, rows } from '../support/feed.ts'
import { aPerson } from '../support/people.ts'
import { signedIn } from '../support/session.ts'

let staff: { account: number; guard: string; email: string }
beforeAll(async () => {
  staff = await aPerson({ email: 'is@plan.example', department: 'information-services' })
  await publishRows(...list)
})
beforeEach(forget)

const BASE = '/staff/feed'
type Fields = Record<string, string | Blob>
/** Posts a form that brings a file, as a browser does. */
async function upload(path: string, fields: Fields, as = signedIn(staff)) {
  const browser = await as
  const form = new FormData()
  form.append('csrf', await browser.token('/home'))
  for (const [name, value] of Object.entries(fields)) form.append(name, value as string)
  return { browser, answer: await browser.fetch(path, { method: 'POST', body: form }) }
}
const file = (text: string | Uint8Array<ArrayBuffer>) => new Blob([text])
const packed = async (text: string) =>
  new Uint8Array(await new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer())
const importId = `upl-${'a'.repeat(24)}-1`
const aPart = (part: number, text: string, more: Fields = {}) => ({
  importId, file: 'Patient.ndjson', part: String(part), firstLine: '1', isCutLine: '0', whole: '', scan: file(text), ...more,
}) // prettier-ignore

describe('section 12: sending files without scripts', () => {
  it.each([
    ['plain', async (text: string) => text],
    ['packed', packed],
  ])(
    'section 12: a %s file is an import of its own, with who sent it; again it is another, and nothing changes',
    async (_, made) => {
      const bytes = await made(ndjson(extract))
      const { browser, answer } = await upload(BASE, { scan: file(bytes), whole: 'on' })
      expect(answer.status).toBe(303)
      const path = answer.headers.get('Location')!
      const html = await (await browser.get(path)).text()
      expect(html).toContain('The file is stored')
      expect(html).toContain('Sent by staff')
      expect(html.replace(/\s+/g, ' ')).toMatch(/<th scope="row">Claim<\/th>.{0,60}>2<.{0,60}>2</)
      const again = (await upload(BASE, { scan: file(bytes) })).answer.headers.get('Location')!
      expect(again).not.toBe(path)
      expect(
        await rows('SELECT door, by_account AS "by", is_whole AS whole, stored, rejected FROM feed_import ORDER BY id'),
      ).toEqual([
        { door: 'upload', by: staff.account, whole: 1, stored: extract.length, rejected: 0 },
        { door: 'upload', by: staff.account, whole: 0, stored: 0, rejected: 0 },
      ])
      expect(await (await browser.get(BASE)).text()).toContain('Terry Tester')
    },
  )

  it('T28 a small file that unpacks to a line without an end is refused, and nothing of it is kept', async () => {
    const bomb = await packed('{"resourceType":"Patient","id":"'.padEnd(40 * 1024 * 1024, 'x'))
    const { answer } = await upload(BASE, { scan: file(bomb) })
    expect([answer.status, await rows('SELECT id FROM feed_import')]).toEqual([422, []])
  })

  it('section 12: none, an empty one, a damaged one: 422 and what to do', async () => {
    const damaged = (await packed(ndjson(extract))).slice(0, -30)
    for (const [scan, words] of [
      [file(''), 'Choose the file to send'],
      [file(damaged), 'The packed file is damaged'],
      [file(new Uint8Array(11 * 1024 * 1024)), 'too large to be sent in one piece'],
    ] as const) {
      const { answer } = await upload(BASE, { scan })
      expect([answer.status, (await answer.text()).includes(words)]).toEqual([422, true])
    }
  })
})

describe('section 12: sending files in parts', () => {
  it('section 12: parts are told, doubled and completed; another body, or one too many, is refused', async () => {
    const { browser, answer } = await upload(`${BASE}/parts`, aPart(2, ndjson([patient])))
    expect(await answer.json()).toMatchObject({ counts: { Patient: { stored: 1 } } })
    expect((await upload(`${BASE}/parts`, aPart(2, ndjson([patient])))).answer.status).toBe(200)
    expect((await upload(`${BASE}/parts`, aPart(2, ndjson(extract)))).answer.status).toBe(409)
    expect((await upload(`${BASE}/parts`, aPart(3, 'x', { importId: 'imp-other' }))).answer.status).toBe(422)
    expect((await upload(`${BASE}/parts`, aPart(3, 'x', { file: '../x' }))).answer.status).toBe(422)
    expect(await (await browser.get(`${BASE}/${importId}/parts`)).json()).toEqual({
      importId, completed: false, parts: [['Patient.ndjson', 2]],
    }) // prettier-ignore
    const csrf = await browser.token('/home')
    const ended = await browser.post(`${BASE}/${importId}/completion`, { csrf })
    expect(ended.headers.get('Location')).toBe(`${BASE}/${importId}?done=stored`)
    expect((await upload(`${BASE}/parts`, aPart(3, ndjson(extract)))).answer.status).toBe(409)
    expect(await rows('SELECT parts, read FROM feed_import')).toEqual([{ parts: 1, read: 1 }])
    expect(
      await rows(`SELECT DISTINCT event, account_id AS "by" FROM audit WHERE event IN ('feed.part_stored', 'feed.completed')
        AND detail LIKE '%${importId}%' ORDER BY event`),
    ).toEqual(['feed.completed', 'feed.part_stored'].map((event) => ({ event, by: staff.account })))
  })

  it('section 12: what comes by another door is not ended here', async () => {
    const id = newImport()
    await post(`/${id}/a.ndjson/1`, ndjson([patient]))
    const browser = await signedIn(staff)
    const csrf = await browser.token('/home')
    expect((await browser.post(`${BASE}/${id}/completion`, { csrf })).status).toBe(404)
    expect((await browser.post(`${BASE}/portal-submissions/completion`, { csrf })).status).toBe(404)
    expect(await rows('SELECT completed_at AS at FROM feed_import')).toEqual([{ at: null }])
  })

  it('II.C nobody without the right sends, sees or fetches anything', async () => {
    const other = await aPerson({ email: `pr${Math.random()}@plan.example`, department: 'provider-relations' })
    const { browser, answer } = await upload(`${BASE}/parts`, aPart(1, ndjson(extract)), signedIn(other))
    expect(answer.status).toBe(403)
    const csrf = await browser.token('/home')
    expect((await browser.post(`${BASE}/pull`, { csrf })).status).toBe(403)
    expect((await browser.get(BASE)).status).toBe(403)
    expect(await rows('SELECT id FROM feed_import')).toEqual([])
  })
})

describe('section 12: a fetch that failed', () => {
  it.each([
    'unreachable',
    'no-token',
    'refused',
    'busy',
    'expired',
    'server-failed',
    'wrong-answer',
    'half-sent',
    'changed',
  ])('section 12: its import is shown as failed (%s), in words and with what to do', async (failure) => {
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO feed_import (id, started_at, door, failed_at, failure) VALUES ('pull-failed', 1, 'pull', 2, ?)`,
      ).bind(failure),
      env.DB.prepare(
        `INSERT INTO feed_pull (state, import_id, begun_at, ended_at, next_at, error) VALUES ('failed', 'pull-failed', 1, 2, 1, ?)`,
      ).bind(failure),
    ])
    const browser = await signedIn(staff)
    for (const path of [BASE, `${BASE}/pull-failed`]) {
      const html = await (await browser.get(path)).text()
      expect(html).toContain('Failed')
      expect(html).not.toContain('Open')
      expect(html).toMatch(/(See|Fetch|Have) .+\./)
      expect(html.includes('the server’s address is not set'), path).toBe(path === BASE)
      expect(html, 'nothing is promised that is not set up').not.toContain('within the hour')
      expect(html).not.toMatch(new RegExp(`[>“]${failure}[<”]|Something went wrong`))
    }
  })
})

describe('section 12: lines that could not be used', () => {
  it('III.I.1 section 12: by file, line and reason, a page at a time, never what is in them', async () => {
    const id = newImport()
    const line = (n: number) => `{"resourceType":"Patient","secret":"Núñez ${n}"}`
    const text = Array.from({ length: 30 }, (_, n) => `${line(n)}\n`).join('')
    await post(`/${id}/a.ndjson/1`, text)
    await post(`/${id}/a.ndjson/2`, `${ndjson([patient])}${line(77)}\n`, { 'X-Part-First-Line': '31' })
    const browser = await signedIn(staff)
    const first = await (await browser.get(`${BASE}/${id}`)).text()
    expect(first).not.toContain('Núñez')
    expect(first.match(/It has no id/g)).toHaveLength(25)
    const next = /href="([^"]+\?s=[^"]+)"[^>]*>Next/.exec(first)![1]!
    const second = await (await browser.get(next)).text()
    expect(second.match(/It has no id/g)).toHaveLength(6)
    const altered = await (await browser.get(`${next}x`)).text()
    expect(altered.match(/It has no id/g)).toHaveLength(25)

    // III.I.1: nobody could judge what is in them.
    const csrf = await browser.token('/home')
    expect((await browser.post(`${BASE}/${id}/line`, { csrf, file: 'a.ndjson', line: '1' })).status).toBe(404)
    expect(first).not.toContain('Download')
  })

  it('T24 imports are listed 25 a page, the newest first, and a page reads no more than it shows', async () => {
    const insert = env.DB.prepare('INSERT INTO feed_import (id, started_at) VALUES (?, ?)')
    await env.DB.batch([
      ...Array.from({ length: 60 }, (_, n) => insert.bind(`imp-many-${n}`, 1000 + Math.floor(n / 2))),
      insert.bind('portal-submissions', 5000),
    ])
    const browser = await signedIn(staff)
    const seen: string[] = []
    let path: string | undefined = BASE
    while (path) {
      const html: string = await (await browser.get(path)).text()
      seen.push(...[...html.matchAll(/\/staff\/feed\/(imp-many-\d+|portal-submissions)"/g)].map(([, id]) => id!))
      path = /href="([^"]+\?s=[^"]+)"[^>]*>Older/.exec(html)?.[1]
    }
    expect([seen.length, new Set(seen).size, seen[0]]).toEqual([60, 60, 'imp-many-59'])
  })
})
