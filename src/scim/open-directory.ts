/** Who may speak for a provider: whoever has its directory's token. */
import { recorded } from '../audit/statement.ts'
import { batch } from '../db/client.ts'
import { sameText, sha256 } from '../digest.ts'
import type { Provider } from '../federation/provider.ts'
import { providerOf, readProvider } from '../federation/store.ts'
import { readId } from '../ids.ts'
import { done, refused, type Result } from '../result.ts'
import { tokenOf } from './store.ts'
import type { Means } from './scim.ts'

/** What a wrong token is counted as; it stands for no account. */
const TRY = 'directory'

/**
 * The provider of that public id, if it is switched on and the token is its directory's. A right token is never kept
 * waiting: nobody who sends wrong ones delays the end of somebody's access. Wrong ones are counted by the address, apart from
 * its people's sign-ins; whatever is wrong goes the same way.
 */
export async function openDirectory(
  { env, config, now, from }: Omit<Means, 'provider' | 'env'> & { env: Env },
  asked: string,
  token: string,
): Promise<Result<Provider, { retryAfterSeconds: number | null }>> {
  const id = readId('identity-provider', asked)
  const { rows } = await batch(env.DB, [providerOf(id), tokenOf(id)])
  const row = rows[0][0]
  const hash = rows[1][0]?.tokenHash ?? null
  // Hashes are of one length: without one of the provider's the comparison is with what nothing hashes to.
  const isSame = sameText(sha256(token), hash ?? ' '.repeat(43))
  if (row && hash !== null && isSame && row.disabledAt === null && config.policy.PROVIDERS)
    return done(readProvider(row))
  const at = now.getTime()
  const brake = await env.SIGN_IN_BRAKE.limit({ key: `scim ${from.ip}` })
  const guard = env.ADDRESS_GUARD.getByName(`scim ${from.ip}`)
  const admitted = brake.success ? await guard.admit(TRY, at) : { admitted: false as const, retryAfterSeconds: 60 }
  if (!admitted.admitted) return refused({ retryAfterSeconds: admitted.retryAfterSeconds })
  await batch(env.DB, [
    recorded({
      name: 'directory.refused',
      at,
      account: null,
      record: row ? id : null,
      detail: { why: 'token' },
      ...from,
    }),
  ])
  await guard.ended(admitted.take, true)
  return refused({ retryAfterSeconds: null })
}
