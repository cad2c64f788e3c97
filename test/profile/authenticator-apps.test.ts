import { env } from 'cloudflare:workers'
import { decodeBase32IgnorePadding } from '@oslojs/encoding'
import { beforeAll, describe, expect, it } from 'vitest'
import { APP_SECRET } from '../../src/account-guard/rules.ts'
import { readConfig } from '../../src/config.ts'
import { newId } from '../../src/ids.ts'
import { seal, unseal } from '../../src/seal.ts'
import { APP_OFFER } from '../../src/second-factor/apps/app.ts'
import { type Browser, letters, mailTo } from '../support/browser.ts'
import { fresh } from '../support/fresh.ts'
import { eventsOf } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, sessionOf, signedIn } from '../support/session.ts'
import { later, MINUTE, SECOND, stopTheClock } from '../support/time.ts'
import { notShown, shown, withApp, withRecoveryCodes } from '../support/typed-codes.ts'

stopTheClock()
const PATH = '/profile/security/apps'
const SECURITY = '/profile/security'
let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const to = (answer: Response) => answer.headers.get('Location')
type Person = { account: number; guard: string; email: string }

const appsOf = async (account: number) =>
  (
    await env.DB.prepare(
      `SELECT public_id AS id, name, sealed, sealed_by AS sealedBy, last_step AS lastStep, removed_at AS removedAt
       FROM authenticator_app WHERE account_id = ? ORDER BY id`,
    )
      .bind(account)
      .all<{ id: string; name: string; sealed: string; sealedBy: string; lastStep: number; removedAt: number | null }>()
  ).results

/** What the page shows of the key: the sealed offer, and the secret as the letters tell it. */
async function offered(browser: Browser) {
  const html = await (await browser.get(PATH)).text()
  return { html, ...read(html) }
}
function read(html: string) {
  const offer = /name="offer" value="([^"]*)"/.exec(html)?.[1] ?? ''
  const spelled = /<code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? ''
  const secret = Buffer.from(decodeBase32IgnorePadding(spelled.replaceAll(' ', ''))).toString('base64url')
  return { offer, spelled, secret }
}
const add = (browser: Browser, fields: Record<string, string>) =>
  browser.post(PATH, { name: 'My telephone', ...fields })

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.2 adding an authenticator app', () => {
  it('III.F.2 the key is shown as a picture, in letters and as an address, anew each time, and nothing is stored', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const first = await offered(browser)
    expect(first.spelled).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
    expect(first.html).toContain(
      `href="otpauth://totp/Harbor%20Valley%20Health%20Plan:${person.email.replace('@', '%40')}?issuer=Harbor%20Valley%20Health%20Plan&amp;algorithm=SHA1&amp;secret=${first.spelled.replaceAll(' ', '')}&amp;period=30&amp;digits=6"`,
    )
    const picture = /<svg class="qr-code".*?<\/svg>/s.exec(first.html)?.[0] ?? ''
    expect(picture).toMatch(/<title id="key-title">.+<\/title><desc id="key-desc">.+<\/desc>/)
    expect(picture.match(/fill="#(fff|000)"/g)).toEqual(['fill="#fff"', 'fill="#000"'])
    expect((await offered(browser)).secret).not.toBe(first.secret)
    expect(await appsOf(person.account)).toEqual([])
  })

  it('III.F.2 its first code adds it: sealed, recorded, told to its owner; codes for a lost telephone are offered', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const { offer, secret } = await offered(browser)
    const done = await add(browser, { offer, code: shown(secret) })
    expect([done.status, to(done)]).toEqual([303, `${SECURITY}/recovery-codes?done=app-added`])
    const [app] = await appsOf(person.account)
    expect(app).toMatchObject({ name: 'My telephone', lastStep: Math.floor(Date.now() / 30_000), removedAt: null })
    expect(await unseal(app!.sealed, readConfig(env).sealKeys, APP_SECRET, app!.id)).toBe(secret)
    expect((await mailTo(person.email))!.subject).toContain('An authenticator app was added')
    expect(await eventsOf(person.account)).toContain('app.added')
    const page = await (await browser.get(to(done)!)).text()
    expect(page).toContain('The authenticator app is added')
    const list = await (await browser.get(SECURITY)).text()
    expect(list).toContain('My telephone')
    expect(list).toContain(`${PATH}/${app!.id}/removal`)
    expect(list).not.toContain(secret)
  })

  it('III.F.3 the code that added it signs nobody in; the next one does', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const { offer, secret } = await offered(browser)
    const code = shown(secret)
    await add(browser, { offer, code })
    const other = await signedIn(person)
    expect((await other.post('/confirm/app', { code, next: '' })).status).toBe(422)
    later(30 * SECOND)
    expect((await other.post('/confirm/app', { code: shown(secret), next: '' })).status).toBe(303)
  })

  it('III.F.2 with recovery codes left none are offered', async () => {
    const person = await withRecoveryCodes(await somebody())
    const browser = await fresh(person)
    const { offer, secret } = await offered(browser)
    expect(to(await add(browser, { offer, code: shown(secret) }))).toBe(`${SECURITY}?done=app-added`)
  })

  it.each([
    ['a wrong code', (secret: string) => ({ code: notShown(secret) }), 'code'],
    ['one of two steps ago', (secret: string) => ({ code: shown(secret, -2) }), 'code'],
    ['no code', () => ({ code: '' }), 'code'],
    ['no name', (secret: string) => ({ code: shown(secret), name: ' ' }), 'name'],
    ['a name too long', (secret: string) => ({ code: shown(secret), name: 'x'.repeat(61) }), 'name'],
  ])('III.F.2 %s: told at its field, the same key and the name kept, nothing stored', async (_name, fields, field) => {
    const person = await somebody()
    const browser = await fresh(person)
    const { offer, secret, spelled } = await offered(browser)
    const answer = await add(browser, { offer, name: 'Kept <name>', ...fields(secret) })
    const html = await answer.text()
    expect([answer.status, html.includes(`id="field-${field}-error"`)]).toEqual([422, true])
    expect(html).toContain(spelled)
    if (field === 'code') expect(html).toContain('value="Kept &lt;name&gt;"')
    expect(await appsOf(person.account)).toEqual([])
    expect(to(await add(browser, { offer: read(html).offer, code: shown(secret) }))).toContain('done=app-added')
  })

  it('T9 the same form twice, and twenty times at once: one app', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const { offer, secret } = await offered(browser)
    const csrf = await browser.token('/home')
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => add(browser, { csrf, offer, code: shown(secret) })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    expect(await appsOf(person.account)).toHaveLength(1)
    await mailTo(person.email)
    expect(letters.filter((one) => one.to === person.email && one.subject.includes('app'))).toHaveLength(1)
  })

  it('T9 an app that was removed is not brought back by the form that added it', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const { offer, secret } = await offered(browser)
    await add(browser, { offer, code: shown(secret) })
    const [app] = await appsOf(person.account)
    await browser.post(`${PATH}/${app!.id}/removal`, { sure: 'yes' })
    const again = await add(browser, { offer, code: shown(secret, 1) })
    expect(again.status).toBe(422)
    expect((await appsOf(person.account)).filter(({ removedAt }) => removedAt === null)).toEqual([])
  })

  it('III.F.2 five are the most, also five forms at once', async () => {
    const person = await withApp(await withApp(await withApp(await somebody())))
    const browser = await fresh(person)
    const csrf = await browser.token('/home')
    const offers = await Promise.all(Array.from({ length: 5 }, () => offered(browser)))
    await Promise.all(offers.map(({ offer, secret }) => add(browser, { csrf, offer, code: shown(secret) })))
    expect(await appsOf(person.account)).toHaveLength(5)
    expect(await (await browser.get(PATH)).text()).toContain('You have 5 authenticator apps')
    expect(await (await browser.get(SECURITY)).text()).not.toContain('Add another app')
  })
})

