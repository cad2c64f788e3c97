import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { departments } from '../../src/accounts/account.ts'
import { readConfig } from '../../src/config.ts'
import { CLIENT_SECRET } from '../../src/federation/provider.ts'
import { keyName, unseal } from '../../src/seal.ts'
import type { Browser } from '../support/browser.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { aPerson } from '../support/people.ts'
import { aConfigurer, change, providerRow, PROVIDERS, settingsFields, toldOf } from '../support/provider-pages.ts'
import { freshlyIn, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts' // prettier-ignore

stopTheClock()

const SECRET = 'S3cret-of-the-client ~ and more'
const TAG = `"'><script>canary()</script><img src=x>`
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

/** A new provider by the form; answers its public id. */
async function setUp(more: Record<string, string>): Promise<string> {
  const answer = await browser.post(PROVIDERS, { name: 'Set up', kind: 'office', ...more })
  return /idp_[a-z0-9]{24}/.exec(answer.headers.get('Location') ?? '')![0]
}

const listed = async (words: string) => (await (await browser.get(PROVIDERS)).text()).includes(words)
const sentence = async (answer: Response) => [
  answer.status,
  [...(await answer.text()).matchAll(/id="field-(\w+)-error"><span[^>]*>Error: <\/span>([^<]*)</g)].map(
    ([, field, words]) => `${field}: ${words}`,
  ),
]

describe('II.C who sets providers up', () => {
  it.each(departments)('II.C %s', async (department) => {
    const { id } = await setUpProvider({ ...fake, issuer: `https://${department}.example` }, { name: department })
    const other = await freshlyIn(await aPerson({ email: `${department}@acts.example`, department }))
    const may = department === 'information-services'
    const statuses = []
    for (const path of ['', '/new', `/${id}`, `/${id}/settings`, `/${id}/trial`, '/idp_x', '/x'])
      statuses.push((await other.get(PROVIDERS + path)).status)
    expect(statuses).toEqual(may ? [200, 200, 200, 200, 200, 404, 404] : [403, 403, 403, 403, 403, 403, 403])
    const posts = ['settings', 'client', 'offices', 'offices/removal', 'directory-token', 'directory-token/revocation', 'switching-on', 'switching-off', 'check', 'trial'] // prettier-ignore
    if (may) return
    for (const what of posts) expect([what, (await change(other, id, what)).status]).toEqual([what, 403])
    expect((await other.post(PROVIDERS, settingsFields())).status).toBe(403)
    expect(await toldOf(id)).toEqual([])
  })

  it('III.F.1 every change wants a fresh second factor', async () => {
    const { id } = await setUpProvider({ ...fake, issuer: 'https://stale.example' })
    const stale = await signedIn(await aPerson({ email: 'stale@plan.example', department: 'information-services' }))
    for (const what of ['settings', 'client', 'offices', 'directory-token', 'switching-on', 'switching-off', 'trial'])
      expect([what, (await change(stale, id, what, settingsFields({ clientSecret: SECRET }))).headers.get('Location')?.startsWith('/confirm')]).toEqual([what, true]) // prettier-ignore
    expect(await toldOf(id)).toEqual([])
    // A form with a secret in it is not kept until the factor is given, but typed anew; without one it is.
    expect(await rowsOf('SELECT * FROM kept_form')).toEqual([])
    await change(stale, id, 'settings', settingsFields())
    expect(await rowsOf('SELECT 1 AS one FROM kept_form')).toEqual([{ one: 1 }])
  })
})

describe('section 13 a new provider', () => {
  it('section 13 is set up off, says what to type there, and is in the list', async () => {
    const answer = await browser.post(PROVIDERS, { name: 'Larkmoor', kind: 'office', issuer: fake.issuer })
    const id = /idp_[a-z0-9]{24}/.exec(answer.headers.get('Location') ?? '')![0]
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${PROVIDERS}/${id}?done=created`])
    const row = await providerRow(id)
    expect(row).toMatchObject({ name: 'Larkmoor', kind: 'office', issuer: fake.issuer, clientId: '' })
    expect(row.disabledAt).not.toBeNull()
    const html = await (await browser.get(answer.headers.get('Location')!)).text()
    for (const path of [`sign-in/with/${id}/callback`, `sign-in/with/${id}/back-channel-logout`, `sign-in/with/${id}/front-channel-logout`, 'sign-in/signed-out', `scim/v2/${id}`, `signals/${id}`])
      expect(html).toContain(`https://portal.test/${path}</code>`) // prettier-ignore
    expect(html).toContain('What the provider publishes is as it should be')
    for (const words of ['Type the client id', 'Name at least one e-mail domain', 'Add the offices'])
      expect(html).toContain(words)
    expect([await listed(`${PROVIDERS}/${id}`), await listed(fake.issuer)]).toEqual([true, true])
    expect(await toldOf(id)).toEqual([
      { event: 'identity_provider.changed', by: configurer.account, office: null, detail: JSON.stringify({ fields: 'name, kind, issuer', to: 'new' }) },
    ]) // prettier-ignore
  })

  it('section 13 one that can’t be reached is saved, and the page says what is wrong', async () => {
    const down = await browser.post(PROVIDERS, { name: 'Down', kind: 'plan', issuer: 'https://nowhere.example' })
    expect(down.headers.get('Location')).toContain('?done=created.unreachable')
    expect(await (await browser.get(down.headers.get('Location')!)).text()).toContain('Nothing readable came from')
    const other = await FakeProvider.at('other-issuer.example')
    other.answers.set('/.well-known/openid-configuration', () => Response.json(fake.metadata()))
    const wrong = await browser.post(PROVIDERS, { name: 'Wrong', kind: 'plan', issuer: other.issuer })
    expect(await (await browser.get(wrong.headers.get('Location')!)).text()).toContain('another issuer answers')
  })

  it('T18 an issuer belongs to one provider; what was typed is there still', async () => {
    const issuer = 'https://taken.example'
    await setUpProvider({ ...fake, issuer })
    const answer = await browser.post(PROVIDERS, { name: 'Second & more', kind: 'plan', issuer })
    const html = await answer.clone().text()
    expect(await sentence(answer)).toEqual([422, ['issuer: Another provider has this issuer. Who a person is there can lead to one account alone.']]) // prettier-ignore
    expect(html).toContain('value="Second &amp; more"')
    expect(html).toContain(`value="${issuer}"`)
    expect(html).toMatch(/value="plan"[^>]*checked/)
  })

  it('T18 people of an issuer that was another provider’s are let go, each with a row', async () => {
    const issuer = 'https://moved.example'
    const before = await setUpProvider({ ...fake, issuer }, { isOff: true })
    const { account } = await aPerson({ email: 'linked@moved.example', department: 'privacy' })
    await linkIdentity({ row: before.row, issuer }, '7', account)
    await change(browser, before.id, 'settings', settingsFields({ kind: 'office', issuer: 'https://moved-on.example' }))
    expect(await rowsOf('SELECT unlinked_at AS at FROM identity WHERE account_id = ?', account)).toEqual([{ at: null }])
    const id = await setUp({ issuer })
    const [identity] = await rowsOf('SELECT unlinked_at AS at FROM identity WHERE account_id = ?', account)
    expect(identity?.at).toBeTypeOf('number')
    const told = await rowsOf("SELECT subject_id AS subject, record FROM audit WHERE event = 'identity.unlinked'")
    expect(told).toEqual([{ subject: account, record: id }])
  })
})

describe('section 13 the client', () => {
  it('T25 T29 its secret is sealed, and is in no page, row, address or log again', async () => {
    const id = await setUp({ issuer: 'https://secret.example' })
    const wrong = await change(browser, id, 'client', { clientId: '', clientSecret: SECRET })
    const saved = await change(browser, id, 'client', { clientId: 'portal-7', clientSecret: SECRET })
    expect(saved.headers.get('Location')).toBe(`${PROVIDERS}/${id}?done=client`)
    const { sealed, sealedBy, clientId } = await providerRow(id)
    const { sealKeys } = readConfig(env)
    expect([clientId, sealedBy]).toEqual(['portal-7', keyName(sealKeys.present)])
    expect(await unseal(String(sealed), sealKeys, CLIENT_SECRET, id)).toBe(SECRET)
    // Sealed for this provider alone.
    expect(await unseal(String(sealed), sealKeys, CLIENT_SECRET, 'idp_x')).toBeNull()
    const pages = [wrong, await browser.get(`${PROVIDERS}/${id}`), await browser.get(`${PROVIDERS}/${id}/settings`), await browser.get(PROVIDERS)] // prettier-ignore
    for (const page of pages) {
      const html = await page.text()
      expect(html).not.toContain('S3cret')
      expect(html).not.toContain(String(sealed))
    }
    for (const table of ['audit', 'provider_change', 'kept_form', 'outbox'])
      expect([table, JSON.stringify(await rowsOf(`SELECT * FROM ${table}`)).includes('S3cret')]).toEqual([table, false])
    expect((await toldOf(id)).at(-1)?.detail).toBe(JSON.stringify({ fields: 'client id, client secret' }))
    // An empty field keeps it; another id alone is a change of its own.
    await change(browser, id, 'client', { clientId: 'portal-8', clientSecret: '' })
    expect(await providerRow(id)).toMatchObject({ clientId: 'portal-8', sealed })
    expect((await change(browser, id, 'client', { clientId: 'portal-8' })).headers.get('Location')).toContain(
      'done=same',
    )
  })
})

describe('section 13 the settings', () => {
  it('section 13 are saved whole, told by field, and shown as they are', async () => {
    const { id } = await setUpProvider({ ...fake, issuer: 'https://whole.example' }, { isOff: true })
    const fields = settingsFields({
      issuer: 'https://whole.example', domains: 'Whole.example\n@mail.whole.example', mfa: 'amr mfa', group2: 'desk', grant2: 'role claims',
      signalsIssuer: 'https://s.example', signalsAudience: 'portal', signalsJwksUri: 'https://s.example/keys',
    }) // prettier-ignore
    const answer = await change(browser, id, 'settings', fields)
    expect(answer.headers.get('Location')).toContain('?done=changed')
    expect(await providerRow(id)).toMatchObject({
      domains: 'mail.whole.example,whole.example',
      groups: 'desk',
      mfaWhen: JSON.stringify([{ claim: 'amr', value: 'mfa' }]),
      signalsIssuer: 'https://s.example',
    })
    expect((await toldOf(id)).at(-1)?.detail).toBe(JSON.stringify({ fields: 'domains, second factor, mappings, shared signals' })) // prettier-ignore
    const html = await (await browser.get(`${PROVIDERS}/${id}/settings`)).text()
    expect(html).toContain('value="desk"')
    expect(html).toMatch(/value="role claims" selected/)
    expect(html).toContain('mail.whole.example\nwhole.example')
    const page = await (await browser.get(`${PROVIDERS}/${id}`)).text()
    for (const words of ['amr mfa', 'Claims Viewer', 'from Larkmoor sign-in', 'Terry Tester'])
      expect([words, page.includes(words)]).toEqual([words, words !== 'from Larkmoor sign-in'])
    expect((await change(browser, id, 'settings', fields)).headers.get('Location')).toContain('?done=same')
  })

  it('T18 a domain leads to one provider; what was typed is there still', async () => {
    await setUpProvider({ ...fake, issuer: 'https://one.example' }, { domains: ['shared.example'] })
    const { id } = await setUpProvider({ ...fake, issuer: 'https://two.example' }, { domains: ['two.example'] })
    const fields = settingsFields({ issuer: 'https://two.example', domains: 'two.example\nSHARED.example', group1: '<b>desk', grant1: 'role claims' }) // prettier-ignore
    const answer = await change(browser, id, 'settings', fields)
    const html = await answer.clone().text()
    expect(await sentence(answer)).toEqual([422, ['domains: Another provider has “shared.example”. A domain leads to one provider alone.']]) // prettier-ignore
    expect(html).toContain('two.example\nSHARED.example')
    expect(html).toContain('value="&lt;b&gt;desk"')
    expect(html).toMatch(/value="role claims" selected/)
    expect((await providerRow(id)).domains).toBe('two.example')
  })

  it('section 13 of two at once one is taken, the other told that it changed meanwhile', async () => {
    const { id } = await setUpProvider({ ...fake, issuer: 'https://race.example' }, { isOff: true })
    const fields = (name: string) => settingsFields({ issuer: 'https://race.example', name })
    const answers = await Promise.all(['A', 'B', 'C'].map((name) => change(browser, id, 'settings', fields(name))))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409, 409])
    expect(await toldOf(id)).toHaveLength(1)
    // Nor is one taken of what was seen before.
    expect((await browser.post(`${PROVIDERS}/${id}/settings`, { ...fields('D'), version: '1' })).status).toBe(409)
    const taking = ['race-a.example', 'race-b.example']
    const ids = await Promise.all(taking.map((host) => setUpProvider({ ...fake, issuer: `https://${host}` }, { isOff: true }))) // prettier-ignore
    const both = await Promise.all(ids.map((one, n) => change(browser, one.id, 'settings', settingsFields({ issuer: `https://${taking[n]}`, domains: 'wanted.example' })))) // prettier-ignore
    const statuses = both.map(({ status }) => status).toSorted((a, b) => a - b)
    expect([[303, 409], [303, 422]]).toContainEqual(statuses) // prettier-ignore
    expect(await rowsOf("SELECT count(*) AS n FROM provider_domain WHERE domain = 'wanted.example'")).toEqual([
      { n: 1 },
    ])
  })

  it('section 13 the kind stays as soon as people hang on it, whatever is posted', async () => {
    const issuer = 'https://kind.example'
    const { row, id } = await setUpProvider({ ...fake, issuer }, { isOff: true })
    await change(browser, id, 'settings', settingsFields({ issuer, kind: 'plan' }))
    expect((await providerRow(id)).kind).toBe('plan')
    const { account } = await aPerson({ email: 'kind@plan.example', department: 'privacy' })
    await linkIdentity({ row, issuer }, '7', account)
    expect(await (await browser.get(`${PROVIDERS}/${id}/settings`)).text()).toContain(
      'people are linked to the provider',
    )
    await change(browser, id, 'settings', settingsFields({ issuer, kind: 'office', name: 'Again' }))
    expect(await providerRow(id)).toMatchObject({ kind: 'plan', name: 'Again' })
  })

  it('T25 T21 what was typed and stored is text, and what was smuggled in is not taken', async () => {
    const { id, row } = await setUpProvider({ ...fake, issuer: 'https://tag.example' }, { name: TAG, isOff: true, mappings: [{ group: TAG, role: 'claims' }] }) // prettier-ignore
    const smuggled = {
      disabledAt: '',
      disabled_at: 'null',
      id: '1',
      row: String(row),
      clientId: 'x',
      scimTokenHash: 'x',
      offices: '1',
    }
    await change(browser, id, 'settings', settingsFields({ issuer: 'https://tag.example', name: TAG, group1: TAG, grant1: 'role claims', ...smuggled })) // prettier-ignore
    expect(await providerRow(id)).toMatchObject({ tokenHash: null, offices: null, clientId: fake.clientId })
    expect((await providerRow(id)).disabledAt).not.toBeNull()
    const refused = await change(browser, id, 'settings', settingsFields({ issuer: TAG, domains: TAG, mfa: TAG, group1: TAG, grant1: TAG, signalsIssuer: TAG })) // prettier-ignore
    const answers = [
      refused,
      await change(browser, id, 'offices', { words: TAG }),
      await change(browser, id, 'switching-on'),
    ]
    for (const path of ['', `/${id}`, `/${id}/settings`, `/${id}?done=${encodeURIComponent(TAG)}.${TAG}`])
      answers.push(await browser.get(PROVIDERS + path))
    for (const answer of answers) {
      const html = await answer.text()
      expect(html).not.toMatch(/<script>canary|<img src=x/)
      expect(html).toContain('&lt;script&gt;canary')
    }
  })
})
