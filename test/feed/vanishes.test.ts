import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Browser } from '../support/browser.ts'
import { seen } from '../support/alike.ts'
import type { JsonObject } from '../../src/json.ts'
import { benefit, claim, condition, extract, hcpcs, icd, list, patient } from '../support/extract.ts'
import { ndjson, newImport, publishRows, rows, send } from '../support/feed.ts'
import { aPerson } from '../support/people.ts'
import { routes } from '../support/routes.ts'

const clerk = new Browser()
const rival = new Browser('192.0.2.2')
const organization = (id: string) => ({ resourceType: 'Organization', id, name: `Clinic ${id}` })
const other = { ...claim, id: 'clm-other', provider: { reference: 'Organization/org-2' } }

beforeAll(async () => {
  await publishRows(...list)
  await send(...extract, organization('org-2'), other)
  await env.DB.prepare("UPDATE office SET access_on = '2020-01-01', verify_due_on = '2199-01-01'").run()
  const office = async (id: string) =>
    (await rows<{ id: number }>('SELECT id FROM office WHERE source_id = ?', id))[0]!.id
  await aPerson({ email: 'clerk@one.example', offices: [await office('org-1')] })
  await aPerson({ email: 'clerk@two.example', offices: [await office('org-2')] })
  await clerk.signIn('clerk@one.example')
  await rival.signIn('clerk@two.example')
})
beforeEach(() => send(...extract, other))

const idOf = async (claimId: string) =>
  (await rows<{ id: string }>('SELECT public_id AS id FROM claim WHERE claim_source_id = ?', claimId))[0]!.id

const ways: [string, string, Record<string, string>][] = [
  ['the page', '', {}],
  ['the print', '/print?purpose=payment', {}],
  ['a part for htmx', '', { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }],
  ['what a browser kept', '', { 'If-None-Match': '*', 'If-Modified-Since': 'Sun, 22 Nov 2099 00:00:00 GMT' }],
  ['a range', '', { Range: 'bytes=0-10' }],
]

describe('III.I.1 what becomes restricted vanishes at once', () => {
  it.each(ways)('III.I.1 from %s, as if it had never been', async (_name, more, headers) => {
    const address = `/claims/${await idOf('clm-1')}${more}`
    expect((await clerk.get(address, headers)).status).toBe(200)
    await send({ ...condition, code: icd('O80') })
    const unknown = `/claims/clm_${'0'.repeat(24)}${more}`
    expect(await seen(await clerk.get(address, headers))).toEqual(await seen(await clerk.get(unknown, headers)))
    await send(condition)
    expect((await clerk.get(address, headers)).status).toBe(200)
  })

  it('III.I.1 from lists that were narrowed before, their counts, and who saw the member', async () => {
    const asked = await clerk.post('/claims', { number: 'N-77', memberNumber: 'HV-100' }, '/claims')
    const narrowed = asked.headers.get('Location')!
    expect(await (await clerk.get(narrowed)).text()).toContain('1 to 1 of 1 claim')
    await send({ ...benefit, meta: { security: [{ system: 'urn:label', code: 'SUD' }] } })
    for (const path of [narrowed, '/claims', '/home', '/members']) {
      const html = await (await clerk.get(path)).text()
      expect(html).not.toMatch(/clm_|>N-77|1 claim\b|1 to 1/)
    }
    const [last] = await rows<{ members: string }>(
      "SELECT members FROM audit WHERE event = 'claim.listed' ORDER BY seq DESC LIMIT 1",
    )
    expect(last).toEqual({ members: '[]' })
  })

  it('III.I.2 by a new row of the list, before anything was judged again', async () => {
    const address = `/claims/${await idOf('clm-1')}`
    expect((await clerk.get(address)).status).toBe(200)
    const feed = new Browser('192.0.2.9')
    const answer = await feed.fetch('/feed/restricted-codes', {
      method: 'POST',
      headers: { Authorization: 'Bearer test feed token, 32 bytes or more' },
      body: 'category,code_system,match,code,source,reason\npregnancy,icd-10-cm,exact,Z99,own,own\n',
    })
    expect(answer.status).toBe(200)
    expect((await clerk.get(address)).status).toBe(404)
    expect(await (await clerk.get('/claims')).text()).not.toContain('/claims/clm_')
    await publishRows('pregnancy,icd-10-cm,exact,Z98')
    expect((await clerk.get(address)).status).toBe(200)
  })
})

