/** What the guard reads and writes of its account in D1. */
import type { Along, Row } from './guard.ts'
import { type Database, type Prepared, batch, prepared } from '../db/client.ts'
import type { Policy } from '../policy/profiles.ts'

/** A password as stored; null: none. `isManaged`: an identity provider made the account, which has none and gets none. */
type Credential = { accountId: number; hash: string | null; isManaged: 0 | 1 }

/** The account of the guard's name and its password as stored, with the rows of what is read along; null: no such account. */
export async function credentialOf(
  db: Database,
  guard: string,
  along: readonly Along[],
): Promise<(Credential & { along: Row[][] }) | null> {
  const { rows } = await batch(db, [
    prepared<Credential>(
      `SELECT a.id AS accountId, c.hash AS hash, a.managed_by IS NOT NULL AS isManaged
       FROM account a LEFT JOIN credential c ON c.account_id = a.id WHERE a.guard = ?`,
      guard,
    ),
    ...along,
  ])
  const [credentials, ...read] = rows as unknown as [Credential[], ...Row[][]]
  return credentials[0] ? { ...credentials[0], along: read } : null
}

/** The copy of the lock for lists; the object decides. Changes nothing if it says so already. */
export function lockedCopy(account: number, lockedAt: number | null): Prepared<never> {
  return prepared('UPDATE account SET locked_at = ? WHERE id = ? AND locked_at IS NOT ?', lockedAt, account, lockedAt)
}

