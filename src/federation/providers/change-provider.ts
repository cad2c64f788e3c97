/** Changes something of an identity provider: every door of its pages comes through here. */
import type { Change } from '../../accounts/account.ts'
import { sessionsEnded } from '../../accounts/store.ts'
import { recordedForEndedSessions, recordedOrNothing, tookBack } from '../../audit/statement.ts'
import { batch, type Prepared } from '../../db/client.ts'
import { done, refused, type Result } from '../../result.ts'
import { forgetPublished } from '../discover.ts'
import { endedNow } from '../logout/store.ts'
import type { Provider } from '../provider.ts'
import type { Difference } from './settings.ts'
import { providerChangeKept, wasTaken } from './store.ts'

/** Why the sessions end, as they keep it. */
const WHY = 'provider-changed'
/** So many guards are told at once; the sessions of more end in D1 all the same, and their timers run out. */
const GUARDS_AT_MOST = 300

/** What is to be changed. */
export type Changing = {
  provider: Pick<Provider, 'row' | 'id' | 'issuer'>
  /** Changes the provider as it was seen; if it changes nothing, nothing of this happens. */
  first: Prepared<never>
  also?: readonly Prepared<never>[]
  differences: readonly Difference[]
  /** Who may come in is narrowed: those who are in through the provider sign in anew (T13). */
  endsSessions?: boolean
  /** The office (its row) that it is about. */
  office?: number | null
}

/** Refused if the provider changed since it was seen, or another one took what this one was to have: then nothing was changed. */
export async function changeProvider(
  env: Pick<Env, 'DB' | 'ACCOUNT_GUARD'>,
  { provider, first, also = [], differences, endsSessions = false, office = null }: Changing,
  change: Change & { by: number },
): Promise<Result<'changed', 'changed-meanwhile'>> {
  const { at, by, reason = null, ...from } = change
  const state = differences.find(({ field }) => field === 'state')
  const whose = { provider: provider.row }
  let ended: { id: string; guard: string }[]
  try {
    const { rows } = await batch(env.DB, [
      first,
      recordedOrNothing({
        name: 'identity_provider.changed',
        at,
        account: by,
        office,
        record: provider.id,
        detail: { fields: differences.map(({ field }) => field).join(', '), ...(state ? { to: state.after } : {}) },
        ...from,
      }),
      providerChangeKept(provider.id, differences, { at, by, reason }),
      ...also,
      ...(endsSessions ? [sessionsEnded(whose, at, WHY), recordedForEndedSessions(whose, at, WHY, from)] : []),
      endedNow(whose, at, WHY),
    ])
    ended = rows.at(-1) ?? []
  } catch (failure) {
    if (!tookBack(failure) && !wasTaken(failure)) throw failure
    return refused('changed-meanwhile')
  }
  forgetPublished(provider.issuer)
  // D1 first, the truth: a guard that can't be told now closes by its timer what is closed already.
  const guards = ended.slice(0, GUARDS_AT_MOST)
  await Promise.allSettled(guards.map(({ guard, id }) => env.ACCOUNT_GUARD.getByName(guard).forget(id)))
  return done('changed')
}
