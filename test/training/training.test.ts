import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { sectionsOf } from '../../src/documents/rules.ts'
import { attestationText } from '../../src/training/rules.ts'
import { Browser } from '../support/browser.ts'
import { eventsOf } from '../support/guard.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let office: number
let text: { id: string; title: string; version: number; body: string }
beforeAll(async () => {
  office = await anOffice()
  text = (await env.DB.prepare(
    "SELECT public_id AS id, title, version, body FROM document WHERE kind = 'training' AND version = 1",
  ).first())!
})

const untrained = (email: string) => aPerson({ email, offices: [office], trainedOn: null })
const rightAnswer = (section: number) =>
  String(sectionsOf(text.body)[section - 1]!.check!.answers.findIndex(({ isRight }) => isRight) + 1)

/** Answers a section; the right answer unless told. */
const answerTo = (
  browser: Browser,
  section: number,
  answer = rightAnswer(section),
  more: Record<string, string> = {},
) => browser.post(`/training/${section}`, { answer, document: text.id, next: '', ...more }, `/training/${section}`)

const attest = (browser: Browser, more: Record<string, string> = {}) =>
  browser.post('/training/attestation', { attest: 'on', document: text.id, next: '', ...more }, '/training')

const attestations = async (account: number) =>
  (
    await env.DB.prepare(
      'SELECT attested_on AS "on", at, ip, text FROM training_attestation WHERE account_id = ? ORDER BY id',
    )
      .bind(account)
      .all()
  ).results

/** The token is on the pages with a form; any of a section's will do. */
const count = () => sectionsOf(text.body).length

