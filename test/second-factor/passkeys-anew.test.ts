import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { resetterOf } from '../../src/account-guard/store.ts'
import { Authenticator, type Forgery } from '../support/authenticator.ts'
import { Browser } from '../support/browser.ts'
import { attempt, eventsOf } from '../support/guard.ts'
import { added, askedOn, confirmed, withPasskey } from '../support/passkeys.ts'
import { anOffice, aPerson, PASSWORD, type Someone } from '../support/people.ts'
import { policyOf } from '../support/policy.ts'
import { CONTINUE, forget, proveMailbox, step } from '../support/reset.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()
const RESET = '/forgot-password/passkey'
const CONFIRM = '/confirm/passkey'
let office: number
let nth = 0
const somebody = (someone: Partial<Someone> = {}, counter = 0) =>
  withPasskey({ email: `second${(nth += 1)}@office.example`, offices: [office], ...someone }, counter)
const aBrowser = () => new Browser(`198.51.${100 + ((nth += 1) >> 8)}.${nth & 255}`)
const sql = (text: string, ...params: unknown[]) =>
  env.DB.prepare(text)
    .bind(...params)
    .run()
const without = (browser: Browser, overrides = '{"PASSKEYS": false}') => {
  browser.bindings = { ...env, POLICY_OVERRIDES: overrides, POLICY_DEVIATIONS: '{}' } as unknown as Env
  return browser
}

beforeAll(async () => {
  office = await anOffice()
})

const forgeries: [string, Forgery][] = [
  ['of another site', { rpId: 'evil.test' }],
  ['on another origin', { origin: 'https://evil.test' }],
  ['to another question', { challenge: 'A'.repeat(64) }],
  ['without its owner verified', { uv: false }],
  ['that says to be another’s', { userHandle: 'YWNjX3g' }],
  ['with an id that nothing bears', { id: 'AAAAAAAAAAAAAAAAAAAAAA' }],
]

describe('III.F.1.c a passkey in mid-session', () => {
  it('III.F.1.c it is fresh enough for the profile, and renews the session’s secret', async () => {
    const { device, ...person } = await somebody()
    const browser = await signedIn(person)
    const to = (await browser.get('/profile')).headers.get('Location')!
    expect(await (await browser.get(to)).text()).toContain('/confirm/passkey?next=%2Fprofile')
    const before = browser.cookies.get(SESSION)!
    const passkey = await device.get(await askedOn(browser, CONFIRM))
    const done = await browser.post(CONFIRM, { passkey, next: '/profile' })
    expect([done.status, done.headers.get('Location')]).toEqual([303, '/profile'])
    expect((await browser.get('/profile')).status).toBe(200)
    const thief = new Browser()
    thief.cookies.set(SESSION, before)
    expect((await thief.get('/home')).status).toBe(303)
    expect(await eventsOf(person.account)).toEqual(expect.arrayContaining(['passkey.accepted', 'second_factor.given']))
    // The same answer again is none.
    expect((await browser.post(CONFIRM, { passkey, next: '/profile' })).status).toBe(422)
  })

  it.each(forgeries)('III.F.1.c %s: the page again, and nothing is fresh', async (_words, forgery) => {
    const { device, ...person } = await somebody()
    const browser = await signedIn(person)
    const passkey = await device.get(await askedOn(browser, CONFIRM), forgery)
    expect((await browser.post(CONFIRM, { passkey, next: '/profile' })).status).toBe(422)
    expect((await browser.get('/profile')).status).toBe(303)
  })

  it('III.F.1.c another’s passkey, and an answer to another session’s question, are none', async () => {
    const { device, ...person } = await somebody()
    const stranger = await somebody()
    const [browser, other] = [await signedIn(person), await signedIn(person)]
    const theirs = await stranger.device.get(await askedOn(browser, CONFIRM))
    const elsewhere = await device.get(await askedOn(other, CONFIRM))
    for (const passkey of [theirs, elsewhere])
      expect((await browser.post(CONFIRM, { passkey, next: '/profile' })).status).toBe(422)
    expect((await browser.get('/profile')).status).toBe(303)
  })

  it('III.F.2 who has none, or whose plan has none, finds no such page', async () => {
    const plain = await signedIn(await aPerson({ email: `none${(nth += 1)}@office.example`, offices: [office] }))
    expect((await plain.get(CONFIRM)).status).toBe(404)
    const { device, ...person } = await somebody()
    const browser = await signedIn(person)
    const passkey = await device.get(await askedOn(browser, CONFIRM))
    const csrf = await browser.token('/home')
    without(browser)
    expect((await browser.get(CONFIRM)).status).toBe(404)
    expect((await browser.post(CONFIRM, { csrf, passkey, next: '' })).status).toBe(404)
  })
})

