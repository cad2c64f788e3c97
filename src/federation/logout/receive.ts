/** A logout token that a provider sends by itself (OpenID Connect Back-Channel Logout 1.0). */
import type { Config } from '../../config.ts'
import { done, refused, type Result } from '../../result.ts'
import { metadataOf } from '../discover.ts'
import type { Provider } from '../provider.ts'
import { CLOCKS_DIFFER_BY, type TokenRefusal, verifyToken } from '../verify-token.ts'
import { endHere, type Word } from './end-here.ts'
import { signedOutBy } from './rules.ts'

/** Many providers say `JWT`, or nothing: what makes a logout token of it is its event, and that it has no nonce. */
const TYPES = ['logout+jwt', 'jwt', '']
/** How old a token may be, in seconds. */
const MAX_AGE = 120
/** How long a taken one is remembered, in ms: longer than it is accepted by any clock. */
const REMEMBERED = (MAX_AGE + 2 * CLOCKS_DIFFER_BY) * 1000

/**
 * Ends the sessions that the token names. Refused: it is none of this provider's to this portal, too old, or was taken
 * before; or its keys can't be had.
 */
export async function receive(
  env: Pick<Env, 'DB' | 'ACCOUNT_GUARD'>,
  config: Pick<Config, 'secure'>,
  { row, issuer, clientId }: Pick<Provider, 'row' | 'issuer' | 'clientId'>,
  token: string,
  word: Word,
): Promise<Result<null, TokenRefusal>> {
  const { at } = word
  const metadata = await metadataOf(issuer, !config.secure, at)
  if (!metadata.ok) return metadata
  const verified = await verifyToken(
    token,
    { issuer, audience: clientId, jwksUri: metadata.value.jwks_uri!, types: TYPES, maxAge: MAX_AGE },
    at,
  )
  if (!verified.ok) return verified
  const said = signedOutBy(verified.value)
  if (!said) return refused('token-wrong')
  const { jti, ...who } = said
  const isTaken = await endHere(env, { provider: row, ...who }, word, { jti, expiresAt: at + REMEMBERED })
  return isTaken ? done(null) : refused('token-wrong')
}
