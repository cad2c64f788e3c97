/** Answers of a provider that are not taken, each wrong by one thing (T17, T19). */
import { env } from 'cloudflare:workers'
import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { instant } from '../../src/clock.ts'
import { forgetPublished } from '../../src/federation/discover.ts'
import type { Browser } from '../support/browser.ts'
import { type Answer, aBrowser, grant, leave } from '../support/federation.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION } from '../support/session.ts'

/** The provider that is meant; the other one would like to be. */
export let honest: FakeProvider
let other: FakeProvider
let row: number
let id: string
let otherId: string
export const EMAIL = 'anna@clinic.example'
const now = () => Math.floor(instant().getTime() / 1000)

/** Sets both up, and Anna, who has an account here. */
export async function setUp(): Promise<void> {
  honest = await FakeProvider.at('honest.idp.test')
  other = await FakeProvider.at('other.idp.test')
  const office = await anOffice()
  const mfaWhen = [{ claim: 'amr' as const, value: 'mfa' }]
  const first = await setUpProvider(honest, { domains: ['clinic.example'], offices: [office], mfaWhen })
  row = first.row
  id = first.id
  otherId = (await setUpProvider(other, { domains: ['other.example'], offices: [office], mfaWhen })).id
  const anna = await aPerson({ email: EMAIL, offices: [office] })
  await linkIdentity({ row, issuer: honest.issuer }, 'anna', anna.account)
}

/** An answer as it should be, for somebody whose provider gave a second factor: it would open a session. */
export const right = (answer: Answer = {}): Answer => ({ ...answer, claims: { amr: ['mfa'], ...answer.claims } })
export const begin = async (browser: Browser) => leave(browser, EMAIL)
const callback = (params: Record<string, string>, provider = id) =>
  `/sign-in/with/${provider}/callback?${new URLSearchParams(params)}`
/** The whole way, with what an attacker does to the address of the answer. */
const altered =
  (alter: (address: string) => string, answer: Answer = {}) =>
  async (browser: Browser) =>
    browser.get(alter(await grant(honest, await begin(browser), right(answer))))
export const answered = (answer: Answer) => altered((address) => address, answer)
const claims = (wrong: NonNullable<Answer['claims']>) => answered({ claims: wrong })
const header = (wrong: NonNullable<Answer['header']>) => answered({ header: wrong })
/** An ID token that somebody else made, with all the right claims. */
const forged = (make: (claims: Record<string, unknown>) => string | Promise<string>) => async (browser: Browser) => {
  const request = await begin(browser)
  const nonce = request.searchParams.get('nonce')
  const all = {
    iss: honest.issuer,
    aud: honest.clientId,
    sub: 'anna',
    nonce,
    amr: ['mfa'],
    iat: now(),
    exp: now() + 300,
  }
  return browser.get(await grant(honest, request, { idToken: await make(all) }))
}
/** The token endpoint, or another, answers otherwise this once. */
export const instead = (path: string, answer: () => Response | Promise<Response>) => async (browser: Browser) => {
  const address = await grant(honest, await begin(browser), right())
  honest.answers.set(path, answer)
  const response = await browser.get(address)
  honest.answers.delete(path)
  return response
}
const b64 = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

const set = (sql: string) => env.DB.prepare(sql).bind(row).run()

type Attempt = (browser: Browser) => Promise<Response>
const NOT = 'not-begun'
const WRONG = 'token-wrong'

