/** Whom the claims of a trial would lead to: reads alone. */
import { type Prepared, prepared } from '../../../db/client.ts'
import type { Day } from '../../../policy/calendar.ts'
import type { TrialAccount } from './trial.ts'

const account = `a.public_id AS id, a.first_name || ' ' || a.last_name AS name, a.kind AS kind, a.managed_by IS NOT NULL AS isManaged`

/** The account that the identity is linked to (T18). */
export function linkedAccount(issuer: string, subject: string): Prepared<TrialAccount> {
  return prepared(
    `SELECT ${account} FROM identity i JOIN account a ON a.id = i.account_id
     WHERE i.issuer = ? AND i.subject = ? AND i.unlinked_at IS NULL`,
    issuer,
    subject,
  )
}

/** The account of the address. */
export function addressedAccount(email: string): Prepared<TrialAccount> {
  return prepared(`SELECT ${account} FROM account a WHERE a.email = ?`, email)
}

/** The offices of the provider (its row) that the account of the identity, or else of the address, may work for. */
export function officesOfTrial(
  provider: number,
  { issuer, subject, email }: { issuer: string; subject: string; email: string },
  today: Day,
): Prepared<{ name: string }> {
  return prepared(
    `SELECT o.name AS name FROM provider_office x JOIN office o ON o.id = x.office_id JOIN membership m ON m.office_id = o.id
     WHERE x.provider_id = ?1 AND (m.ended_on IS NULL OR m.ended_on > ?2) AND m.suspended_at IS NULL AND m.account_id = coalesce(
       (SELECT i.account_id FROM identity i WHERE i.issuer = ?3 AND i.subject = ?4 AND i.unlinked_at IS NULL),
       (SELECT a.id FROM account a WHERE a.email = ?5))
     ORDER BY o.name`,
    provider,
    today,
    issuer,
    subject,
    email,
  )
}
