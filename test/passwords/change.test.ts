import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../src/policy/calendar.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { attempt, eventsOf } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD, type Someone, today } from '../support/people.ts'
import { heading } from '../support/reset.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { MINUTE, later, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const NEW = 'Another-horse-8'
const aBrowser = () => new Browser(`198.51.100.${(nth += 1)}`)
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...someone })
const to = (answer: Response) => answer.headers.get('Location')

/** Gives a fresh second factor in mid-session; answers where it led. */
async function confirm(browser: Browser, email: string, next: string): Promise<string | null> {
  await browser.post('/confirm/passcode', { channel: 'email', next }, `/confirm?next=${next}`)
  const { code } = (await mailTo(email))!
  return to(await browser.post('/confirm', { code: code!, next }, `/confirm?next=${next}`))
}

/** A session with a second factor of just now. */
async function fresh(person: { guard: string; email: string }): Promise<Browser> {
  const browser = await signedIn(person, `198.51.100.${(nth += 1)}`)
  expect(await confirm(browser, person.email, '/password')).toBe('/password')
  return browser
}
const change = (browser: Browser, fields: Record<string, string> = {}) =>
  browser.post('/password', { current: PASSWORD, password: NEW, next: '', ...fields }, '/password')

beforeAll(async () => {
  office = await anOffice()
})

describe('III.D.2, III.F.1.c.ii a password is changed at any time', () => {
  it('III.F.1.c.ii only after a fresh second factor, asked for here', async () => {
    const person = await somebody()
    const browser = aBrowser()
    await browser.signIn(person.email)
    // The factor of the sign-in is no factor for this.
    expect(to(await browser.get('/password'))).toBe('/confirm?next=%2Fpassword')
    const csrf = await browser.token('/home')
    expect(to(await change(browser, { csrf }))).toBe('/confirm?next=%2Fpassword')
    expect((await attempt(person.guard, PASSWORD)).outcome).toBe('right')
    await confirm(browser, person.email, '/password')
    expect(heading(await (await browser.get('/password')).text())).toBe('Choose a new password')
  })

  it.each([
    [5 * MINUTE - 1, '/home?done=password-set'],
    [5 * MINUTE, '/confirm?next=%2Fpassword'],
    [5 * MINUTE + 1, '/confirm?next=%2Fpassword'],
  ])('III.F.1.c.ii the factor is fresh for five minutes: %i ms', async (after, place) => {
    const browser = await fresh(await somebody())
    const csrf = await browser.token('/password')
    later(after)
    expect(to(await change(browser, { csrf }))).toBe(place)
  })

  it('III.D.2 every other session ends, this browser goes on in a new one, in the same office, and the owner is told', async () => {
    const second = await anOffice('Second Office')
    const person = await somebody({ offices: [office, second] })
    const other = await signedIn(person, '198.51.100.250')
    const browser = await fresh(person)
    const membership = await env.DB.prepare(
      'SELECT public_id AS id FROM membership WHERE account_id = ? AND office_id = ?',
    )
      .bind(person.account, second)
      .first<string>('id')
    await browser.post('/session/office', { membership: membership! }, '/home')
    const before = browser.cookies.get(SESSION)!
    const answer = await change(browser)
    expect([answer.status, to(answer)]).toEqual([303, '/home?done=password-set'])
    const home = await (await browser.get('/home?done=password-set')).text()
    expect(home).toContain('Your new password is set.')
    expect(home).toContain('You are working for Second Office.')
    for (const cookie of [before, other.cookies.get(SESSION)!]) {
      const old = aBrowser()
      old.cookies.set(SESSION, cookie)
      expect(to(await old.get('/home'))).toContain('/sign-in?closed=ended')
    }
    expect((await attempt(person.guard, NEW)).outcome).toBe('right')
    expect((await mailTo(person.email))?.subject).toContain('password was set')
    // The new session is no fresh factor for the next change.
    expect(to(await browser.get('/password'))).toBe('/confirm?next=%2Fpassword')
    expect(await eventsOf(person.account)).toContain('password.changed')
  })

  it('III.D.3 refusals stand at their fields, and change nothing', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const said = async (fields: Record<string, string>) => {
      const answer = await change(browser, fields)
      return [answer.status, await answer.text()] as const
    }
    const cases: [Record<string, string>, string][] = [
      [{ current: '' }, 'Type your present password.'],
      [{ current: 'wrong' }, 'This is not your present password.'],
      [{ password: 'abc' }, 'At least 7 characters. At least 3 of these'],
      [{ password: person.email.toUpperCase() }, 'Not your e-mail address'],
      [{ password: PASSWORD }, 'You had this password just before.'],
    ]
    for (const [fields, sentence] of cases) {
      const [status, html] = await said(fields)
      expect([fields, status, html.includes(sentence)]).toEqual([fields, 422, true])
      expect(html).toContain('<title>Error: ')
    }
    expect((await attempt(person.guard, PASSWORD)).outcome).toBe('right')
    expect((await browser.get('/home')).status).toBe(200)
  })

  it('III.E.3 five wrong present passwords lock the account, and the session stays open', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    for (let wrong = 0; wrong < 5; wrong += 1) await change(browser, { current: 'wrong' })
    expect(await eventsOf(person.account)).toContain('account.locked')
    expect((await change(browser)).status).toBe(422)
    expect((await browser.get('/home')).status).toBe(200)
  })

  it('III.D.2 leads back to where one was, and never away', async () => {
    const places: [string, string][] = [
      ['/claims', '/claims'],
      ['//evil.example', '/home?done=password-set'],
      ['https://evil.example', '/home?done=password-set'],
    ]
    for (const [next, place] of places) {
      const browser = await fresh(await somebody())
      expect([next, to(await change(browser, { next }))]).toEqual([next, place])
    }
  })
})

