/** The way through an identity provider, as a browser and the provider take it together. */
import { env } from 'cloudflare:workers'
import type { JWTHeaderParameters, JWTPayload } from 'jose'
import { instant } from '../../src/clock.ts'
import { Browser } from './browser.ts'
import type { FakeProvider } from './identity-provider.ts'

let nth = 0

/** A browser at an address of its own. */
export const aBrowser = () => new Browser(`198.19.${Math.floor((nth += 1) / 250)}.${nth % 250}`)

/** Sends the sign-in page's form by its second button. */
export async function toOrganization(browser: Browser, email: string, next = ''): Promise<Response> {
  return browser.post('/sign-in/organization', { email, password: '', next }, '/sign-in')
}

/** Goes to the provider of the address; answers the authorization request, as the page leads to it. */
export async function leave(browser: Browser, email: string, next = ''): Promise<URL> {
  const page = await (await toOrganization(browser, email, next)).text()
  return leadTo(page)
}

/** Where the page goes on to. */
export function leadTo(page: string): URL {
  const to = /http-equiv="refresh" content="0;url=([^"]*)"/.exec(page)?.[1] ?? ''
  return new URL(to.replaceAll('&amp;', '&'))
}

/** What the provider answers with, unless told: an ID token of `anna`, for the nonce that was asked. */
export type Answer = {
  claims?: Record<string, unknown>
  header?: Partial<JWTHeaderParameters>
  /** The whole ID token, in place of one made of the claims. */
  idToken?: string
  /** Parameters of the answer; one that is null is left out. */
  params?: Record<string, string | null>
}

/** The answer's address at the portal: a code for the request was granted. */
export async function grant(provider: FakeProvider, request: URL, answer: Answer = {}): Promise<string> {
  const code = `code-${(nth += 1)}`
  const asked = request.searchParams
  const claims = { sub: 'anna', nonce: asked.get('nonce') ?? '', ...answer.claims } as JWTPayload
  const idToken = answer.idToken ?? (await provider.sign(claims, instant().getTime(), answer.header))
  provider.codes.set(code, { idToken, challenge: asked.get('code_challenge') })
  const params = { code, state: asked.get('state') ?? '', iss: provider.issuer, ...answer.params }
  const present = Object.entries(params).filter((one): one is [string, string] => one[1] !== null)
  return `${new URL(asked.get('redirect_uri') ?? '').pathname}?${new URLSearchParams(present)}`
}

/** The whole way: to the provider and back. */
export async function come(
  browser: Browser,
  provider: FakeProvider,
  email: string,
  answer: Answer = {},
  next = '',
): Promise<Response> {
  return browser.get(await grant(provider, await leave(browser, email, next), answer))
}

/** Why the last answer was refused, as the log has it. */
export async function lastRefusal(): Promise<string | null> {
  return env.DB.prepare(
    "SELECT detail ->> 'why' AS why FROM audit WHERE event = 'federation.refused' ORDER BY seq DESC LIMIT 1",
  ).first<string>('why')
}
