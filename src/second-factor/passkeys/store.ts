/** Passkeys in D1. Using one up is the guard's (src/account-guard/store.ts); taking one away, the profile's. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { SessionKey } from '../../session-key.ts'
import type { Known, Owner, PasskeyRow, PasskeyShown } from './passkey.ts'

const ofSession =
  'account_id = (SELECT s.account_id FROM session s WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL)'

/** The passkey of that credential id; of the guard's account alone where one is told. */
export function passkeyBy(credential: string, guard: string | null): Prepared<Known> {
  return prepared(
    `SELECT k.id AS row, k.credential_id AS credential, k.public_key AS publicKey, k.counter AS counter,
       a.id AS account, a.public_id AS owner, a.guard AS guard, a.managed_by IS NOT NULL AS isManaged
     FROM passkey k JOIN account a ON a.id = k.account_id
     WHERE k.credential_id = ?1 AND k.removed_at IS NULL AND (?2 IS NULL OR a.guard = ?2)`,
    credential,
    guard,
  )
}

/** The passkeys of the guard's account, for a browser to choose among. */
export function passkeysOfGuard(guard: string): Prepared<PasskeyRow> {
  return prepared(
    `SELECT k.credential_id AS credential, k.transports AS transports FROM passkey k JOIN account a ON a.id = k.account_id
     WHERE a.guard = ? AND k.removed_at IS NULL`,
    guard,
  )
}

/** The same of the session's person. */
export function passkeysOfSession(session: SessionKey): Prepared<PasskeyRow> {
  return prepared(
    `SELECT credential_id AS credential, transports AS transports FROM passkey WHERE ${ofSession} AND removed_at IS NULL`,
    session.id,
    session.secretHash,
  )
}

/** The session's person's passkeys as they see them, the newest first. */
export function ownPasskeys(session: SessionKey): Prepared<PasskeyShown> {
  return prepared(
    `SELECT public_id AS id, name AS name, is_synced AS isSynced, added_at AS addedAt, used_at AS usedAt
     FROM passkey WHERE ${ofSession} AND removed_at IS NULL ORDER BY added_at DESC, id DESC`,
    session.id,
    session.secretHash,
  )
}

/** Who the session's person is to a passkey. */
export function ownerOf(session: SessionKey): Prepared<Owner> {
  return prepared(
    `SELECT public_id AS publicId, managed_by IS NOT NULL AS isManaged FROM account
     WHERE id = (SELECT s.account_id FROM session s WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL)`,
    session.id,
    session.secretHash,
  )
}

/**
 * A row if the session's person may be offered a passkey: they came by their password, have neither passkey nor app, and
 * did not put it off since `since` (ms UTC).
 */
export function passkeyOffered(session: SessionKey, since: number): Prepared<{ offered: 1 }> {
  return prepared(
    `SELECT 1 AS offered FROM session s
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL AND s.opened_by = 'password'
       AND NOT EXISTS (SELECT 1 FROM passkey k WHERE k.account_id = s.account_id AND k.removed_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM authenticator_app p WHERE p.account_id = s.account_id AND p.removed_at IS NULL)
       AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.account_id = s.account_id AND n.kind = 'passkey' AND n.at > ?)`,
    session.id,
    session.secretHash,
    since,
  )
}

/** A passkey to keep. Texts as rows have them; `addedAt` in ms UTC. */
export type NewPasskey = {
  id: string
  account: number
  name: string
  credential: string
  publicKey: string
  counter: number
  transports: readonly string[]
  isSynced: boolean
  addedAt: number
}

/**
 * Adds the passkey in the session of that row, unless that ended meanwhile, the passkey is known already, whoever's it is or
 * was, or the account has as many as it may.
 */
export function passkeyAdded(passkey: NewPasskey, session: number, most: number): Prepared<never> {
  return prepared(
    `INSERT INTO passkey (public_id, account_id, name, credential_id, public_key, counter, transports, is_synced, added_at)
     SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
     WHERE (SELECT count(*) FROM passkey WHERE account_id = ?2 AND removed_at IS NULL) < ?10
       AND EXISTS (SELECT 1 FROM session s WHERE s.id = ?11 AND s.account_id = ?2 AND s.ended_at IS NULL)
     ON CONFLICT (credential_id) DO NOTHING`,
    passkey.id,
    passkey.account,
    passkey.name,
    passkey.credential,
    passkey.publicKey,
    passkey.counter,
    JSON.stringify(passkey.transports),
    passkey.isSynced ? 1 : 0,
    passkey.addedAt,
    most,
    session,
  )
}

/** Gives the account's own passkey another name, and no other's (T15). */
export function passkeyRenamed(account: number, id: string, name: string): Prepared<never> {
  return prepared(
    'UPDATE passkey SET name = ? WHERE public_id = ? AND account_id = ? AND removed_at IS NULL',
    name,
    id,
    account,
  )
}
