/** Seals anew, by the present key, what a former one sealed for long: then the former one can go. */
import { APP_SECRET } from '../../account-guard/rules.ts'
import { recorded } from '../../audit/statement.ts'
import { batch, type Prepared } from '../../db/client.ts'
import type { Job } from '../../runs/means.ts'
import { keyName, seal, unseal } from '../../seal.ts'
import { CLIENT_SECRET } from '../provider.ts'
import { type Place, sealedAnew, sealedByOthers } from './store.ts'

const AT_ONCE = 100
/** Statements beside the seals of a step. */
const AROUND = 3

const purposes: Record<Place, string> = { identity_provider: CLIENT_SECRET, authenticator_app: APP_SECRET }

/**
 * What no key opens counts as failed, and waits as it is: the key it wants may be put back. Access never depends on the
 * job: the key before opens as long as it is there.
 */
export const renewSeals: Job = async ({ env, config: { sealKeys }, now, room, cursor }) => {
  const present = keyName(sealKeys.present)
  const limit = Math.min(AT_ONCE, room() - AROUND)
  if (limit < 1) return { done: 0, more: true, cursor }
  // Providers are few, and all of them come with the first apps.
  const { rows } = await batch(env.DB, [
    sealedByOthers('identity_provider', present, 0, cursor === 0 ? limit : 0),
    sealedByOthers('authenticator_app', present, cursor, limit),
  ])
  const [providers, apps] = rows
  const found = [
    ...providers.map((one) => ({ ...one, place: 'identity_provider' as const })),
    ...apps.map((one) => ({ ...one, place: 'authenticator_app' as const })),
  ].slice(0, limit)
  const renewed: Prepared<never>[] = []
  for (const { place, ...one } of found) {
    const opened = await unseal(one.sealed, sealKeys, purposes[place], one.id)
    if (typeof opened !== 'string') continue
    renewed.push(sealedAnew(place, one, await seal(opened, sealKeys, purposes[place], one.id), present))
  }
  const failed = found.length - renewed.length
  if (renewed.length > 0) {
    const event = { name: 'seals.renewed', at: now.getTime(), detail: { seals: renewed.length } } as const
    await batch(env.DB, [...renewed, recorded(event)])
  }
  const ran = { done: renewed.length, failed, ...(failed > 0 ? { error: 'no-key-opens' } : {}) }
  if (found.length < limit) return ran
  const lastApp = found.findLast(({ place }) => place === 'authenticator_app')
  return { ...ran, more: true, cursor: lastApp?.row ?? 0 }
}
