/** Asks a provider what it publishes of itself, past every cache, and says what keeps it from working. */
import { metadataAddress, isKeySet, published } from '../discover.ts'
import { ALGORITHMS } from '../verify-token.ts'
import type { Flaw } from './settings.ts'
import { flawsOf, hasSigningKey, works } from './rules.ts'

/** What is wrong with the issuer's metadata and keys; none: it can be switched on. Throws nothing: what isn't there is unreachable. */
export async function discoverProvider(issuer: string, isDevelopment: boolean): Promise<Flaw[]> {
  const metadata = await published(metadataAddress(issuer))
  const flaws = flawsOf(metadata, { issuer, isDevelopment, algorithms: ALGORITHMS })
  if (!works(flaws)) return flaws
  const keys = await published((metadata as { jwks_uri: string }).jwks_uri)
  return isKeySet(keys) && hasSigningKey(keys.keys) ? flaws : ['no-keys']
}
