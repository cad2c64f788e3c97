import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Purpose } from '../../src/account-guard/guard.ts'
import { newFlow } from '../../src/second-factor/flow.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { attempt, eventsOf, from, guardOf } from '../support/guard.ts'
import { anOffice, aPerson, type Someone } from '../support/people.ts'
import { ANSWERS, answering, withQuestions } from '../support/questions.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
const PATH = '/sign-in/second-factor/questions'
const FLOW = '__Host-flow'
const wrong = answering(['no', 'not', 'none'])
let office: number
let nth = 0
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...someone })
const asked = async () => withQuestions(await somebody())
const aBrowser = () => new Browser(`198.51.100.${(nth += 1)}`)
const isIn = async (browser: Browser) => (await browser.get('/home')).status === 200

/** A browser that typed the right password. */
async function halfIn(email: string): Promise<Browser> {
  const browser = aBrowser()
  expect((await browser.password(email)).status).toBe(303)
  return browser
}
const answer = (browser: Browser, fields = answering()) => browser.post(PATH, { next: '', ...fields }, '/sign-in')

function hardened(browser: Browser): Browser {
  browser.bindings = { ...env, POLICY_PROFILE: 'hardened' } as unknown as Env
  return browser
}

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.2.b security questions at the sign-in', () => {
  it('III.F.2.b after the right password they are offered, asked, and open a session', async () => {
    const person = await asked()
    const browser = await halfIn(person.email)
    expect(await (await browser.get('/sign-in/second-factor')).text()).toContain(PATH)
    const page = await (await browser.get(PATH)).text()
    expect(page.match(/name="answer\d"/g)).toHaveLength(3)
    expect(page).toContain('What was the first dish')
    const done = await answer(browser, {
      ...answering([' pea  SOUP', 'under the stairs', 'THE CELLAR ']),
      remember: 'on',
    })
    expect([done.status, done.headers.get('Location')]).toEqual([303, '/home'])
    expect(await isIn(browser)).toBe(true)
    expect(await eventsOf(person.account)).toEqual(
      expect.arrayContaining(['questions.answered', 'session.opened', 'device.known']),
    )
    expect(browser.cookies.has('__Host-device')).toBe(true)
    expect(browser.cookies.has(FLOW)).toBe(false)
  })

  it('III.F.2.b who established none is offered none', async () => {
    const { email } = await somebody()
    const browser = await halfIn(email)
    expect(await (await browser.get('/sign-in/second-factor')).text()).not.toContain(PATH)
    expect((await browser.get(PATH)).headers.get('Location')).toMatch(/^\/sign-in\/second-factor\?/)
    expect((await answer(browser)).headers.get('Location')).toMatch(/^\/sign-in\/second-factor\?/)
    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  it('III.F.2.b a blank answer is told at its field, and is no try; what was answered is not sent back', async () => {
    const person = await asked()
    const browser = await halfIn(person.email)
    const page = await answer(browser, answering([ANSWERS[0]!, ' ', ANSWERS[2]!]))
    const html = await page.text()
    expect(page.status).toBe(422)
    expect(html).toContain('id="field-answer2-error"')
    expect(html).not.toContain(ANSWERS[0])
    expect(await eventsOf(person.account)).not.toContain('questions.refused')
  })

  it('III.F.2.b five wrong: then only codes for a day, also with the right answers, on any browser', async () => {
    const person = await asked()
    const browser = await halfIn(person.email)
    for (const left of ['4 times', '3 times', '2 times', 'once']) {
      const page = await answer(browser, wrong)
      expect([page.status, (await page.text()).includes(`You can try ${left} more`)]).toEqual([422, true])
    }
    expect(await (await answer(browser, wrong)).text()).toContain('for a day')
    expect(await (await answer(browser)).text()).toContain('for a day')
    const other = await halfIn(person.email)
    expect((await answer(other)).status).toBe(422)
    // A code still serves.
    const code = (await mailTo(person.email))!.code!
    expect((await other.post('/sign-in/second-factor', { code, next: '' }, '/sign-in')).headers.get('Location')).toBe(
      '/home',
    )
  })

  it.each([
    ['a millisecond before a day', DAY - 1, 422],
    ['after a day', DAY, 303],
    ['later', DAY + 1, 303],
  ])('III.F.2.b %s they rest or serve again', async (_name, after, status) => {
    const person = await asked()
    const browser = await halfIn(person.email)
    for (let tries = 0; tries < 5; tries += 1) await answer(browser, wrong)
    later(after)
    expect((await answer(await halfIn(person.email))).status).toBe(status)
  })

  it('III.F.2.b hardened: neither offered nor taken', async () => {
    const { email } = await asked()
    const browser = hardened(await halfIn(email))
    expect(await (await browser.get('/sign-in/second-factor')).text()).not.toContain(PATH)
    expect((await browser.get(PATH)).headers.get('Location')).toMatch(/^\/sign-in\/second-factor\?/)
    await answer(browser)
    expect(browser.cookies.has(SESSION)).toBe(false)
    const inside = hardened(await signedIn(await asked()))
    expect((await inside.get('/confirm/questions')).status).toBe(404)
    expect((await inside.post('/confirm/questions', { ...answering(), next: '' })).status).toBe(404)
  })
})

