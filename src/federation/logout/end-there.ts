/** Signing out at the provider, after it was done here (OpenID Connect RP-Initiated Logout 1.0). */
import type { Config } from '../../config.ts'
import { seal, unseal } from '../../seal.ts'
import { isAnswering, metadataOf } from '../discover.ts'
import { ID_TOKEN, LONGEST_ID_TOKEN } from '../provider.ts'
import { isIssuerAddress } from '../rules.ts'
import { signOutAddress } from './rules.ts'
import type { Onwards, SessionThere } from './session-there.ts'

const PURPOSE = 'signed out'
const MINUTE = 60_000

/**
 * Where the browser of that holder signs out of the session there, and comes back from. A provider that is switched off is
 * not trusted with the ID token any more; one that is down is found out here, before the browser stands at a dead address.
 */
export async function endThere(config: Config, there: SessionThere, holder: string, now: number): Promise<Onwards> {
  if (there.disabledAt !== null) return { to: null, why: 'not-offered' }
  const isDevelopment = !config.secure
  const metadata = await metadataOf(there.issuer, isDevelopment, now)
  if (!metadata.ok) return { to: null, why: 'provider-down' }
  const endpoint = metadata.value.end_session_endpoint
  if (typeof endpoint !== 'string' || !isIssuerAddress(endpoint.split('?')[0]!, isDevelopment)) {
    return { to: null, why: 'not-offered' }
  }
  if (!(await isAnswering(endpoint))) return { to: null, why: 'provider-down' }
  const idToken = await unseal(there.sealed, config.sealKeys, ID_TOKEN, there.provider, LONGEST_ID_TOKEN)
  const to = signOutAddress(endpoint, {
    idToken: typeof idToken === 'string' ? idToken : null,
    clientId: there.clientId,
    backTo: `${config.origin}/sign-in/signed-out`,
    state: await seal({ name: there.name, at: now }, config.sealKeys, PURPOSE, holder),
  })
  return { to }
}

/**
 * The name of the provider that sent the browser of that holder back with its state, in `lasts` minutes; null for any other
 * state.
 */
export async function signedOutAt(
  config: Pick<Config, 'sealKeys'>,
  state: string,
  { holder, lasts }: { holder: string; lasts: number },
  now: number,
): Promise<string | null> {
  const said = (await unseal(state, config.sealKeys, PURPOSE, holder)) as { name: string; at: number } | null
  return said && now < said.at + lasts * MINUTE ? said.name : null
}
