/** Whoever lost every passkey, app and recovery code: an Enterprise Administrator takes them away, with a reason (III.F.2). */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { changesOf, fieldsOf, REASON, type Somebody, somebody } from '../support/accounts.ts'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { withFactors } from '../support/factors.ts'
import { anOffice } from '../support/people.ts'
import { anEa, freshlyIn } from '../support/requests.ts'
import { sessionOf, sessionRow, signedIn } from '../support/session.ts'

let office: number
let ea: { account: number; guard: string; email: string }
let administrator: Browser
let nth = 0
const DEED = 'second-factor-removal'
const left = (account: number) =>
  env.DB.prepare(
    `SELECT (SELECT count(*) FROM passkey WHERE account_id = ?1 AND removed_at IS NULL) AS passkeys,
       (SELECT count(*) FROM authenticator_app WHERE account_id = ?1 AND removed_at IS NULL) AS apps,
       (SELECT count(*) FROM recovery_code WHERE account_id = ?1 AND used_at IS NULL) AS codes,
       (SELECT count(*) FROM device WHERE account_id = ?1 AND revoked_at IS NULL) AS devices`,
  )
    .bind(account)
    .first()
const none = { passkeys: 0, apps: 0, codes: 0, devices: 0 }
const remove = (person: Somebody, browser = administrator) => browser.post(`${person.path}/${DEED}`, fieldsOf('active'))
const told = async ({ email }: Somebody) => {
  await mailTo(email)
  return letters.filter(({ to, subject }) => to === email && subject.startsWith('Passkeys, apps and recovery codes'))
}

beforeAll(async () => {
  office = await anOffice()
  ea = await anEa()
  administrator = await freshlyIn(ea)
})

describe('III.F.2 second factors that were lost', () => {
  it('III.F.2 are all taken away, with known devices and every session; the owner is told, and nobody else loses any', async () => {
    const [person, other] = [await somebody(office), await somebody(office)]
    for (const { account } of [person, other]) await withFactors(account, { passkeys: 2, apps: 1, codes: 3 })
    for (const { account } of [person, other]) {
      await env.DB.prepare(
        "INSERT INTO device (account_id, value_hash, label, factor_at, used_at, expires_at) VALUES (?, ?, 'Firefox', 1, 1, 9000000000000)",
      )
        .bind(account, crypto.randomUUID())
        .run()
    }
    const browser = await signedIn(person)
    const session = sessionOf(browser)
    const theirs = await signedIn(other)
    const before = await left(other.account)
    expect(before).toEqual({ passkeys: 2, apps: 1, codes: 3, devices: 1 })
    expect((await remove(person)).headers.get('Location')).toBe(`${person.path}?done=${DEED}`)
    expect(await left(person.account)).toEqual(none)
    expect(await left(other.account)).toEqual(before)
    expect([(await browser.get('/home')).status, (await theirs.get('/home')).status]).toEqual([303, 200])
    // D1 is the truth; the guard may be told too late.
    expect(await sessionRow(session)).toMatchObject({ why: 'second-factors' })
    expect(await told(person)).toHaveLength(1)
    expect(await changesOf(person.account)).toEqual([
      { by: ea.account, field: 'second factors', before: 'passkeys 2, apps 1, codes 3', after: 'none', reason: REASON },
    ])
  })

  it('III.F.2 then a code by e-mail is what signs in', async () => {
    const person = await somebody(office)
    await withFactors(person.account, { passkeys: 1, apps: 1, codes: 1 })
    await remove(person)
    await new Browser(`198.51.100.${(nth += 1)}`).signIn(person.email)
  })

  it.each([{ passkeys: 1 }, { apps: 1 }, { codes: 1 }])('III.F.2 where there is only %j', async (only) => {
    const person = await somebody(office)
    await withFactors(person.account, only)
    expect((await remove(person)).status).toBe(303)
    expect(await left(person.account)).toEqual(none)
  })

  it('T9 twice at once: once, and told once; where there is none nothing ends', async () => {
    const person = await somebody(office)
    await withFactors(person.account, { passkeys: 1 })
    const answers = await Promise.all([1, 2, 3].map(() => remove(person)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409, 409])
    expect([(await told(person)).length, (await changesOf(person.account)).length]).toEqual([1, 1])
    const browser = await signedIn(person)
    expect((await remove(person)).status).toBe(409)
    expect((await browser.get('/home')).status).toBe(200)
  })

  it('III.F.1 not without a second factor given just now', async () => {
    const person = await somebody(office)
    await withFactors(person.account, { passkeys: 1 })
    const answer = await remove(person, await signedIn(ea))
    expect([answer.status, answer.headers.get('Location')?.startsWith('/confirm')]).toEqual([303, true])
    expect(await left(person.account)).toMatchObject({ passkeys: 1 })
  })

  it('III.F.2 the account’s page shows how many there are, and no more of them', async () => {
    const person = await somebody(office)
    const page = async () =>
      (await (await administrator.get(person.path)).text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
    expect(await page()).toMatch(/Passkeys 0 Authenticator apps 0 Recovery codes left 0/)
    expect(await page()).not.toContain('Remove passkeys')
    await withFactors(person.account, { passkeys: 2, apps: 1, codes: 9 })
    const shown = await page()
    expect(shown).toMatch(/Passkeys 2 Authenticator apps 1 Recovery codes left 9/)
    expect([shown.includes('Remove passkeys, apps and recovery codes'), /Passkey 1|App 1|sealed/.test(shown)]).toEqual([
      true,
      false,
    ])
  })
})