type Person = { account: number }
const sql = (text: string, account: number) => env.DB.prepare(text).bind(account).run()
const OFFICE_OF = 'id = (SELECT office_id FROM membership WHERE account_id = ?)'
const closing: [string, (person: Person) => Promise<unknown>][] = [
  ['suspended', ({ account }) => sql('UPDATE account SET suspended_at = 1 WHERE id = ?', account)],
  ['terminated', ({ account }) => sql('UPDATE account SET terminated_at = 1 WHERE id = ?', account)],
  ['dormant', ({ account }) => sql("UPDATE account SET last_used_on = '2040-01-01' WHERE id = ?", account)],
  ['the membership ended', ({ account }) => sql("UPDATE membership SET ended_on = '2040-01-01' WHERE account_id = ?", account)],
  ['the membership suspended', ({ account }) => sql('UPDATE membership SET suspended_at = 1 WHERE account_id = ?', account)],
  ['the office suspended', ({ account }) => sql(`UPDATE office SET suspended_at = 1 WHERE ${OFFICE_OF}`, account)],
  ['the office terminated', ({ account }) => sql(`UPDATE office SET terminated_on = '2040-01-01' WHERE ${OFFICE_OF}`, account)],
  ['the office without access', ({ account }) => sql(`UPDATE office SET access_on = NULL WHERE ${OFFICE_OF}`, account)],
] // prettier-ignore

describe('T3 right answers and a closed account', () => {
  it.each(closing)('T3 %s between the password and the answers: no session', async (_name, close) => {
    const person = await withQuestions(await somebody({ offices: [await anOffice()] }))
    const browser = await halfIn(person.email)
    await close(person)
    const done = await answer(browser, { ...answering(), remember: 'on' })
    expect([done.status, browser.cookies.has(SESSION), browser.cookies.has('__Host-device')]).toEqual([
      422,
      false,
      false,
    ])
    expect(await env.DB.prepare('SELECT 1 FROM session WHERE account_id = ?').bind(person.account).first()).toBeNull()
  })

  it('T3 III.E.3 locked between the password and the answers: they are not looked at', async () => {
    const person = await asked()
    const browser = await halfIn(person.email)
    for (let failures = 0; failures < 5; failures += 1) await attempt(person.guard, 'wrong')
    expect((await answer(browser)).status).toBe(422)
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect(await eventsOf(person.account)).not.toContain('questions.answered')
  })

  it.each([
    ['the password ended', "UPDATE credential SET set_on = '2040-01-01' WHERE account_id = ?", '/password'],
    ['the agreement due', 'DELETE FROM agreement_acceptance WHERE account_id = ?', '/agreement'],
    ['untrained', 'DELETE FROM training_attestation WHERE account_id = ?', '/training'],
  ])('T3 %s: in, and nowhere but to its page', async (_name, text, gate) => {
    const person = await asked()
    const browser = await halfIn(person.email)
    await env.DB.exec('DROP TRIGGER IF EXISTS agreement_acceptance_never_goes')
    await env.DB.exec('DROP TRIGGER IF EXISTS training_attestation_never_goes')
    await sql(text, person.account)
    expect((await answer(browser)).status).toBe(303)
    for (const path of ['/home', '/profile', '/profile/security', '/members']) {
      expect((await browser.get(path)).headers.get('Location')).toBe(`${gate}?${new URLSearchParams({ next: path })}`)
    }
  })
})

