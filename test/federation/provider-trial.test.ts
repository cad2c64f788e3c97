import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aConfigurer, change, PROVIDERS } from '../support/provider-pages.ts'
import { freshlyIn, rowsOf } from '../support/requests.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

const TAG = `"'><script>canary()</script><img src=x>`
let fake: FakeProvider
let configurer: { account: number; guard: string }
let browser: Browser
beforeAll(async () => {
  fake = await FakeProvider.at('login.larkmoor.example')
  configurer = await aConfigurer('is@plan.example')
})
beforeEach(async () => {
  browser = await freshlyIn(configurer)
})

/** Goes there and back as whoever the claims say; answers where the callback leads. */
async function tried(at: FakeProvider, id: string, claims: Record<string, unknown>): Promise<Response> {
  const html = await (await change(browser, id, 'trial')).text()
  const address = new URL(/http-equiv="refresh" content="0;url=([^"]*)"/.exec(html)![1]!.replaceAll('&amp;', '&'))
  const asked = address.searchParams
  expect([address.origin, asked.get('redirect_uri')]).toEqual([at.issuer, `https://portal.test/sign-in/with/${id}/callback`])
  const code = crypto.randomUUID()
  const idToken = await at.sign({ nonce: asked.get('nonce'), ...claims }, Date.now())
  at.codes.set(code, { idToken, challenge: asked.get('code_challenge') })
  const answer = new URLSearchParams({ code, state: asked.get('state')!, iss: at.issuer })
  return browser.get(`/sign-in/with/${id}/callback?${answer}`)
} // prettier-ignore

async function seen(at: FakeProvider, id: string, claims: Record<string, unknown>): Promise<string> {
  const answer = await tried(at, id, claims)
  expect([answer.status, answer.headers.get('Location')?.startsWith(`${PROVIDERS}/${id}/trial?s=`)]).toEqual([
    303,
    true,
  ])
  return (await browser.get(answer.headers.get('Location')!)).text()
}

const counts = async () =>
  rowsOf(
    `SELECT (SELECT count(*) FROM session) AS sessions, (SELECT count(*) FROM identity) AS identities, (SELECT count(*) FROM account) AS accounts,
       (SELECT count(*) FROM account_change) AS changes, (SELECT count(*) FROM capability) AS capabilities`,
  )

/** The name of each fact on the page with its value. */
const factsOf = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<dt>([^<]*)<\/dt><dd>(.*?)<\/dd>/g)].map(([, name, value]) => [name, value!.replaceAll(/<[^>]*>/g, '')]),
  ) // prettier-ignore

