/** In the Workers runtime; breaches.test is answered by vitest.config.ts, with the hash of the first password here. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { attempt } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD } from '../support/people.ts'
import { forget, proveMailbox, step } from '../support/reset.ts'

const BREACHED = 'Breached-horse-7'
const GOOD = 'Another-horse-8'
let office: number
let nth = 0
const hardened = { ...env, POLICY_PROFILE: 'hardened', BREACH_URL: 'https://breaches.test/range/' } as unknown as Env
const unreachable = { ...env, POLICY_PROFILE: 'hardened', BREACH_URL: 'https://nobody.test/range/' } as unknown as Env

beforeAll(async () => {
  office = await anOffice()
})

/** Resets somebody's password to this one, under those bindings. */
async function resetTo(password: string, bindings: Env) {
  const person = await aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
  const browser = new Browser(`198.51.100.${nth}`)
  browser.bindings = bindings
  await proveMailbox(browser, await forget(browser, person.email))
  const answer = await step(browser, 'password', { password })
  const { results } = await env.DB.prepare(
    "SELECT clause, detail FROM audit WHERE event = 'password.breach_unchecked' AND account_id = ?",
  )
    .bind(person.account)
    .all()
  return { person, status: answer.status, html: await answer.text(), unchecked: results }
}

describe('III.D.3 a known-breached password, where the plan refuses it', () => {
  it('III.D.3 is refused, and says why', async () => {
    const { person, status, html, unchecked } = await resetTo(BREACHED, hardened)
    expect([status, html.includes('is known from a break-in'), unchecked]).toEqual([422, true, []])
    expect((await attempt(person.guard, PASSWORD)).outcome).toBe('right')
  })

  it('III.D.3 any other is accepted', async () => {
    expect(await resetTo(GOOD, hardened)).toMatchObject({ status: 303, unchecked: [] })
  })

  it('III.D.3 nobody to be asked: accepted, and recorded without anything of the password', async () => {
    expect(await resetTo(BREACHED, unreachable)).toMatchObject({
      status: 303,
      unchecked: [{ clause: 'III.D.3', detail: null }],
    })
  })

  it('III.D.3 IS.1600 asks nobody', async () => {
    const bindings = { ...env, BREACH_URL: 'https://breaches.test/range/' } as unknown as Env
    expect(await resetTo(BREACHED, bindings)).toMatchObject({ status: 303, unchecked: [] })
  })

  it('III.D.3 what breaks a rule is not asked about', async () => {
    const { status, html, unchecked } = await resetTo('abc', unreachable)
    expect([status, html.includes('At least 12 characters.'), unchecked]).toEqual([422, true, []])
  })
})