/** What is refused, for which reason in the log. Outside, there is one page. */
export const table: Record<string, [string, Attempt]> = {
  'state missing': [NOT, answered({ params: { state: null } })],
  'state empty': [NOT, answered({ params: { state: '' } })],
  'state of nobody': [NOT, answered({ params: { state: 'x'.repeat(43) } })],
  'state a letter short': [NOT, altered((a) => a.replace(/(state=[\w-]{42})[\w-]/, '$1'))],
  'state twice': ['malformed', altered((a) => `${a}&state=${'x'.repeat(43)}`)],
  'state used before': [NOT, async (browser) => {
    const address = await grant(honest, await begin(browser), right())
    await aBrowser().get(address)
    await browser.get(address)
    browser.cookies.delete(SESSION)
    return browser.get(address)
  }],
  'state expired': [NOT, async (browser) => {
    const address = await grant(honest, await begin(browser), right())
    await set('UPDATE federation_flow SET expires_at = 1 WHERE provider_id = ?')
    return browser.get(address)
  }],
  'state of another browser': [NOT, async (browser) => {
    const address = await grant(honest, await begin(aBrowser()), right())
    await browser.get('/sign-in')
    return browser.get(address)
  }],
  'no cookie of the browser': [NOT, async (browser) => {
    const address = await grant(honest, await begin(browser), right())
    browser.cookies.clear()
    return browser.get(address)
  }],
  'state of another provider': [NOT, altered((a) => a.replace(id, otherId))],
  'provider of no such id': [NOT, altered((a) => a.replace(id, `idp_${'0'.repeat(24)}`))],
  'provider that is no id': [NOT, altered((a) => a.replace(id, 'x'))],
  'nonce missing': [WRONG, claims({ nonce: undefined })],
  'nonce other': [WRONG, claims({ nonce: 'y'.repeat(43) })],
  'nonce empty': [WRONG, claims({ nonce: '' })],
  'PKCE: the code of another way': ['exchange', async (browser) => {
    const mine = await begin(browser)
    const stolen = new URL(await grant(honest, await begin(aBrowser()), right()), 'https://x.test').searchParams.get('code')!
    return browser.get(callback({ code: stolen, state: mine.searchParams.get('state')!, iss: honest.issuer }))
  }],
  'iss missing where it is promised': ['issuer', answered({ params: { iss: null } })],
  'iss of another': ['issuer', answered({ params: { iss: 'https://other.idp.test' } })],
  'iss with a slash more': ['issuer', answered({ params: { iss: 'https://honest.idp.test/' } })],
  'iss twice': ['malformed', altered((a) => `${a}&iss=https://honest.idp.test`)],
  'mix-up: the other’s code and token': ['exchange', async (browser) => {
    const mine = await begin(browser)
    const theirs = await leave(aBrowser(), 'x@other.example')
    const code = new URL(await grant(other, theirs, right()), 'https://x.test').searchParams.get('code')!
    return browser.get(callback({ code, state: mine.searchParams.get('state')!, iss: honest.issuer }))
  }],
  'mix-up: a token that the other signed': [WRONG, async (browser) => {
    const request = await begin(browser)
    const nonce = request.searchParams.get('nonce')!
    const idToken = await other.sign({ iss: honest.issuer, aud: honest.clientId, sub: 'anna', nonce, amr: ['mfa'] }, now() * 1000)
    return browser.get(await grant(honest, request, { idToken }))
  }],
  'iss of the token other': [WRONG, claims({ iss: 'https://other.idp.test' })],
  'iss of the token missing': [WRONG, claims({ iss: undefined })],
  'aud other': [WRONG, claims({ aud: 'somebody else' })],
  'aud missing': [WRONG, claims({ aud: undefined })],
  'aud empty': [WRONG, claims({ aud: [] })],
  'aud a list without azp': [WRONG, async (browser) => answered({ claims: { aud: [honest.clientId, 'another'] } })(browser)],
  'azp other': [WRONG, claims({ azp: 'somebody else' })],
  'azp other beside a list': [WRONG, async (browser) => answered({ claims: { aud: [honest.clientId, 'b'], azp: 'b' } })(browser)],
  'exp past': [WRONG, async (browser) => answered({ claims: { exp: now() - 61 } })(browser)],
  'exp missing': [WRONG, claims({ exp: undefined })],
  'exp a text': [WRONG, claims({ exp: '9999999999' as never })],
  'iat in the future': [WRONG, async (browser) => answered({ claims: { iat: now() + 62 } })(browser)],
  'iat missing': [WRONG, claims({ iat: undefined })],
  'nbf in the future': [WRONG, async (browser) => answered({ claims: { nbf: now() + 62 } })(browser)],
  'T19 alg none': [WRONG, forged((all) => new UnsecuredJWT(all).encode())],
  'T19 alg None by hand': [WRONG, forged((all) => `${b64({ alg: 'None' })}.${b64(all)}.`)],
  'T19 no alg': [WRONG, forged((all) => `${b64({ kid: 'key-1' })}.${b64(all)}.${b64('x')}`)],
  'T19 HS256 by the public key': [WRONG, forged(async (all) => {
    const pem = new TextEncoder().encode(await exportSPKI(await honest.publicKey()))
    return new SignJWT(all).setProtectedHeader({ alg: 'HS256', kid: honest.kid }).sign(pem)
  })],
  'T19 HS256 by the client secret': [WRONG, forged((all) =>
    new SignJWT(all).setProtectedHeader({ alg: 'HS256', kid: honest.kid }).sign(new TextEncoder().encode(honest.secret.padEnd(32))))],
  'T19 ES256 under the RSA key’s kid': [WRONG, forged(async (all) => {
    const { privateKey } = await generateKeyPair('ES256')
    return new SignJWT(all).setProtectedHeader({ alg: 'ES256', kid: honest.kid }).sign(privateKey)
  })],
  ...Object.fromEntries(['jwk', 'jku', 'x5u'].map((name) => [`T19 a key of its own (${name})`, [WRONG, forged(async (all) => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
    const keys = { jwk: await crypto.subtle.exportKey('jwk', publicKey), jku: 'https://evil.example/jwks', x5u: 'https://evil.example/x' }
    const said = { [name]: keys[name as 'jwk'] }
    return new SignJWT(all).setProtectedHeader({ alg: 'RS256', kid: honest.kid, ...said }).sign(privateKey)
  })] as [string, Attempt]])),
  'T19 a critical extension': [WRONG, forged(async (all) =>
    new SignJWT(all).setProtectedHeader({ alg: 'RS256', kid: honest.kid, crit: ['b64'], b64: true } as never).sign(honest.signing))],
  'kid unknown': [WRONG, header({ kid: 'key-9' })],
  'kid missing where there are two keys': [WRONG, async (browser) => {
    await honest.turnKeys('key-2')
    forgetPublished(honest.issuer, `${honest.issuer}/jwks`)
    return header({ kid: undefined as never })(browser)
  }],
  'signature of a byte else': [WRONG, async (browser) => {
    const request = await begin(browser)
    const token = await honest.sign({ sub: 'anna', nonce: request.searchParams.get('nonce')!, amr: ['mfa'] }, now() * 1000)
    const at = token.lastIndexOf('.') + 5
    const idToken = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
    return browser.get(await grant(honest, request, { idToken }))
  }],
  'at_hash of another access token': [WRONG, claims({ at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' })],
  'sub missing': [WRONG, claims({ sub: undefined })],
  'sub empty': [WRONG, claims({ sub: '' })],
  'sub too long': [WRONG, claims({ sub: 'a'.repeat(256) })],
  'sub a number': [WRONG, claims({ sub: 7 as never })],
  'ID token too long': [WRONG, claims({ more: 'x'.repeat(40_000) })],
  'ID token that is none': [WRONG, answered({ idToken: 'a.b' })],
  'no ID token': [WRONG, instead('/token', () => Response.json({ access_token: 'a', token_type: 'Bearer' }))],
  'token endpoint: invalid_grant': ['exchange', instead('/token', () => Response.json({ error: 'invalid_grant' }, { status: 400 }))],
  'token endpoint: invalid_client': ['exchange', instead('/token', () => Response.json({ error: 'invalid_client' }, { status: 401 }))],
  'token endpoint: html': ['exchange', instead('/token', () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }))],
  'token endpoint: another address': ['exchange', instead('/token', () => Response.redirect('https://evil.example/token', 302))],
  'token endpoint: too much': ['provider-down', instead('/token', () => Response.json({ access_token: 'a'.repeat(300_000) }))],
  'token endpoint: its own fault': ['provider-down', instead('/token', () => new Response('', { status: 500 }))],
  'token endpoint: no answer': ['provider-down', instead('/token', () => Promise.reject(new TypeError('no answer')))],
  'code missing': ['malformed', answered({ params: { code: null } })],
  'code empty': ['malformed', answered({ params: { code: '' } })],
  'code twice': ['malformed', altered((a) => `${a}&code=another`)],
  'code never granted': ['exchange', answered({ params: { code: 'code-of-nobody' } })],
  'code used before': ['exchange', async (browser) => {
    const address = await grant(honest, await begin(browser), right())
    honest.codes.clear()
    return browser.get(address)
  }],
  'error beside a code': ['denied', answered({ params: { error: 'access_denied' } })],
  'access_denied': ['denied', answered({ params: { code: null, error: 'access_denied' } })],
  'server_error': ['denied', answered({ params: { code: null, error: 'server_error' } })],
  'an error of another': ['issuer', answered({ params: { code: null, error: 'access_denied', iss: 'https://other.idp.test' } })],
  'a token in the address': [NOT, async (browser) => browser.get(callback({ id_token: await honest.sign({ sub: 'anna' }, now() * 1000) }))],
  'provider off meanwhile': ['off', async (browser) => {
    const address = await grant(honest, await begin(browser), right())
    await set('UPDATE identity_provider SET disabled_at = 1 WHERE id = ?')
    const answer = await browser.get(address)
    await set('UPDATE identity_provider SET disabled_at = NULL WHERE id = ?')
    return answer
  }],
  'policy off meanwhile': ['off', async (browser) => {
    const address = await grant(honest, await begin(browser), right())
    browser.bindings = { ...env, POLICY_OVERRIDES: '{}', POLICY_DEVIATIONS: '{}' } as unknown as Env
    return browser.get(address)
  }],
} // prettier-ignore
