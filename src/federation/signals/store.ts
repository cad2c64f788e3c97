/** Whose account a provider speaks of in a signal, and its sessions through that provider. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import type { SignalSubject } from './signal.ts'

/** A provider as it is looked for: its row, and the issuer by whose word people are known. */
type Speaker = { row: number; issuer: string }

/**
 * The accounts (their rows) that the provider speaks of: only ones that are linked to it, and of an office's people only those
 * who work for an office of its on that day. An e-mail address finds nobody of the plan's whose account is kept here, or a
 * mailbox's name would be enough to close the way in that is left when the provider fails. A session of the provider's is that
 * of whoever came in through it. `isWhole`: nobody else has a say in the account, so that it may be suspended: the provider made
 * it, or brought every office that its person works for.
 */
export function accountsSpokenOf(
  { row, issuer }: Speaker,
  { person, sid }: SignalSubject,
  today: Day,
): Prepared<{ account: number; isWhole: 0 | 1 }> {
  const works = (where: string) => `EXISTS (SELECT 1 FROM membership m WHERE m.account_id = a.id
    AND (m.ended_on IS NULL OR m.ended_on > ?3) AND m.office_id ${where} (SELECT o.office_id FROM provider_office o WHERE o.provider_id = ?1))`
  const linked = `SELECT DISTINCT a.id AS account,
      CASE a.kind WHEN 'staff' THEN coalesce(a.managed_by = ?1, 0) ELSE NOT ${works('NOT IN')} END AS isWhole
    FROM identity i JOIN account a ON a.id = i.account_id
    WHERE i.provider_id = ?1 AND i.issuer = ?2 AND i.unlinked_at IS NULL AND (a.kind = 'staff' OR ${works('IN')})`
  if (person?.by === 'subject') return prepared(`${linked} AND i.subject = ?4`, row, issuer, today, person.subject)
  if (person?.by === 'email') {
    const where = "a.email = ?4 AND (a.kind = 'office' OR a.managed_by = ?1)"
    return prepared(`${linked} AND ${where}`, row, issuer, today, person.email)
  }
  return prepared(
    `${linked} AND a.id IN (
       SELECT s.account_id FROM federated_session f JOIN session s ON s.id = f.session_id WHERE f.provider_id = ?1 AND f.sid = ?4)`,
    row,
    issuer,
    today,
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
