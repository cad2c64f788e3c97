import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Authenticator } from '../support/authenticator.ts'
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
const refusals = async (account: number) =>
  (
    await env.DB.prepare("SELECT json_extract(detail, '$.why') AS why FROM audit WHERE event = 'passkey.refused' AND account_id = ?")
      .bind(account)
      .all<{ why: string }>()
  ).results.map(({ why }) => why) // prettier-ignore

beforeAll(async () => {
  office = await anOffice()
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
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422])
  })
})

it('III.L.1 an answer that comes again is in the log', async () => {
  const { device, account } = await somebody()
  const browser = aBrowser()
  const passkey = await device.get(await askedAlone(browser))
  const csrf = await browser.token('/sign-in')
  expect((await browser.post(ALONE, { csrf, passkey })).status).toBe(303)
  expect(await refusals(account)).toEqual([])
  browser.cookies.delete(SESSION)
  expect((await browser.post(ALONE, { csrf, passkey })).status).toBe(422)
  expect(await refusals(account)).toEqual(['again'])
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
    expect(await eventsOf(account)).toContain('sign_in.refused')
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
