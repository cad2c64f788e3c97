/** Whose account a provider speaks of in a signal, and its sessions through that provider. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { SignalSubject } from './signal.ts'

/** A provider as it is looked for: its row, and the issuer by whose word people are known. */
type Speaker = { row: number; issuer: string }

/**
 * The accounts (their rows) that the provider speaks of: only ones that are linked to it. An e-mail address finds nobody of the
 * plan's whose account is kept here, or a mailbox's name would be enough to close the way in that is left when the provider
 * fails. A session of the provider's is that of whoever came in through it.
 */
export function accountsSpokenOf(
  { row, issuer }: Speaker,
  { person, sid }: SignalSubject,
): Prepared<{ account: number }> {
  const linked = `FROM identity i JOIN account a ON a.id = i.account_id
    WHERE i.provider_id = ?1 AND i.issuer = ?2 AND i.unlinked_at IS NULL`
  if (person?.by === 'subject') {
    return prepared(`SELECT a.id AS account ${linked} AND i.subject = ?3`, row, issuer, person.subject)
  }
  if (person?.by === 'email') {
    return prepared(
      `SELECT DISTINCT a.id AS account ${linked} AND a.email = ?3 AND (a.kind = 'office' OR a.managed_by = ?1)`,
      row,
      issuer,
      person.email,
    )
  }
  return prepared(
    `SELECT DISTINCT a.id AS account ${linked} AND a.id IN (
       SELECT s.account_id FROM federated_session f JOIN session s ON s.id = f.session_id WHERE f.provider_id = ?1 AND f.sid = ?3)`,
    row,
    issuer,
    sid,
  )
}

/** Ends the account's sessions that were opened in that session of the provider's. `at` in ms UTC. */
export function sessionsOfSidEnded(
  account: number,
  provider: number,
  sid: string,
  at: number,
  because: string,
): Prepared<never> {
  return prepared(
    `UPDATE session SET ended_at = ?, end_reason = ? WHERE account_id = ? AND ended_at IS NULL AND id IN (
       SELECT f.session_id FROM federated_session f WHERE f.provider_id = ? AND f.sid = ?)`,
    at,
    because,
    account,
    provider,
    sid,
  )
}