describe('T21 the key of a form is believed under its seal alone', () => {
  const attack = { secret: Buffer.alloc(20, 7).toString('base64url'), until: 9e15 }

  it('T21 T20 a smuggled, altered, cut or lengthened one: a new key, nothing stored', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const { offer, secret } = await offered(browser)
    const { sealKeys } = readConfig(env)
    const id = newId('authenticator-app')
    const session = sessionOf(browser)
    const forged = [
      '', 'x', offer.slice(0, -1), offer.slice(1), `${offer}A`, `A${offer}`, offer.toUpperCase(), JSON.stringify({ ...attack, id }),
      Buffer.from(JSON.stringify({ ...attack, id })).toString('base64url'),
      await seal({ ...attack, id }, { present: 'x'.repeat(40) }, APP_OFFER, session),
      await seal({ ...attack, id }, sealKeys, APP_OFFER, 'ses_of_somebody_else'),
      await seal({ ...attack, id }, sealKeys, APP_SECRET, session),
      await seal({ ...attack, id, secret: 'AAAA' }, sealKeys, APP_OFFER, session),
      await seal({ ...attack, id: 'app_x' }, sealKeys, APP_OFFER, session),
    ] // prettier-ignore
    for (const one of forged) {
      const fields = { offer: one, secret: attack.secret, id, until: '9e15', account: '1', lastStep: '0' }
      const answer = await add(browser, { ...fields, code: shown(attack.secret) })
      const html = await answer.text()
      expect([one, answer.status, html.includes('The key waited too long')]).toEqual([one, 422, true])
      expect([secret, attack.secret]).not.toContain(read(html).secret)
    }
    expect(await appsOf(person.account)).toEqual([])
  })

  it('T21 of another session of the same person, and of another person', async () => {
    const [person, other] = [await somebody(), await somebody()]
    const [browser, second, stranger] = [await fresh(person), await fresh(person), await fresh(other)]
    const { offer, secret } = await offered(browser)
    for (const one of [second, stranger]) expect((await add(one, { offer, code: shown(secret) })).status).toBe(422)
    expect([await appsOf(person.account), await appsOf(other.account)]).toEqual([[], []])
  })

  it('T21 fields beside it change nothing of what is stored', async () => {
    const person = await somebody()
    const other = await somebody()
    const browser = await fresh(person)
    const { offer, secret } = await offered(browser)
    const smuggled = { secret: attack.secret, account: String(other.account), account_id: String(other.account), id: newId('authenticator-app'), lastStep: '0', verified: 'true' } // prettier-ignore
    await add(browser, { ...smuggled, offer, code: shown(secret) })
    expect(await appsOf(other.account)).toEqual([])
    const [app] = await appsOf(person.account)
    expect(await unseal(app!.sealed, readConfig(env).sealKeys, APP_SECRET, app!.id)).toBe(secret)
    expect(app!.id).not.toBe(smuggled.id)
  })

  it.each([
    ['14:59', 15 * MINUTE - SECOND, 303],
    ['15:00', 15 * MINUTE, 422],
    ['15:01', 15 * MINUTE + SECOND, 422],
  ])('III.F.2 a key of %s ago', async (_name, after, status) => {
    const person = await somebody()
    const browser = await fresh(person)
    const { offer, secret } = await offered(browser)
    // The factor is fresh for five minutes: given anew meanwhile, in the same session.
    for (let gone = 0; gone + 4 * MINUTE < after; gone += 4 * MINUTE) {
      later(4 * MINUTE)
      await browser.get('/home')
    }
    later(after % (4 * MINUTE) || 4 * MINUTE)
    const { fields } = { fields: { offer, code: shown(secret) } }
    await env.DB.prepare("UPDATE session SET factor_at = ?, factor_for = 'step-up' WHERE public_id = ?")
      .bind(Date.now(), sessionOf(browser))
      .run()
    expect((await add(browser, fields)).status).toBe(status)
  })
})

