import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/digest.ts'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { attempt, from, guardOf } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD } from '../support/people.ts'
import { ANSWERS, PERSON, Registrant, STEPS, stored } from '../support/registrant.ts'

let office: number
let officeId: string

beforeAll(async () => {
  office = await anOffice('Harbor Family Medicine')
  const found = await env.DB.prepare('SELECT public_id AS id FROM office WHERE id = ?')
    .bind(office)
    .first<{ id: string }>()
  officeId = found!.id
  await aPerson({ email: 'loa@harbor.example', offices: [office], isLoa: true })
})

/** Where each page is, and what a good form for it posts. */
const pages: { step: (typeof STEPS)[number]; get: string; post: string; fields: () => Record<string, string> }[] = [
  { step: 'code', get: '/register/code', post: '/register/code', fields: () => ({ code: '123456' }) },
  { step: 'person', get: '/register/person', post: '/register/person', fields: () => PERSON },
  { step: 'office', get: '/register/office', post: '/register/office', fields: () => ({ office: officeId }) },
  { step: 'agreement', get: '/register/agreement', post: '/register/agreement', fields: () => ({ agree: 'on', document: 'doc_useragreementversion0001' }) },
  { step: 'training', get: '/register/training/1', post: '/register/training/1', fields: () => ({ answer: '1', document: 'doc_trainingversion000000001' }) },
  { step: 'questions', get: '/register/questions', post: '/register/questions', fields: () => ANSWERS },
  { step: 'review', get: '/register/review', post: '/register/review', fields: () => ({}) },
] // prettier-ignore
const others = ['/register/offices', '/register/training/attestation', '/register/code/passcode']

const at = (step: string) => (step === 'training' ? /^\/register\/training/ : new RegExp(`^/register/${step}$`))

describe('T7 each step called from each state', () => {
  it.each(STEPS)('T7 III.A.1.c at %s: what comes later leads back to it, and writes nothing', async (state) => {
    const nell = await new Registrant().upTo(state, office)
    const before = await stored(nell.email)
    for (const page of pages.filter(({ step }) => STEPS.indexOf(step) > STEPS.indexOf(state))) {
      expect((await nell.browser.get(page.get)).headers.get('Location')).toMatch(at(state))
      expect(await nell.post(page.post, page.fields())).toMatch(at(state))
    }
    expect(await stored(nell.email)).toEqual(before)
    if (state === 'code') return
    // The address stays proved: its step leads on.
    expect((await nell.browser.get('/register/code')).headers.get('Location')).toMatch(at(state))
    for (const page of pages.filter(({ step }) => step !== 'code' && STEPS.indexOf(step) <= STEPS.indexOf(state))) {
      const { status } = await nell.browser.get(page.get)
      // A training that is done is not shown again: it leads on.
      expect([page.get, status === 200 || page.step === 'training']).toEqual([page.get, true])
    }
  })

  it('T7 III.A.1.c once sent, every step leads to the status and changes nothing', async () => {
    const nell = await new Registrant().upTo('end', office)
    const before = await stored(nell.email)
    for (const page of pages) {
      expect((await nell.browser.get(page.get)).headers.get('Location')).toBe('/register/status')
      expect(await nell.post(page.post, page.fields())).toBe('/register/status')
    }
    for (const post of others) expect(await nell.post(post)).toBe('/register/status')
    expect(await stored(nell.email)).toEqual(before)
  })

  it('T7 from another browser, without the cookie or with another flow’s: to the beginning', async () => {
    const nell = await new Registrant().upTo('review', office)
    const person = await aPerson({ email: 'clerk@harbor.example', offices: [office] })
    const flow = new Browser('203.0.113.1')
    await flow.password(person.email)
    for (const other of [new Browser('203.0.113.2'), flow]) {
      for (const page of [...pages, ...others.map((post) => ({ get: '/register/status', post, fields: () => ({}) }))]) {
        expect((await other.get(page.get)).headers.get('Location')).toBe('/register')
        const answer = await other.post(page.post, page.fields(), '/register')
        expect([page.post, answer.headers.get('Location')]).toEqual([page.post, '/register'])
      }
    }
    expect((await stored(nell.email))!.sent_at).toBeNull()
  })
})

