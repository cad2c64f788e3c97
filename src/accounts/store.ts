/** The statements that make and change accounts. Rows of one new account find it by its address. */
import { rowOf, theirs, type Whose } from '../audit/statement.ts'
import { type Prepared, prepared } from '../db/client.ts'
import { newId } from '../ids.ts'
import type { Day } from '../policy/calendar.ts'
import type { Role } from '../policy/roles.ts'
import type { Capability, Details, NewAccount, Status } from './account.ts'

const self = '(SELECT id FROM account WHERE email = ?)'

/** Adds the account itself; fails if the address has one. `at` in ms UTC, here and below. */
export function added(account: NewAccount, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO account (public_id, email, guard, kind, department, first_name, last_name, mobile, approved_on, last_used_on, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    newId('account'),
    account.email,
    account.guard,
    account.department ? 'staff' : 'office',
    account.department,
    account.firstName,
    account.lastName,
    account.mobile,
    account.approvedOn,
    account.lastUsedOn,
    at,
  )
}

/** Gives it a password, as stored. */
export function passwordSet(email: string, hash: string, setOn: Day): Prepared<never> {
  return prepared(`INSERT INTO credential (account_id, hash, set_on) VALUES (${self}, ?, ?)`, email, hash, setOn)
}

/** It has agreed to the User Agreement in force, just now. */
export function agreedNow(email: string, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO agreement_acceptance (account_id, document_id, version, at, ip)
     SELECT ${self}, id, version, ?, '' FROM document
     WHERE kind = 'user-agreement' AND published_at IS NOT NULL ORDER BY version DESC LIMIT 1`,
    email,
    at,
  )
}

/** It attested the training in force on that day. */
export function trainedOnDay(email: string, on: Day, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO training_attestation (account_id, document_id, attested_on, at, ip, text)
     SELECT ${self}, id, ?, ?, '', '' FROM document
     WHERE kind = 'training' AND published_at IS NOT NULL ORDER BY version DESC LIMIT 1`,
    email,
    on,
    at,
  )
}