describe('Feed a record that goes to somebody else', () => {
  it('T15 a claim that changes its office is gone for the old one, and the new one sees it', async () => {
    const here: JsonObject = { ...claim, id: 'clm-moves', item: [{ productOrService: hcpcs('G0180') }] }
    await send(here)
    const address = `/claims/${await idOf('clm-moves')}`
    expect([(await clerk.get(address)).status, (await rival.get(address)).status]).toEqual([200, 404])
    await send({ ...here, provider: { reference: 'Organization/org-2' } })
    expect([(await clerk.get(address)).status, (await rival.get(address)).status]).toEqual([404, 200])
    expect(await (await clerk.get('/claims')).text()).not.toContain(address)
    await send({ ...here, provider: { reference: 'Organization/never-came' } })
    expect([(await clerk.get(address)).status, (await rival.get(address)).status]).toEqual([404, 404])
  })

  it('Feed a claim that changes its member shows the other one alone', async () => {
    await send({ ...patient, id: 'pat-2', name: [{ family: 'Elsewhere' }], identifier: [] })
    const address = `/claims/${await idOf('clm-1')}`
    await send({ ...claim, patient: { reference: 'Patient/pat-2' } })
    const html = await (await clerk.get(address)).text()
    expect(html).toContain('Elsewhere')
    expect(html).not.toMatch(/Núñez|HV-100/)
    await send({ ...claim, patient: { reference: 'Patient/nobody' } })
    expect(await (await clerk.get(address)).text()).not.toMatch(/Núñez|HV-100|Elsewhere/)
  })
})

describe('Feed the door, through the whole program', () => {
  const addresses = routes.filter(({ path: of }) => of.startsWith('/feed/'))
  let asked = 0
  const path = (of: string) => of.replaceAll(/:\w+(\{[^}]*\})?/g, '1').replace('/feed/1', '/feed/imp-12345678')

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'Feed %s: no session, cookie, query, form or header stands in for the token',
    async (method) => {
      const headers: Record<string, string>[] = [
        {},
        { Authorization: 'Bearer ' },
        { Authorization: 'Bearer undefined' },
        { Authorization: 'bearer test feed token, 32 bytes or more' },
        { Authorization: 'Bearer test feed token, 32 bytes or more, Bearer x' },
        { Authorization: `Bearer ${'x'.repeat(60_000)}` },
        { 'X-Forwarded-Authorization': 'Bearer test feed token, 32 bytes or more' },
        { 'X-HTTP-Method-Override': 'GET', 'HX-Request-Type': 'partial' },
      ]
      for (const { path: address } of addresses) {
        for (const given of headers) {
          const init = { method, headers: given, ...(method === 'GET' || method === 'HEAD' ? {} : { body: '{}' }) }
          // From an address of its own: wrong tokens are throttled by theirs.
          clerk.ip = `198.51.${(asked += 1) >> 8}.${asked & 255}`
          const answer = await clerk.fetch(`${path(address)}?token=test+feed+token,+32+bytes+or+more`, init)
          expect([address, given, answer.status]).toEqual([address, given, 401])
          expect(answer.headers.get('Cache-Control')).toBe('no-store')
        }
      }
    },
  )

  it('Feed the right token from a page elsewhere is refused', async () => {
    const headers = { Authorization: 'Bearer test feed token, 32 bytes or more', Origin: 'https://evil.example' }
    const answer = await clerk.fetch('/feed/imp-12345678/a.ndjson/1', { method: 'POST', headers, body: '' })
    expect(answer.status).toBe(403)
  })

  it('T29 neither token nor content comes into log, audit or answer when storing fails', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await env.DB.prepare(
      "CREATE TRIGGER broken BEFORE INSERT ON feed_part BEGIN SELECT RAISE(ABORT, 'broken'); END",
    ).run()
    const headers = { Authorization: 'Bearer test feed token, 32 bytes or more' }
    const body = ndjson([{ ...patient, name: [{ family: 'Secretname' }] }])
    const answer = await clerk.fetch(`/feed/${newImport()}/a.ndjson/1`, { method: 'POST', headers, body })
    await env.DB.prepare('DROP TRIGGER broken').run()
    const told = JSON.stringify([log.mock.calls, await answer.text(), await rows('SELECT * FROM audit')])
    log.mockRestore()
    expect(answer.status).toBe(500)
    expect(told).not.toMatch(/Secretname|test feed token/)
  })
})
