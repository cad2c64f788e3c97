/** What the guard reads and writes of its account in D1. */
import type { Along, Row } from './guard.ts'
import { type Database, type Prepared, batch, prepared } from '../db/client.ts'

/** The account of the guard's name and its password as stored, with the rows of what is read along; null: no such account. */
export async function credentialOf(
  db: Database,
  guard: string,
  along: readonly Along[],
): Promise<{ accountId: number; hash: string | null; along: Row[][] } | null> {
  const { rows } = await batch(db, [
    prepared<{ accountId: number; hash: string | null }>(
      'SELECT a.id AS accountId, c.hash AS hash FROM account a LEFT JOIN credential c ON c.account_id = a.id WHERE a.guard = ?',
      guard,
    ),
    ...along,
  ])
  const [credentials, ...read] = rows as unknown as [{ accountId: number; hash: string | null }[], ...Row[][]]
  return credentials[0] ? { ...credentials[0], along: read } : null
}

/** The copy of the lock for lists; the object decides. */
export function lockedCopy(account: number, lockedAt: number | null): Prepared<never> {
  return prepared('UPDATE account SET locked_at = ? WHERE id = ?', lockedAt, account)
}

/** Ends the session in D1 and records it, unless it was ended before. `at` in ms UTC. */
export function closeSession(
  session: { id: string; secretHash: string },
  at: number,
  why: string,
  clause: string | null,
): Prepared<never>[] {
  return [
    prepared(
      'UPDATE session SET ended_at = ?, end_reason = ? WHERE public_id = ? AND secret_hash = ? AND ended_at IS NULL',
      at,
      why,
      session.id,
      session.secretHash,
    ),
    prepared(
      `INSERT INTO audit (at, event, account_id, office_id, session_id, device, clause, detail)
       SELECT ?, 'session.closed', s.account_id, m.office_id, s.id, s.device, ?, ?
       FROM session s LEFT JOIN membership m ON m.id = s.membership_id WHERE s.public_id = ? AND changes() > 0`,
      at,
      clause,
      JSON.stringify({ why }),
      session.id,
    ),
  ]
}

/** Keeps the same password by a dearer hash, unless it was changed meanwhile. */
export function rehashed(account: number, before: string, anew: string): Prepared<never> {
  return prepared('UPDATE credential SET hash = ? WHERE account_id = ? AND hash = ?', anew, account, before)
}