/** Makes it a member of the office (its row). */
export function joined(email: string, office: number, isLoa: boolean, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO membership (public_id, account_id, office_id, is_loa, created_at, admitted_at) VALUES (?, ${self}, ?, ?, ?, ?)`,
    newId('membership'),
    email,
    office,
    isLoa ? 1 : 0,
    at,
    at,
  )
}

/** Gives it the roles in the office. */
export function rolesGranted(email: string, office: number, roles: readonly Role[], at: number): Prepared<never> {
  return prepared(
    `INSERT INTO role_grant (membership_id, role, granted_at)
     SELECT m.id, r.value, ? FROM membership m, json_each(?) r WHERE m.account_id = ${self} AND m.office_id = ?`,
    at,
    JSON.stringify(roles),
    email,
    office,
  )
}

/** Gives a staff person the capability, to be reviewed on the day. */
export function capabilityGranted(email: string, name: Capability, at: number, reviewOn: Day): Prepared<never> {
  return prepared(
    `INSERT INTO capability (account_id, name, granted_at, review_on) VALUES (${self}, ?, ?, ?)`,
    email,
    name,
    at,
    reviewOn,
  )
}

const statusBeneath = `CASE WHEN suspended_for = 'disabled' THEN 'disabled' WHEN suspended_at IS NOT NULL THEN 'suspended' ELSE 'active' END`
const statusNow = `CASE WHEN terminated_at IS NOT NULL THEN 'terminated' ELSE ${statusBeneath} END`

/**
 * SQL for: the account of that name is the last of information services who can administer accounts. It is never ended,
 * disabled or moved, or nobody could let anybody in any more; pending an investigation even it is suspended (III.K.5).
 */
export function lastAdministrator(account: string): string {
  return `(${administers(account)} AND NOT EXISTS (SELECT 1 FROM account peer WHERE peer.id <> ${account}.id AND ${administers('peer')}))`
}

function administers(account: string): string {
  return `${account}.kind = 'staff' AND ${account}.department = 'information-services' AND ${account}.suspended_at IS NULL AND ${account}.terminated_at IS NULL`
}

/**
 * SQL for: the account of that name can administer accounts, and comes in without the plan's identity provider. With a
 * passkey it is the way in when that provider is down or wrong (docs/identity-providers.md).
 */
export function isLocalAdministrator(account: string): string {
  return `${administers(account)} AND ${account}.managed_by IS NULL`
}

/** From which statuses each can be reached: an incident is stronger than a disabling, and an end than both. */
const reachedFrom: Record<Status, readonly Status[]> = {
  suspended: ['active', 'disabled'],
  disabled: ['active'],
  terminated: ['active', 'suspended', 'disabled'],
  active: ['suspended', 'disabled', 'terminated'],
}

/**
 * Brings the account to the status, with what it was and why (III.L.3), if it can be reached from what it is; from `was`
 * alone where that is told: it can be reached from there. For `transition` alone (never 5). `at` in ms UTC.
 */
export function statusChanged(
  account: number,
  { to, was }: { to: Status; was?: Status | undefined },
  { at, by, reason }: { at: number; by: number | null; reason: string | null },
): Prepared<never>[] {
  const from = JSON.stringify(was === undefined ? reachedFrom[to] : [was])
  // Taking back an end brings the account to what it was beneath, and to nothing better.
  const isEndTakenBack = was === 'terminated'
  const unless = isEndTakenBack
    ? `AND ${statusBeneath} = '${to}'`
    : to === 'disabled' || to === 'terminated'
      ? `AND NOT ${lastAdministrator('account')}`
      : ''
  const set = isEndTakenBack
    ? 'terminated_at = NULL'
    : {
        suspended: "suspended_at = ?, suspended_for = 'incident'",
        disabled: "suspended_at = ?, suspended_for = 'disabled'",
        terminated: 'terminated_at = ?',
        active: 'suspended_at = NULL, suspended_for = NULL',
      }[to]
  return [
    prepared(
      `INSERT INTO account_change (account_id, at, by_account, field, before, after, reason)
       SELECT id, ?, ?, 'status', ${statusNow}, ?, ? FROM account
       WHERE id = ? AND ${statusNow} IN (SELECT value FROM json_each(?)) ${unless}`,
      at,
      by,
      to,
      reason,
      account,
      from,
    ),
    prepared(
      `UPDATE account SET ${set} WHERE id = ? AND ${statusNow} IN (SELECT value FROM json_each(?)) ${unless}`,
      ...(set.includes('?') ? [at] : []),
      account,
      from,
    ),
  ]
}

/** What of an account is something else now, in words without any secret. */
export type FieldChange = { field: string; before: string | null; after: string | null }

/** Keeps the change for good, with why (III.L.3). `at` in ms UTC. */
export function changeKept(
  account: number,
  { field, before, after }: FieldChange,
  { at, by, reason }: { at: number; by: number | null; reason: string | null },
): Prepared<never> {
  return prepared(
    'INSERT INTO account_change (account_id, at, by_account, field, before, after, reason) VALUES (?, ?, ?, ?, ?, ?, ?)',
    account,
    at,
    by,
    field,
    before,
    after,
    reason,
  )
}

/** Ends these sessions, and keeps why; with `ifChanged` only if the statement before changed a row. `at` in ms UTC. */
export function sessionsEnded(whose: Whose, at: number, because: string, ifChanged = false): Prepared<never> {
  return prepared(
    `UPDATE session AS s SET ended_at = ?, end_reason = ?
     WHERE ${theirs(whose)} AND s.ended_at IS NULL${ifChanged ? ' AND changes() > 0' : ''}`,
    at,
    because,
    rowOf(whose),
  )
}

/** Where each detail stands. */
const detailColumns = {
  firstName: 'first_name',
  lastName: 'last_name',
  street: 'street',
  city: 'city',
  zip: 'zip',
  telephone: 'telephone',
  mobile: 'mobile',
  jobTitle: 'job_title',
} as const satisfies Record<keyof Details, string>

/** Changes the account's details to those given, with what each was and is, for good (III.L.3). Nothing where all are as they were. */
export function detailsChanged(
  account: number,
  by: number | null,
  details: Partial<Details>,
  at: number,
): Prepared<never>[] {
  const names = Object.keys(details) as (keyof Details)[]
  const now = Object.fromEntries(names.map((name) => [detailColumns[name], details[name] ?? null]))
  const before = Object.values(detailColumns).map((column) => `'${column}', a.${column}`)
  return [
    prepared(
      `INSERT INTO account_change (account_id, at, by_account, field, before, after)
       SELECT a.id, ?, ?, new.key, old.value, new.value
       FROM account a, json_each(?) new JOIN json_each(json_object(${before.join(', ')})) old ON old.key = new.key
       WHERE a.id = ? AND old.value IS NOT new.value`,
      at,
      by,
      JSON.stringify(now),
      account,
    ),
    prepared(
      `UPDATE account SET ${Object.keys(now)
        .map((column) => `${column} = ?`)
        .join(', ')} WHERE id = ? AND changes() > 0`,
      ...Object.values(now),
      account,
    ),
  ]
}

const endedNow = (account: string) =>
  `EXISTS (SELECT 1 FROM account ended WHERE ended.id = ${account} AND ended.terminated_at = ?)`

/** Who of it has the capability, if the account ended at that very instant: for the log. `at` in ms UTC. */
export function holderWhoEnded(account: number, name: Capability, at: number): Prepared<{ id: number }> {
  return prepared(
    `SELECT c.account_id AS id FROM capability c WHERE c.account_id = ? AND c.name = ? AND ${endedNow('c.account_id')}`,
    account,
    name,
    at,
  )
}

/** III.L.4: what was given to the person by name ends with the account, if that ended at that very instant (ms UTC), and is kept (III.L.3). */
export function capabilitiesEnded(
  account: number,
  { at, by, reason }: { at: number; by: number | null; reason: string | null },
): Prepared<never>[] {
  return [
    prepared(
      `INSERT INTO account_change (account_id, at, by_account, field, before, after, reason)
       SELECT c.account_id, ?, ?, 'capability', c.name, NULL, ? FROM capability c WHERE c.account_id = ? AND ${endedNow('c.account_id')}`,
      at,
      by,
      reason,
      account,
      at,
    ),
    prepared(`DELETE FROM capability WHERE account_id = ? AND ${endedNow('account_id')}`, account, at),
  ]
}