describe('III.F.1.c.i a passkey in a reset', () => {
  const NEW = 'Another-horse-8'
  const forgetting = async (email: string) => {
    const browser = aBrowser()
    return { browser, page: await proveMailbox(browser, await forget(browser, email)) }
  }

  it('III.F.1.c.i after the mailbox it is the second proof, also of a locked account, which it opens', async () => {
    const { device, email, guard } = await somebody()
    for (let wrong = 0; wrong < 5; wrong += 1) await attempt(guard, 'wrong')
    const { browser, page } = await forgetting(email)
    expect(page).toContain('href="/forgot-password/passkey"')
    const passkey = await device.get(await askedOn(browser, RESET))
    const done = await step(browser, 'passkey', { passkey })
    expect(done.headers.get('Location')).toBe(CONTINUE)
    expect((await step(browser, 'password', { password: NEW })).headers.get('Location')).toBe('/sign-in?done=password-set') // prettier-ignore
    expect((await aBrowser().password(email, NEW)).status).toBe(303)
    expect((await aBrowser().password(email, PASSWORD)).status).toBe(422)
  })

  it('III.F.1.c.i without it there is no new password; before the mailbox it is not asked', async () => {
    const { email, device } = await somebody()
    const { browser } = await forgetting(email)
    expect((await step(browser, 'password', { password: NEW })).headers.get('Location')).toBe(CONTINUE)
    const early = aBrowser()
    const letter = await forget(early, email)
    await early.get(new URL(letter!.link!).pathname + new URL(letter!.link!).search)
    expect((await early.get(RESET)).headers.get('Location')).toBe(CONTINUE)
    const passkey = await device.get(await askedOn(browser, RESET))
    expect((await step(early, 'passkey', { passkey })).headers.get('Location')).toBe(CONTINUE)
    expect((await step(early, 'password', { password: NEW })).headers.get('Location')).toBe(CONTINUE)
    expect((await aBrowser().password(email, NEW)).status).toBe(422)
  })

  it.each(forgeries)('III.F.1.c.i %s: the page again, and no new password', async (_words, forgery) => {
    const { email, device } = await somebody()
    const { browser } = await forgetting(email)
    const passkey = await device.get(await askedOn(browser, RESET), forgery)
    expect((await step(browser, 'passkey', { passkey })).status).toBe(422)
    expect((await step(browser, 'password', { password: NEW })).headers.get('Location')).toBe(CONTINUE)
  })

  it('T7 another’s passkey, and an answer to another reset’s question, are none', async () => {
    const [mine, theirs] = [await somebody(), await somebody()]
    const { browser } = await forgetting(mine.email)
    const other = await forgetting(theirs.email)
    const forged = [
      await theirs.device.get(await askedOn(browser, RESET)),
      await mine.device.get(await askedOn(other.browser, RESET)),
    ]
    for (const passkey of forged) expect((await step(browser, 'passkey', { passkey })).status).toBe(422)
  })

  it('T8 a suspended account is told so, and no passkey is asked', async () => {
    const { email, account } = await somebody()
    await sql('UPDATE account SET suspended_at = 1 WHERE id = ?', account)
    const { browser } = await forgetting(email)
    expect((await browser.get(RESET)).headers.get('Location')).toBe(CONTINUE)
  })

  it.each([
    [{}, true],
    [{ PASSKEYS: false }, false],
  ])('III.F.2 with %o it is asked for: %s', async (overrides, asksTwice) => {
    const { guard, account } = await somebody()
    expect(await resetterOf(env.DB, guard, policyOf('IS.1600', overrides))).toEqual({ account, asksTwice })
  })

  it('III.F.2 a second device’s passkey does as well', async () => {
    const { device: _first, ...person } = await somebody()
    const device = new Authenticator()
    await added(await confirmed(person, '198.18.0.3'), device, 'Other')
    const { browser } = await forgetting(person.email)
    const passkey = await device.get(await askedOn(browser, RESET))
    expect((await step(browser, 'passkey', { passkey })).headers.get('Location')).toBe(CONTINUE)
  })
})
