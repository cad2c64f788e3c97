/** Authenticator apps as stored: their secrets sealed, bound to the app's public id. Instants in ms UTC. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { SessionKey } from '../../session-key.ts'
import type { OwnApp } from './app.ts'

/** The apps of the session's person, the oldest first. */
export function ownApps(session: SessionKey): Prepared<OwnApp> {
  return prepared(
    `SELECT p.public_id AS id, p.name AS name, p.added_at AS addedAt, p.used_at AS usedAt
     FROM session s JOIN authenticator_app p ON p.account_id = s.account_id
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL AND p.removed_at IS NULL ORDER BY p.id`,
    session.id,
    session.secretHash,
  )
}

/**
 * Adds an app whose first code was right at `lastStep`: that code is taken no more. Changes nothing if the account has
 * `most` of them, the session (its row) ended meanwhile, or there is or was one of that id: an offer is taken once.
 */
export function appAdded(
  account: number,
  app: { id: string; name: string; sealed: string; sealedBy: string; lastStep: number },
  { session, most }: { session: number; most: number },
  at: number,
): Prepared<never> {
  return prepared(
    `INSERT INTO authenticator_app (public_id, account_id, name, sealed, sealed_by, last_step, added_at)
     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
     WHERE (SELECT count(*) FROM authenticator_app p WHERE p.account_id = ?2 AND p.removed_at IS NULL) < ?8
       AND EXISTS (SELECT 1 FROM session s WHERE s.id = ?9 AND s.account_id = ?2 AND s.ended_at IS NULL)
     ON CONFLICT (public_id) DO NOTHING`,
    app.id,
    account,
    app.name,
    app.sealed,
    app.sealedBy,
    app.lastStep,
    at,
    most,
    session,
  )
}

/** The account's app of that id, removed or not. */
export function appOf(account: number, id: string): Prepared<{ isRemoved: 0 | 1 }> {
  return prepared(
    'SELECT removed_at IS NOT NULL AS isRemoved FROM authenticator_app WHERE account_id = ? AND public_id = ?',
    account,
    id,
  )
}
