/** Kept forms as stored: sealed, and bound to the account of the session that posted them. */
import { type Prepared, prepared } from '../db/client.ts'
import type { SessionKey } from '../session-key.ts'

/** No account has more of them; who posts again and again loses none that matters. */
const MOST_PER_ACCOUNT = 20

/** A form to keep; `sealed` to the account's guard, `expiresAt` in ms UTC. */
export type Keeping = { id: string; sealed: string; expiresAt: number }

/** Keeps the form and records it, if the cookie was ever a session's: what somebody made up keeps nothing. */
export function formKept(
  session: SessionKey,
  { id, sealed, expiresAt }: Keeping,
  from: { at: number; ip: string; request: string; device: string },
): Prepared<never>[] {
  return [
    prepared(
      `INSERT INTO kept_form (public_id, guard, sealed, expires_at)
       SELECT ?, a.guard, ?, ? FROM session s JOIN account a ON a.id = s.account_id
       WHERE s.public_id = ? AND s.secret_hash = ? AND a.guard = ?
         AND (SELECT count(*) FROM kept_form k WHERE k.guard = a.guard) < ?`,
      id,
      sealed,
      expiresAt,
      session.id,
      session.secretHash,
      session.guard,
      MOST_PER_ACCOUNT,
    ),
    prepared(
      `INSERT INTO audit (at, event, account_id, session_id, record, ip, device, request_id, clause)
       SELECT ?, 'form.kept', s.account_id, s.id, ?, ?, ?, ?, 'III.E.2' FROM session s WHERE s.public_id = ? AND changes() > 0`,
      from.at,
      id,
      from.ip,
      from.device,
      from.request,
      session.id,
    ),
  ]
}

/** The kept form of that id, if it is the session's person's and not expired at `now` (ms). */
export function formOf(session: SessionKey, id: string, now: number): Prepared<{ sealed: string }> {
  return prepared(
    `SELECT k.sealed AS sealed FROM session s JOIN account a ON a.id = s.account_id JOIN kept_form k ON k.guard = a.guard
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL AND k.public_id = ? AND k.expires_at > ?`,
    session.id,
    session.secretHash,
    id,
    now,
  )
}

/** Takes the form away for good: it was sent, or discarded. Changes nothing if that was done before, or too late. */
export function formTaken(guard: string, id: string, now: number): Prepared<never> {
  return prepared('DELETE FROM kept_form WHERE public_id = ? AND guard = ? AND expires_at > ?', id, guard, now)
}

/** Forgets what nobody came back for, so many at most. */
export function expiredForgotten(now: number, limit: number): Prepared<never> {
  return prepared(
    'DELETE FROM kept_form WHERE id IN (SELECT id FROM kept_form WHERE expires_at <= ? LIMIT ?)',
    now,
    limit,
  )
}
