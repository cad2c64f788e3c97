import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { seen } from '../support/alike.ts'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aList, aMember, aReferral, type Stored } from '../support/records.ts'

const UNKNOWN = `ref_${'0'.repeat(24)}`
const clerk = new Browser()
let own: Stored
let denied: Stored
let foreign: Stored
let restricted: Stored
let ourOffice: number
let member: Stored
let version: number
let membership: number

beforeAll(async () => {
  ourOffice = await anOffice('Our Office')
  const theirOffice = await anOffice('Their Office')
  version = await aList()
  member = await aMember({ number: 'HV-1', lastName: 'Seen' })
  const hidden = await aMember({ number: 'HV2', lastName: 'Unseen' })
  const referral = (number: string, more: Record<string, string | number | null> = {}, of = ourOffice) =>
    aReferral({ office: of, member: member.row, number, shownUnder: version, more })
  for (let n = 0; n < 30; n += 1) {
    const authored_on = n % 7 === 0 ? '' : `2026-01-${String((n % 28) + 1).padStart(2, '0')}`
    await referral(`OPEN-${n}`, { authored_on })
    await aReferral({ office: ourOffice, member: hidden.row, number: `HIDDEN-${n}`, shownUnder: null, more: { authored_on } })
  }
  own = await referral('OWN', {
    authored_on: '2026-03-03',
    urgency: 'urgent',
    confirmation: 'GH-0123456789',
    requester_name: 'Ben Okafor',
    performer_name: 'Bay Cardiology',
    diagnoses: '[["icd-10","J30.9"]]',
    services: '[["hcpcs","G0180"],["hcpcs","G0999"]]',
    units: 6,
    starts_on: '2026-03-04',
    ends_on: '2026-06-04',
    decision: 'approved',
    decided_on: '2026-03-05',
    authorization_number: 'AUTH-7',
    response_source_id: 'res',
  })
  denied = await referral('DENIED', { authored_on: '2026-03-02', decision: 'denied', denial_code: 'CARC 50' })
  await referral('=ODD()', { authored_on: '2026-03-01', decision: 'denied', denial_code: '0V' })
  foreign = await referral('FOREIGN', { confirmation: 'GH-AAAAAAAAAA', authorization_number: 'AUTH-8' }, theirOffice)
  restricted = await aReferral({ office: ourOffice, member: hidden.row, number: 'RESTRICTED', shownUnder: null, more: { decision: 'denied', urgency: 'urgent' } })
  await env.DB.prepare("INSERT INTO service_code (system, code, words, file) VALUES ('hcpcs', 'G0180', 'Home health care', 'f'), ('icd-10-cm', 'J309', 'Allergic rhinitis', 'f')").run()
  const person = await aPerson({ email: 'clerk@office.example', offices: [ourOffice], roles: ['view-referrals'] })
  membership = (await env.DB.prepare('SELECT id FROM membership WHERE account_id = ?').bind(person.account).first<number>('id'))!
  await clerk.signIn('clerk@office.example')
}) // prettier-ignore

