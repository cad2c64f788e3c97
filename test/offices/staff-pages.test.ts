import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Browser, letters, mailTo } from '../support/browser.ts'
import { aCoreOffice } from '../support/core-offices.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { freshlyIn } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let ea: { account: number; guard: string }
let browser: Browser
beforeAll(async () => {
  ea = await aPerson({ email: 'ea@plan.example', department: 'information-services' })
})
beforeEach(async () => {
  letters.length = 0
  browser = await freshlyIn(ea)
})

async function anAddress(known: Parameters<typeof aCoreOffice>[0] = { accessOn: '2030-01-01' }) {
  const of = await aCoreOffice(known)
  const { id: row } = (await env.DB.prepare('SELECT id FROM office WHERE public_id = ?')
    .bind(of.id)
    .first<{ id: number }>())!
  return { ...of, row, address: `/staff/offices/${of.id}` }
}
const invitations = async (office: number) =>
  (
    await env.DB.prepare(
      'SELECT public_id AS id, email, revoked_at AS revokedAt FROM invitation i WHERE office_id = ? ORDER BY i.id',
    )
      .bind(office)
      .all<{ id: string; email: string; revokedAt: number | null }>()
  ).results
const named = { loaFirstName: 'Nora', loaLastName: 'Named', loaEmail: 'Nora@clinic.example' }
const person = { firstName: 'Nora', lastName: 'Named', email: 'Nora@clinic.example' }

/** Somebody who registered and waits, in the office. */
async function anApplicant(office: number): Promise<string> {
  const id = `req_${crypto.randomUUID().replaceAll('-', '').slice(0, 24)}`
  const { account } = await aPerson({ email: `${id}@clinic.example`, offices: [await anOffice()] })
  await env.DB.prepare(
    'INSERT INTO access_request (public_id, office_id, account_id, wants_loa, job_title, job_description, sent_at) VALUES (?, ?, ?, 0, ?, ?, 1)',
  )
    .bind(id, office, account, 'Biller', 'Bills')
    .run()
  return id
}

