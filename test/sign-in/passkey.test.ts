import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Authenticator, type Forgery } from '../support/authenticator.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { attempt, eventsOf } from '../support/guard.ts'
import { ALONE, added, alone, askedAlone, confirmed, withPasskey } from '../support/passkeys.ts'
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

describe('III.F.2 a passkey whose counter went back may be a copy', () => {
  it.each([
    ['one further', 12, 303],
    ['the same again', 11, 422],
    ['back', 5, 422],
    ['none any more', 0, 422],
  ])('III.F.2 %s', async (_words, counter, status) => {
    const { device, account, email } = await somebody({}, 10)
    expect((await alone(aBrowser(), device, { counter: 11 })).status).toBe(303)
    const answer = await alone(aBrowser(), device, { counter })
    expect(answer.status).toBe(status)
    if (status === 303) return
    expect(await answer.text()).toContain('may have been copied')
    expect(await refusals(account)).toEqual(['copied'])
    expect((await mailTo(email))?.subject).toContain('A passkey was refused')
    const row = await env.DB.prepare('SELECT counter FROM passkey WHERE account_id = ?').bind(account).first()
    expect(row).toEqual({ counter: 11 })
  })

  it('III.F.2 two answers with one counter at once: one is taken', async () => {
    const { device } = await somebody({}, 10)
    const browsers = [aBrowser(), aBrowser()]
    const answers = await Promise.all(browsers.map((browser) => alone(browser, device, { counter: 20 })))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 422])
  })
})

describe('T3 a right passkey and an account that is closed', () => {
  it('T3 III.E.3 locked: no session, and the reset is named', async () => {
    const { device, guard, account } = await somebody()
    for (let wrong = 0; wrong < 5; wrong += 1) await attempt(guard, 'wrong')
    const browser = aBrowser()
    const answer = await alone(browser, device)
    expect([answer.status, (await answer.text()).includes('Your account is locked')]).toEqual([422, true])
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect(await eventsOf(account)).toContain('sign_in.refused')
  })

  it('T3 a managed account comes in through its provider alone', async () => {
    const { device, account } = await somebody()
    await sql(
      `INSERT INTO identity_provider (public_id, name, kind, issuer, client_id, sealed_secret, sealed_by, created_at, changed_at)
       VALUES ('idp_000000000000000000000001', 'P', 'plan', 'https://idp.test', 'c', '', '', 1, 1)`,
    )
    await sql('UPDATE account SET managed_by = 1 WHERE id = ?', account)
    const browser = aBrowser()
    const answer = await alone(browser, device)
    expect([answer.status, (await answer.text()).includes('own sign-in alone')]).toEqual([422, true])
    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  it('T3 suspended: told so, with no session', async () => {
    const { device, account } = await somebody()
    await sql("UPDATE account SET suspended_at = 1, suspended_for = 'incident' WHERE id = ?", account)
    const browser = aBrowser()
    expect((await alone(browser, device)).status).toBe(422)
    expect(browser.cookies.has(SESSION)).toBe(false)
  })
})

describe('T5 throttled like the password', () => {
  it('T5 after failures on ten passkeys an address waits; a late answer is no failure', async () => {
    const { device } = await somebody()
    const browser = aBrowser()
    const late = await device.get(await askedAlone(browser))
    later(6 * MINUTE)
    const csrf = await browser.token('/sign-in')
    for (let n = 0; n < 12; n += 1) expect((await browser.post(ALONE, { csrf, passkey: late })).status).toBe(422)
    for (let n = 0; n < 10; n += 1) {
      const id = `AAAAAAAAAAAAAAAAAA${String(n).padStart(2, '0')}`
      const forged = await device.get(await askedAlone(browser), { id })
      expect([n, (await browser.post(ALONE, { csrf, passkey: forged })).status]).toEqual([n, 422])
    }
    const answer = await alone(browser, device)
    expect([answer.status, answer.headers.has('Retry-After')]).toEqual([429, true])
    // From elsewhere its owner comes in.
    expect((await alone(aBrowser(), device)).status).toBe(303)
  })

  it('T5 the brake of the address stops passkeys too', async () => {
    const { device } = await somebody()
    const browser = aBrowser()
    const passkey = await device.get(await askedAlone(browser))
    const csrf = await browser.token('/sign-in')
    const SIGN_IN_BRAKE = { limit: async () => ({ success: false }) }
    browser.bindings = { ...env, SIGN_IN_BRAKE } as unknown as Env
    expect((await browser.post(ALONE, { csrf, passkey })).status).toBe(429)
  })

  it('III.F.2 one person’s two passkeys both sign them in', async () => {
    const { device, ...person } = await somebody()
    const other = new Authenticator()
    await added(await confirmed(person, '198.18.0.2'), other, 'Other')
    for (const one of [device, other]) expect((await alone(aBrowser(), one)).status).toBe(303)
  })
})
