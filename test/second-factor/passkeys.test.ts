import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Purpose } from '../../src/account-guard/guard.ts'
import { newFlow } from '../../src/second-factor/flow.ts'
import type { Forgery } from '../support/authenticator.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { attempt, eventsOf, from, guardOf } from '../support/guard.ts'
import { ALONE, askedAlone, askedOn, lastRefusal, second, SECOND, withPasskey } from '../support/passkeys.ts'
import { anOffice, type Someone } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
const FLOW = '__Host-flow'
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

async function halfIn(email: string): Promise<Browser> {
  const browser = aBrowser()
  const answer = await browser.password(email)
  if (answer.status !== 303) throw new Error(`the password was answered with ${answer.status}`)
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

describe('III.F.2 a passkey after the password', () => {
  it('III.F.2 it is asked at once, no code goes out, and it opens a session', async () => {
    const { device, email, account } = await somebody()
    const before = await mailTo(email)
    const browser = aBrowser()
    const first = await browser.password(email)
    expect(first.headers.get('Location')).toBe(`${SECOND}?next=`)
    expect(await mailTo(email)).toBe(before)
    expect(await askedOn(browser, SECOND)).toMatchObject({ rpId: 'portal.test', allowCredentials: [{ id: device.id }] })
    const answer = await second(browser, device)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/home'])
    expect([browser.cookies.has(FLOW), browser.cookies.has('__Host-device')]).toEqual([false, false])
    expect(await eventsOf(account)).toEqual(expect.arrayContaining(['passkey.accepted', 'session.opened']))
  })

  it('III.F.1.b the device is known where its owner wants it', async () => {
    const { device, email } = await somebody()
    const browser = await halfIn(email)
    const passkey = await device.get(await askedOn(browser, SECOND))
    await browser.post(SECOND, { passkey, next: '', remember: 'on' }, SECOND)
    expect(browser.cookies.has('__Host-device')).toBe(true)
  })

  it('III.F.2 one that keeps no account’s name counts too: the flow knows whose it has to be', async () => {
    const { device, email } = await somebody()
    expect((await second(await halfIn(email), device, { userHandle: null })).status).toBe(303)
  })

  it('III.F.2 without scripts the page says so, and a code goes by e-mail', async () => {
    const { email } = await somebody()
    const browser = await halfIn(email)
    const html = await (await browser.get(SECOND)).text()
    expect(html).toMatch(/<div data-no-passkeys="[^"]*"><div class="alert/)
    expect(html).toMatch(/<form[^>]* hidden=""[^>]*data-passkey="get"/)
    const sent = await browser.post('/sign-in/second-factor/passcode', { channel: 'email', next: '' }, SECOND)
    expect(sent.headers.get('Location')).toBe('/sign-in/second-factor?sent=email&next=')
    const code = (await mailTo(email))?.code ?? ''
    const done = await browser.post('/sign-in/second-factor', { code, next: '' }, '/sign-in/second-factor')
    expect(done.headers.get('Location')).toBe('/home')
  })

  it.each(forgeries)('III.F.2 %s: the page again, no session', async (_words, forgery) => {
    const { device, email, account } = await somebody()
    const browser = await halfIn(email)
    const answer = await second(browser, device, forgery)
    expect([answer.status, (await answer.text()).includes('This passkey doesn’t work here')]).toEqual([422, true])
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect(await eventsOf(account)).not.toContain('passkey.accepted')
    // The right one still does.
    expect((await second(browser, device)).status).toBe(303)
  })

  it('III.F.2 another account’s passkey, right in all else, is none', async () => {
    const [mine, theirs] = [await somebody(), await somebody()]
    const browser = await halfIn(mine.email)
    expect((await second(browser, theirs.device)).status).toBe(422)
    expect(await lastRefusal()).toBe('unknown')
    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  it('III.F.2 removed in between, it is none', async () => {
    const { device, email, account } = await somebody()
    const browser = await halfIn(email)
    const passkey = await device.get(await askedOn(browser, SECOND))
    await sql('UPDATE passkey SET removed_at = 1 WHERE account_id = ?', account)
    const csrf = await browser.token('/sign-in')
    const answer = await browser.post(SECOND, { csrf, passkey, next: '' })
    expect(answer.headers.get('Location')).toBe('/sign-in/second-factor?next=')
    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  it('III.F.2 its counter went back: refused, and its owner is told', async () => {
    const { device, email } = await somebody({}, 10)
    expect((await second(await halfIn(email), device, { counter: 30 })).status).toBe(303)
    const browser = await halfIn(email)
    expect((await second(browser, device, { counter: 29 })).status).toBe(422)
    expect((await mailTo(email))?.subject).toContain('A passkey was refused')
    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  it('III.F.2 switched off: not asked, not taken', async () => {
    const { device, email } = await somebody()
    const browser = await halfIn(email)
    const passkey = await device.get(await askedOn(browser, SECOND))
    const csrf = await browser.token('/sign-in')
    without(browser)
    expect((await browser.get(SECOND)).headers.get('Location')).toBe('/sign-in/second-factor?next=')
    expect((await browser.post(SECOND, { csrf, passkey, next: '' })).status).toBe(303)
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect((await without(aBrowser()).password(email)).headers.get('Location')).toBe('/sign-in/second-factor?next=')
  })

  it.each([
    ['a millisecond before five minutes', 5 * MINUTE - 1, 303],
    ['after five minutes', 5 * MINUTE, 422],
  ])('III.F.2 %s', async (_words, after, status) => {
    const { device, email } = await somebody()
    const browser = await halfIn(email)
    const passkey = await device.get(await askedOn(browser, SECOND))
    later(after)
    expect((await browser.post(SECOND, { passkey, next: '' }, SECOND)).status).toBe(status)
  })

  it('T3 III.E.3 locked in between: not looked at', async () => {
    const { device, email, guard, account } = await somebody()
    const browser = await halfIn(email)
    const passkey = await device.get(await askedOn(browser, SECOND))
    for (let wrong = 0; wrong < 5; wrong += 1) await attempt(guard, 'wrong')
    expect((await browser.post(SECOND, { passkey, next: '' }, SECOND)).status).toBe(422)
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect(await eventsOf(account)).not.toContain('passkey.accepted')
  })

  it('T3 a managed account’s passkey is a second factor after its provider, and opens nothing after a password', async () => {
    const { device, email, account } = await somebody()
    const browser = await halfIn(email)
    await sql(
      `INSERT INTO identity_provider (public_id, name, kind, issuer, client_id, sealed_secret, sealed_by, created_at, changed_at)
       VALUES ('idp_000000000000000000000001', 'P', 'plan', 'https://idp.test', 'c', '', '', 1, 1)`,
    )
    await sql('UPDATE account SET managed_by = 1 WHERE id = ?', account)
    await second(browser, device)
    expect(browser.cookies.has(SESSION)).toBe(false)
  })
})

describe('T7 the question belongs to its flow', () => {
  it('T7 an answer to another flow’s, to the sign-in page’s or to a session’s question is none', async () => {
    const { device, ...person } = await somebody()
    const browser = await halfIn(person.email)
    const other = await halfIn(person.email)
    const inside = await signedIn(person)
    const asked = [await askedOn(other, SECOND), await askedAlone(browser), await askedOn(inside, CONFIRM)]
    for (const options of asked) {
      const passkey = await device.get(options)
      expect((await browser.post(SECOND, { passkey, next: '' }, SECOND)).status).toBe(422)
    }
    expect(browser.cookies.has(SESSION)).toBe(false)
    // And the other way round.
    const passkey = await device.get(await askedOn(browser, SECOND))
    expect((await browser.post(ALONE, { passkey }, '/sign-in')).status).toBe(422)
    expect((await inside.post(CONFIRM, { passkey, next: '' })).status).toBe(422)
    expect((await browser.post(SECOND, { passkey, next: '' }, SECOND)).status).toBe(303)
  })

  it('T7 without a flow, with another’s and with a used one: to the sign-in page', async () => {
    const { device, email } = await somebody()
    const browser = await halfIn(email)
    const cookie = browser.cookies.get(FLOW)!
    const [guard, id] = cookie.split('.') as [string, string]
    for (const forged of ['', 'x', `${guard}.${id}.${'A'.repeat(43)}`]) {
      const other = aBrowser()
      const csrf = await other.token('/sign-in')
      if (forged) other.cookies.set(FLOW, forged)
      expect([forged, (await other.get(SECOND)).headers.get('Location')]).toEqual([forged, '/sign-in'])
      if (forged) other.cookies.set(FLOW, forged)
      expect([forged, (await other.post(SECOND, { csrf, passkey: '{}' })).headers.get('Location')]).toEqual([
        forged,
        '/sign-in',
      ])
    }
    const passkey = await device.get(await askedOn(browser, SECOND))
    expect((await browser.post(SECOND, { passkey, next: '' }, SECOND)).status).toBe(303)
    const used = aBrowser()
    const csrf = await used.token('/sign-in')
    used.cookies.set(FLOW, cookie)
    expect((await used.post(SECOND, { csrf, passkey })).headers.get('Location')).toBe('/sign-in')
  })

  it.each<Purpose>(['step-up', 'reset', 'registration', 'mobile', 'link'])(
    'T6 T7 a flow of %s tells nothing of the account’s passkeys, and takes none',
    async (purpose) => {
      const { guard, account, device } = await somebody()
      const { cookie, flow } = newFlow(guard)
      await guardOf(guard).begin({ flow, purpose, account }, from())
      const browser = aBrowser()
      const csrf = await browser.token('/sign-in')
      browser.cookies.set(FLOW, cookie)
      expect((await browser.get(SECOND)).headers.get('Location')).toBe('/sign-in')
      browser.cookies.set(FLOW, cookie)
      const passkey = await device.get({ challenge: 'AA', rpId: 'portal.test' })
      expect((await browser.post(SECOND, { csrf, passkey })).headers.get('Location')).toBe('/sign-in')
    },
  )

  it('T9 the same answer 200 times at once: one session', async () => {
    const { device, email, account } = await somebody()
    const browser = await halfIn(email)
    const passkey = await device.get(await askedOn(browser, SECOND))
    const csrf = await browser.token('/sign-in')
    const cookies = new Map(browser.cookies)
    const answers = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const copy = new Browser(browser.ip)
        for (const [name, value] of cookies) copy.cookies.set(name, value)
        return (await copy.post(SECOND, { csrf, passkey, next: '' })).headers.get('Location')
      }),
    )
    expect(answers.filter((to) => to === '/home')).toHaveLength(1)
    expect((await eventsOf(account)).filter((name) => name === 'session.opened')).toHaveLength(2)
  })
})
