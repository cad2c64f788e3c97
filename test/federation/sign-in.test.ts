import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { mailTo } from '../support/browser.ts'
import { aBrowser, come, grant, leave, toOrganization } from '../support/federation.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { rowsOf } from '../support/requests.ts'
import { signedInThrough } from '../support/provider-session.ts'
import { SESSION, signedIn } from '../support/session.ts'

let provider: FakeProvider
let row: number
let id: string
let office: number
let nth = 0

beforeAll(async () => {
  provider = await FakeProvider.at('sign-in.idp.test')
  office = await anOffice()
  const made = await setUpProvider(provider, {
    domains: ['clinic.example'],
    offices: [office],
    mfaWhen: [{ claim: 'amr', value: 'mfa' }],
  })
  row = made.row
  id = made.id
})

async function somebody(offices = [office]) {
  const sub = `person-${(nth += 1)}`
  const person = await aPerson({ email: `${sub}@clinic.example`, offices })
  await linkIdentity({ row, issuer: provider.issuer }, sub, person.account)
  return { ...person, sub }
}
const mfa = (sub: string) => ({ claims: { sub, amr: ['pwd', 'mfa'] } })

describe('signing in through an office’s provider', () => {
  it('the page goes on to the provider by itself: code, PKCE S256, state, nonce, and nothing personal', async () => {
    const browser = aBrowser()
    const answer = await toOrganization(browser, 'Anybody@Clinic.Example')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Content-Security-Policy')).toContain("form-action 'self';")
    const page = await answer.text()
    expect(page).toContain('Taking you to Larkmoor sign-in')
    const asked = await leave(aBrowser(), 'anybody@clinic.example')
    expect(`${asked.origin}${asked.pathname}`).toBe(`${provider.issuer}/authorize`)
    const given = Object.fromEntries(asked.searchParams)
    expect(Object.keys(given).toSorted()).toEqual([
      'client_id', 'code_challenge', 'code_challenge_method', 'nonce', 'redirect_uri', 'response_type', 'scope', 'state',
    ]) // prettier-ignore
    expect(given).toMatchObject({
      response_type: 'code',
      client_id: provider.clientId,
      scope: 'openid email profile',
      code_challenge_method: 'S256',
      redirect_uri: `https://portal.test/sign-in/with/${id}/callback`,
    })
    for (const random of ['state', 'nonce', 'code_challenge']) expect(given[random]).toMatch(/^[\w-]{43}$/)
    expect(asked.href).not.toContain('anybody')
  })

  it('III.F.1 the provider’s own second factor is enough: in at once, and on to where one wanted to go', async () => {
    const person = await somebody()
    const browser = aBrowser()
    const answer = await come(browser, provider, person.email, mfa(person.sub), '/members')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/members'])
    expect((await browser.get('/home')).status).toBe(200)
    const opened = await rowsOf(
      `SELECT s.opened_by AS "by", s.provider_id AS provider, s.factor_for AS factor, f.subject AS subject, i.used_at IS NOT NULL AS used
       FROM session s JOIN federated_session f ON f.session_id = s.id JOIN identity i ON i.account_id = s.account_id WHERE s.account_id = ?`,
      person.account,
    )
    expect(opened).toEqual([{ by: 'provider', provider: row, factor: 'sign-in', subject: person.sub, used: 1 }])
  })

  it('III.F.1 without one, a passcode here; the device is known after it', async () => {
    const person = await somebody()
    const browser = aBrowser()
    const answer = await come(
      browser,
      provider,
      person.email,
      { claims: { sub: person.sub, amr: ['pwd'] } },
      '/members',
    )
    expect(answer.headers.get('Location')).toBe('/sign-in/second-factor?next=%2Fmembers')
    expect(browser.cookies.has(SESSION)).toBe(false)
    const code = (await mailTo(person.email))?.code ?? ''
    const fields = { code, next: '/members', remember: 'on' }
    const entered = await browser.post('/sign-in/second-factor', fields, '/sign-in/second-factor')
    expect(entered.headers.get('Location')).toBe('/members')
    browser.cookies.delete(SESSION)
    expect((await come(browser, provider, person.email, { claims: { sub: person.sub } })).headers.get('Location')).toBe(
      '/home',
    )
  })

  it('an address without a password goes to its organization too; one of no organization is asked for the password', async () => {
    const browser = aBrowser()
    const went = await browser.post('/sign-in', { email: 'a@clinic.example', password: '', next: '' }, '/sign-in')
    expect([went.status, await went.text()]).toEqual([200, expect.stringContaining('Taking you to')])
    const stays = await browser.post('/sign-in', { email: 'a@nowhere.example', password: '', next: '' }, '/sign-in')
    expect(stays.status).toBe(422)
    expect(await stays.text()).toContain('Type your e-mail address and your password.')
  })

  it('no organization of the address: a plain sentence, and what was typed is still there', async () => {
    const answer = await toOrganization(aBrowser(), 'me@nowhere.example')
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('no sign-in of an organization for this address')
    expect(page).toContain('value="me@nowhere.example"')
    const empty = await (await toOrganization(aBrowser(), ' ')).text()
    expect(empty).toContain('Type your e-mail address: it tells which sign-in is yours.')
  })

  it('T12 a session before ends, and its cookie is another', async () => {
    const person = await somebody()
    const browser = aBrowser()
    await come(browser, provider, person.email, mfa(person.sub))
    const before = browser.cookies.get(SESSION)
    await come(browser, provider, person.email, mfa(person.sub))
    expect(browser.cookies.get(SESSION)).not.toBe(before)
    browser.cookies.set(SESSION, before!)
    expect((await browser.get('/home')).status).toBe(303)
  })

  it('T9 two hundred answers with one state: one session', async () => {
    const person = await somebody()
    const browser = aBrowser()
    const address = await grant(provider, await leave(browser, person.email), mfa(person.sub))
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => browser.get(address, { 'CF-Connecting-IP': `198.51.100.${n % 4}` })),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(await rowsOf('SELECT count(*) AS n FROM session WHERE account_id = ?', person.account)).toEqual([{ n: 1 }])
  })

  it('T22 whatever `next` says, nobody is led away', async () => {
    const person = await somebody()
    for (const next of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      '/sign-out',
      `/${'a/'.repeat(3000)}`,
    ]) {
      const answer = await come(aBrowser(), provider, person.email, mfa(person.sub), next)
      expect([next.slice(0, 30), answer.headers.get('Location')]).toEqual([next.slice(0, 30), '/home'])
    }
  })

  it('through a provider one works only for its offices; for another one signs in with the password', async () => {
    const other = await anOffice('The other office')
    const person = await somebody([other, office])
    const browser = aBrowser()
    await come(browser, provider, person.email, mfa(person.sub))
    const csrf = await browser.token('/home')
    const there = await env.DB.prepare('SELECT public_id AS id FROM membership WHERE account_id = ? AND office_id = ?')
      .bind(person.account, other)
      .first<string>('id')
    const answer = await browser.post('/session/office', { csrf, membership: there! })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('Sign in with your password for this office')
    const only = await somebody([other])
    const refused = await come(aBrowser(), provider, only.email, mfa(only.sub))
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('belongs to no office')])
  })

  it('II.B what is of the whole account, an office’s provider does not reach: no way in for the other office is made', async () => {
    const other = await anOffice('Not the provider’s')
    const [person, only] = [await somebody([office, other]), await somebody()]
    const whole = ['/profile', '/profile/security', '/profile/security/passkeys', '/profile/security/apps', '/profile/mobile', '/profile/offices', '/password'] // prettier-ignore
    const [browser, theirs] = [await signedInThrough({ row, id }, person, { subject: person.sub }), await signedInThrough({ row, id }, only, { subject: only.sub })] // prettier-ignore
    const factor = (who: { account: number }) => rowsOf("UPDATE session SET factor_at = ?, factor_for = 'step-up' WHERE account_id = ?", Date.now(), who.account) // prettier-ignore
    await factor(person)
    await factor(only)
    for (const path of whole) {
      const answer = await browser.get(path)
      expect([path, answer.status, await answer.text()]).toEqual([path, 403, expect.stringContaining('Sign in with your password for this')]) // prettier-ignore
      expect([path, (await theirs.get(path)).status]).toEqual([path, 200])
    }
    const csrf = await browser.token('/home')
    for (const path of ['/profile/security/passkeys', '/profile/security/apps', '/profile/security/recovery-codes', '/profile/mobile', '/profile/offices']) {
      expect([path, (await browser.post(path, { csrf, name: 'x' })).status]).toEqual([path, 403])
    } // prettier-ignore
    // With the password it is theirs, and so it is where the other office is over.
    const own = await signedIn(person)
    await factor(person)
    expect((await own.get('/profile/security')).status).toBe(200)
    await rowsOf("UPDATE membership SET ended_on = '2020-01-01' WHERE account_id = ? AND office_id = ?", person.account, other) // prettier-ignore
    expect((await browser.get('/profile/security')).status).toBe(200)
  })

  it('T13 where the plan has taken providers out, a session through one is none', async () => {
    const person = await somebody()
    const browser = await signedInThrough({ row, id }, person, { subject: person.sub })
    const own = await signedIn(person)
    expect((await browser.get('/home')).status).toBe(200)
    for (const one of [browser, own]) {
      one.bindings = { ...env, POLICY_OVERRIDES: '{}', POLICY_DEVIATIONS: '{}' } as unknown as Env
    }
    expect([(await browser.get('/home')).status, (await own.get('/home')).status]).toEqual([303, 200])
  })

  it('T13 a provider switched off: not offered, no answer taken, no factor finishes', async () => {
    const person = await somebody()
    const waiting = aBrowser()
    const address = await grant(provider, await leave(waiting, person.email), mfa(person.sub))
    const asked = aBrowser()
    await come(asked, provider, person.email, { claims: { sub: person.sub } })
    const code = (await mailTo(person.email))?.code ?? ''
    await env.DB.prepare('UPDATE identity_provider SET disabled_at = 1 WHERE id = ?').bind(row).run()
    expect((await toOrganization(aBrowser(), person.email)).status).toBe(422)
    expect((await waiting.get(address)).status).toBe(422)
    const finished = await asked.post('/sign-in/second-factor', { code, next: '' }, '/sign-in/second-factor')
    expect(finished.status).toBe(409)
    for (const one of [waiting, asked]) expect(one.cookies.has(SESSION)).toBe(false)
    await env.DB.prepare('UPDATE identity_provider SET disabled_at = NULL WHERE id = ?').bind(row).run()
  })
})
