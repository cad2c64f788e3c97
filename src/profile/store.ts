/** The own account as its person reads it, each statement through the session; and what they end of their own. */
import { type Prepared, prepared } from '../db/client.ts'
import type { SessionKey } from '../session-key.ts'
import type { KnownDevice, OwnRecord } from './profile.ts'

const own = 'session s WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL'

/** One's own information. */
export function ownRecord(session: SessionKey): Prepared<OwnRecord> {
  return prepared(
    `SELECT a.first_name AS firstName, a.last_name AS lastName, a.email AS email, a.street AS street, a.city AS city,
       a.zip AS zip, a.telephone AS telephone, a.mobile AS mobile, a.job_title AS jobTitle
     FROM account a WHERE a.id = (SELECT s.account_id FROM ${own})`,
    session.id,
    session.secretHash,
  )
}

/** The devices that were not revoked; `presented` is the hash of this browser's own device cookie. */
export function ownDevices(session: SessionKey, presented: string): Prepared<KnownDevice> {
  return prepared(
    `SELECT d.id AS id, d.label AS label, d.factor_at AS factorAt, d.used_at AS usedAt, d.expires_at AS expiresAt,
       d.value_hash = ? OR coalesce(d.previous_hash = ?, 0) AS isThis
     FROM device d WHERE d.account_id = (SELECT s.account_id FROM ${own}) AND d.revoked_at IS NULL ORDER BY d.used_at DESC`,
    presented,
    presented,
    session.id,
    session.secretHash,
  )
}

/** Revokes that device of the account, and no other's (T15). Instants in ms UTC, here and below. */
export function deviceRevoked(account: number, device: number, at: number): Prepared<never> {
  return prepared(
    'UPDATE device SET revoked_at = ? WHERE id = ? AND account_id = ? AND revoked_at IS NULL',
    at,
    device,
    account,
  )
}

/** Ends that session of the account, and no other's (T15). */
export function sessionEnded(account: number, session: string, at: number, reason: string): Prepared<{ id: string }> {
  return prepared(
    `UPDATE session SET ended_at = ?, end_reason = ? WHERE public_id = ? AND account_id = ? AND ended_at IS NULL
     RETURNING public_id AS id`,
    at,
    reason,
    session,
    account,
  )
}

/** Ends every session of the account but the one of the row. */
export function otherSessionsEnded(account: number, row: number, at: number, reason: string): Prepared<{ id: string }> {
  return prepared(
    `UPDATE session SET ended_at = ?, end_reason = ? WHERE account_id = ? AND id <> ? AND ended_at IS NULL
     RETURNING public_id AS id`,
    at,
    reason,
    account,
    row,
  )
}
