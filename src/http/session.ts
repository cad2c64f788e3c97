/** The session cookie of a request. */
import type { Context } from 'hono'
import { AppError } from '../errors.ts'
import type { SessionKey } from '../session-key.ts'
import type { App } from './context.ts'
import { readKey } from './cookies.ts'

/** The key of the request's session cookie; whether it is a session's is for D1 and the guard to say. Throws `session_closed` without one. */
export async function sessionKey(c: Context<App>): Promise<SessionKey> {
  const key = await readKey(c, 'session')
  if (!key) throw new AppError({ kind: 'session_closed', why: 'none' })
  return key
}