/** The statements that end the session in D1 and record it, unless it was ended before. `at` in ms UTC. */
export function endOfSession(
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

/** The hash of the account's answers to its security questions; null: it has none. */
export async function answersOf(db: Database, account: number): Promise<string | null> {
  const { rows } = await batch(db, [
    prepared<{ hash: string }>('SELECT hash AS hash FROM security_answer WHERE account_id = ?', account),
  ])
  return rows[0][0]?.hash ?? null
}

/** Whose password is to be reset, and whether they have a channel besides the mailbox; null: the guard's name is nobody's, or of
 * an account that has its password with an identity provider. */
export async function resetterOf(
  db: Database,
  guard: string,
  { SECURITY_QUESTIONS, PASSKEYS, AUTHENTICATOR_APPS }: Policy,
): Promise<{ account: number; asksTwice: boolean } | null> {
  const { rows } = await batch(db, [
    prepared<{ account: number; asksTwice: 0 | 1 }>(
      `SELECT a.id AS account,
         a.mobile IS NOT NULL OR (? AND EXISTS (SELECT 1 FROM security_answer q WHERE q.account_id = a.id))
           OR (? AND EXISTS (SELECT 1 FROM passkey k WHERE k.account_id = a.id AND k.removed_at IS NULL))
           OR (? AND EXISTS (SELECT 1 FROM authenticator_app p WHERE p.account_id = a.id AND p.removed_at IS NULL)) AS asksTwice
       FROM account a WHERE a.guard = ? AND a.managed_by IS NULL`,
      SECURITY_QUESTIONS ? 1 : 0,
      PASSKEYS ? 1 : 0,
      AUTHENTICATOR_APPS ? 1 : 0,
      guard,
    ),
  ])
  const found = rows[0][0]
  return found ? { account: found.account, asksTwice: found.asksTwice === 1 } : null
}

/** The account's last `count` passwords, the present one first (III.D.5). */
export async function passwordsBefore(db: Database, account: number, count: number): Promise<string[]> {
  const { rows } = await batch(db, [
    prepared<{ hash: string }>('SELECT hash AS hash FROM credential WHERE account_id = ?', account),
    prepared<{ hash: string }>(
      'SELECT hash AS hash FROM credential_past WHERE account_id = ? ORDER BY id DESC LIMIT ?',
      account,
      count - 1,
    ),
  ])
  return rows.flatMap((some) => some.map((row) => row.hash)).slice(0, count)
}

/** Whether the set-up link is the account's and may still be used. `at` in ms UTC. */
export async function isLinkGood(
  db: Database,
  link: { id: string; secretHash: string },
  account: number,
  at: number,
): Promise<boolean> {
  const { rows } = await batch(db, [
    prepared<{ id: number }>(
      `SELECT id AS id FROM link WHERE public_id = ? AND secret_hash = ? AND purpose = 'set-up' AND account_id = ?
         AND used_at IS NULL AND revoked_at IS NULL AND expires_at > ?`,
      link.id,
      link.secretHash,
      account,
      at,
    ),
  ])
  return rows[0].length > 0
}

/** III.D.1: the first password, by its link, which is used up. A link used, revoked or expired sets nothing; `at` in ms UTC. */
export function firstPassword(
  account: number,
  link: { id: string; secretHash: string },
  hash: string,
  setOn: string,
  at: number,
): Prepared<never>[] {
  return [
    prepared(
      `UPDATE link SET used_at = ? WHERE public_id = ? AND secret_hash = ? AND purpose = 'set-up' AND account_id = ?
         AND used_at IS NULL AND revoked_at IS NULL AND expires_at > ?`,
      at,
      link.id,
      link.secretHash,
      account,
      at,
    ),
    prepared(
      'INSERT INTO credential (account_id, hash, set_on) SELECT ?, ?, ? WHERE changes() > 0',
      account,
      hash,
      setOn,
    ),
  ]
}

/**
 * A password in place of the present one, which is kept as past; every session of the account ends. `at` in ms UTC.
 * Handed over again after D1's answer was lost, it keeps no past password twice.
 */
export function newPassword(account: number, hash: string, setOn: string, at: number): Prepared<never>[] {
  return [
    prepared(
      'INSERT INTO credential_past (account_id, hash, replaced_at) SELECT account_id, hash, ? FROM credential WHERE account_id = ? AND hash <> ?',
      at,
      account,
      hash,
    ),
    ...endedWith(account, at),
    prepared(
      `INSERT INTO credential (account_id, hash, set_on) VALUES (?, ?, ?)
       ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, set_on = excluded.set_on`,
      account,
      hash,
      setOn,
    ),
  ]
}

/** Ends every session of the account because its password is another, and records each. */
function endedWith(account: number, at: number): Prepared<never>[] {
  return [
    prepared(
      "UPDATE session SET ended_at = ?, end_reason = 'password' WHERE account_id = ? AND ended_at IS NULL",
      at,
      account,
    ),
    prepared(
      `INSERT INTO audit (at, event, account_id, office_id, session_id, device, detail)
       SELECT s.ended_at, 'session.closed', s.account_id, m.office_id, s.id, s.device, '{"why":"password"}'
       FROM session s LEFT JOIN membership m ON m.id = s.membership_id
       WHERE s.account_id = ? AND s.ended_at = ? AND s.end_reason = 'password'`,
      account,
      at,
    ),
  ]
}

/**
 * What a reset does beside the password and the lock: known devices are forgotten, links still out are void, and
 * dormancy ends (III.N.2). It revives nothing that a person ended.
 */
export function resetRevives(account: number, today: string, at: number): Prepared<never>[] {
  return [
    prepared('UPDATE device SET revoked_at = ? WHERE account_id = ? AND revoked_at IS NULL', at, account),
    prepared(
      'UPDATE link SET revoked_at = ? WHERE account_id = ? AND used_at IS NULL AND revoked_at IS NULL',
      at,
      account,
    ),
    prepared('UPDATE account SET last_used_on = ? WHERE id = ?', today, account),
  ]
}

/** The account's authenticator apps, with the step of the last code that each was right with. */
export async function appsOf(
  db: Database,
  account: number,
): Promise<{ row: number; id: string; sealed: string; lastStep: number }[]> {
  const { rows } = await batch(db, [
    prepared<{ row: number; id: string; sealed: string; lastStep: number }>(
      `SELECT id AS row, public_id AS id, sealed AS sealed, last_step AS lastStep
       FROM authenticator_app WHERE account_id = ? AND removed_at IS NULL`,
      account,
    ),
  ])
  return rows[0]
}

/**
 * Uses up a code of these apps (rows): it, and all before it, are taken no more (RFC 6238, section 5.2). Changes nothing if
 * any of them took it meanwhile, or is gone. Here and below `at` in ms UTC.
 */
export function appsUsed(apps: readonly number[], step: number, at: number): Prepared<never> {
  return prepared(
    `UPDATE authenticator_app SET last_step = ?1, used_at = ?2 WHERE id IN (SELECT value FROM json_each(?3))
       AND NOT EXISTS (SELECT 1 FROM authenticator_app x WHERE x.id IN (SELECT value FROM json_each(?3))
         AND (x.last_step >= ?1 OR x.removed_at IS NOT NULL))`,
    step,
    at,
    JSON.stringify(apps),
  )
}

/** Uses up the recovery code of that hash. */
export function recoveryUsed(account: number, codeHash: string, at: number): Prepared<never> {
  return prepared(
    'UPDATE recovery_code SET used_at = ? WHERE account_id = ? AND code_hash = ? AND used_at IS NULL',
    at,
    account,
    codeHash,
  )
}

/** The passkey was used, unless it was removed, or its counter says that there are two of it (WebAuthn, section 6.1.1). */
export function passkeyUsed(passkey: number, account: number, counter: number, at: number): Prepared<never> {
  return prepared(
    `UPDATE passkey SET counter = ?, used_at = ? WHERE id = ? AND account_id = ? AND removed_at IS NULL
       AND (counter < ? OR (counter = 0 AND ? = 0))`,
    counter,
    at,
    passkey,
    account,
    counter,
    counter,
  )
}