describe('T20 T16 the cookie and the link', () => {
  it('T16 each byte flipped, each prefix and each extension: nothing opened', async () => {
    const nell = await new Registrant().upTo('person', office)
    const value = nell.browser.cookies.get('__Host-flow')!
    const other = new Browser('203.0.113.3')
    const flip = (place: number) => {
      const letter = value[place] === 'a' ? 'b' : 'a'
      return value.slice(0, place) + letter + value.slice(place + 1)
    }
    const wrong = [
      ...Array.from(value, (_, place) => flip(place)),
      ...Array.from(value, (_, length) => value.slice(0, length)),
      ...['A', '=', '.', ' ', '%00', '\n'].map((more) => value + more),
      value.toUpperCase(),
    ]
    for (const one of wrong) {
      const answer = await other.get(`/register/resume?link=${encodeURIComponent(one)}`)
      expect([one, answer.status, other.cookies.has('__Host-flow')]).toEqual([one, 404, false])
    }
    expect((await other.get(`/register/resume?link=${value}`)).headers.get('Location')).toBe('/register/person')
  })

  it('T16 a link put together from two registrations opens neither', async () => {
    const [one, two] = [await new Registrant().upTo('person', office), await new Registrant().upTo('person', office)]
    const [a, b] = [one, two].map(({ browser }) => browser.cookies.get('__Host-flow')!.split('.'))
    for (const parts of [
      [b![0], a![1], a![2]],
      [a![0], b![1], a![2]],
      [a![0], a![1], b![2]],
      [b![0], b![1], a![2]],
    ]) {
      expect((await new Browser().get(`/register/resume?link=${parts.join('.')}`)).status).toBe(404)
    }
  })

  it('T10 the link in the mail keeps the configured origin', async () => {
    const nell = new Registrant()
    await nell.begin()
    const letter = (await mailTo(nell.email))!
    const csrf = await nell.browser.token('/register/code')
    await nell.browser.fetch('/register/code', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded', Host: 'evil.example', 'X-Forwarded-Host': 'evil.example',
        Forwarded: 'host=evil.example', 'X-Original-URL': 'https://evil.example/',
      },
      body: new URLSearchParams({ csrf, code: letter.code! }).toString(),
    }) // prettier-ignore
    expect((await mailTo(nell.email))!.link).toMatch(/^https:\/\/portal\.test\/register\/resume\?link=/)
  })
})

describe('III.A.1.c.iii the code', () => {
  it('III.A.1.c.iii a code proves the address; wrong ones say how many are left, and lock nobody out', async () => {
    const nell = new Registrant()
    await nell.begin()
    const { code } = (await mailTo(nell.email))!
    const wrong = code === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 5; tries += 1) expect(await nell.post('/register/code', { code: wrong })).toBe(422)
    expect(await nell.post('/register/code', { code: code! })).toBe(422)
    expect(await nell.post('/register/code/passcode')).toBe('/register/code?sent=email')
    await mailTo(nell.email)
    expect(await nell.prove()).toBe('/register/person')
  })

  it('III.A.1.c.iii wrong codes of somebody who registers a known address count nothing against its owner', async () => {
    const owner = await aPerson({ email: 'owner@harbor.example', offices: [office] })
    for (let round = 0; round < 4; round += 1) {
      const stranger = new Registrant(owner.email)
      await stranger.begin()
      for (let tries = 0; tries < 6; tries += 1) await stranger.post('/register/code', { code: '123456' })
    }
    expect((await attempt(owner.guard, PASSWORD)).outcome).toBe('right')
    const browser = new Browser('203.0.113.9')
    await browser.signIn(owner.email)
    expect(browser.cookies.has('__Host-session')).toBe(true)
  })

  it('T7 a registration’s code opens no session, and a sign-in’s code proves no address', async () => {
    // An address that is let in while its flow lives: the code it was sent is a registration's all the same.
    const nell = new Registrant()
    await nell.begin()
    const { code } = (await mailTo(nell.email))!
    const person = await aPerson({ email: nell.email, offices: [office] })
    const answer = await nell.browser.post('/sign-in/second-factor', { code: code!, next: '' }, '/register')
    expect([answer.headers.get('Location'), nell.browser.cookies.has('__Host-session')]).toEqual(['/sign-in', false])

    const flow = { id: 'flw_1', secretHash: sha256('secret') }
    await guardOf(person.guard).begin({ flow, purpose: 'sign-in', account: person.account }, from('203.0.113.10'))
    await guardOf(person.guard).sendPasscode(flow, { channel: 'email' }, from('203.0.113.10'))
    const theirs = (await mailTo(person.email))!.code!
    expect(await guardOf(person.guard).enterPasscode(flow, theirs, from(), 'registration')).toEqual({ outcome: 'gone' })
    expect((await guardOf(person.guard).enterPasscode(flow, theirs, from(), 'sign-in')).outcome).toBe('right')
  })

  it('III.F.3 codes are limited by address: the fourth within 15 minutes is refused', async () => {
    const nell = new Registrant()
    expect(await nell.begin()).toBe('/register/code')
    expect(await nell.post('/register/code/passcode')).toBe('/register/code?sent=email')
    expect(await nell.begin()).toBe('/register/code')
    expect(await nell.begin()).toBe(429)
    expect(await nell.post('/register/code/passcode')).toBe(429)
  })
})

