import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { forgetPublished } from '../../src/federation/discover.ts'
import { TRIAL } from '../../src/federation/flow/flow.ts'
import { requestAuthorization } from '../../src/federation/flow/request-authorization.ts'
import { LONGEST_ID_TOKEN } from '../../src/federation/provider.ts'
import { providerOf, readProvider } from '../../src/federation/store.ts'
import { batch } from '../../src/db/client.ts'
import type { Id } from '../../src/ids.ts'
import { unseal } from '../../src/seal.ts'
import { seen } from '../support/alike.ts'
import { aBrowser, come, grant, leave, toOrganization } from '../support/federation.ts'
import { from } from '../support/guard.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson } from '../support/people.ts'

let provider: FakeProvider
let row: number
let id: string
let office: number
const people: { email: string; sub: string }[] = []
const mfa = (sub: string) => ({ claims: { sub, amr: ['mfa'] } })

beforeAll(async () => {
  provider = await FakeProvider.at('offered.idp.test')
  office = await anOffice()
  const made = await setUpProvider(provider, {
    domains: ['clinic.example'],
    offices: [office],
    mfaWhen: [{ claim: 'amr', value: 'mfa' }],
    mappings: [{ group: 'clerks', role: 'claims' }],
  })
  row = made.row
  id = made.id
  for (const sub of ['one', 'two', 'three', 'four']) {
    const person = await aPerson({ email: `${sub}@clinic.example`, offices: [office] })
    await linkIdentity({ row, issuer: provider.issuer }, sub, person.account)
    people.push({ email: person.email, sub })
  }
})

/** What is random in the page that leads to a provider. */
const random = (page: Response, url: URL) =>
  seen(page, ...['state', 'nonce', 'code_challenge'].map((name) => url.searchParams.get(name)!))

