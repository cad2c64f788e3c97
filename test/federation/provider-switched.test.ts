import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import type { Browser } from '../support/browser.ts'
import { guardOf } from '../support/guard.ts'
import { FakeProvider, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson } from '../support/people.ts'
import {
  aConfigurer,
  aPasskey,
  cameThrough,
  change,
  providerRow,
  PROVIDERS,
  settingsFields,
  toldOf,
} from '../support/provider-pages.ts'
import { freshlyIn, rowsOf } from '../support/requests.ts'
import { sessionOf, sessionRow, signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts' // prettier-ignore

stopTheClock()

let configurer: { account: number; guard: string }
let browser: Browser
let fake: FakeProvider
beforeAll(async () => {
  fake = await FakeProvider.at('login.larkmoor.example')
  configurer = await aConfigurer('is@plan.example')
})
beforeEach(async () => {
  browser = await freshlyIn(configurer)
})

const isOn = async (id: string) => (await providerRow(id)).disabledAt === null
const refusal = async (answer: Response) => {
  const html = await answer.text()
  return [answer.status, html.includes('To be done first')]
}

/** A provider that listens, ready to be switched on. */
async function aReady(host: string, how: Parameters<typeof setUpProvider>[1] = {}) {
  const listening = await FakeProvider.at(host)
  const made = await setUpProvider(listening, { isOff: true, domains: [host], kind: 'plan', ...how })
  return { ...made, listening }
}

describe('T13 switching off', () => {
  it('T13 is at once: the sessions through it end with their rows, the guards forget them, nobody else’s does', async () => {
    const { row, id } = await setUpProvider({ ...fake, issuer: 'https://off.example' })
    const staff = await aPerson({ email: 'in@off.example', department: 'privacy' })
    const [through, otherwise] = [await signedIn(staff), await signedIn(staff)]
    await cameThrough(through, row)
    const session = sessionOf(through)
    expect(await (await browser.get(`${PROVIDERS}/${id}`)).text()).toContain('1 session through it ends at once')
    // Whatever was changed since the page was opened, it is switched off.
    const answer = await browser.post(`${PROVIDERS}/${id}/switching-off`, { version: '0', reason: 'Their keys were stolen.' })
    expect(answer.headers.get('Location')).toBe(`${PROVIDERS}/${id}?done=off`)
    expect((await through.get('/staff')).headers.get('Location')).toContain('/sign-in')
    expect((await otherwise.get('/staff')).status).toBe(200)
    expect((await sessionRow(session))?.why).toBe('provider-changed')
    const closed = await rowsOf("SELECT detail FROM audit WHERE event = 'session.closed' AND account_id = ?", staff.account)
    expect(closed).toEqual([{ detail: JSON.stringify({ why: 'provider-changed' }) }])
    const [hash] = await rowsOf('SELECT secret_hash AS hash FROM session WHERE public_id = ?', session)
    expect(await guardOf(staff.guard).look(session, String(hash?.hash), Date.now())).toMatchObject({ open: false })
    expect(await toldOf(id)).toEqual([
      { event: 'identity_provider.changed', by: configurer.account, office: null, detail: JSON.stringify({ fields: 'state', to: 'off' }) },
    ])
    // Why stands with the change, not in the log.
    const html = await (await browser.get(`${PROVIDERS}/${id}?done=off`)).text()
    for (const words of ['Their keys were stolen.', 'State: from on to off', 'The provider is switched off'])
      expect(html).toContain(words)
    expect(JSON.stringify(await rowsOf('SELECT detail FROM audit'))).not.toContain('stolen')
    // A second time there is nothing to switch off.
    expect((await change(browser, id, 'switching-off', { reason: 'x' })).status).toBe(409)
  }) // prettier-ignore

  it.each([['none', '', 'Write why'], ['a blank', ' ', 'Write why'], ['too long a one', 'x'.repeat(501), 'Write at most 500']])('T13 not without a reason: %s', async (_, reason, words) => {
    const { id } = await setUpProvider({ ...fake, issuer: `https://reason-${reason.length}.example` })
    const answer = await change(browser, id, 'switching-off', { reason })
    expect([answer.status, (await answer.text()).includes(words), await isOn(id)]).toEqual([422, true, true])
  }) // prettier-ignore
})

describe('section 13 switching on', () => {
  it('section 13 an office’s, once everything is there and its metadata is right', async () => {
    const office = await anOffice('Larkmoor Family Practice')
    const { id, listening } = await aReady('on.example', { kind: 'office', domains: [] })
    expect(await refusal(await change(browser, id, 'switching-on'))).toEqual([422, true])
    const settings = settingsFields({ issuer: listening.issuer, domains: 'on.example' })
    await change(browser, id, 'settings', settings)
    expect(await refusal(await change(browser, id, 'switching-on'))).toEqual([422, true])
    await change(browser, id, 'offices', { words: 'larkmoor family' })
    listening.isDown = true
    const down = await change(browser, id, 'switching-on')
    expect([down.status, (await down.text()).includes('Nothing readable came from'), await isOn(id)]).toEqual([422, true, false])
    listening.isDown = false
    listening.answers.set('/.well-known/openid-configuration', () =>
      Response.json({ ...listening.metadata(), code_challenge_methods_supported: ['plain'] }),
    )
    expect(await (await change(browser, id, 'switching-on')).text()).toContain('doesn’t offer PKCE')
    listening.answers.clear()
    listening.answers.set('/jwks', () => Response.json({ keys: [{ kty: 'oct', k: 'x' }] }))
    expect(await (await change(browser, id, 'switching-on')).text()).toContain('keys could not be read')
    listening.answers.clear()
    expect((await change(browser, id, 'switching-on')).headers.get('Location')).toContain('?done=on')
    expect(await isOn(id)).toBe(true)
    expect((await toldOf(id)).at(-1)?.detail).toBe(JSON.stringify({ fields: 'state', to: 'on' }))
    expect((await toldOf(id))[1]?.office).toBe(office)
    expect((await change(browser, id, 'switching-on')).status).toBe(409)
    // What it needs to be on, it keeps: the last domain and the last office.
    expect((await change(browser, id, 'settings', { ...settings, domains: '' })).status).toBe(422)
    const [one] = await rowsOf('SELECT public_id AS id FROM office WHERE id = ?', office)
    const last = await change(browser, id, 'offices/removal', { office: String(one?.id) })
    expect([last.status, (await last.text()).includes('It is the only office')]).toEqual([422, true])
  }) // prettier-ignore

  it('section 13 the plan’s own only while somebody of information services has a way in of their own', async () => {
    const { row, id } = await aReady('plan-idp.example')
    const held = async () => [...(await refusal(await change(browser, id, 'switching-on'))), await isOn(id)]
    expect(await held()).toEqual([422, true, false])
    expect(await (await browser.get(`${PROVIDERS}/${id}`)).text()).toContain('an account that no provider manages, with a passkey')
    // Nobody of another department counts, nor who has ended, is managed, or took the key away.
    const eb = await aPerson({ email: 'eb@plan.example', department: 'e-business' })
    await aPasskey(eb.account)
    const ended = await aConfigurer('ended@plan.example')
    await aPasskey(ended.account)
    await transition(env.DB, ended.account, { to: 'terminated', clause: 'III.M.2' }, { at: 1, by: null })
    const managed = await aConfigurer('managed@plan.example')
    await aPasskey(managed.account)
    await env.DB.prepare('UPDATE account SET managed_by = ? WHERE id = ?').bind(row, managed.account).run()
    await aPasskey(configurer.account)
    await env.DB.prepare('UPDATE passkey SET removed_at = 1 WHERE account_id = ?').bind(configurer.account).run()
    expect(await held()).toEqual([422, true, false])
    await aPasskey(configurer.account)
    expect((await change(browser, id, 'switching-on')).headers.get('Location')).toContain('?done=on')
    expect(await isOn(id)).toBe(true)
  }) // prettier-ignore

  it('III.E.1 never while the plan’s policy has providers switched off: the pages say so, with the clause', async () => {
    const { id } = await aReady('policy.example')
    await aPasskey(configurer.account)
    browser.bindings = { ...env, POLICY_OVERRIDES: '{}', POLICY_DEVIATIONS: '{}' } as never
    for (const path of [PROVIDERS, `${PROVIDERS}/${id}`])
      expect(await (await browser.get(path)).text()).toMatch(/policy has identity providers switched off \(PROVIDERS, III\.E\.1\)/)
    expect(await refusal(await change(browser, id, 'switching-on'))).toEqual([422, true])
    expect((await change(browser, id, 'trial')).status).toBe(422)
    expect(await isOn(id)).toBe(false)
  }) // prettier-ignore

  it('section 13 of two at once one switches on', async () => {
    const { id } = await aReady('twice.example')
    await aPasskey(configurer.account)
    const answers = await Promise.all([1, 2, 3].map(() => change(browser, id, 'switching-on')))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409, 409])
  })
})

