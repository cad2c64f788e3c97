import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { matches } from '../../src/passwords/hash.ts'
import { foldedAnswers } from '../../src/second-factor/questions.ts'
import { letters, mailTo } from '../support/browser.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { ANSWERS, PERSON, Registrant, STEPS, stored } from '../support/registrant.ts'

let office: number
let loa: { account: number; email: string }

beforeAll(async () => {
  office = await anOffice('Harbor Family Medicine')
  loa = await aPerson({ email: 'loa@harbor.example', offices: [office], isLoa: true })
})

describe('III.A.1.c the way to a request', () => {
  it('III.A.1.c each step leads to the next, and keeps what was told: with the review, everything is there', async () => {
    const nell = new Registrant()
    expect(await nell.begin()).toBe('/register/code')
    expect(await nell.prove()).toBe('/register/person')
    expect(await nell.person()).toBe('/register/office')
    expect(await nell.office(office)).toBe('/register/agreement')
    expect(await nell.agree()).toBe('/register/training')
    expect((await nell.browser.get('/register/training')).headers.get('Location')).toBe('/register/training/1')
    expect(await nell.train()).toBe('/register/questions')
    expect(await nell.questions()).toBe('/register/review')
    const review = await (await nell.browser.get('/register/review')).text()
    for (const word of ['Nell Newcomb', nell.email, '12 Pier Street', '(805) 555-0123', 'Receptionist', 'Harbor Family Medicine', 'Local Office Administrator decides']) {
      expect([word, review.includes(word)]).toEqual([word, true])
    } // prettier-ignore
    expect(await nell.send()).toBe('/register/status?done=sent')
    const status = await (await nell.browser.get('/register/status?done=sent')).text()
    expect(status).toContain('Sent. Thank you!')
    expect(status).toContain('this page can be closed')
  })

  it('III.A.1.c.i III.A.1.c.ii III.A.1.c.iv III.A.1.c.v what is kept of a sent registration, and its request', async () => {
    const nell = await new Registrant().upTo('end', office)
    const row = (await stored(nell.email))!
    expect(JSON.parse(row.person as string)).toEqual({
      firstName: 'Nell', lastName: 'Newcomb', street: '12 Pier Street', city: 'Port Alder', zip: '93001', telephone: '+18055550123',
      jobTitle: 'Receptionist', jobDescription: PERSON.jobDescription,
    }) // prettier-ignore
    expect(row).toMatchObject({
      is_adult: 1,
      office_id: office,
      agreed_ip: nell.browser.ip,
      trained_ip: nell.browser.ip,
      trained_on: today(),
      account_id: null,
    })
    expect(row.training_text).toMatch(/^I have read every section of .*, version 1, myself/)
    expect(await matches(foldedAnswers(['elm  LANE ', 'Robin', 'biscuit']), row.answers_hash as string)).toBe(true)
    expect(JSON.parse(row.questions as string)).toEqual([ANSWERS.question1, ANSWERS.question2, ANSWERS.question3])
    const request = await env.DB.prepare('SELECT * FROM access_request WHERE registration_id = ?').bind(row.id).first()
    expect(request).toMatchObject({
      office_id: office,
      wants_loa: 0,
      job_title: 'Receptionist',
      job_description: PERSON.jobDescription,
      decided_at: null,
    })
    const events = await env.DB.prepare(
      "SELECT event, clause, detail ->> 'step' AS step FROM audit WHERE record = ? ORDER BY seq",
    )
      .bind(row.public_id)
      .all()
    const told = events.results.map((one) => `${String(one.event)} ${String(one.step ?? '')}`.trim())
    expect(new Set(told)).toEqual(
      new Set([
        'registration.begun',
        ...STEPS.slice(0, 6).map((step) => `registration.changed ${step}`),
        'registration.sent',
      ]),
    )
  })

  it('III.B.1 the registrant and each Local Office Administrator are told; III.B.2 without one, the plan decides', async () => {
    const nell = await new Registrant().upTo('end', office)
    expect((await mailTo(nell.email))!.text).toContain('your office’s Local Office Administrator')
    expect((await mailTo(loa.email))!.link).toBe('https://portal.test/office/requests')
    const alone = await anOffice('Tidewater Kidney Care')
    const bo = await new Registrant().upTo('end', alone)
    expect((await mailTo(bo.email))!.text).toContain('who decides on it')
    expect((await mailTo(bo.email))!.text).not.toContain('Local Office Administrator')
    expect(await (await bo.browser.get('/register/status')).text()).toContain('decides on it, and may call your office')
  })

  it('III.B.2 in a suspended office no administrator is told: the plan decides', async () => {
    const closed = await anOffice('Breakwater')
    const { email } = await aPerson({ email: 'loa@breakwater.example', offices: [closed], isLoa: true })
    await env.DB.prepare('UPDATE office SET suspended_at = 1 WHERE id = ?').bind(closed).run()
    const bo = await new Registrant().upTo('end', closed)
    expect((await mailTo(bo.email))!.text).not.toContain('Local Office Administrator')
    expect(await mailTo(email)).toBeUndefined()
  })

  it('T9 200 sends at once: one request, one mail to each', async () => {
    const nell = await new Registrant().upTo('review', office)
    const csrf = await nell.browser.token('/register/review')
    const before = letters.length
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => nell.browser.post('/register/review', { csrf })),
    )
    const places = answers.map((answer) => answer.headers.get('Location'))
    expect(places.filter((place) => place === '/register/status?done=sent')).toHaveLength(1)
    expect(places.filter((place) => place === '/register/status')).toHaveLength(199)
    const row = (await stored(nell.email))!
    const requests = await env.DB.prepare('SELECT count(*) AS n FROM access_request WHERE registration_id = ?')
      .bind(row.id)
      .first()
    expect(requests).toEqual({ n: 1 })
    await mailTo(nell.email)
    const own = letters.slice(before).filter(({ to, subject }) => to === nell.email && subject.startsWith('We have'))
    expect(own).toHaveLength(1)
    expect(letters.slice(before).filter(({ to }) => to === loa.email)).toHaveLength(1)
  })

  it('III.C.3 of several begun with one address one can be sent: the others are void', async () => {
    const one = await new Registrant('twice@office.example').upTo('review', office)
    const two = await new Registrant('twice@office.example').upTo('review', office)
    expect(await one.send()).toBe('/register/status?done=sent')
    expect(await two.send()).toBe('/register/status')
    expect(await (await two.browser.get('/register/status')).text()).toContain('This registration is over')
  })
})

