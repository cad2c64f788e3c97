/** People whom a provider names, in D1. Instants in ms UTC. */
import type { Capability, Department } from '../../accounts/account.ts'
import { lastAdministrator } from '../../accounts/store.ts'
import { type Prepared, prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import type { Holder, Managed } from './person.ts'

const hasIdentity =
  'EXISTS (SELECT 1 FROM identity i WHERE i.account_id = a.id AND i.provider_id = p.id AND i.unlinked_at IS NULL)'

/** Of the plan's provider its staff; of an office's whoever has a membership there that has not ended. One parameter: the day. */
const isOfProvider = `CASE p.kind WHEN 'plan' THEN a.kind = 'staff' ELSE a.kind = 'office' AND EXISTS (
  SELECT 1 FROM membership m JOIN provider_office o ON o.office_id = m.office_id
  WHERE m.account_id = a.id AND o.provider_id = p.id AND (m.ended_on IS NULL OR m.ended_on > ?)) END`

/**
 * The account of the address that the provider's identity may be linked to: the plan's own staff; or of an office that brought
 * the provider, where the membership has not ended. One that a provider made is linked to no other. `hasOther`: somebody else
 * of the provider's is linked to it, so an address that was given on does not bring the account along.
 */
export function accountOfAddress(
  email: string,
  provider: number,
  today: Day,
): Prepared<Holder & { isHere: 0 | 1; hasOther: 0 | 1 }> {
  return prepared(
    `SELECT a.id AS account, a.guard AS guard, a.managed_by AS managedBy, ${hasIdentity} AS hasOther,
       coalesce(a.managed_by = p.id, 1) AND ${isOfProvider} AS isHere
     FROM account a JOIN identity_provider p ON p.id = ? WHERE a.email = ?`,
    today,
    provider,
    email,
  )
}

/**
 * Links the subject of the provider (its row) to the account, if the provider is on and the account may have it; else nothing.
 * Its offices and domains may be others than when the code was sent, and so may the person's offices.
 */
export function identityLinked(
  provider: number,
  subject: string,
  account: number,
  { at, today }: { at: number; today: Day },
): Prepared<never> {
  return prepared(
    `INSERT INTO identity (provider_id, issuer, subject, account_id, linked_at)
     SELECT p.id, p.issuer, ?, a.id, ? FROM identity_provider p JOIN account a ON a.id = ?
     WHERE p.id = ? AND p.disabled_at IS NULL AND a.terminated_at IS NULL AND coalesce(a.managed_by = p.id, 1) AND NOT ${hasIdentity}
       AND ${isOfProvider} AND EXISTS (SELECT 1 FROM provider_domain d WHERE d.provider_id = p.id
         AND d.domain = substr(a.email, instr(a.email, '@') + 1))
     ON CONFLICT DO NOTHING`,
    subject,
    at,
    account,
    provider,
    today,
  )
}

/** The same for the account of the address, which was added just before. */
export function firstIdentity(provider: number, subject: string, email: string, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO identity (provider_id, issuer, subject, account_id, linked_at)
     SELECT p.id, p.issuer, ?, a.id, ? FROM identity_provider p JOIN account a ON a.email = ?
     WHERE p.id = ? AND p.disabled_at IS NULL`,
    subject,
    at,
    email,
    provider,
  )
}

/** The account of the address: whom the log is about. */
export function addressed(email: string): Prepared<{ id: number }> {
  return prepared('SELECT s.id AS id FROM account s WHERE s.email = ?', email)
}

/** The same, if it was given an identity at that very instant. */
export function linkedNow(email: string, at: number): Prepared<{ id: number }> {
  return prepared(
    'SELECT s.id AS id FROM account s JOIN identity i ON i.account_id = s.id WHERE s.email = ? AND i.linked_at = ?',
    email,
    at,
  )
}

/** Whether a batch failed since the address had its account by then. */
export function wasMade(failure: unknown): boolean {
  return failure instanceof Error && /UNIQUE constraint failed: (?:account|identity)/.test(failure.message)
}

/** The account of the address, added just before, is the provider's: nobody else lets it in. */
export function managedFrom(email: string, provider: number): Prepared<never> {
  return prepared('UPDATE account SET managed_by = ? WHERE email = ?', provider, email)
}

/** What stands here of the account, if that provider made it. */
export function managedAccount(account: number, provider: number): Prepared<Managed> {
  return prepared(
    `SELECT a.id AS account, a.department AS department, a.terminated_at AS terminatedAt,
       ${lastAdministrator('a')} AS isLastAdministrator,
       (SELECT json_group_array(c.name) FROM capability c WHERE c.account_id = a.id AND c.granted_by IS NULL) AS given,
       (SELECT json_group_array(c.name) FROM capability c WHERE c.account_id = a.id) AS held
     FROM account a WHERE a.id = ? AND a.managed_by = ?`,
    account,
    provider,
  )
}

/** Keeps a change that the provider's word makes (III.L.3), if the account is still its own and open, and the condition holds. */
function kept(
  { account, provider, at, reason }: Followed,
  { field, before, after }: { field: 'department' | 'capability'; before: string | null; after: string | null },
  condition: string,
  ...params: string[]
): Prepared<never> {
  return prepared(
    `INSERT INTO account_change (account_id, at, by_account, field, before, after, reason)
     SELECT a.id, ?, NULL, ?, ?, ?, ? FROM account a
     WHERE a.id = ? AND a.managed_by = ? AND a.terminated_at IS NULL AND ${condition}`,
    at,
    field,
    before,
    after,
    reason,
    account,
    provider,
    ...params,
  )
}

/** Whose account follows which provider's word (rows), and why, in words. */
export type Followed = { account: number; provider: number; at: number; reason: string }

/** Moves the person to the department; the last who administers for information services stays. */
export function departmentFollowed(change: Followed, before: Department, after: Department): Prepared<never>[] {
  return [
    kept(change, { field: 'department', before, after }, `a.department = ? AND NOT ${lastAdministrator('a')}`, before),
    prepared('UPDATE account SET department = ? WHERE id = ? AND changes() > 0', after, change.account),
  ]
}

/** III.L.4: gives the capability by the provider's word, to be reviewed on that day. */
export function capabilityFollowed(change: Followed, name: Capability, reviewOn: Day): Prepared<never>[] {
  return [
    kept(
      change,
      { field: 'capability', before: null, after: name },
      'NOT EXISTS (SELECT 1 FROM capability c WHERE c.account_id = a.id AND c.name = ?)',
      name,
    ),
    prepared(
      'INSERT INTO capability (account_id, name, granted_at, review_on) SELECT ?, ?, ?, ? WHERE changes() > 0',
      change.account,
      name,
      change.at,
      reviewOn,
    ),
  ]
}

/** Takes what the provider's word gave; what a person gave stays. */
export function capabilityUnfollowed(change: Followed, name: Capability): Prepared<never>[] {
  return [
    kept(
      change,
      { field: 'capability', before: name, after: null },
      'EXISTS (SELECT 1 FROM capability c WHERE c.account_id = a.id AND c.name = ? AND c.granted_by IS NULL)',
      name,
    ),
    prepared(
      'DELETE FROM capability WHERE account_id = ? AND name = ? AND granted_by IS NULL AND changes() > 0',
      change.account,
      name,
    ),
  ]
}