const numbers = (html: string) =>
  [...html.matchAll(/\/referrals\/ref_[0-9a-z]+">([^<]+)</g)].map(([, number]) => number!)
const lastRow = () => env.DB.prepare('SELECT event, record, member_id AS member, detail FROM audit ORDER BY seq DESC LIMIT 1').first() // prettier-ignore

async function find(fields: Record<string, string>): Promise<string> {
  const posted = await clerk.post('/referrals', fields, '/referrals')
  expect(posted.status).toBe(303)
  return (await clerk.get(posted.headers.get('Location')!)).text()
}

describe('III.B.6.c the list of referrals', () => {
  it('III.B.6.c walks the office’s referrals once each, 25 a page, the newest first, and counts no others', async () => {
    const pages: string[][] = []
    for (let next: string | undefined = '/referrals'; next;) {
      const html: string = await (await clerk.get(next)).text()
      expect(html).toContain('of 33 referrals')
      pages.push(numbers(html))
      next = /href="([^"]+)" rel="next"/.exec(html)?.[1]
    }
    expect(pages.map((page) => page.length)).toEqual([25, 8])
    expect(new Set(pages.flat()).size).toBe(33)
    expect(pages[0]!.slice(0, 2)).toEqual(['OWN', 'DENIED'])
    expect(pages.flat().filter((number) => /HIDDEN|FOREIGN|RESTRICTED/.test(number))).toEqual([])
  })

  it.each([
    [{ number: 'own' }, ['OWN']],
    [{ number: 'gh-0123456789' }, ['OWN']],
    [{ number: 'AUTH-7' }, ['OWN']],
    [{ number: 'RESTRICTED' }, []],
    [{ number: 'FOREIGN' }, []],
    [{ number: 'GH-AAAAAAAAAA' }, []],
    [{ number: 'AUTH-8' }, []],
    [{ status: 'approved' }, ['OWN']],
    [{ status: 'denied' }, ['DENIED', '=ODD()']],
    [{ urgency: 'urgent' }, ['OWN']],
    [{ memberNumber: 'HV2' }, []],
    [{ memberNumber: 'hv 1', from: '2026-03-02', to: '2026-03-02' }, ['DENIED']],
    [{ from: '2026-03-01', status: 'approved', urgency: 'routine' }, []],
  ])('section 12: a search for %j finds %j', async (fields, found) => {
    const html = await find(fields)
    expect(numbers(html)).toEqual(found)
    expect(html).toContain(found.length === 0 ? 'No referral fits' : `1 to ${found.length} of ${found.length} referral`)
  })

  it('section 12: what is wrong is told, and looks nothing up', async () => {
    const answer = await clerk.post('/referrals', { from: 'yesterday', number: 'kept' }, '/referrals')
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('This is no date')
    expect(html).toContain('value="kept"')
    expect(numbers(html)).toEqual([])
  })

  it('III.L.2 names every member it showed', async () => {
    await find({ number: 'OWN' })
    const members = await env.DB.prepare('SELECT members FROM audit ORDER BY seq DESC LIMIT 1').first('members')
    expect(members).toBe(JSON.stringify([member.row]))
    expect(await lastRow()).toMatchObject({ event: 'referral.listed' })
  })

  it('II.C offers a new referral to those alone who may submit one', async () => {
    expect(await (await clerk.get('/referrals')).text()).not.toContain('/referrals/new')
    await aPerson({ email: 'both@office.example', offices: [ourOffice], roles: ['view-referrals', 'submit-referrals'] })
    const both = new Browser('198.51.100.7')
    await both.signIn('both@office.example')
    expect(await (await both.get('/referrals')).text()).toContain('href="/referrals/new"')
    await aPerson({ email: 'submits@office.example', offices: [ourOffice], roles: ['submit-referrals'] })
    const submits = new Browser('198.51.100.8')
    await submits.signIn('submits@office.example')
    for (const path of ['/referrals', `/referrals/${own.id}`, '/referrals/copy?purpose=payment']) {
      expect((await submits.get(path)).status).toBe(403)
    }
  })
})