describe('III.B.3.b offices without a Local Office Administrator', () => {
  it('III.A.1.b, III.B.3.b are listed: with access, and nobody who can decide', async () => {
    const [none, suspended, ended, gone, closed, led] = await Promise.all([
      anAddress({ name: 'Without anybody', accessOn: '2030-01-01' }),
      anAddress({ name: 'Its LOA suspended', accessOn: '2030-01-01' }),
      anAddress({ name: 'Its LOA ended', accessOn: '2030-01-01' }),
      anAddress({ name: 'Terminated office', accessOn: '2030-01-01', terminatedOn: '2031-01-01', terminated: true }),
      anAddress({ name: 'No access at all', accessOn: null }),
      anAddress({ name: 'Well led', accessOn: '2030-01-01' }),
    ])
    for (const [nth, of] of [suspended, ended, led].entries()) {
      await aPerson({ email: `loa${nth}@clinic.example`, offices: [of.row], isLoa: true })
    }
    await aPerson({ email: 'clerk@clinic.example', offices: [none.row] })
    await env.DB.prepare('UPDATE account SET suspended_at = 1 WHERE email = ?').bind('loa0@clinic.example').run()
    await env.DB.prepare("UPDATE membership SET ended_on = '2035-01-01' WHERE office_id = ?").bind(ended.row).run()
    const to = (await browser.post('/staff/offices', { words: '', selection: 'without-loa' })).headers.get('Location')!
    const html = await (await browser.get(to)).text()
    for (const of of [none, suspended, ended]) expect(html).toContain(of.name)
    for (const of of [gone, closed, led]) expect(html).not.toContain(of.name)
    expect(await (await browser.get(none.address)).text()).toContain('Nobody decides for this office')
    expect(await (await browser.get(led.address)).text()).not.toContain('Nobody decides for this office')
  })

  it('III.B.3.b a talk is kept; whom the manager names is invited, whose employment they confirm is noted', async () => {
    const of = await anAddress()
    const request = await anApplicant(of.row)
    const fields = { person: 'Mona Manager', notes: 'Nora leads.\r\nBilly works here.', request, ...named }
    const answer = await browser.post(`${of.address}/contacts`, fields, of.address)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${of.address}?done=recorded`])
    const { results } = await env.DB.prepare(
      'SELECT c.person, c.notes, c.by_account AS by, c.at, q.public_id AS request FROM office_contact c JOIN access_request q ON q.id = c.access_request_id WHERE c.office_id = ?',
    )
      .bind(of.row)
      .all()
    expect(results).toEqual([
      { person: 'Mona Manager', notes: 'Nora leads.\nBilly works here.', by: ea.account, at: Date.now(), request },
    ])
    expect(await invitations(of.row)).toMatchObject([{ email: 'nora@clinic.example', revokedAt: null }])
    expect((await mailTo('nora@clinic.example'))?.text).toContain(of.name)
    const audit = await env.DB.prepare("SELECT account_id AS by, clause FROM audit WHERE event = 'office.contacted' AND office_id = ?").bind(of.row).all() // prettier-ignore
    expect(audit.results).toEqual([{ by: ea.account, clause: 'III.B.3.b' }])
    const html = await (await browser.get(of.address)).text()
    for (const word of ['Mona Manager', 'Nora leads.', 'Terry Tester']) expect(html).toContain(word)
  })

  it('III.B.3.b a talk that names and confirms nobody is one', async () => {
    const of = await anAddress()
    expect(
      (await browser.post(`${of.address}/contacts`, { person: 'Mona', notes: 'Calls back.' }, of.address)).status,
    ).toBe(303)
    expect(await invitations(of.row)).toEqual([])
  })

  it('III.B.3.b another office’s request can’t be confirmed, half a name invites nobody, and what was typed stays', async () => {
    const of = await anAddress()
    const request = await anApplicant((await anAddress()).row)
    for (const [fields, field] of [
      [{ person: 'Mona', notes: 'Hm.', request }, 'request'],
      [{ person: 'Mona', notes: 'Hm.', loaFirstName: 'Nora' }, 'loaEmail'],
      [{ person: 'Mona' }, 'notes'],
      [{ person: '', notes: 'Mona?' }, 'person'],
    ] as const) {
      const answer = await browser.post(`${of.address}/contacts`, fields, of.address)
      const html = await answer.text()
      expect([field, answer.status, html.includes(`href="#field-${field}"`)]).toEqual([field, 422, true])
      expect(html).toContain('Mona')
    }
    const { results } = await env.DB.prepare('SELECT id FROM office_contact WHERE office_id = ?').bind(of.row).all()
    expect(results).toEqual([])
  })
})

describe('III.A.1.b invitations of an office', () => {
  it('III.A.1.b somebody is invited, invited again by a new link, and the invitation is taken back', async () => {
    const of = await anAddress()
    expect((await browser.post(`${of.address}/invitations`, person, of.address)).status).toBe(303)
    const first = await mailTo('nora@clinic.example')
    const [one] = await invitations(of.row)
    expect((await browser.post(`${of.address}/invitations/${one!.id}/copy`, {}, of.address)).status).toBe(303)
    const second = await mailTo('nora@clinic.example')
    expect(second?.link).not.toBe(first?.link)
    const [old, open] = await invitations(of.row)
    expect([old?.revokedAt, open?.revokedAt]).toEqual([Date.now(), null])
    expect((await browser.post(`${of.address}/invitations/${open!.id}/revocation`, {}, of.address)).status).toBe(303)
    expect((await invitations(of.row)).map(({ revokedAt }) => revokedAt)).toEqual([Date.now(), Date.now()])
    for (const change of ['copy', 'revocation']) {
      expect((await browser.post(`${of.address}/invitations/${open!.id}/${change}`, {}, of.address)).status).toBe(409)
    }
  })

  it('T15 an invitation of another office, of staff, or none: nothing happens', async () => {
    const [of, other] = [await anAddress(), await anAddress()]
    await browser.post(`${other.address}/invitations`, person, other.address)
    await browser.post(
      '/staff/people',
      { email: 'new@plan.example', firstName: 'A', lastName: 'B', department: 'privacy' },
      '/staff/people',
    )
    const staff = await env.DB.prepare("SELECT public_id AS id FROM invitation WHERE department = 'privacy'").first<{
      id: string
    }>()
    const [theirs] = await invitations(other.row)
    for (const id of [theirs!.id, staff!.id, 'inv_none', '%00']) {
      expect((await browser.post(`${of.address}/invitations/${id}/revocation`, {}, of.address)).status).toBe(409)
    }
    expect((await browser.post(`/staff/people/invitations/${theirs!.id}/revocation`, {}, '/staff/people')).status).toBe(
      409,
    )
    expect((await invitations(other.row))[0]?.revokedAt).toBeNull()
  })

  it('III.A.1.a without access nobody is invited', async () => {
    const of = await anAddress({ accessOn: null })
    expect((await browser.post(`${of.address}/invitations`, person, of.address)).status).toBe(422)
    const talk = { person: 'Mona', notes: 'Hm.', ...named }
    expect((await browser.post(`${of.address}/contacts`, talk, of.address)).status).toBe(422)
    expect(await invitations(of.row)).toEqual([])
  })

  it('III.C.4 an address that is none is told', async () => {
    const of = await anAddress()
    const answer = await browser.post(`${of.address}/invitations`, { ...person, email: 'nora@clinic' }, of.address)
    expect([answer.status, (await answer.text()).includes('id="field-email-error"')]).toEqual([422, true])
  })
})

describe('the list of offices', () => {
  it('III.A.1.a is searched by part of name, city, TIN and NPI', async () => {
    const of = await anAddress({ name: 'Zebra Crossing Clinic', accessOn: '2030-01-01', tin: '77-7654321' })
    for (const words of ['zebra', 'CROSSING cl', '7654', '77-765', of.npi, of.npi.slice(2, 8)]) {
      const to = (await browser.post('/staff/offices', { words, selection: 'all' })).headers.get('Location')!
      expect(to).not.toContain(words)
      expect([words, (await (await browser.get(to)).text()).includes(of.name)]).toEqual([words, true])
    }
    for (const words of ['zebras', '%', '_', "'", '000000000000']) {
      const to = (await browser.post('/staff/offices', { words, selection: 'all' })).headers.get('Location')!
      expect([words, (await (await browser.get(to)).text()).includes(of.name)]).toEqual([words, false])
    }
    const long = await browser.post('/staff/offices', { words: 'z'.repeat(121), selection: 'all' })
    expect([long.status, (await long.text()).includes('at most 120')]).toEqual([422, true])
  })

  it('shows 25 a page, and every office once', async () => {
    for (let nth = 0; nth < 60; nth += 1) await anOffice(`Paged ${String(nth % 30).padStart(2, '0')}`)
    const seen: string[] = []
    let to: string | undefined = (
      await browser.post('/staff/offices', { words: 'paged', selection: 'all' })
    ).headers.get('Location')!
    for (let page = 0; to && page < 5; page += 1) {
      const html: string = await (await browser.get(to)).text()
      const found = [...html.matchAll(/href="\/staff\/offices\/(off_[^"]+)">Paged/g)].map(([, id = '']) => id)
      expect(found.length).toBeLessThanOrEqual(25)
      seen.push(...found)
      to = /href="([^"]+)" rel="next"/.exec(html)?.[1]
    }
    expect([seen.length, new Set(seen).size]).toEqual([60, 60])
  })
})

describe('T15 II.C who sees offices', () => {
  it('T15 without the right 403, the same for every id; with it an id that is none is not there', async () => {
    const { address } = await anAddress()
    const none = `/staff/offices/off_${'0'.repeat(24)}`
    for (const someone of [
      await aPerson({ email: 'privacy@plan.example', department: 'privacy' }),
      await aPerson({ email: 'loa@office.example', offices: [await anOffice()], isLoa: true }),
    ]) {
      const stranger = await signedIn(someone)
      expect((await stranger.get('/staff/offices')).status).toBe(403)
      for (const base of [address, none, '/staff/offices/x']) {
        expect((await stranger.get(base)).status).toBe(403)
        for (const path of [
          '/contacts',
          '/invitations',
          '/invitations/x/copy',
          '/invitations/x/revocation',
          '/reinstatement',
        ]) {
          expect((await stranger.post(base + path, {})).status).toBe(403)
        }
      }
    }
    for (const base of [none, '/staff/offices/x', '/staff/offices/%00']) {
      expect((await browser.get(base)).status).toBe(404)
      for (const path of ['/contacts', '/invitations', '/reinstatement']) {
        expect((await browser.post(base + path, {})).status).toBe(404)
      }
    }
  })
})