describe('T7 the questions belong to the browser of the right password', () => {
  it('T7 without a flow, with another’s, and with a used one: to the sign-in page', async () => {
    const person = await asked()
    const browser = await halfIn(person.email)
    const cookie = browser.cookies.get(FLOW)!
    const [guard, id] = cookie.split('.') as [string, string]
    const stranger = await halfIn((await asked()).email)
    const [otherGuard, otherId, otherSecret] = stranger.cookies.get(FLOW)!.split('.') as [string, string, string]
    for (const forged of ['', 'x', `${guard}.${id}.${'A'.repeat(43)}`, `${guard}.${otherId}.${otherSecret}`, `${otherGuard}.${id}.${otherSecret}`]) {
      const other = aBrowser()
      if (forged) other.cookies.set(FLOW, forged)
      const csrf = await other.token('/sign-in')
      expect([forged, (await other.get(PATH)).headers.get('Location')]).toEqual([forged, '/sign-in'])
      if (forged) other.cookies.set(FLOW, forged)
      expect([forged, (await other.post(PATH, { csrf, ...answering() })).headers.get('Location')]).toEqual([forged, '/sign-in'])
      expect(other.cookies.has(SESSION)).toBe(false)
    } // prettier-ignore
    expect((await answer(browser)).headers.get('Location')).toBe('/home')
    const used = aBrowser()
    used.cookies.set(FLOW, cookie)
    const csrf = await used.token('/sign-in')
    expect((await used.post(PATH, { csrf, ...answering() })).headers.get('Location')).toBe('/sign-in')
    expect(used.cookies.has(SESSION)).toBe(false)
  })

  it.each<Purpose>(['step-up', 'reset', 'registration', 'mobile'])(
    'T6 T7 a flow of %s tells nothing of the account at the sign-in, and opens no session by answers',
    async (purpose) => {
      const person = await withQuestions(await somebody({ mobile: '+17145550101' }))
      const { cookie, flow } = newFlow(person.guard)
      await guardOf(person.guard).begin({ flow, purpose, account: person.account }, from())
      for (const path of ['/sign-in/second-factor', PATH]) {
        const browser = aBrowser()
        browser.cookies.set(FLOW, cookie)
        expect([path, (await browser.get(path)).headers.get('Location')]).toEqual([path, '/sign-in'])
      }
      const browser = aBrowser()
      const csrf = await browser.token('/sign-in')
      browser.cookies.set(FLOW, cookie)
      expect((await browser.post(PATH, { csrf, ...answering() })).headers.get('Location')).toBe('/sign-in')
      expect(browser.cookies.has(SESSION)).toBe(false)
    },
  )

  it('T9 the same right answers 20 times at once: one session', async () => {
    const person = await asked()
    const browser = await halfIn(person.email)
    const csrf = await browser.token('/sign-in')
    const cookies = new Map(browser.cookies)
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const copy = new Browser(browser.ip)
        for (const [name, value] of cookies) copy.cookies.set(name, value)
        return (await copy.post(PATH, { csrf, next: '', ...answering() })).headers.get('Location')
      }),
    )
    expect(answers.filter((to) => to === '/home')).toHaveLength(1)
  })
})

describe('III.F.1.c the questions in mid-session', () => {
  it('III.F.2.b III.F.1.c right answers are fresh enough for the profile, and renew the session’s secret', async () => {
    const person = await asked()
    const browser = await signedIn(person)
    const to = (await browser.get('/profile')).headers.get('Location')!
    expect(to).toBe('/confirm?next=%2Fprofile')
    expect(await (await browser.get(to)).text()).toContain('/confirm/questions?next=%2Fprofile')
    expect((await browser.get('/confirm/questions?next=%2Fprofile')).status).toBe(200)
    const before = browser.cookies.get(SESSION)!
    const refused = await browser.post('/confirm/questions', { ...wrong, next: '/profile' })
    expect([refused.status, (await refused.text()).includes('4 times')]).toEqual([422, true])
    expect((await browser.get('/profile')).status).toBe(303)
    const done = await browser.post('/confirm/questions', { ...answering(), next: '/profile' })
    expect([done.status, done.headers.get('Location')]).toEqual([303, '/profile'])
    expect((await browser.get('/profile')).status).toBe(200)
    const thief = new Browser()
    thief.cookies.set(SESSION, before)
    expect((await thief.get('/home')).status).toBe(303)
    expect(await eventsOf(person.account)).toEqual(
      expect.arrayContaining(['questions.refused', 'questions.answered', 'second_factor.given']),
    )
  })

  it('III.F.2.b without questions they are not there', async () => {
    const browser = await signedIn(await somebody())
    expect(await (await browser.get('/confirm')).text()).not.toContain('/confirm/questions')
    expect((await browser.get('/confirm/questions')).status).toBe(404)
    expect((await browser.post('/confirm/questions', { ...answering(), next: '' })).status).toBe(404)
  })

  it('T22 what comes after leads nowhere else', async () => {
    const browser = await signedIn(await asked())
    const done = await browser.post('/confirm/questions', { ...answering(), next: '//evil.example' })
    expect(done.headers.get('Location')).toBe('/home')
  })
})