describe('T21 T25 T28 what is put into forms', () => {
  it('T21 role, office, email, status, verified, is_loa and department change nothing', async () => {
    const other = await anOffice('Other Office')
    const smuggled = {
      role: 'claims', roles: 'claims', email: 'evil@evil.example', status: 'approved', verified: 'true', is_loa: '1', isLoa: 'true',
      department: 'information-services', invitation: '1', invitation_id: '1', office_id: String(other), officeId: String(other),
      account: '1', account_id: '1', proved_at: '1', provedAt: '1', sent_at: '1', guard: 'x', wants_loa: '1', decision: 'approved',
    } // prettier-ignore
    const nell = new Registrant()
    const post = nell.post.bind(nell)
    nell.post = (path, fields) => post(path, { ...smuggled, ...fields })
    expect(await nell.post('/register', { email: nell.email })).toBe('/register/code')
    expect(await nell.prove()).toBe('/register/person')
    await nell.person()
    expect((await stored(nell.email))!.office_id).toBeNull()
    await nell.office(office)
    await nell.agree()
    await nell.train()
    await nell.questions()
    expect(await nell.send()).toBe('/register/status?done=sent')
    const row = (await stored(nell.email))!
    expect(row).toMatchObject({
      email: nell.email,
      office_id: office,
      invitation_id: null,
      account_id: null,
      ended_at: null,
    })
    expect(Object.keys(JSON.parse(row.person as string) as object)).toHaveLength(8)
    const request = await env.DB.prepare('SELECT wants_loa, decision FROM access_request WHERE registration_id = ?')
      .bind(row.id)
      .first()
    expect(request).toEqual({ wants_loa: 0, decision: null })
  })

  it('T25 a tag in every field is shown as text; a line in a name, or an unseen character, is refused', async () => {
    const TAG = `"'><script>canary()</script>`
    const nell = await new Registrant().upTo('person', office)
    const html = await (
      await nell.browser.post(
        '/register/person',
        { ...PERSON, firstName: TAG, street: TAG, jobDescription: `</textarea>${TAG}`, zip: TAG },
        '/register',
      )
    ).text()
    expect(html).toContain('&lt;script&gt;canary')
    expect(html).not.toMatch(/<script>canary|<\/textarea>"/)
    expect(
      await nell.person({ firstName: TAG, lastName: TAG, street: TAG, city: TAG, jobTitle: TAG, jobDescription: TAG }),
    ).toBe('/register/office')
    const tess = await new Registrant().upTo('person', office)
    for (const bad of ['Nell\nBcc: x', 'Nell\u0000', 'N\u202Eell', '\u200F', '12']) {
      expect([bad, await tess.person({ firstName: bad })]).toEqual([bad, 422])
    }
    await env.DB.prepare('UPDATE office SET name = ?, street = ?, city = ? WHERE id = ?')
      .bind(TAG, TAG, TAG, await anOffice('x'))
      .run()
    const bo = await new Registrant().upTo('office', office)
    const found = await bo.post('/register/offices', { search: 'canary' })
    expect(await (await bo.browser.get(String(found))).text()).not.toMatch(/<script>canary/)
    const typed = await bo.browser.post('/register', { email: TAG }, '/register')
    expect([typed.status, /<script>canary/.test(await typed.text())]).toEqual([422, false])
  })

  it('T28 1 MB in a field: refused', async () => {
    const nell = await new Registrant().upTo('person', office)
    expect(await nell.person({ jobDescription: 'x'.repeat(1_000_000) })).toBe(413)
    expect(await nell.person({ jobDescription: 'x'.repeat(50_000) })).toBe(422)
    expect(((await stored(nell.email))!.person as string).length).toBeLessThan(3000)
  })

  it('III.A.1.c.i.g, III.C.4 what is no address is refused beside its field, with what was typed', async () => {
    for (const email of [
      '',
      'nell',
      'nell@office',
      'nell@@office.example',
      'nell@office.example\r\nBcc: x@x.example',
      'nell@оffice.example',
    ]) {
      const nell = new Registrant(email)
      const answer = await nell.browser.post('/register', { email }, '/register')
      expect([email, answer.status]).toEqual([email, 422])
      expect(await answer.text()).toContain('Type an e-mail address with an @')
    }
    expect(letters.filter(({ to }) => to.includes('x@x'))).toEqual([])
  })
})
