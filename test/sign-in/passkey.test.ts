import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Forgery } from '../support/authenticator.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { eventsOf } from '../support/guard.ts'
import { ALONE, alone, askedAlone, confirmed, lastRefusal, withPasskey } from '../support/passkeys.ts'
import { anOffice, type Someone } from '../support/people.ts'
import { SESSION } from '../support/session.ts'
import { later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = (someone: Partial<Someone> = {}, counter = 0) =>
  withPasskey({ email: `alone${(nth += 1)}@office.example`, offices: [office], ...someone }, counter)
const aBrowser = () => new Browser(`198.51.${100 + ((nth += 1) >> 8)}.${nth & 255}`)
const sql = (text: string, ...params: unknown[]) =>
  env.DB.prepare(text)
    .bind(...params)
    .run()
const under = (browser: Browser, policy: { POLICY_OVERRIDES: string; POLICY_DEVIATIONS: string }) => {
  browser.bindings = { ...env, ...policy } as unknown as Env
  return browser
}
const refusals = async (account: number) =>
  (
    await env.DB.prepare("SELECT json_extract(detail, '$.why') AS why FROM audit WHERE event = 'passkey.refused' AND account_id = ?")
      .bind(account)
      .all<{ why: string }>()
  ).results.map(({ why }) => why) // prettier-ignore

beforeAll(async () => {
  office = await anOffice()
})

describe('III.E.1 a passkey alone', () => {
  it('III.E.1 opens a session, which says by what and counts as a second factor', async () => {
    const { device, account, email } = await somebody()
    const browser = aBrowser()
    const answer = await alone(browser, device, {}, '/claims')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/claims'])
    expect((await browser.get('/home')).status).toBe(200)
    const row = await env.DB.prepare(
      'SELECT opened_by AS openedBy, factor_for AS factorFor FROM session WHERE account_id = ? ORDER BY id DESC',
    )
      .bind(account)
      .first()
    expect(row).toEqual({ openedBy: 'passkey', factorFor: 'sign-in' })
    expect(await eventsOf(account)).toEqual(expect.arrayContaining(['passkey.accepted', 'session.opened']))
    const used = await env.DB.prepare('SELECT used_at AS usedAt FROM passkey WHERE account_id = ?')
      .bind(account)
      .first()
    expect(used).toEqual({ usedAt: Date.now() })
    // What wants a factor given for itself still asks for one (III.F.1.c).
    expect((await browser.get('/profile')).headers.get('Location')).toMatch(/^\/confirm\?/)
    expect(await mailTo(email)).toBeDefined()
  })

  it('III.E.1 the sign-in page offers it; the browser asks for any passkey of the site, of nobody in particular', async () => {
    const html = await (await aBrowser().get('/sign-in')).text()
    for (const part of ['username webauthn', 'action="/sign-in/passkey"', '/passkeys.js']) expect(html).toContain(part)
    expect(await askedAlone(aBrowser())).toMatchObject({
      rpId: 'portal.test',
      userVerification: 'required',
      allowCredentials: [],
    })
  })

  it.each([
    ['PASSKEY_ALONE', { POLICY_OVERRIDES: '{}', POLICY_DEVIATIONS: '{}' }],
    [
      'PASSKEYS',
      {
        POLICY_OVERRIDES: '{"PASSKEY_ALONE": true, "PASSKEYS": false}',
        POLICY_DEVIATIONS: '{"PASSKEY_ALONE": "Because a test says so, and for no other reason."}',
      },
    ],
  ])('III.E.1 without %s neither offered nor taken', async (_name, policy) => {
    const { device } = await somebody()
    const browser = aBrowser()
    const passkey = await device.get(await askedAlone(browser))
    const csrf = await browser.token('/sign-in')
    under(browser, policy)
    const html = await (await browser.get('/sign-in')).text()
    for (const part of ['webauthn', '/sign-in/passkey', 'passkeys.js']) expect(html).not.toContain(part)
    expect((await browser.get(ALONE)).status).toBe(404)
    expect((await browser.post(ALONE, { csrf, passkey })).status).toBe(404)
    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  it('T12 a session that the browser came with ends', async () => {
    const { device, account } = await somebody()
    const browser = aBrowser()
    await alone(browser, device)
    const before = browser.cookies.get(SESSION)!
    await alone(browser, device)
    expect(browser.cookies.get(SESSION)).not.toBe(before)
    const { results } = await env.DB.prepare(
      "SELECT 1 FROM session WHERE account_id = ? AND opened_by = 'passkey' AND ended_at IS NULL",
    )
      .bind(account)
      .all()
    expect(results).toHaveLength(1)
  })

  it('T22 it leads nowhere else', async () => {
    const { device } = await somebody()
    expect((await alone(aBrowser(), device, {}, '//evil.example')).headers.get('Location')).toBe('/home')
  })
})

const forgeries: [string, Forgery, string][] = [
  ['of another site', { rpId: 'evil.test' }, 'wrong'],
  ['of a subdomain’s site', { rpId: 'x.portal.test' }, 'wrong'],
  ['on another origin', { origin: 'https://evil.test' }, 'wrong'],
  ['on http', { origin: 'http://portal.test' }, 'wrong'],
  ['on another port', { origin: 'https://portal.test:444' }, 'wrong'],
  ['as if it were a new key', { type: 'webauthn.create' }, 'wrong'],
  ['without its owner verified', { uv: false }, 'wrong'],
  ['without anybody there', { up: false }, 'wrong'],
  ['that says to be another’s', { userHandle: 'YWNjX3g' }, 'wrong'],
  ['that says nobody’s', { userHandle: null }, 'wrong'],
]

describe('III.E.1 no other signature opens anything', () => {
  it.each(forgeries)('III.E.1 %s: the same page, no session, and a row that says so', async (_words, forgery, why) => {
    const { device, account } = await somebody()
    const browser = aBrowser()
    const answer = await alone(browser, device, forgery)
    expect([answer.status, (await answer.text()).includes('This passkey doesn’t work here')]).toEqual([422, true])
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect(await refusals(account)).toEqual([why])
    expect(await eventsOf(account)).not.toContain('passkey.accepted')
  })

  it.each<[string, Forgery]>([
    ['a question that nobody asked', { challenge: 'A'.repeat(64) }],
    ['no question', { challenge: '' }],
    ['inside another page', { crossOrigin: true }],
    ['below another page', { topOrigin: 'https://evil.test' }],
    ['an id that nothing bears', { id: 'AAAAAAAAAAAAAAAAAAAAAA' }],
  ])('III.E.1 %s: the same page and words', async (_words, forgery) => {
    const { device, account } = await somebody()
    const browser = aBrowser()
    const answer = await alone(browser, device, forgery)
    expect([answer.status, (await answer.text()).includes('This passkey doesn’t work here')]).toEqual([422, true])
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect(await eventsOf(account)).not.toContain('passkey.accepted')
  })

  it('III.E.1 signed by another key', async () => {
    const { device } = await somebody()
    const { privateKey } = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ])) as CryptoKeyPair
    expect((await alone(aBrowser(), device, { key: privateKey })).status).toBe(422)
  })

  it('III.E.1 another’s id with one’s own signature', async () => {
    const [mine, theirs] = [await somebody(), await somebody()]
    const browser = aBrowser()
    expect((await alone(browser, mine.device, { id: theirs.device.id })).status).toBe(422)
    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  it.each(['', '{', '[[', '{"id":"AA"}', JSON.stringify({ id: 'AA', rawId: 'AA', type: 'public-key', response: {} })])(
    'T28 what is no answer of a browser: %s',
    async (passkey) => {
      const browser = aBrowser()
      expect((await browser.post(ALONE, { passkey }, '/sign-in')).status).toBe(422)
    },
  )

  it('T28 a field of a megabyte is not read', async () => {
    const browser = aBrowser()
    expect((await browser.post(ALONE, { passkey: 'A'.repeat(1_000_000) }, '/sign-in')).status).toBe(413)
  })

  it('III.E.1 removed, it is known no more', async () => {
    const { device, account } = await somebody()
    const browser = aBrowser()
    const options = await askedAlone(browser)
    await sql('UPDATE passkey SET removed_at = 1 WHERE account_id = ?', account)
    const passkey = await device.get(options)
    expect((await browser.post(ALONE, { passkey }, '/sign-in')).status).toBe(422)
    expect(await lastRefusal()).toBe('unknown')
    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  it.each([
    ['a millisecond before five minutes', 5 * MINUTE - 1, 303],
    ['after five minutes', 5 * MINUTE, 422],
    ['later', 60 * MINUTE, 422],
  ])('III.E.1 %s the answer counts, or comes too late', async (_words, after, status) => {
    const { device } = await somebody()
    const browser = aBrowser()
    const passkey = await device.get(await askedAlone(browser))
    later(after)
    const answer = await browser.post(ALONE, { passkey }, '/sign-in')
    expect(answer.status).toBe(status)
    if (status === 422) expect(await answer.text()).toContain('That took too long')
  })

  it('T7 an answer is of its browser alone, and of the sign-in alone', async () => {
    const { device, ...person } = await somebody()
    const browser = aBrowser()
    const passkey = await device.get(await askedAlone(browser))
    const other = aBrowser()
    expect((await other.post(ALONE, { passkey }, '/sign-in')).status).toBe(422)
    expect(other.cookies.has(SESSION)).toBe(false)
    const inside = await confirmed(person, '198.18.0.1')
    expect((await inside.post('/confirm/passkey', { passkey, next: '' }, '/home')).status).toBe(422)
    // No cookie of a visitor: nothing that the answer could be bound to.
    const bare = aBrowser()
    expect((await bare.post(ALONE, { passkey, csrf: '' })).status).toBe(403)
    expect((await browser.post(ALONE, { passkey }, '/sign-in')).status).toBe(303)
  })

  it('T9 the same answer 200 times at once: one session', async () => {
    const { device, account } = await somebody()
    const browser = aBrowser()
    const passkey = await device.get(await askedAlone(browser))
    const csrf = await browser.token('/sign-in')
    const cookies = new Map(browser.cookies)
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const copy = new Browser(`203.0.${n}.1`)
        for (const [name, value] of cookies) copy.cookies.set(name, value)
        return (await copy.post(ALONE, { csrf, passkey, next: '' })).headers.get('Location')
      }),
    )
    expect(answers.filter((to) => to === '/home')).toHaveLength(1)
    expect((await eventsOf(account)).filter((name) => name === 'passkey.accepted')).toHaveLength(1)
    expect((await browser.post(ALONE, { csrf, passkey })).status).toBe(422)
  })
})
