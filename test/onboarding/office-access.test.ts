import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { seen } from '../support/alike.ts'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { aCoreOffice, ask, formOf, newestRequest, typedRequest } from '../support/core-offices.ts'
import { counting } from '../support/counting.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()

let known: Awaited<ReturnType<typeof aCoreOffice>>
let typed: Record<string, string>
const staff = (department: 'e-business' | 'provider-relations' | 'information-services' | 'privacy') =>
  aPerson({ email: `${department}@plan.example`, department })

beforeAll(async () => {
  known = await aCoreOffice({ name: 'Harbor Clinic' })
  typed = typedRequest(known)
  for (const one of ['e-business', 'provider-relations', 'information-services', 'privacy'] as const) await staff(one)
  await aPerson({ email: 'clerk@office.example', offices: [await anOffice()], isLoa: true })
})
beforeEach(() => {
  letters.length = 0
})

let addresses = 0
/** Each from an IP address of its own, so that the brake is for its own test. */
const visitor = () => new Browser(`198.51.100.${(addresses += 1)}`)
const requests = async () =>
  (await env.DB.prepare('SELECT count(*) AS count FROM office_request').first<{ count: number }>())!.count

describe('III.A.1.a an office asks for access', () => {
  it('III.A.1.a it is kept as signed: the version, the signature, the instant, the IP address', async () => {
    const browser = visitor()
    const { document } = await formOf(browser)
    const answer = await ask(browser, typed)
    expect(answer.status).toBe(303)
    const row = await newestRequest()
    expect(row).toMatchObject({
      legal_name: 'Harbor Clinic', tin: known.tin, npi: known.npi, manager_email: 'mona@clinic.example', telephone: '+17145550100',
      is_paper: 0, signed_name: 'Olga Owner', signed_title: 'Owner', signed_at: Date.now(), created_at: Date.now(), ip: browser.ip,
      decided_at: null, office_id: null, recorded_by: null,
    }) // prettier-ignore
    const signed = await env.DB.prepare('SELECT public_id AS id FROM document WHERE id = ?')
      .bind(row.document_id)
      .first()
    expect(signed).toEqual({ id: document })
    const { results } = await env.DB.prepare('SELECT first_name, email FROM office_request_loa WHERE request_id = ?').bind(row.id).all() // prettier-ignore
    expect(results).toEqual([{ first_name: 'Lou', email: 'lou@clinic.example' }])
    const audit = await env.DB.prepare("SELECT record, ip, clause FROM audit WHERE event = 'office_request.received' ORDER BY seq DESC LIMIT 1").first() // prettier-ignore
    expect(audit).toEqual({ record: row.public_id, ip: browser.ip, clause: 'III.A.1.a' })
  })

  it('III.A.1.a what was signed never changes and never goes, whoever writes', async () => {
    const changes = [
      "UPDATE office_request SET signed_name = 'Somebody'", 'UPDATE office_request SET document_id = 1 + document_id', 'DELETE FROM office_request',
      "UPDATE office_request SET tin = '000000000'", 'UPDATE office_request SET ip = NULL', 'UPDATE office_request SET signed_at = 1',
    ] // prettier-ignore
    for (const change of changes) await expect(env.DB.prepare(change).run()).rejects.toThrow('III.A.1.a')
  })

  it('III.A.1.a the manager gets a copy of all of it, the Enterprise Administrators word of it, nobody else anything', async () => {
    await ask(visitor(), typed)
    const copy = (await mailTo('mona@clinic.example'))!
    const text = await env.DB.prepare("SELECT body FROM document WHERE kind = 'access-agreement'").first<{
      body: string
    }>()
    for (const paragraph of text!.body.split(/\n+/)) {
      expect(copy.text).toContain(paragraph.replace(/^(##|-) /, ''))
    }
    expect(copy.text).toMatch(
      /Signed electronically by Olga Owner, Owner, Jun \d+, 2040, 12:00 PM PDT, from the IP address 198/,
    )
    for (const word of ['Harbor Clinic', 'Lou Leader, lou@clinic.example', known.npi]) expect(copy.text).toContain(word)
    const { public_id: id } = await newestRequest()
    const told = letters.filter(({ to }) => to.endsWith('@plan.example'))
    expect(new Set(told.map(({ to }) => to))).toEqual(
      new Set(['e-business@plan.example', 'provider-relations@plan.example', 'information-services@plan.example']),
    )
    expect(new Set(told.map(({ link }) => link))).toContain(`https://portal.test/staff/office-requests/${id}`)
    expect(letters.filter(({ to }) => to.endsWith('office.example'))).toEqual([])
  })

  it('III.A.1.a the page after it has the number and the whole agreement, ready to print', async () => {
    const browser = visitor()
    const to = (await ask(browser, typed)).headers.get('Location')!
    const html = await (await browser.get(to)).text()
    expect(html).toMatch(/Its number is [0-9A-Z]{4}-[0-9A-Z]{4}/)
    for (const word of [
      'What happens next',
      'Olga Owner',
      '12:00 PM PDT',
      'Reporting incidents, breaches and violations',
    ]) {
      expect(html).toContain(word)
    }
  })

  it('III.A.1.a the form shows the whole agreement before it is signed', async () => {
    const html = await (await visitor().get('/office-access')).text()
    for (const word of ['Verifying users', 'Every 45 calendar days', 'Reporting incidents'])
      expect(html).toContain(word)
  })
})

describe('III.A.1.a what is wrong is told, and what was typed stays', () => {
  it('III.A.1.a every field at once, each with its sentence', async () => {
    const before = await requests()
    const answer = await ask(visitor(), { legalName: 'Only Me', tin: '1', consent: '' })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('<title>Error: ')
    expect(html).toContain('value="Only Me"')
    for (const name of ['tin', 'npi', 'street', 'zip', 'managerEmail', 'loaEmail', 'signedName', 'consent']) {
      expect(html).toContain(`id="field-${name}-error"`)
      expect(html).toContain(`href="#field-${name}"`)
    }
    expect(html).not.toContain('id="field-legalName-error"')
    expect(await requests()).toBe(before)
  })

  it('III.A.1.a not a single field is lost by a mistake in another', async () => {
    const html = await (await ask(visitor(), { ...typed, npi: '1' })).text()
    for (const [name, value] of Object.entries(typed)) {
      if (!['npi', 'consent', 'state'].includes(name)) expect(html).toMatch(new RegExp(`name="${name}"[^>]*value="${value.replaceAll(/[().]/g, '\\$&')}"`)) // prettier-ignore
    }
    expect(html).toContain('<option value="CA" selected')
  })

  it('II.I a version published meanwhile is read before it is signed', async () => {
    const browser = visitor()
    const form = await formOf(browser)
    await env.DB.prepare(
      `INSERT INTO document (public_id, kind, version, title, body, made_at, published_at)
       SELECT 'doc_second', kind, 2, title, '## New words' || char(10) || 'Stricter ones.', 0, 1 FROM document WHERE kind = 'access-agreement' AND version = 1`,
    ).run()
    const before = await requests()
    for (const document of [form.document, '', 'doc_none']) {
      const answer = await browser.post('/office-access', { ...typed, ...form, document })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain('Stricter ones.')
      expect(html).toContain('value="doc_second"')
      expect(html).not.toMatch(/name="consent"[^>]*checked/)
    }
    expect(await requests()).toBe(before)
    expect((await browser.post('/office-access', { ...typed, ...form, document: 'doc_second' })).status).toBe(303)
    expect((await newestRequest()).document_id).not.toBe(1)
  })
})

describe('III.A.1.a strangers', () => {
  it('T6 known, unknown or terminated: status, headers, cookies and page are alike', async () => {
    const gone = await aCoreOffice({ name: 'Harbor Clinic', terminated: true })
    const answers = []
    for (const of of [known, gone, { name: 'Harbor Clinic', tin: '111111111', npi: '1234567893' }]) {
      const browser = visitor()
      const sent = await ask(browser, typedRequest(of))
      const { public_id: id } = await newestRequest()
      const to = sent.headers.get('Location')!
      const number = `${String(id).slice(4, 8)}-${String(id).slice(8, 12)}`.toUpperCase()
      const { tin } = of
      const own = [to, number, `${tin.slice(0, 2)}-${tin.slice(2)}`, of.npi, browser.ip]
      answers.push([await seen(sent, ...own), await seen(await browser.get(to), ...own)])
    }
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })

  it('T7 the last page opens in the browser that sent the form, and no other; with nothing it leads to the start', async () => {
    const browser = visitor()
    const to = (await ask(browser, typed)).headers.get('Location')!
    const other = visitor()
    await formOf(other)
    for (const [who, path] of [
      [other, to],
      [visitor(), to],
      [browser, '/office-access/sent'],
      [browser, '/office-access/sent?s='],
      [browser, `${to}A`],
      [browser, to.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ] as const) {
      const answer = await who.get(path)
      expect([path, answer.status, answer.headers.get('Location')]).toEqual([path, 303, '/office-access'])
    }
    expect((await browser.get(to)).status).toBe(200)
  })

  it('T7 a form without the token of this browser is refused', async () => {
    const browser = visitor()
    const form = await formOf(browser)
    const before = await requests()
    for (const csrf of ['', 'x', (await formOf(visitor())).csrf]) {
      expect((await browser.post('/office-access', { ...typed, ...form, csrf })).status).toBe(403)
    }
    expect((await visitor().post('/office-access', { ...typed, ...form })).status).toBe(403)
    expect(await requests()).toBe(before)
  })

  it('T10 links keep the configured origin, whatever the request says', async () => {
    const browser = visitor()
    const form = await formOf(browser)
    await browser.fetch('/office-access', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Host: 'evil.example', 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example', 'X-Original-URL': 'https://evil.example/' },
      body: new URLSearchParams({ ...typed, ...form }).toString(),
    }) // prettier-ignore
    expect((await newestRequest()).ip).toBe(browser.ip)
    await mailTo('e-business@plan.example')
    expect(letters.length).toBeGreaterThan(3)
    expect(JSON.stringify(letters)).not.toContain('evil')
  })

  it('T21 what is smuggled into the form is stored nowhere', async () => {
    await ask(visitor(), { ...typed, status: 'accepted', decision: 'accepted', decided_at: '1', decidedAt: '1', office_id: '1', officeId: '1', access_on: '2020-01-01', accessOn: '2020-01-01', is_paper: '1', scan_key: 'x', signedAt: '1', ip: '1.1.1.1', public_id: 'orq_x' }) // prettier-ignore
    const row = await newestRequest()
    expect(row).toMatchObject({
      decision: null,
      decided_at: null,
      office_id: null,
      is_paper: 0,
      scan_key: null,
      signed_at: Date.now(),
    })
    expect(row.ip).not.toBe('1.1.1.1')
    expect((await env.DB.prepare('SELECT access_on AS "on" FROM office WHERE source_id = ?').bind(known.sourceId).first())).toEqual({ on: null }) // prettier-ignore
  })

  it('T5 one IP address asks ten times an hour; others go on, and it can again an hour later', async () => {
    const browser = visitor()
    for (let nth = 0; nth < 10; nth += 1) expect((await ask(browser, typed)).status).toBe(303)
    const before = await requests()
    const answer = await ask(browser, typed)
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([429, '3600'])
    expect(await requests()).toBe(before)
    expect((await ask(visitor(), typed)).status).toBe(303)
    later(HOUR)
    expect((await ask(browser, typed)).status).toBe(303)
  })

  it('T5 thirty at the same moment from one IP address are ten too, and the mails of ten', async () => {
    const browser = visitor()
    const form = await formOf(browser)
    const copies = "SELECT count(*) AS count FROM outbox WHERE message = 'agreement-copy'"
    const [before, mails] = [await requests(), await env.DB.prepare(copies).first<{ count: number }>()]
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => browser.post('/office-access', { ...typed, ...form })),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(10)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
    expect((await requests()) - before).toBe(10)
    expect((await env.DB.prepare(copies).first<{ count: number }>())!.count - mails!.count).toBe(10)
  })

  it('T5 a form with mistakes uses none of them up', async () => {
    const browser = visitor()
    for (let nth = 0; nth < 12; nth += 1) expect((await ask(browser, { legalName: 'x' })).status).toBe(422)
    expect((await ask(browser, typed)).status).toBe(303)
  })
})

it('III.A.1.a the database failing at any step: nothing is kept, or all of it', async () => {
  const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  for (let step = 1; step <= 4; step += 1) {
    const browser = visitor()
    const form = await formOf(browser)
    const before = [await requests(), await rowsOf('outbox'), await rowsOf('office_request_loa')]
    const counted = counting()
    counted.failOn = (n) => n === step
    browser.bindings = counted.bindings
    expect((await browser.post('/office-access', { ...typed, ...form })).status).toBe(500)
    expect([await requests(), await rowsOf('outbox'), await rowsOf('office_request_loa')]).toEqual(before)
  }
  silent.mockRestore()
})

async function rowsOf(table: 'outbox' | 'office_request_loa'): Promise<number> {
  return (await env.DB.prepare(`SELECT count(*) AS count FROM ${table}`).first<{ count: number }>())!.count
}
