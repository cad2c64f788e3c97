/**
 * Exchanges the code of an answer for an ID token and looks at it (OpenID Connect Core, section 3.1.3). What the token's own
 * header says of keys (`jwk`, `jku`, `x5u`) is never looked at (T19).
 */
import { decodeProtectedHeader } from 'jose'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  ClientSecretBasic,
  ClientSecretPost,
  clockSkew,
  clockTolerance,
  Configuration,
  customFetch,
  enableNonRepudiationChecks,
  fetchUserInfo,
  ResponseBodyError,
  type ServerMetadata,
  setJwksCache,
} from 'openid-client'
import { clockShift } from '../../clock.ts'
import type { Config } from '../../config.ts'
import { base64url, sameText } from '../../digest.ts'
import { done, refused, type Result } from '../../result.ts'
import { unseal } from '../../seal.ts'
import { fetchWhole, keysAt, metadataOf } from '../discover.ts'
import { type Claims, CLIENT_SECRET, type Provider } from '../provider.ts'
import { ALGORITHMS, CLOCKS_DIFFER_BY } from '../verify-token.ts'
import { type AnswerRefusal, type FlowSecrets, ID_TOKEN_MOST } from './flow.ts'
import { callbackOf, claimsOf, isBelievable, isFrom, wantsUserinfo } from './rules.ts'

/** The provider has so long in all, in ms: the page comes within 5 seconds. */
const ANSWERS_WITHIN = 4_500
/** The keys are taken to be so old, in seconds, that openid-client asks for them again where one is missing. */
const KEYS_SEEM_OLD = 60

/** Whom the token names: `claims` as rules take them, and the token as it came. */
export type Verified = { claims: Claims; subject: string; sid: string | null; idToken: string }

/** Whom the answer names, or why it is not believed. `now` in ms UTC. */
export async function verifyAnswer(
  provider: Provider,
  answer: URLSearchParams,
  secrets: FlowSecrets,
  config: Pick<Config, 'origin' | 'secure' | 'sealKeys'>,
  now: number,
): Promise<Result<Verified, AnswerRefusal>> {
  const deadline = new AbortController()
  const late = scheduler.wait(ANSWERS_WITHIN, { signal: deadline.signal }).then(() => refused('provider-down' as const))
  try {
    return await Promise.race([late, exchange(provider, answer, secrets, config, now)])
  } finally {
    deadline.abort()
  }
}

async function exchange(
  provider: Provider,
  answer: URLSearchParams,
  { nonce, verifier }: FlowSecrets,
  config: Pick<Config, 'origin' | 'secure' | 'sealKeys'>,
  now: number,
): Promise<Result<Verified, AnswerRefusal>> {
  const metadata = await metadataOf(provider.issuer, !config.secure, now)
  if (!metadata.ok) return metadata
  const promised = metadata.value.authorization_response_iss_parameter_supported === true
  if (!isFrom(answer, provider.issuer, promised)) return refused('issuer')
  if (answer.has('error')) return refused('denied')
  if (!answer.get('code')) return refused('malformed')
  const keys = await keysAt(metadata.value.jwks_uri ?? '', now)
  if (!keys.ok) return keys
  const secret = await unseal(provider.sealedSecret, config.sealKeys, CLIENT_SECRET, provider.id)
  if (typeof secret !== 'string') throw new Error('a provider’s secret was sealed by a key that is gone')
  const asking = { isDown: false }
  const client = clientOf(provider, metadata.value, secret, now, asking)
  // oxlint-disable-next-line typescript/no-deprecated -- a provider on this machine, in development, has no TLS
  if (!config.secure) allowInsecureRequests(client)
  setJwksCache(client, { jwks: keys.value, uat: Math.floor((now - clockShift()) / 1000) - KEYS_SEEM_OLD })
  const callback = new URL(callbackOf(config.origin, provider.id))
  // What else came in the address is no business of the exchange.
  for (const name of ['code', 'state', 'iss']) if (answer.has(name)) callback.searchParams.set(name, answer.get(name)!)
  try {
    const tokens = await authorizationCodeGrant(client, callback, {
      expectedState: answer.get('state') ?? '',
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    })
    const { id_token: idToken = '', access_token: accessToken } = tokens
    const claims: Claims = { ...tokens.claims() }
    if (idToken.length > ID_TOKEN_MOST || !isBelievable(claims, provider.clientId, now, CLOCKS_DIFFER_BY)) {
      return refused('token-wrong')
    }
    if (!(await isOfAccessToken(idToken, claims, accessToken))) return refused('token-wrong')
    const subject = String(claims['sub'])
    const sid = typeof claims['sid'] === 'string' ? claims['sid'] : null
    const asks = metadata.value.userinfo_endpoint && wantsUserinfo(claims, provider.groupsClaim, provider.mappings)
    const userinfo: Claims = asks ? await fetchUserInfo(client, accessToken, subject) : {}
    return done({ claims: claimsOf(claims, userinfo), subject, sid, idToken })
  } catch (failure) {
    if (asking.isDown) return refused('provider-down')
    return refused(isOfExchange(failure) ? 'exchange' : 'token-wrong')
  }
}

/** The client at that provider, by what it publishes. Made for one answer: what openid-client keeps by it belongs to one request. */
function clientOf(
  provider: Provider,
  metadata: ServerMetadata,
  secret: string,
  now: number,
  asking: { isDown: boolean },
): Configuration {
  const { token_endpoint_auth_methods_supported: methods, id_token_signing_alg_values_supported: said = ['RS256'] } =
    metadata
  const byPost = methods?.includes('client_secret_post') && !methods.includes('client_secret_basic')
  const server = { ...metadata, id_token_signing_alg_values_supported: said.filter((alg) => ALGORITHMS.includes(alg)) }
  const clock = { [clockSkew]: Math.round(clockShift() / 1000), [clockTolerance]: CLOCKS_DIFFER_BY }
  const auth = byPost ? ClientSecretPost(secret) : ClientSecretBasic(secret)
  const client = new Configuration(server, provider.clientId, clock, auth)
  client[customFetch] = async (url, { body, headers, method, signal }) => {
    // Keys are asked for here alone, and shared with all who verify.
    if (url === metadata.jwks_uri) {
      const keys = await keysAt(url, now, { missing: true })
      return keys.ok ? Response.json(keys.value) : new Response(null, { status: 503 })
    }
    try {
      const response = await fetchWhole(url, { body: body as BodyInit, headers, method, signal: signal ?? null })
      if (Math.floor(response.status / 100) === 5) asking.isDown = true
      return response
    } catch (failure) {
      asking.isDown = true
      throw failure
    }
  }
  enableNonRepudiationChecks(client)
  return client
}

/** Whether it was the exchange that failed: the code was not taken, or no token answered. */
function isOfExchange(failure: unknown): boolean {
  if (failure instanceof ResponseBodyError) return true
  const code = failure instanceof Error && 'code' in failure ? failure.code : ''
  return code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON'
}

/** Whether the token, where it says so (`at_hash`), came with this access token (OpenID Connect Core, section 3.1.3.6). */
async function isOfAccessToken(idToken: string, claims: Claims, accessToken: string): Promise<boolean> {
  const said = claims['at_hash']
  if (said === undefined) return true
  if (typeof said !== 'string') return false
  const { alg = '' } = decodeProtectedHeader(idToken)
  const bits = alg === 'EdDSA' ? '512' : alg.slice('RS'.length)
  const hash = await crypto.subtle.digest(`SHA-${bits}`, new TextEncoder().encode(accessToken))
  return sameText(said, base64url(hash.slice(0, hash.byteLength / 2)))
}
