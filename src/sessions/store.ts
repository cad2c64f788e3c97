/** Sessions in D1: the truth of who is signed in and where. */
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'
import type { ProviderWay, Way } from './way.ts'

/** A session to open. Instants in ms UTC. */
export type Opening = {
  id: string
  secretHash: string
  account: number
  membership: number | null
  device: string
  openedAt: number
  endsAt: number
  /** What the second factor was given for just now; null: the device was known. */
  factorFor: 'sign-in' | 'step-up' | null
  /** The row of the password before the one that was right; null: any. */
  passwordAfter: number | null
  way: Way
}

/**
 * Opens the session unless the account was suspended or terminated, or its password changed, since they were judged. One
 * through a provider opens if that is switched on and the identity is the account's, one by a passkey if that was not taken
 * away; an account that a provider made
 * comes in through that one alone.
 */
export function openSession(opening: Opening): Prepared<{ id: number }> {
  const provider = opening.way.by === 'provider' ? opening.way.provider : null
  const passkey = opening.way.by === 'passkey' ? opening.way.passkey : null
  return prepared(
    `INSERT INTO session (public_id, secret_hash, account_id, membership_id, device, opened_at, ends_at, factor_at, factor_for,
       opened_by, provider_id)
     SELECT ?, ?, a.id, ?, ?, ?, ?, ?, ?, ?, ? FROM account a WHERE a.id = ? AND a.suspended_at IS NULL AND a.terminated_at IS NULL
       AND coalesce(a.managed_by = ?, a.managed_by IS NULL)
       AND (? IS NULL OR EXISTS (SELECT 1 FROM identity i JOIN identity_provider p ON p.id = i.provider_id WHERE i.account_id = a.id
         AND i.unlinked_at IS NULL AND i.subject = ? AND i.issuer = p.issuer AND p.id = ? AND p.disabled_at IS NULL))
       AND (? IS NULL OR EXISTS (SELECT 1 FROM passkey k WHERE k.id = ? AND k.account_id = a.id AND k.removed_at IS NULL))
       AND coalesce(?, (SELECT coalesce(max(p.id), 0) FROM credential_past p WHERE p.account_id = a.id))
         = (SELECT coalesce(max(p.id), 0) FROM credential_past p WHERE p.account_id = a.id)
     RETURNING id`,
    opening.id,
    opening.secretHash,
    opening.membership,
    opening.device,
    opening.openedAt,
    opening.endsAt,
    opening.factorFor && opening.openedAt,
    opening.factorFor,
    opening.way.by,
    provider,
    opening.account,
    provider,
    provider,
    opening.way.by === 'provider' ? opening.way.subject : null,
    provider,
    passkey,
    passkey,
    opening.passwordAfter,
  )
}

/** What signing out at the provider, or there first, needs to know of the session just opened; nothing if none was. */
export function federatedSession(session: string, { provider, subject, sid, sealed }: ProviderWay): Prepared<never> {
  return prepared(
    `INSERT INTO federated_session (session_id, provider_id, subject, sid, sealed)
     SELECT id, ?, ?, ?, ? FROM session WHERE public_id = ?`,
    provider,
    subject,
    sid,
    sealed,
    session,
  )
}

/** The identity was used, if it opened that session (its public id). `at` in ms UTC. */
export function identityUsed(session: string, { provider, subject }: ProviderWay, at: number): Prepared<never> {
  return prepared(
    `UPDATE identity SET used_at = ? WHERE provider_id = ? AND subject = ? AND unlinked_at IS NULL
       AND EXISTS (SELECT 1 FROM session WHERE public_id = ?)`,
    at,
    provider,
    subject,
    session,
  )
}

/** Whether the session of that row works only for the offices that brought its provider. */
export function throughProvider(row: number): Prepared<{ name: string }> {
  return prepared(
    'SELECT p.name AS name FROM session s JOIN identity_provider p ON p.id = s.provider_id WHERE s.id = ?',
    row,
  )
}

/** The offices (their rows) that brought the provider: a session through it works for these alone. */
export function officesOfProvider(provider: number): Prepared<{ office: number }> {
  return prepared('SELECT office_id AS office FROM provider_office WHERE provider_id = ?', provider)
}

/**
 * III.M.1: the day the account was last used, written when it changes. It travels in the batch that also reads the
 * standing, so it judges for itself: a session past its end is no use (T14), and what is dormant, that is last used
 * before `notBefore`, stays so.
 */
export function usedOn(session: SessionKey, days: { today: Day; notBefore: Day }, now: number): Prepared<never> {
  return prepared(
    `UPDATE account SET last_used_on = ?
     WHERE (last_used_on IS NULL OR last_used_on < ?) AND coalesce(last_used_on, approved_on) >= ?
       AND id = (SELECT account_id FROM session WHERE public_id = ? AND secret_hash = ? AND ended_at IS NULL AND ends_at > ?)`,
    days.today,
    days.today,
    days.notBefore,
    session.id,
    session.secretHash,
    now,
  )
}

/** Why the session was ended in D1; no row if it is open, or none. */
export function endedBecause(session: SessionKey): Prepared<{ why: string | null }> {
  return prepared(
    'SELECT end_reason AS why FROM session WHERE public_id = ? AND secret_hash = ? AND ended_at IS NOT NULL',
    session.id,
    session.secretHash,
  )
}

/** Ends the session of that row, unless it ended before. `at` in ms UTC. */
export function thisSessionEnded(row: number, at: number, reason: string): Prepared<never> {
  return prepared('UPDATE session SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL', at, reason, row)
}

/** Has the session work through another membership of its own account; through a provider, of an office that brought it. */
export function switchMembership(row: number, account: number, membershipPublicId: string): Prepared<never> {
  return prepared(
    `UPDATE session SET membership_id = (SELECT id FROM membership WHERE public_id = ? AND account_id = ?)
     WHERE id = ? AND ended_at IS NULL AND EXISTS (SELECT 1 FROM membership m WHERE m.public_id = ? AND m.account_id = ?
       AND (session.provider_id IS NULL OR EXISTS (
         SELECT 1 FROM provider_office po WHERE po.provider_id = session.provider_id AND po.office_id = m.office_id)))`,
    membershipPublicId,
    account,
    row,
    membershipPublicId,
    account,
  )
}

/** The session of that row gets a new secret, since a second factor was given in it just now. */
export function renewed(row: number, before: string, secretHash: string, at: number): Prepared<never> {
  return prepared(
    "UPDATE session SET secret_hash = ?, factor_at = ?, factor_for = 'step-up' WHERE id = ? AND secret_hash = ? AND ended_at IS NULL",
    secretHash,
    at,
    row,
    before,
  )
}
