/**
 * Tokens that a provider sends by itself: logout tokens (OpenID Connect Back-Channel Logout 1.0) and security event tokens
 * (RFC 8417). Signed by one of its published keys, by an algorithm of this list alone: whatever the token's own header says of
 * keys (`jwk`, `jku`, `x5u`) is never looked at (T19).
 */
import { createLocalJWKSet, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose'
import { done, refused, type Result } from '../result.ts'
import { keysAt } from './discover.ts'

/** Asymmetric ones: with a public key as a shared secret (HS256) anybody could sign. */
export const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
/** By how much two clocks may differ, in seconds. */
export const CLOCKS_DIFFER_BY = 60

/** Why a token is not taken: it is wrong, or its keys can't be had now. */
export type TokenRefusal = 'provider-down' | 'token-wrong'

/**
 * The claims of a token that this issuer signed for this audience, of one of these types (`typ`), at `now` (ms UTC). `maxAge`:
 * seconds since it was issued. Whether it was taken before (`jti`) is for the caller to say.
 */
export async function verifyToken(
  token: string,
  expected: { issuer: string; audience: string; jwksUri: string; types: readonly string[]; maxAge: number },
  now: number,
): Promise<Result<JWTPayload, TokenRefusal>> {
  const type = typeOf(token)
  if (type === null || !expected.types.includes(type)) return refused('token-wrong')
  for (const missing of [false, true]) {
    const keys = await keysAt(expected.jwksUri, now, { missing })
    if (!keys.ok) return keys
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(keys.value), {
        issuer: expected.issuer,
        audience: expected.audience,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCKS_DIFFER_BY,
        currentDate: new Date(now),
        maxTokenAge: expected.maxAge,
        requiredClaims: ['iat', 'jti'],
      })
      return done(payload)
    } catch (failure) {
      // Keys were turned: the new one is published, and asked for once more.
      const turned = failure instanceof errors.JWKSNoMatchingKey && !missing
      if (!turned) return refused('token-wrong')
    }
  }
  return refused('token-wrong')
}

/** The token's `typ` in lower case, '' without one; null for what is no token. */
function typeOf(token: string): string | null {
  try {
    const { typ } = decodeProtectedHeader(token)
    return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : ''
  } catch {
    return null
  }
}