describe('section 13 trying a provider', () => {
  it('section 13 the plan’s own, off: what it says, what it would give, and nothing is opened, linked or made', async () => {
    const { id } = await setUpProvider(fake, {
      kind: 'plan',
      isOff: true,
      domains: ['plan.example'],
      mfaWhen: [{ claim: 'amr', value: 'mfa' }],
      mappings: [
        { group: 'privacy-team', department: 'privacy' },
        { group: 'auditors', capability: 'audit.read' },
      ],
    })
    const before = await counts()
    const claims = { sub: '7', email: 'new@plan.example', email_verified: true, amr: ['pwd', 'mfa'], groups: ['auditors', 'privacy-team'], extra: TAG } // prettier-ignore
    const html = await seen(fake, id, claims)
    expect(await counts()).toEqual(before)
    expect(factsOf(html)).toEqual({ 'Second factor (III.F)': 'Given there', Department: 'Privacy', Capabilities: 'Reading the audit log' }) // prettier-ignore
    expect(html).toContain('To a new account of the plan’s staff')
    expect(html).toMatch(/<h2>Missing<\/h2>.*given_name.*family_name/s)
    // Every claim stands there, and as text.
    for (const name of [...Object.keys(claims), 'iss', 'aud']) expect(html).toContain(`<code>${name}</code>`)
    expect(html).not.toMatch(/<script>canary|<img src=x/)
    expect(html).toContain('&lt;script&gt;canary')
    const told = await rowsOf("SELECT account_id AS account, record FROM audit WHERE event = 'identity_provider.tried'")
    expect(told).toEqual([{ account: configurer.account, record: id }])
    expect(JSON.stringify(await rowsOf('SELECT * FROM audit'))).not.toMatch(/new@plan\.example|privacy-team/)
    // Without a group of the plan's it would lead nowhere.
    const without = await seen(fake, id, { ...claims, groups: ['others'], amr: ['pwd'] })
    expect(without).toContain('none of the groups gives a department.')
    expect(factsOf(without)).toMatchObject({ 'Second factor (III.F)': 'Asked for here', Department: 'None' })
    // The policy of linking: to a mailbox, and never unverified (T18).
    await aPerson({ email: 'here@plan.example', department: 'privacy' })
    expect(await seen(fake, id, { ...claims, email: 'here@plan.example' })).toMatch(/To linking the account of <a [^>]*>Terry Tester/)
    expect(await seen(fake, id, { ...claims, email: 'here@plan.example', email_verified: 'true' })).toContain('vouches for no address')
  }) // prettier-ignore

  it('section 13 an office’s: the account that is linked, its offices, and suggested roles', async () => {
    const at = await FakeProvider.at('office-idp.example')
    const [own, other] = [await anOffice('Larkmoor'), await anOffice('Elsewhere')]
    const how = {
      domains: ['office.example'],
      offices: [own],
      mappings: [{ group: 'billing', role: 'claims' as const }],
    }
    const { row, id } = await setUpProvider(at, how)
    const clerk = await aPerson({ email: 'clerk@office.example', offices: [own, other] })
    const claims = { sub: '7', email: 'nobody@office.example', email_verified: true, groups: 'billing' }
    expect(await seen(at, id, claims)).toContain('nobody has registered with the address')
    await linkIdentity({ row, issuer: at.issuer }, '7', clerk.account)
    const html = await seen(at, id, claims)
    expect(html).toMatch(/To the account of <a href="\/staff\/accounts\/acc_\w+">Terry Tester<\/a>, which is linked/)
    expect(factsOf(html)).toMatchObject({ 'May work for': 'Larkmoor', 'Suggested roles': 'Claims Viewer' })
    const [identity] = await rowsOf('SELECT used_at AS usedAt FROM identity WHERE account_id = ?', clerk.account)
    expect(identity?.usedAt).toBeNull()
  })

  it('section 13 why one comes to nothing is said in words for whoever can put it right', async () => {
    const at = await FakeProvider.at('wrong-idp.example')
    const { id } = await setUpProvider(at, { isOff: true })
    const wrong = await tried(at, id, { sub: '7', nonce: 'of somebody else' })
    const page = await browser.get(wrong.headers.get('Location')!)
    expect([page.status, (await page.text()).includes('can’t be believed')]).toEqual([200, true])
    at.answers.set('/token', () => Response.json({ error: 'invalid_client' }, { status: 401 }))
    const refused = await tried(at, id, { sub: '7' })
    expect(await (await browser.get(refused.headers.get('Location')!)).text()).toContain('client id or the client secret is not the right one')
    const down = await setUpProvider({ ...at, issuer: 'https://down.example' }, { isOff: true })
    const answer = await change(browser, down.id, 'trial')
    expect([answer.status, (await answer.text()).includes('did not answer in time')]).toEqual([503, true])
    const noClient = await setUpProvider({ ...at, issuer: 'https://no-client.example', clientId: '' }, { isOff: true })
    expect((await change(browser, noClient.id, 'trial')).status).toBe(422)
  }) // prettier-ignore

  it('T24 what came back is for whoever tried alone, and for that provider', async () => {
    const at = await FakeProvider.at('sealed-idp.example')
    const { id } = await setUpProvider(at, { isOff: true })
    const { id: another } = await setUpProvider({ ...at, issuer: 'https://another.example' }, { isOff: true })
    const to = (await tried(at, id, { sub: 'secret-subject' })).headers.get('Location')!
    expect(await (await browser.get(to)).text()).toContain('secret-subject')
    const peer = await freshlyIn(await aConfigurer('peer@plan.example'))
    for (const html of [
      await (await peer.get(to)).text(),
      await (await browser.get(to.replace(id, another))).text(),
      await (await browser.get(`${to}x`)).text(),
      await (await browser.get(`${PROVIDERS}/${id}/trial`)).text(),
    ]) {
      expect(html).toContain('There is nothing to show')
      expect(html).not.toContain('secret-subject')
    }
    const eb = await freshlyIn(await aPerson({ email: 'eb@plan.example', department: 'e-business' }))
    expect((await eb.get(to)).status).toBe(403)
    expect((await rowsOf('SELECT count(*) AS n FROM federation_flow'))[0]?.n).toBe(0)
  })
})