describe('III.J.2, III.J.3 the gate of the training', () => {
  it('III.J.2, III.J.3 nothing but the training until it is attested, then everything at once', async () => {
    const person = await untrained('new@office.example')
    const browser = await signedIn(person, '192.0.2.55')
    const gate = (await browser.get('/claims')).headers.get('Location')!
    expect(gate).toMatch(/^\/training\?next=/)
    const next = new URL(gate, 'https://portal.test').searchParams.get('next')!
    expect(await (await browser.get(gate)).text()).toContain('until then the portal shows you nothing else')
    for (let section = 1; section <= count(); section += 1) {
      expect((await browser.get('/claims')).status).toBe(303)
      const passed = await answerTo(browser, section, undefined, { next })
      const step = section === count() ? 'attestation' : String(section + 1)
      expect(passed.headers.get('Location')).toBe(`/training/${step}?done=right&${new URLSearchParams({ next })}`)
      expect((await browser.get(passed.headers.get('Location')!)).status).toBe(200)
    }
    // T21: the day, the account and the words are not the form's to say.
    const attested = await attest(browser, { next, attested_on: '2099-01-01', account: '1', text: 'x', version: '7' })
    expect([attested.status, attested.headers.get('Location')]).toEqual([303, '/claims'])
    expect((await browser.get('/claims')).status).toBe(200)
    expect(await attestations(person.account)).toEqual([
      { on: today(), at: Date.now(), ip: '192.0.2.55', text: attestationText(text) },
    ])
    const events = (await eventsOf(person.account)).filter((name) => name.startsWith('training.'))
    expect(events).toEqual([...Array.from({ length: count() }, () => 'training.section_passed'), 'training.attested'])
  })

  it('III.J.1 a wrong answer stays on its section, kindly, with what was chosen; none asks for one', async () => {
    const browser = await signedIn(await untrained('wrong@office.example'))
    const wrong = rightAnswer(1) === '1' ? '2' : '1'
    const answer = await answerTo(browser, 1, wrong)
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('Read the section once more')
    expect(page).toMatch(new RegExp(`value="${wrong}" checked`))
    expect(page).toContain(sectionsOf(text.body)[0]!.heading)
    expect(await (await answerTo(browser, 1, '')).text()).toContain('Choose one of the answers.')
    expect((await browser.get('/training/attestation')).headers.get('Location')).toBe('/training/1')
  })

  it('III.J.1 progress is kept from one session to the next', async () => {
    const person = await untrained('pause@office.example')
    const first = await signedIn(person)
    await answerTo(first, 1)
    await answerTo(first, 2)
    const second = await signedIn(person)
    const page = await (await second.get('/training')).text()
    expect(page.match(/>Done</g)).toHaveLength(2)
    expect(page).toContain('href="/training/3"')
    expect((await second.get('/training/attestation')).headers.get('Location')).toBe('/training/3')
  })

  it('III.A.1.c.v, III.J.1 no attestation without every section, without the tick, or twice', async () => {
    const person = await untrained('hasty@office.example')
    const browser = await signedIn(person)
    const csrf = await browser.token('/training/1')
    expect((await attest(browser, { csrf })).headers.get('Location')).toBe('/training/1')
    for (let section = 1; section < count(); section += 1) await answerTo(browser, section)
    expect((await attest(browser, { csrf })).headers.get('Location')).toBe(`/training/${count()}`)
    await answerTo(browser, count())
    expect((await attest(browser, { csrf, attest: '' })).status).toBe(422)
    expect(await attestations(person.account)).toEqual([])
    await Promise.all([attest(browser, { csrf }), attest(browser, { csrf })])
    expect(await attestations(person.account)).toHaveLength(1)
    expect((await eventsOf(person.account)).filter((name) => name === 'training.attested')).toHaveLength(1)
  })

  it('III.J.1 T15 there is no other section, and nothing to answer in it', async () => {
    const browser = await signedIn(await untrained('lost@office.example'))
    const csrf = await browser.token('/training/1')
    for (const section of ['0', '-1', '99', '1.5', '01', 'x', '%00', String(count() + 1)]) {
      expect([section, (await browser.get(`/training/${section}`)).status]).toEqual([section, 404])
      const posted = await browser.post(`/training/${section}`, { csrf, answer: '1', document: text.id, next: '' })
      expect([section, posted.status]).toEqual([section, 404])
    }
  })

  it('II.J staff train with the same module, and anyone again before it is due', async () => {
    const staff = await aPerson({ email: 'staff@plan.example', department: 'privacy', trainedOn: null })
    expect((await (await signedIn(staff)).get('/home')).headers.get('Location')).toMatch(/^\/training/)
    const early = await aPerson({ email: 'early@office.example', offices: [office] })
    const browser = await signedIn(early)
    expect((await browser.get('/home')).status).toBe(200)
    expect(await (await browser.get('/training')).text()).toContain('The next one is due by')
    for (let section = 1; section <= count(); section += 1) await answerTo(browser, section)
    expect((await attest(browser, { csrf: await browser.token('/training/1') })).headers.get('Location')).toBe(
      '/training?done=attested',
    )
    expect(await attestations(early.account)).toHaveLength(2)
    // The next year begins at the beginning.
    expect((await (await browser.get('/training')).text()).match(/>Done</g)).toBeNull()
  })

  it('II.I a new version published meanwhile is begun anew, and nobody attests to another than they read', async () => {
    const person = await untrained('meanwhile@office.example')
    const browser = await signedIn(person)
    await answerTo(browser, 1)
    await env.DB.prepare(
      `INSERT INTO document (public_id, kind, version, title, body, made_at, published_at)
       SELECT 'doc_2', kind, 2, title, body, made_at, published_at FROM document WHERE kind = 'training'`,
    ).run()
    expect((await answerTo(browser, 2)).headers.get('Location')).toBe('/training?done=new-version')
    expect((await attest(browser, { csrf: await browser.token('/training/1') })).headers.get('Location')).toBe(
      '/training?done=new-version',
    )
    const page = await (await browser.get('/training?done=new-version')).text()
    expect(page).toContain('The training has a new version')
    expect(page.match(/>Done</g)).toBeNull()
  })
})
