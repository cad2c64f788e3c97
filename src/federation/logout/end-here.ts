/** The provider signed somebody out: their sessions through it end here. */
import { sessionsEnded } from '../../accounts/store.ts'
import { recordedForEndedSessions, recordedIfChanged, type SaidThere } from '../../audit/statement.ts'
import { batch } from '../../db/client.ts'
import type { Id } from '../../ids.ts'
import { tokenTaken } from '../store.ts'
import { endedNow } from './store.ts'

const WHY = 'signed-out-at-provider'

/** Where the word came from, as the audit log tells it. */
export type Word = { at: number; ip: string; request: string; provider: Id<'identity-provider'> }

/**
 * Ends the sessions that the provider says, unless its token was taken before: then nothing happens and the answer is false
 * (T17). Without a `token` there is nothing to take. D1 first, the truth; the guards forget afterwards.
 */
export async function endHere(
  { DB, ACCOUNT_GUARD }: Pick<Env, 'DB' | 'ACCOUNT_GUARD'>,
  said: SaidThere,
  { at, ip, request, provider }: Word,
  token?: { jti: string; expiresAt: number },
): Promise<boolean> {
  const whose = { said }
  const from = { ip, request }
  const taken = token
    ? [
        tokenTaken(said.provider, token.jti, at, token.expiresAt),
        recordedIfChanged({ name: 'federation.signed_out', at, ...from, record: provider }),
      ]
    : []
  const { rows, changes } = await batch(DB, [
    ...taken,
    sessionsEnded(whose, at, WHY, token !== undefined),
    recordedForEndedSessions(whose, at, WHY, from),
    endedNow(whose, at, WHY),
  ])
  const ended = rows.at(-1) as { id: string; guard: string }[]
  await Promise.all(ended.map(({ id, guard }) => ACCOUNT_GUARD.getByName(guard).forget(id)))
  return token === undefined || changes[0] === 1
}