describe('III.D.5 day 60', () => {
  it.each([
    [59, true],
    [60, false],
    [61, false],
  ])('III.D.5 on day %i the way in is open: %s; otherwise it leads only here', async (days, isOpen) => {
    const person = await somebody({ passwordSetOn: addDays(today(), -days) })
    const browser = aBrowser()
    await browser.signIn(person.email)
    for (const path of ['/home', '/members', '/claims']) {
      const answer = await browser.get(path)
      const [status, place] = isOpen ? [200, null] : [303, `/password?next=${encodeURIComponent(path)}`]
      expect([path, answer.status, to(answer)]).toEqual([path, status, place])
    }
    const search = await browser.post('/members', { memberId: 'W1' }, isOpen ? '/home' : '/password')
    expect(to(search)?.startsWith(isOpen ? '/members?s=' : '/password?')).toBe(true)
  })

  it('III.D.5, III.F.1.c.ii sign-in, new password, and on; the factor of the sign-in is the fresh one', async () => {
    const person = await somebody({ passwordSetOn: addDays(today(), -60) })
    const browser = aBrowser()
    await browser.signIn(person.email)
    const page = await (await browser.get('/password?next=%2Fclaims')).text()
    expect(page).toContain('A password is good for 60 days')
    expect((await change(browser, { password: PASSWORD })).status).toBe(422)
    expect(to(await change(browser, { next: '/claims' }))).toBe('/claims')
    expect((await browser.get('/claims')).status).toBe(200)
    expect(await env.DB.prepare('SELECT set_on AS day FROM credential WHERE account_id = ?').bind(person.account).first('day')).toBe(today()) // prettier-ignore
  })

  it('III.F.1.c.ii a known device asks for a code all the same on that day', async () => {
    const person = await somebody({ passwordSetOn: addDays(today(), -59) })
    const browser = aBrowser()
    await browser.signIn(person.email, true)
    await browser.post('/sign-out', {})
    expect(to(await browser.password(person.email))).toBe('/home')
    await browser.post('/sign-out', {})
    later(24 * 60 * MINUTE)
    expect(to(await browser.password(person.email))).toContain('/sign-in/second-factor')
  })

  it('III.D.5 behind the gate there is this page, its factor, and leaving; the rest waits', async () => {
    const person = await somebody({ passwordSetOn: addDays(today(), -60) })
    const browser = await signedIn(person, '198.51.100.251')
    expect(to(await browser.get('/password'))).toBe('/confirm?next=%2Fpassword')
    expect(await confirm(browser, person.email, '/password')).toBe('/password')
    expect((await browser.get('/password')).status).toBe(200)
    expect(to(await browser.get('/agreement'))).toBe('/password?next=%2Fagreement')
    expect(to(await browser.post('/sign-out', {}, '/password'))).toBe('/sign-in?closed=signed-out')
  })

  it.each([
    [49, null],
    [50, 'in 10 days'],
    [59, 'tomorrow'],
  ])('III.D.5 the home page tells it from the first warning on: day %i', async (days, words) => {
    const browser = await signedIn(await somebody({ passwordSetOn: addDays(today(), -days) }))
    const html = await (await browser.get('/home')).text()
    expect(html.includes('Your password ends')).toBe(words !== null)
    if (words) expect(html).toContain(`Your password ends ${words}, on `)
  })
})
