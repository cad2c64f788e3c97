/** Every way by which somebody signs in, on one page: theirs, and nobody else's. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { seen } from '../support/alike.ts'
import { type Browser, letters, mailTo } from '../support/browser.ts'
import { counting } from '../support/counting.ts'
import { withFactors } from '../support/factors.ts'
import { confirmed, fresh } from '../support/fresh.ts'
import { attempt, eventsOf } from '../support/guard.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { signedInThrough } from '../support/provider-session.ts'
import { sessionOf, sessionRow, signedIn } from '../support/session.ts'

const PATH = '/profile/security'
let office: number
let provider: { row: number; id: string; issuer: string }
let nth = 0
const somebody = () => aPerson({ email: `ways${(nth += 1)}@office.example`, offices: [office] })
const isOpen = async (browser: Browser) => (await browser.get('/home')).status === 200
/** The cards of the page by their headings, as text. */
async function cards(browser: Browser): Promise<Record<string, string>> {
  const html = await (await browser.get(PATH)).text()
  const found = [...html.matchAll(/<section class="card"[^>]*><h2>([^<]*)<\/h2>(.*?)<\/section>/gs)]
  return Object.fromEntries(
    found.map(([, heading, text = '']) => [heading, text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')]),
  )
}
const identityOf = (account: number) =>
  env.DB.prepare('SELECT id, unlinked_at AS unlinkedAt FROM identity WHERE account_id = ? ORDER BY id DESC')
    .bind(account)
    .first<{ id: number; unlinkedAt: number | null }>()

/** Somebody who is linked to the provider. */
async function linked() {
  const person = await somebody()
  const subject = `subject-${nth}`
  await linkIdentity(provider, subject, person.account)
  return { ...person, subject, identity: (await identityOf(person.account))!.id }
}

beforeAll(async () => {
  office = await anOffice()
  const issuer = 'https://larkmoor.test'
  const set = await setUpProvider(await FakeProvider.at('larkmoor.test'), {
    name: 'Larkmoor sign-in',
    offices: [office],
  })
  provider = { ...set, issuer }
})

describe('III.F.2 what there is', () => {
  it('III.F.2 is listed in its card, with the way to change it', async () => {
    const person = await linked()
    await withFactors(person.account, { passkeys: 2, apps: 2, codes: 8 })
    await env.DB.prepare(
      'UPDATE recovery_code SET used_at = 2 WHERE account_id = ? AND code_hash = (SELECT min(code_hash) FROM recovery_code WHERE account_id = ?)',
    )
      .bind(person.account, person.account)
      .run()
    const browser = await fresh(person)
    const shown = await cards(browser)
    expect(Object.keys(shown)).toEqual([
      'Password',
      'Passkeys',
      'Authenticator apps',
      'Recovery codes',
      'Connected sign-ins',
      'Security questions',
      'Where you are signed in',
      'Known devices',
      'Recent sign-ins',
    ])
    expect(shown['Passkeys']).toMatch(/Passkey 1 .{1,30}This device’s maker keeps it on all your devices/)
    expect(shown['Passkeys']).toMatch(/Passkey 2 .{1,30}Only on one device/)
    for (const app of ['App 1', 'App 2', 'Never']) expect(shown['Authenticator apps']).toContain(app)
    expect(shown['Recovery codes']).toContain('7 of 8 are left')
    expect(shown['Connected sign-ins']).toMatch(/Larkmoor sign-in.*Disconnect/)
    const html = await (await browser.get(PATH)).text()
    for (const path of ['passkeys', 'apps', 'recovery-codes', 'questions'])
      expect(html).toContain(`href="${PATH}/${path}"`)
  })

  it('III.F.2 who has none is told what they are good for', async () => {
    const shown = await cards(await fresh(await somebody()))
    for (const heading of ['Passkeys', 'Authenticator apps', 'Recovery codes'])
      expect(shown[heading]).toMatch(/You have none/)
    expect(shown['Connected sign-ins']).toBeUndefined()
  })

  it('III.F.2 what was removed, and what is another’s, is not', async () => {
    const [person, other] = [await somebody(), await linked()]
    await withFactors(other.account, { passkeys: 1, apps: 1, codes: 1 })
    await withFactors(person.account, { passkeys: 1, apps: 1 })
    await env.DB.prepare('UPDATE passkey SET removed_at = 1 WHERE account_id = ?').bind(person.account).run()
    await env.DB.prepare('UPDATE authenticator_app SET removed_at = 1 WHERE account_id = ?').bind(person.account).run()
    const shown = await cards(await fresh(person))
    for (const heading of ['Passkeys', 'Authenticator apps', 'Recovery codes'])
      expect(shown[heading]).toMatch(/You have none/)
    expect(shown['Connected sign-ins']).toBeUndefined()
  })

  it('III.F.2 a plan that lets passkeys or apps not count has no card of them', async () => {
    const browser = await fresh(await somebody())
    browser.bindings = {
      ...env,
      POLICY_OVERRIDES: '{"PASSKEYS": false, "AUTHENTICATOR_APPS": false}',
      POLICY_DEVIATIONS: '{}',
    } as unknown as Env
    const shown = await cards(browser)
    expect([shown['Passkeys'], shown['Authenticator apps']]).toEqual([undefined, undefined])
    expect(shown['Recovery codes']).toBeDefined()
  })

  it('no page asks D1 more than once, or the guard', async () => {
    const person = await linked()
    await withFactors(person.account, { passkeys: 2, apps: 2, codes: 10 })
    const browser = await fresh(person)
    const counted = counting()
    browser.bindings = counted.bindings
    expect((await browser.get(PATH)).status).toBe(200)
    expect(counted).toMatchObject({ d1: 1, guard: 1, overlapped: true })
  })
})

describe('III.L.1 where one is and was signed in', () => {
  it('III.L.1 each session with the way by which it was opened', async () => {
    const person = await linked()
    await signedInThrough(provider, person, { subject: person.subject })
    const browser = await fresh(person)
    const card = (await cards(browser))['Where you are signed in']!
    expect(card).toMatch(/this one.*Password/)
    expect(card).toContain('Larkmoor sign-in')
  })

  it('III.L.1 the last ones, with address and result; another’s are not there', async () => {
    const [person, other] = [await linked(), await somebody()]
    await attempt(other.guard, 'wrong')
    await signedInThrough(provider, person, { subject: person.subject })
    for (let failures = 0; failures < 3; failures += 1) await attempt(person.guard, 'wrong')
    const card = (await cards(await fresh(person, '203.0.113.7')))['Recent sign-ins']!
    expect(card).toMatch(
      /Signed in.*Password.*203\.0\.113\.7.*Wrong password 3 times.*192\.0\.2\.1.*Signed in.*Larkmoor sign-in/,
    )
    expect(card.match(/Signed in/g)).toHaveLength(2)
    expect((await cards(await fresh(other)))['Recent sign-ins']).toMatch(/Wrong password (?!\d)/)
  })

  it('III.E.3 a locked account’s tries', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    for (let failures = 0; failures < 6; failures += 1) await attempt(person.guard, 'wrong')
    expect((await cards(browser))['Recent sign-ins']).toMatch(/Refused the account was locked.*Wrong password 5 times/)
  })

  it('at most five', async () => {
    const person = await somebody()
    for (let sessions = 0; sessions < 12; sessions += 1) await signedIn(person)
    expect((await cards(await fresh(person)))['Recent sign-ins']!.match(/Signed in/g)).toHaveLength(5)
  })
})

describe('III.E.1 a connected sign-in that is disconnected', () => {
  const disconnect = (browser: Browser, identity: number | string) =>
    browser.post(`${PATH}/identities/unlinking`, { identity: String(identity) })

  it('T13 III.L.1 the sessions through it are refused at their next request, others stay; the owner is told', async () => {
    const person = await linked()
    const through = await signedInThrough(provider, person, { subject: person.subject })
    const browser = await fresh(person)
    const answer = await disconnect(browser, person.identity)
    expect(answer.headers.get('Location')).toBe(`${PATH}?done=identity-unlinked`)
    expect([await isOpen(through), await isOpen(browser)]).toEqual([false, true])
    expect(await eventsOf(person.account)).toEqual(expect.arrayContaining(['identity.unlinked', 'session.closed']))
    expect((await mailTo(person.email))!.subject).toContain('A way to sign in was disconnected')
    expect((await cards(browser))['Connected sign-ins']).toBeUndefined()
    // It opens nothing any more.
    await expect(signedInThrough(provider, person, { subject: person.subject })).rejects.toThrow(
      'no session was opened',
    )
  })

  it('T13 from within a session through it: that one ends, too', async () => {
    const person = await linked()
    const browser = await signedInThrough(provider, person, { subject: person.subject })
    await confirmed(browser, person.email, PATH)
    const id = sessionOf(browser)
    await disconnect(browser, person.identity)
    expect(await sessionRow(id)).toMatchObject({ why: 'unlinked' })
    expect((await browser.get(PATH)).headers.get('Location')).toMatch(/^\/sign-in\?closed=ended/)
  })

  it('III.E.1 the one of a managed account is not, and the page says why', async () => {
    const person = await linked()
    const browser = await fresh(person)
    await env.DB.prepare('UPDATE account SET managed_by = ? WHERE id = ?').bind(provider.row, person.account).run()
    const card = (await cards(browser))['Connected sign-ins']!
    expect([card.includes('It can’t be disconnected'), card.includes('Disconnect ')]).toEqual([true, false])
    const mails = letters.length
    expect((await disconnect(browser, person.identity)).status).toBe(404)
    await mailTo(person.email)
    expect([(await identityOf(person.account))!.unlinkedAt, letters.length]).toEqual([null, mails])
    await env.DB.prepare('DELETE FROM credential WHERE account_id = ?').bind(person.account).run()
    expect((await cards(browser))['Password']).toContain('You need none here: you sign in with Larkmoor sign-in.')
  })

  it('T15 another’s: 404, equal to one that isn’t there, and still connected', async () => {
    const [victim, attacker] = [await linked(), await linked()]
    const theirs = await signedInThrough(provider, victim, { subject: victim.subject })
    const browser = await fresh(attacker)
    const csrf = await browser.token('/home')
    const answers = []
    for (const identity of [
      victim.identity,
      '99999999',
      '0',
      '-1',
      'x',
      '',
      '1e3',
      '1 OR 1',
      `0${attacker.identity}`,
    ]) {
      answers.push(await seen(await browser.post(`${PATH}/identities/unlinking`, { csrf, identity: String(identity) })))
    }
    expect(answers[0]).toMatchObject({ status: 404 })
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect([await isOpen(theirs), (await identityOf(victim.account))!.unlinkedAt]).toEqual([true, null])
    expect(await eventsOf(attacker.account)).not.toContain('identity.unlinked')
  })

  it('T9 twice: once, and told once', async () => {
    const person = await linked()
    const browser = await fresh(person)
    const csrf = await browser.token('/home')
    const answers = await Promise.all(
      [1, 2, 3].map(() => browser.post(`${PATH}/identities/unlinking`, { csrf, identity: String(person.identity) })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 404, 404])
    await mailTo(person.email)
    expect(letters.filter(({ to, subject }) => to === person.email && subject.includes('disconnected'))).toHaveLength(1)
  })
})

describe('III.L.3 the owner is told of each change', () => {
  const device = (account: number) =>
    env.DB.prepare(
      "INSERT INTO device (account_id, value_hash, label, factor_at, used_at, expires_at) VALUES (?, ?, 'Firefox', 1, 1, 9000000000000) RETURNING id",
    )
      .bind(account, crypto.randomUUID())
      .first<number>('id')
  const subjects = async (email: string) => {
    await mailTo(email)
    return letters.filter(({ to }) => to === email).map(({ subject }) => subject.split(':')[0])
  }

  it('III.F.1.b a device that is forgotten, and all of them; of none there is nothing to tell', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const before = (await subjects(person.email)).length
    await browser.post(`${PATH}/devices/revocation`, { device: 'all' })
    await browser.post(`${PATH}/devices/revocation`, { device: String(await device(person.account)) })
    await device(person.account)
    await browser.post(`${PATH}/devices/revocation`, { device: 'all' })
    expect((await subjects(person.email)).slice(before)).toEqual(['A device was forgotten', 'A device was forgotten'])
  })

  it('III.E.2 sessions that are ended; of none there is nothing to tell', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const before = (await subjects(person.email)).length
    await browser.post(`${PATH}/sessions/end`, { session: 'others' })
    await browser.post(`${PATH}/sessions/end`, { session: sessionOf(await signedIn(person)) })
    await signedIn(person)
    await browser.post(`${PATH}/sessions/end`, { session: 'others' })
    expect((await subjects(person.email)).slice(before)).toEqual([
      'Open sessions were ended',
      'Open sessions were ended',
    ])
  })
})
