/** Who may speak for a provider, and the people it speaks of: their accounts, by their one address. */
import { type Prepared, prepared } from '../db/client.ts'
import { liveLoasOf } from '../offices/loas/store.ts'
import type { Day } from '../policy/calendar.ts'
import type { Provider } from '../federation/provider.ts'
import type { Person } from './scim.ts'
import type { OfficeFacts } from './users/user.ts'

/** SHA-256 of the bearer token of the provider with that public id; null: its directory has none. */
export function tokenOf(provider: string): Prepared<{ tokenHash: string | null }> {
  return prepared('SELECT p.scim_token_hash AS tokenHash FROM identity_provider p WHERE p.public_id = ?', provider)
}

/** What is known of an address. */
export type PersonRow = {
  account: number | null
  kind: 'office' | 'staff' | null
  isEnded: 0 | 1
  managedBy: number | null
  /** JSON: memberships that have not ended, `{membership, account, office}`. */
  memberships: string
  /** JSON: offices of those that have ended. */
  former: string
  isWaiting: 0 | 1
}

/** Whoever has the address (in its normal form), on a day; always one row. */
export function personOf(email: string, today: Day): Prepared<PersonRow> {
  return prepared(
    `SELECT a.id AS account, a.kind AS kind, a.managed_by AS managedBy, a.terminated_at IS NOT NULL AS isEnded,
       (SELECT json_group_array(json_object('membership', m.id, 'account', m.account_id, 'office', m.office_id)) FROM membership m
        WHERE m.account_id = a.id AND (m.ended_on IS NULL OR m.ended_on > ?2)) AS memberships,
       (SELECT json_group_array(m.office_id) FROM membership m WHERE m.account_id = a.id AND m.ended_on <= ?2) AS former,
       EXISTS (SELECT 1 FROM registration g WHERE g.email = e.email AND g.sent_at IS NOT NULL AND g.ended_at IS NULL
         AND g.account_id IS NULL) AS isWaiting
     FROM (SELECT ?1 AS email) e LEFT JOIN account a ON a.email = e.email`,
    email,
    today,
  )
}

/**
 * The person as the provider may touch them: an office's directory speaks of office accounts alone, the plan's of staff
 * alone. Whose address it has makes nobody of the plan an office's to end.
 */
export function readPerson(row: PersonRow, provider: Pick<Provider, 'row' | 'kind' | 'offices'>): Person {
  const isForeign = row.kind !== null && (row.kind === 'staff') !== (provider.kind === 'plan')
  const memberships = JSON.parse(row.memberships) as Person['here']
  const here = memberships.filter(({ office }) => provider.offices.includes(office))
  return {
    account: isForeign ? null : row.account,
    isForeign,
    isEnded: row.isEnded === 1,
    isManaged: !isForeign && row.managedBy === provider.row,
    here: isForeign ? [] : here,
    elsewhere: memberships.length - here.length,
    wasHere: (JSON.parse(row.former) as number[]).some((office) => provider.offices.includes(office)),
    isWaiting: row.isWaiting === 1,
  }
}

export type OfficeRow = Omit<OfficeFacts, 'isOpen' | 'loas' | 'isTold'> & { isOpen: 0 | 1; loas: string; isTold: 0 | 1 }

/** The provider's offices on a day, for somebody's address; `since` (ms UTC): whom those who decide were told of after it. */
export function officesOf(provider: number, email: string, today: Day, since: number): Prepared<OfficeRow> {
  return prepared(
    `SELECT o.id AS row, o.public_id AS id, o.name AS name, o.npi AS npi,
       coalesce(o.access_on <= ?3 AND (o.terminated_on IS NULL OR o.terminated_on > ?3), 0) AS isOpen,
       ${liveLoasOf('o.id', '?3')} AS loas,
       EXISTS (SELECT 1 FROM access_request r JOIN account a ON a.id = r.account_id
         WHERE a.email = ?2 AND r.office_id = o.id AND r.sent_at > ?4) AS isTold
     FROM provider_office p JOIN office o ON o.id = p.office_id WHERE p.provider_id = ?1 ORDER BY o.id`,
    provider,
    email,
    today,
    since,
  )
}

/** Offices as rules take them. */
export function readOffices(rows: readonly OfficeRow[]): OfficeFacts[] {
  return rows.map((row) => ({
    ...row,
    isOpen: row.isOpen === 1,
    loas: JSON.parse(row.loas) as number[],
    isTold: row.isTold === 1,
  }))
}

/** A request that nobody has decided; `office` is its row, `id` public. */
export type WaitingRequest = { row: number; id: string; office: number }

/** Requests of the person's that wait in the provider's offices. */
export function waitingIn(provider: number, email: string): Prepared<WaitingRequest> {
  return prepared(
    `SELECT r.id AS row, r.public_id AS id, r.office_id AS office
     FROM access_request r LEFT JOIN registration g ON g.id = r.registration_id LEFT JOIN account a ON a.id = r.account_id
     WHERE r.decided_at IS NULL AND coalesce(a.email, g.email) = ?2
       AND r.office_id IN (SELECT o.office_id FROM provider_office o WHERE o.provider_id = ?1)`,
    provider,
    email,
  )
}

/** III.B.3: the request is taken back, if nobody has decided it. `on` is the day of `at` (ms UTC). */
export function requestTakenBack(request: number, on: Day, at: number): Prepared<never> {
  return prepared(
    `UPDATE access_request SET decided_at = ?, decided_on = ?, decision = 'withdrawn' WHERE id = ? AND decided_at IS NULL`,
    at,
    on,
    request,
  )
}

/** Registrations of the address for the provider's offices that became no account end. */
export function registrationsEnded(provider: number, email: string, at: number): Prepared<never> {
  return prepared(
    `UPDATE registration SET ended_at = ? WHERE email = ? AND ended_at IS NULL AND account_id IS NULL
       AND office_id IN (SELECT o.office_id FROM provider_office o WHERE o.provider_id = ?)`,
    at,
    email,
    provider,
  )
}

/** The identities of the provider's by which the account comes in are its no more. */
export function identitiesUnlinked(provider: number, account: number, at: number): Prepared<never> {
  return prepared(
    'UPDATE identity SET unlinked_at = ? WHERE provider_id = ? AND account_id = ? AND unlinked_at IS NULL',
    at,
    provider,
    account,
  )
}

/** The account's sessions through the provider end. */
export function sessionsThroughEnded(provider: number, account: number, at: number): Prepared<never> {
  return prepared(
    `UPDATE session SET ended_at = ?, end_reason = 'revoked' WHERE account_id = ? AND provider_id = ? AND ended_at IS NULL`,
    at,
    account,
    provider,
  )
}

/** Whether a row that is there already stands in the way. */
export function isTaken(failure: unknown): boolean {
  return failure instanceof Error && /UNIQUE constraint failed: (index '?scim_|scim_)/.test(failure.message)
}
