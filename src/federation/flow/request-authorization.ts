/** Begins the way to a provider and back: an authorization request (OpenID Connect Core, section 3.1.2.1; RFC 7636, PKCE). */
import type { Origin } from '../../account-guard/guard.ts'
import { recorded, recordedIfChanged } from '../../audit/statement.ts'
import type { Config } from '../../config.ts'
import { batch, type Database } from '../../db/client.ts'
import { randomText, sha256 } from '../../digest.ts'
import { done, refused, type Result } from '../../result.ts'
import { seal } from '../../seal.ts'
import { isAnswering, metadataOf } from '../discover.ts'
import type { Provider } from '../provider.ts'
import { FLOW, type FlowSecrets, type Wish } from './flow.ts'
import { callbackOf } from './rules.ts'
import { begun } from './store.ts'

const MINUTE = 60_000
/** No address of ours to go on to is longer. */
const MOST_NEXT = 4096

/** What a way through a provider needs of the program around it. `visitor`: the value of the browser's visitor cookie, if it has one. */
export type FlowMeans = {
  db: Database
  config: Pick<Config, 'origin' | 'secure' | 'sealKeys' | 'policy'>
  origin: Origin
  visitor: string | undefined
}

/**
 * Remembers the way and answers the address of the provider's sign-in page, where the browser is to go. Refused, within 4
 * seconds, if what the provider publishes is not known and can't be had now, or nobody answers there.
 */
export async function requestAuthorization(
  { db, config, origin, visitor }: FlowMeans & { visitor: string },
  provider: Provider,
  wish: Wish,
): Promise<Result<{ address: string }, 'provider-down'>> {
  const { at } = origin
  const account = wish.purpose === 'try' ? wish.account : null
  const metadata = await metadataOf(provider.issuer, !config.secure, at)
  const endpoint = metadata.ok ? (metadata.value.authorization_endpoint ?? '') : ''
  if (!metadata.ok || !(await isAnswering(endpoint))) {
    const detail = { provider: provider.id, why: 'provider-down' }
    await batch(db, [recorded({ name: 'federation.refused', account, ...origin, detail })])
    return refused('provider-down')
  }
  const state = randomText()
  const stateHash = sha256(state)
  const next = wish.purpose === 'sign-in' && wish.next.length <= MOST_NEXT ? wish.next : ''
  const secrets: FlowSecrets = { nonce: randomText(), verifier: randomText(), next }
  await batch(db, [
    begun({
      stateHash,
      provider: provider.row,
      browserHash: sha256(visitor),
      sealed: await seal(secrets, config.sealKeys, FLOW, stateHash),
      account,
      at,
      expiresAt: at + config.policy.PROVIDER_FLOW_LASTS * MINUTE,
    }),
    recordedIfChanged({
      name: 'federation.begun',
      account,
      ...origin,
      detail: { provider: provider.id, for: wish.purpose },
    }),
  ])
  const { scopes_supported: scopes } = metadata.value
  const address = new URL(endpoint)
  const parameters = {
    response_type: 'code',
    client_id: provider.clientId,
    redirect_uri: callbackOf(config.origin, provider.id),
    // Some providers tell the groups only to whoever asks for them.
    scope: ['openid', 'email', 'profile', ...(scopes?.includes('groups') ? ['groups'] : [])].join(' '),
    state,
    nonce: secrets.nonce,
    code_challenge: sha256(secrets.verifier),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value)
  return done({ address: address.href })
}
