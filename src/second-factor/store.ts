/** Known devices, and what an account has for a second factor besides its mailbox, in D1. */
import { type Prepared, prepared } from '../db/client.ts'
import type { SessionKey } from '../session-key.ts'
import type { Device } from './device.ts'
import type { WaysRow } from './ways.ts'

/** The account's device that has or ever had the value; a cookie copied to another account finds none. */
export function deviceOf(guard: string, valueHash: string): Prepared<Device> {
  return prepared(
    `SELECT d.id AS id, d.value_hash AS valueHash, d.previous_hash AS previousHash, d.factor_at AS factorAt,
       d.expires_at AS expiresAt, d.revoked_at AS revokedAt
     FROM device d JOIN account a ON a.id = d.account_id
     WHERE a.guard = ? AND (d.value_hash = ? OR d.previous_hash = ?
       OR d.id = (SELECT p.device_id FROM device_past_value p WHERE p.value_hash = ?))`,
    guard,
    valueHash,
    valueHash,
    valueHash,
  )
}

/**
 * Gives the device a new value. The presented one stays good until the new one was presented once;
 * what was good before that is kept as past.
 */
export function rotate(device: Device, presentedHash: string, newHash: string, at: number): Prepared<never>[] {
  const superseded = device.previousHash !== null && presentedHash === device.valueHash ? [device.previousHash] : []
  const unused = presentedHash === device.previousHash ? [device.valueHash] : []
  return [
    ...[...superseded, ...unused].map((hash) =>
      prepared<never>('INSERT OR IGNORE INTO device_past_value (value_hash, device_id) VALUES (?, ?)', hash, device.id),
    ),
    prepared<never>(
      'UPDATE device SET previous_hash = ?, value_hash = ?, used_at = ? WHERE id = ? AND revoked_at IS NULL',
      presentedHash,
      newHash,
      at,
      device.id,
    ),
  ]
}

/** Makes a device known; of more than `most` the longest unused is revoked. Instants in ms UTC. */
export function remember(
  account: number,
  device: { valueHash: string; label: string; factorAt: number; expiresAt: number },
  most: number,
): Prepared<never>[] {
  return [
    prepared<never>(
      `UPDATE device SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL AND id NOT IN (
         SELECT id FROM device WHERE account_id = ? AND revoked_at IS NULL AND expires_at > ? ORDER BY used_at DESC LIMIT ?)`,
      device.factorAt,
      account,
      account,
      device.factorAt,
      most - 1,
    ),
    prepared<never>(
      'INSERT INTO device (account_id, value_hash, label, factor_at, used_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
      account,
      device.valueHash,
      device.label,
      device.factorAt,
      device.factorAt,
      device.expiresAt,
    ),
  ]
}

/** Revokes every device of the account. */
export function revokeDevices(account: number, at: number): Prepared<never> {
  return prepared('UPDATE device SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL', at, account)
}

const ways = `SELECT a.mobile IS NOT NULL AS byText, q.questions AS questions,
    EXISTS (SELECT 1 FROM passkey k WHERE k.account_id = a.id AND k.removed_at IS NULL) AS passkey,
    EXISTS (SELECT 1 FROM authenticator_app p WHERE p.account_id = a.id AND p.removed_at IS NULL) AS app,
    EXISTS (SELECT 1 FROM recovery_code r WHERE r.account_id = a.id AND r.used_at IS NULL) AS recovery
  FROM account a LEFT JOIN security_answer q ON q.account_id = a.id`

/** What the account of the guard's name has for a second factor besides its mailbox. */
export function waysOf(guard: string): Prepared<WaysRow> {
  return prepared(`${ways} WHERE a.guard = ?`, guard)
}

/** The same of the session's person. */
export function waysOfSession(session: SessionKey): Prepared<WaysRow> {
  return prepared(
    `${ways} WHERE a.id = (SELECT s.account_id FROM session s WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL)`,
    session.id,
    session.secretHash,
  )
}

/** The security questions of the session's person as a JSON list; no row: none established. */
export function questionsOf(session: SessionKey): Prepared<{ questions: string; setAt: number }> {
  return prepared(
    `SELECT q.questions AS questions, q.set_at AS setAt FROM session s JOIN security_answer q ON q.account_id = s.account_id
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL`,
    session.id,
    session.secretHash,
  )
}

/** Establishes the account's security questions in place of those before: a JSON list, and one hash of all answers. `at` in ms UTC. */
export function questionsSet(account: number, questions: string, hash: string, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO security_answer (account_id, questions, hash, set_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (account_id) DO UPDATE SET questions = excluded.questions, hash = excluded.hash, set_at = excluded.set_at`,
    account,
    questions,
    hash,
    at,
  )
}