describe('III.B.6.c a referral’s page', () => {
  it('section 12: shows from whom, to whom, for what, the decision and how fresh it is', async () => {
    const html = await (await clerk.get(`/referrals/${own.id}`)).text()
    for (const text of ['Ben Okafor, Our Office', 'Bay Cardiology', 'J30.9', 'Allergic rhinitis', 'G0180', 'Home health care', 'G0999', 'Approved', 'AUTH-7', 'GH-0123456789', 'Urgent', 'Mar 4, 2026 to Jun 4, 2026', 'As of', 'HV-1']) expect(html).toContain(text) // prettier-ignore
    expect(html).not.toContain('Decision due')
    expect(await lastRow()).toEqual({ event: 'referral.viewed', record: own.id, member: member.row, detail: null })
  })

  it('section 12: a denial says its own reason, or its number with the plan’s telephone', async () => {
    const html = await (await clerk.get(`/referrals/${denied.id}`)).text()
    expect(html).toContain('did not find the service medically necessary')
    expect(html).toContain('CARC 50')
    const odd = /\/referrals\/(ref_[0-9a-z]+)">=ODD/.exec(await (await clerk.get('/referrals')).text())![1]!
    expect(await (await clerk.get(`/referrals/${odd}`)).text()).toMatch(/Reason code 0V\..*href="tel:\+1/s)
  })

  it('T15 III.I.1 another office’s, a restricted and an unknown one are the same 404', async () => {
    for (const tail of ['', '/print?purpose=payment']) {
      const none = await seen(await clerk.get(`/referrals/${UNKNOWN}${tail}`))
      expect(none).toMatchObject({ status: 404 })
      for (const { id } of [foreign, restricted]) {
        expect(await seen(await clerk.get(`/referrals/${id}${tail}`))).toEqual(none)
      }
      expect(await lastRow()).toMatchObject({ event: 'record.not_found', member: null })
    }
  })

  it('III.I.2 a new version of the list hides what it has not judged yet', async () => {
    const newer = await aList()
    expect((await clerk.get(`/referrals/${own.id}`)).status).toBe(404)
    expect(await (await clerk.get('/referrals')).text()).toContain('No referrals yet')
    await env.DB.prepare('DELETE FROM restricted_list WHERE version = ?').bind(newer).run()
    expect((await clerk.get(`/referrals/${own.id}`)).status).toBe(200)
  })
})

describe('II.D copies', () => {
  it('II.D asks for the purpose on the page and of the list', async () => {
    for (const path of [`/referrals/${own.id}/print`, '/referrals/copy?as=csv', '/referrals/copy?purpose=curiosity']) {
      const asked = await clerk.get(path)
      expect(asked.status).toBe(303)
      expect(await (await clerk.get(asked.headers.get('Location')!)).text()).toContain('Choose the purpose')
    }
  })

  it('II.E a print bears user, time and purpose, and is logged as such', async () => {
    const html = await (await clerk.get(`/referrals/${own.id}/print?purpose=payment`)).text()
    expect(html).toContain('Terry Tester (clerk@office.example)')
    expect(html).toContain('Purpose: Payment')
    expect(await lastRow()).toMatchObject({
      event: 'referral.printed',
      record: own.id,
      detail: '{"purpose":"payment"}',
    })
  })

  it('II.E a copy of a search is of that search alone: on paper, and as a file with its formulas defused', async () => {
    const html = await find({ status: 'denied' })
    const s = /name="s" value="([^"]+)"/.exec(html)![1]!
    const paper = await (await clerk.get(`/referrals/copy?s=${s}&purpose=payment&as=print`)).text()
    expect(paper).toContain('Purpose: Payment')
    expect(paper).toContain('DENIED')
    expect(paper).not.toContain('OPEN-1')
    expect(await lastRow()).toMatchObject({ event: 'referral.printed', detail: '{"purpose":"payment"}' })
    const file = await clerk.get(`/referrals/copy?s=${s}&purpose=health-care-operations&as=csv`)
    expect(file.headers.get('Content-Disposition')).toBe('attachment; filename="referrals.csv"')
    const text = await file.text()
    expect(text).toContain("'=ODD()")
    expect(text.split('\r\n').filter((line) => /Seen/.test(line))).toHaveLength(2)
    expect(text).toContain('Health care operations')
    expect(text).not.toMatch(/RESTRICTED|FOREIGN|HIDDEN|Unseen/)
    const row = await env.DB.prepare('SELECT event, members FROM audit ORDER BY seq DESC LIMIT 1').first()
    expect(row).toEqual({ event: 'referral.exported', members: JSON.stringify([member.row]) })
  })
})

describe('III.B.8 a grant that is limited to some providers of the office', () => {
  it('III.B.8 lists, counts, opens and exports theirs alone', async () => {
    const provider = await env.DB.prepare("INSERT INTO provider (source_id, name) VALUES ('ada', 'Ada') RETURNING id").first<number>('id')
    await env.DB.batch([
      env.DB.prepare("UPDATE referral SET requester_source_id = 'ada' WHERE id = ?").bind(own.row),
      env.DB.prepare("INSERT INTO grant_limit (membership_id, role, provider_id) VALUES (?, 'view-referrals', ?)").bind(membership, provider),
    ])
    const html = await (await clerk.get('/referrals')).text()
    expect(numbers(html)).toEqual(['OWN'])
    expect(html).toContain('1 to 1 of 1 referral')
    expect((await clerk.get(`/referrals/${own.id}`)).status).toBe(200)
    expect((await clerk.get(`/referrals/${denied.id}`)).status).toBe(404)
    expect(await (await clerk.get('/referrals/copy?purpose=payment&as=csv')).text()).not.toContain('DENIED')
    await env.DB.prepare('DELETE FROM grant_limit').run()
  }) // prettier-ignore
})
