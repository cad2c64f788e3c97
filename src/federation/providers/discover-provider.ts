/** Asks a provider what it publishes of itself, past every cache, and says what keeps it from working. */
import { fetchWhole } from '../discover.ts'
import { ALGORITHMS } from '../verify-token.ts'
import type { Flaw } from './settings.ts'
import { flawsOf, hasSigningKey, works } from './rules.ts'

/** What is wrong with the issuer's metadata and keys; none: it can be switched on. Throws nothing: what isn't there is unreachable. */
export async function discoverProvider(issuer: string, isDevelopment: boolean): Promise<Flaw[]> {
  const metadata = await published(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  const flaws = flawsOf(metadata, { issuer, isDevelopment, algorithms: ALGORITHMS })
  if (!works(flaws)) return flaws
  const keys = await published((metadata as { jwks_uri: string }).jwks_uri)
  const isKeySet = typeof keys === 'object' && keys !== null && 'keys' in keys && Array.isArray(keys.keys)
  return isKeySet && hasSigningKey(keys.keys as object[]) ? flaws : ['no-keys']
}

/** The JSON at that address; null for any other answer, and for none in time. */
async function published(url: string): Promise<unknown> {
  try {
    const answer = await fetchWhole(url, { headers: { Accept: 'application/json' } })
    return answer.ok ? await answer.json<unknown>() : null
  } catch {
    // Whatever it was, nobody can be asked at this address now.
    return null
  }
}