describe('what is offered', () => {
  it('T6 a domain decides, and nothing else: an account, a locked one and nobody look the same', async () => {
    await env.DB.prepare(
      "UPDATE account SET locked_at = 1, suspended_at = 1, suspended_for = 'incident' WHERE email = 'two@clinic.example'",
    ).run()
    const answers = []
    for (const email of ['one@clinic.example', 'two@clinic.example', 'nobody@clinic.example']) {
      const answer = await toOrganization(aBrowser(), email)
      const page = await answer.clone().text()
      const to = /content="0;url=([^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
      answers.push(await random(answer, new URL(to)))
    }
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    const elsewhere = []
    const local = await aPerson({ email: 'known@elsewhere.example', offices: [office] })
    for (const email of [local.email, 'other@elsewhere.example']) {
      elsewhere.push(await seen(await toOrganization(aBrowser(), email), email))
    }
    expect(elsewhere[1]).toEqual(elsewhere[0])
    await env.DB.prepare(
      "UPDATE account SET locked_at = NULL, suspended_at = NULL, suspended_for = NULL WHERE email = 'two@clinic.example'",
    ).run()
  })

  it('a plan that switches providers off offers none, and takes no answer', async () => {
    const browser = aBrowser()
    expect(await (await browser.get('/sign-in')).text()).toContain('formaction="/sign-in/organization"')
    const address = await grant(provider, await leave(browser, 'one@clinic.example'), mfa('one'))
    browser.bindings = { ...env, POLICY_OVERRIDES: '{}', POLICY_DEVIATIONS: '{}' } as unknown as Env
    expect(await (await browser.get('/sign-in')).text()).not.toContain('/sign-in/organization')
    expect((await toOrganization(browser, 'one@clinic.example')).status).toBe(422)
    const empty = await browser.post('/sign-in', { email: 'one@clinic.example', password: '', next: '' }, '/sign-in')
    expect(empty.status).toBe(422)
    expect((await browser.get(address)).status).toBe(422)
  })

  it('what is published, and the keys, are asked for once for many sign-ins; two at once both come in', async () => {
    forgetPublished(provider.issuer, `${provider.issuer}/jwks`)
    provider.asked.length = 0
    // Two first requests at the same moment: what is in flight for one is not waited for by the other.
    const both = await Promise.all(
      people.slice(0, 2).map(async ({ email, sub }) => come(aBrowser(), provider, email, mfa(sub))),
    )
    expect(both.map((answer) => answer.headers.get('Location'))).toEqual(['/home', '/home'])
    provider.asked.length = 0
    for (const { email, sub } of [...people, ...people]) {
      expect((await come(aBrowser(), provider, email, mfa(sub))).headers.get('Location')).toBe('/home')
    }
    expect(provider.asked).toEqual(Array.from({ length: 8 }, () => ['HEAD /authorize', 'POST /token']).flat())
  })

  it('a failed request for keys is not kept: the next one finds them', async () => {
    forgetPublished(provider.issuer, `${provider.issuer}/jwks`)
    provider.answers.set('/jwks', () => new Response('', { status: 503 }))
    const [{ email, sub }] = people as [{ email: string; sub: string }]
    expect((await come(aBrowser(), provider, email, mfa(sub))).status).toBe(503)
    provider.answers.delete('/jwks')
    expect((await come(aBrowser(), provider, email, mfa(sub))).headers.get('Location')).toBe('/home')
  })

  it('the secret goes by the way that the provider takes it', async () => {
    const [{ email, sub }] = people as [{ email: string; sub: string }]
    await come(aBrowser(), provider, email, mfa(sub))
    expect([
      provider.tokenRequest?.authorization?.slice(0, 6),
      provider.tokenRequest?.form.has('client_secret'),
    ]).toEqual(['Basic ', false])
    forgetPublished(provider.issuer)
    const byPost = { ...provider.metadata(), token_endpoint_auth_methods_supported: ['client_secret_post'] }
    provider.answers.set('/.well-known/openid-configuration', () => Response.json(byPost))
    expect((await come(aBrowser(), provider, email, mfa(sub))).headers.get('Location')).toBe('/home')
    expect([provider.tokenRequest?.authorization, provider.tokenRequest?.form.get('client_secret')]).toEqual([
      null,
      provider.secret,
    ])
    provider.answers.clear()
    forgetPublished(provider.issuer)
  })

  it('the userinfo fills in what the token leaves out; how one signed in, the token alone says', async () => {
    forgetPublished(provider.issuer)
    const userinfo_endpoint = `${provider.issuer}/userinfo`
    provider.answers.set('/.well-known/openid-configuration', () =>
      Response.json({ ...provider.metadata(), userinfo_endpoint }),
    )
    const told = { sub: 'newcomer', email: 'new@clinic.example', email_verified: true, amr: ['mfa'] }
    provider.answers.set('/userinfo', () => Response.json(told))
    await aPerson({ email: 'new@clinic.example', offices: [office] })
    const link = await come(aBrowser(), provider, 'new@clinic.example', { claims: { sub: 'newcomer' } })
    expect(link.headers.get('Location')).toBe('/sign-in/with/link?next=')
    const weak = await come(aBrowser(), provider, 'one@clinic.example', { claims: { sub: 'one' } })
    // Its subject is another's: such an answer is believed in nothing.
    expect(weak.status).toBe(422)
    provider.answers.set('/userinfo', () => Response.json({ ...told, sub: 'one' }))
    const asked = await come(aBrowser(), provider, 'one@clinic.example', { claims: { sub: 'one' } })
    expect(asked.headers.get('Location')).toBe('/sign-in/second-factor?next=')
    provider.answers.set('/userinfo', () => new Response('', { status: 502 }))
    expect((await come(aBrowser(), provider, 'one@clinic.example', { claims: { sub: 'one' } })).status).toBe(503)
    provider.answers.clear()
    forgetPublished(provider.issuer)
  })

  it('the ID token is kept sealed, whole, for signing out there', async () => {
    const groups = Array.from({ length: 500 }, (_, n) => `a group of the provider’s, number ${n}`)
    const browser = aBrowser()
    const address = await grant(provider, await leave(browser, 'three@clinic.example'), {
      claims: { sub: 'three', amr: ['mfa'], groups },
    })
    const issued = [...provider.codes.values()].at(-1)
    expect((await browser.get(address)).headers.get('Location')).toBe('/home')
    const sealed = await env.DB.prepare(
      'SELECT sealed FROM federated_session ORDER BY session_id DESC LIMIT 1',
    ).first<string>('sealed')
    expect(sealed!.length).toBeLessThan(LONGEST_ID_TOKEN)
    expect(await unseal(sealed!, readConfig(env).sealKeys, 'id token', id, LONGEST_ID_TOKEN)).toBe(issued?.idToken)
  })
})

describe('trying a provider', () => {
  it('opens no session, even while it is off, and leads to its page with what came of it, sealed', async () => {
    await env.DB.prepare('UPDATE identity_provider SET disabled_at = 1 WHERE id = ?').bind(row).run()
    const browser = aBrowser()
    await browser.get('/sign-in')
    const { rows } = await batch(env.DB, [providerOf(id as Id<'identity-provider'>)])
    const config = readConfig(env)
    const { account } = await aPerson({ email: 'it@plan.example', department: 'information-services' })
    const attempt = async (claims: Record<string, unknown>) => {
      const means = { db: env.DB, config, origin: from(browser.ip), visitor: browser.cookies.get('__Host-visitor')! }
      const asked = await requestAuthorization(means, readProvider(rows[0][0]!), { purpose: 'try', account })
      if (!asked.ok) throw new Error('it does not answer')
      const answer = await browser.get(await grant(provider, new URL(asked.value.address), { claims }))
      const [path, sealed = ''] = (answer.headers.get('Location') ?? '').split('?s=')
      expect(path).toBe(`/staff/identity-providers/${id}/trial`)
      return unseal(sealed, config.sealKeys, TRIAL, `${id} ${account}`)
    }
    const groups = ['clerks']
    expect(await attempt({ sub: 'one', amr: ['mfa'], groups, secret: 'x' })).toMatchObject({
      claims: { sub: 'one', amr: ['mfa'], groups },
      isMultiFactor: true,
    })
    expect(await attempt({ sub: '' })).toEqual({ refused: 'token-wrong' })
    expect([...browser.cookies.keys()]).toEqual(['__Host-visitor'])
    await env.DB.prepare('UPDATE identity_provider SET disabled_at = NULL WHERE id = ?').bind(row).run()
  })
})