describe('III.A.1.c what was typed is kept', () => {
  it('III.A.1.c a person with mistakes comes back with what was typed, and is there on another device by the link', async () => {
    const nell = await new Registrant().upTo('person', office)
    const answer = await nell.browser.post('/register/person', { ...PERSON, zip: '930', city: '' }, '/register')
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain('value="930"')
    expect(html).toContain('Type the city.')
    const link =
      letters.findLast(({ to, link: one }) => to === nell.email && one !== null) ?? (await mailTo(nell.email))
    const phone = new Registrant(nell.email)
    const { pathname, search } = new URL(link!.link!)
    const resumed = await phone.browser.get(`${pathname}${search}`)
    expect([resumed.status, resumed.headers.get('Location')]).toEqual([303, '/register/person'])
    const shown = await (await phone.browser.get('/register/person')).text()
    expect(shown).toContain('value="12 Pier Street"')
    expect(shown).toContain(nell.email)
    expect(await phone.person()).toBe('/register/office')
  })

  it('III.A.1.c the WPP’s 18 years: without the tick nothing of the person is kept', async () => {
    const nell = await new Registrant().upTo('person', office)
    const { adult, ...fields } = PERSON
    const answer = await nell.browser.post('/register/person', fields, '/register')
    expect([adult, answer.status]).toEqual(['on', 422])
    const html = await answer.text()
    expect(html).toContain('18 years or older')
    expect(html).toContain('value="12 Pier Street"')
    expect((await stored(nell.email))!.person).toBeNull()
  })

  it('III.A.1.c.iv a version published meanwhile is asked for again', async () => {
    const nell = await new Registrant().upTo('questions', office)
    await env.DB.prepare(
      "INSERT INTO document (public_id, kind, version, title, body, made_at, published_at) VALUES ('doc_2', 'user-agreement', 2, 'New', '## All\n\nnew', 1, 1)",
    ).run()
    expect((await nell.browser.get('/register/questions')).headers.get('Location')).toBe('/register/agreement')
    const old = await nell.browser.post(
      '/register/agreement',
      { agree: 'on', document: 'doc_useragreementversion0001' },
      '/register',
    )
    expect(old.status).toBe(409)
    expect(await old.text()).toContain('A new version was published')
    expect(await nell.agree()).toBe('/register/questions')
  })

  it('III.A.1.c.v a wrong answer teaches and passes nothing; no attestation before every section', async () => {
    const nell = await new Registrant().upTo('training', office)
    const html = await (await nell.browser.get('/register/training/1')).text()
    const document = /name="document" value="([^"]+)"/.exec(html)![1]!
    expect(await nell.post('/register/training/1', { document, answer: '9' })).toBe(422)
    expect(await nell.post('/register/training/attestation', { document, attest: 'on' })).toBe('/register/training/1')
    expect((await stored(nell.email))!.trained_at).toBeNull()
  })

  it('III.A.1.c.ii offices with access are found by name, city, NPI and TIN; others never', async () => {
    const set = (row: number, sql: string) => env.DB.prepare(`UPDATE office SET ${sql} WHERE id = ?`).bind(row).run()
    await set(office, "city = 'Port Alder', street = '1 Quay', npi = '1234567893', tin = '95-1234567'")
    const closed = await anOffice('Harbor Closed', { terminatedOn: '2021-01-01' })
    const future = await anOffice('Harbor Future', { accessOn: null })
    const nell = await new Registrant().upTo('office', office)
    for (const search of ['harbor', 'PORT ALD', '1234567893', '951234567', '95-1234567']) {
      const place = await nell.post('/register/offices', { search })
      expect(place).toMatch(/^\/register\/office\?s=/)
      expect(String(place)).not.toContain(search)
      const html = await (await nell.browser.get(String(place))).text()
      expect([search, html.includes('Choose Harbor Family Medicine'), html.includes('1 Quay, Port Alder')]).toEqual([
        search,
        true,
        true,
      ])
      expect(html).not.toMatch(/Harbor (Closed|Future)|loa@|95-1234567<|1234567893</)
    }
    expect(await nell.post('/register/offices', { search: 'h' })).toBe(422)
    const none = await nell.post('/register/offices', { search: 'no such office' })
    expect(await (await nell.browser.get(String(none))).text()).toContain('No office with access was found')
    for (const row of [closed, future]) expect(await nell.office(row)).toBe(422)
    expect((await stored(nell.email))!.office_id).toBeNull()
  })

  it('III.F.2.b questions: three, each its own, three letters or more; a policy without them skips the step', async () => {
    const nell = await new Registrant().upTo('questions', office)
    for (const wrong of [
      { answer1: 'ab' }, { question2: ANSWERS.question1 }, { question3: 'What?' }, { answer2: ' ELM  lane' }, { answer3: '' },
    ]) {
      const answer = await nell.browser.post('/register/questions', { ...ANSWERS, ...wrong }, '/register')
      expect([wrong, answer.status]).toEqual([wrong, 422])
    } // prettier-ignore
    expect((await stored(nell.email))!.answers_hash).toBeNull()
    nell.browser.bindings = { ...env, POLICY_PROFILE: 'hardened' } as unknown as Env
    expect((await nell.browser.get('/register/questions')).headers.get('Location')).toBe('/register/review')
  })
})

it('III.A.1.c the sign-in page leads to the registration', async () => {
  const { browser } = new Registrant()
  expect(await (await browser.get('/sign-in')).text()).toContain('href="/register"')
  expect(readConfig(env).policy.REGISTRATION_LINK_LASTS).toBe(14)
})
