/** Faults: what a request was judged by ends before it writes, as when its person, or an administrator, puts a thief out. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { decodeBase32IgnorePadding } from '@oslojs/encoding'
import { Authenticator, optionsIn } from '../support/authenticator.ts'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { fresh } from '../support/fresh.ts'
import { ALONE, askedAlone, PASSKEYS, withPasskey } from '../support/passkeys.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'
import { RECOVERY, shown, withRecoveryCodes } from '../support/typed-codes.ts'

stopTheClock()
const SECURITY = '/profile/security'
let office: number
let nth = 0
const somebody = () => aPerson({ email: `gone${(nth += 1)}@office.example`, offices: [office] })
const sql = (text: string, account: number) => env.DB.prepare(text).bind(account).run()
const ENDED = "UPDATE session SET ended_at = 1, end_reason = 'test' WHERE account_id = ?"

/** The browser's requests go on as before, but for this: just before the first such write, `meanwhile` happens. */
function just(browser: Browser, before: string, meanwhile: () => Promise<unknown>): void {
  let isDue = false
  const DB = {
    prepare: (text: string) => {
      isDue ||= text.startsWith(before)
      return env.DB.prepare(text)
    },
    batch: async (statements: D1PreparedStatement[]) => {
      if (isDue) await meanwhile()
      isDue = false
      return env.DB.batch(statements)
    },
  }
  browser.bindings = { ...env, DB } as unknown as Env
}
const count = async (table: string, account: number) =>
  (await env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE account_id = ?`)
    .bind(account)
    .first<{ n: number }>())!.n

beforeAll(async () => {
  office = await anOffice()
})

describe('T13 a session that ended while a factor was on its way into it', () => {
  it('T13 adds no passkey', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const passkey = await new Authenticator().create(optionsIn(await (await browser.get(PASSKEYS)).text())!)
    const csrf = await browser.token(PASSKEYS)
    just(browser, 'INSERT INTO passkey', () => sql(ENDED, person.account))
    const answer = await browser.post(PASSKEYS, { csrf, name: 'Thief', passkey })
    expect([answer.status, answer.headers.get('Location')?.startsWith('/sign-in')]).toEqual([303, true])
    expect(await count('passkey', person.account)).toBe(0)
  })

  it('T13 adds no authenticator app', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const html = await (await browser.get(`${SECURITY}/apps`)).text()
    const offer = /name="offer" value="([^"]*)"/.exec(html)?.[1] ?? ''
    const spelled = /<code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? ''
    const secret = Buffer.from(decodeBase32IgnorePadding(spelled.replaceAll(' ', ''))).toString('base64url')
    const csrf = await browser.token(`${SECURITY}/apps`)
    just(browser, 'INSERT INTO authenticator_app', () => sql(ENDED, person.account))
    await browser.post(`${SECURITY}/apps`, { csrf, offer, name: 'Thief', code: shown(secret) })
    expect(await count('authenticator_app', person.account)).toBe(0)
  })

  it('T13 makes no recovery codes, shows none, and leaves the owner’s', async () => {
    const person = await withRecoveryCodes(await somebody())
    const browser = await fresh(person)
    const csrf = await browser.token(`${SECURITY}/recovery-codes`)
    const { length } = letters
    just(browser, 'DELETE FROM recovery_code', () => sql(ENDED, person.account))
    const answer = await browser.post(`${SECURITY}/recovery-codes`, { csrf })
    expect([answer.status, answer.headers.get('Location')?.startsWith('/sign-in')]).toEqual([303, true])
    expect(await count('recovery_code', person.account)).toBe(RECOVERY.length)
    await mailTo(person.email)
    expect(letters).toHaveLength(length)
  })
})

it('T13 a passkey that was taken away while it signed in opens nothing', async () => {
  const { device, account } = await withPasskey({ email: `gone${(nth += 1)}@office.example`, offices: [office] })
  const browser = new Browser('198.51.100.77')
  const passkey = await device.get(await askedAlone(browser))
  const csrf = await browser.token('/sign-in')
  const before = await count('session', account)
  just(browser, 'INSERT INTO session', () => sql('UPDATE passkey SET removed_at = 1 WHERE account_id = ?', account))
  expect((await browser.post(ALONE, { csrf, passkey, next: '' })).status).toBe(409)
  expect([browser.cookies.has(SESSION), await count('session', account)]).toEqual([false, before])
})