describe('III.F.2 removing one', () => {
  it('III.F.2 the last one says what is left, and goes; its codes no longer count, and its owner is told', async () => {
    const person: Person & { secret: string; app: string } = await withApp(await somebody())
    const browser = await fresh(person)
    const path = `${PATH}/${person.app}/removal`
    expect(await (await browser.get(path)).text()).toContain('It is your last one')
    const unsure = await browser.post(path, {})
    expect([unsure.status, (await appsOf(person.account))[0]!.removedAt]).toEqual([422, null])
    const done = await browser.post(path, { sure: 'yes' })
    expect(to(done)).toBe(`${SECURITY}?done=app-removed`)
    expect((await mailTo(person.email))!.subject).toContain('An authenticator app was removed')
    expect(await eventsOf(person.account)).toContain('app.removed')
    expect((await browser.get('/confirm/app')).status).toBe(404)
    expect((await browser.post(path, { sure: 'yes' })).status).toBe(404)
  })

  it('III.F.2 its secret is forgotten with it', async () => {
    const person = await withApp(await somebody())
    const browser = await fresh(person)
    await browser.post(`${PATH}/${person.app}/removal`, { sure: 'yes' })
    expect((await appsOf(person.account))[0]).toMatchObject({ sealed: '', sealedBy: '' })
  })

  it('III.F.2 one of two asks nothing', async () => {
    const person = await withApp(await withApp(await somebody()))
    const browser = await fresh(person)
    expect(await (await browser.get(`${PATH}/${person.app}/removal`)).text()).not.toContain('It is your last one')
    expect((await browser.post(`${PATH}/${person.app}/removal`, {})).status).toBe(303)
  })
})

it('III.F.2 AUTHENTICATOR_APPS off: no card and no pages', async () => {
  const person = await somebody()
  const browser = await fresh(person)
  const { offer, secret } = await offered(browser)
  const overrides = { ...(JSON.parse(env.POLICY_OVERRIDES) as object), AUTHENTICATOR_APPS: false }
  browser.bindings = { ...env, POLICY_OVERRIDES: JSON.stringify(overrides) } as unknown as Env
  expect(await (await browser.get(SECURITY)).text()).not.toContain('Authenticator apps')
  expect((await browser.get(PATH)).status).toBe(404)
  expect((await add(browser, { offer, code: shown(secret) })).status).toBe(404)
  expect(await appsOf(person.account)).toEqual([])
})

it('T29 no secret and no code in the log; no secret in an address', async () => {
  const person = await somebody()
  const browser = await fresh(person)
  const { offer, secret, spelled } = await offered(browser)
  const done = await add(browser, { offer, code: shown(secret) })
  const { results } = await env.DB.prepare('SELECT * FROM audit WHERE account_id = ?').bind(person.account).all()
  const kept = JSON.stringify(results) + to(done)
  for (const one of [secret, spelled, spelled.replaceAll(' ', ''), offer]) expect(kept).not.toContain(one)
  expect(kept).not.toContain(`"${shown(secret)}"`)
  expect(browser.cookies.has(SESSION)).toBe(true)
})