describe('T13 a change of who may come in', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['another name', { name: 'Moor' }, false],
    ['one more domain', { domains: 'd.example\nmore.example' }, false],
    ['a domain less', { domains: 'other.example' }, true],
    ['a sign less', { mfa: '' }, true],
    ['a mapping less', { group1: '', grant1: '' }, true],
    ['another claim', { groupsClaim: 'roles' }, true],
    ['another issuer', { issuer: 'https://new' }, true],
  ])('T13 %s', async (what, fields, ends) => {
    const host = `${what.replaceAll(' ', '-')}.example`
    const [issuer, domain] = [`https://${host}`, `d.${host}`]
    const { row, id } = await setUpProvider(
      { ...fake, issuer },
      {
        domains: [domain],
        mfaWhen: [{ claim: 'amr', value: 'mfa' }],
        mappings: [{ group: 'desk', role: 'claims' }],
      },
    )
    const staff = await aPerson({ email: `in@${host}`, department: 'privacy' })
    const [through, otherwise] = [await signedIn(staff), await signedIn(staff)]
    await cameThrough(through, row)
    const session = sessionOf(through)
    const typed = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, name === 'domains' ? value.replaceAll('d.example', domain).replaceAll('other.example', `o.${host}`).replaceAll('more.example', `m.${host}`) : name === 'issuer' ? `${value}.${host}` : value])) // prettier-ignore
    const all = settingsFields({
      issuer,
      domains: domain,
      mfa: 'amr mfa',
      group1: 'desk',
      grant1: 'role claims',
      ...typed,
    })
    const answer = await change(browser, id, 'settings', all)
    expect(answer.headers.get('Location')).toContain('?done=changed')
    expect((await through.get('/staff')).status).toBe(ends ? 303 : 200)
    expect((await otherwise.get('/staff')).status).toBe(200)
    const told = await rowsOf(
      "SELECT detail FROM audit WHERE event = 'session.closed' AND account_id = ?",
      staff.account,
    )
    expect(told).toEqual(ends ? [{ detail: JSON.stringify({ why: 'provider-changed' }) }] : [])
    expect((await sessionRow(session))?.why ?? null).toBe(ends ? 'provider-changed' : null)
    // One that is on and whose new issuer doesn't work is on no more.
    expect((await providerRow(id)).disabledAt === null).toBe(what !== 'another issuer')
  })
})
