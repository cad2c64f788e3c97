/** The session cookie of a request. */
import type { Context } from 'hono'
import type { Closing, Idle } from '../account-guard/guard.ts'
import { batch } from '../db/client.ts'
import { AppError } from '../errors.ts'
import { endedBecause } from '../sessions/store.ts'
import type { SessionKey } from '../session-key.ts'
import type { App } from './context.ts'
import { readKey } from './cookies.ts'

/** The key of the request's session cookie; whether it is a session's is for D1 and the guard to say. Throws `session_closed` without one. */
export async function sessionKey(c: Context<App>): Promise<SessionKey> {
  const key = await readKey(c, 'session')
  if (!key) throw new AppError({ kind: 'session_closed', why: 'none' })
  return key
}

/** Why a session is closed: the guard forgets what its timer closed, D1 does not (III.E.2). */
export async function closedBecause(c: Context<App>, key: SessionKey, idle: Idle): Promise<Closing> {
  if (!idle.open && idle.why !== 'ended') return idle.why
  const { rows } = await batch(c.env.DB, [endedBecause(key)])
  const why = rows[0][0]?.why
  return why === 'idle' || why === 'expired' ? why : 'ended'
}
