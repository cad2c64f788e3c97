/** Accounts of offices and of the plan, found and looked at by the Enterprise Administrators. */
import { type Prepared, prepared } from '../../db/client.ts'
import { ownEvents } from '../../profile/profile.ts'
import type {
  AccountCursor,
  AccountEvent,
  AccountFilters,
  AccountState,
  FoundAccount,
  StateDays,
} from './account-search.ts'

/** Rows on a page. */
export const PAGE_SIZE = 25
/** Accounts are counted up to this. */
export const COUNT_CAP = 1_000
/** So many accounts stand in one file. */
export const EXPORT_CAP = 5_000

const passwordSetOn = '(SELECT c.set_on FROM credential c WHERE c.account_id = a.id)'
const lastUse = 'coalesce(a.last_used_on, a.approved_on)'

/** SQL for: the access that the membership gives has not ended on the day `?8`. */
const lasts = (membership: string) => `(${membership}.ended_on IS NULL OR ${membership}.ended_on > ?8)`
const noOffice = `(a.kind = 'office' AND a.terminated_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM membership n WHERE n.account_id = a.id AND ${lasts('n')}))`

/** What each state is, as SQL; `?2` is the first day of use that still counts, `?3` the last of passwords that have ended, `?8` today. */
const inState: Record<AccountState, string> = {
  active: `a.terminated_at IS NULL AND a.suspended_at IS NULL AND a.locked_at IS NULL AND a.last_used_on >= ?2
    AND ${passwordSetOn} > ?3 AND NOT ${noOffice}`,
  locked: 'a.locked_at IS NOT NULL',
  dormant: `${lastUse} < ?2`,
  suspended: "a.suspended_for = 'incident'",
  disabled: "a.suspended_for = 'disabled'",
  ended: 'a.terminated_at IS NOT NULL',
  'no-office': noOffice,
  'never-used': 'a.last_used_on IS NULL',
  'no-password': `${passwordSetOn} IS NULL`,
  'password-ended': `${passwordSetOn} <= ?3`,
}

/**
 * SQL for: the account `a` is one of those looked for. Words are beginnings of words of the name, lower case in ASCII on
 * both sides; the address is a range of its index.
 */
function isFound(
  { words, email, office, state, kind }: AccountFilters,
  days: StateDays,
): { sql: string; params: unknown[] } {
  const sql = [
    `NOT EXISTS (SELECT 1 FROM json_each(?1) w
       WHERE instr(lower(' ' || a.first_name || ' ' || a.last_name), lower(' ' || w.value)) = 0)`,
    '?2 IS NOT NULL AND ?3 IS NOT NULL AND ?8 IS NOT NULL',
    email === '' ? '?4 IS NOT NULL' : "a.email >= ?4 AND a.email < ?4 || x'7f'",
    office === ''
      ? '?5 IS NOT NULL AND ?6 IS NOT NULL'
      : `a.id IN (SELECT fm.account_id FROM office fo CROSS JOIN membership fm ON fm.office_id = fo.id
         WHERE instr(lower(fo.name), lower(?5)) > 0 OR fo.npi = ?6 OR fo.tin = ?6)`,
    kind === null ? '?7 IS NULL' : `a.kind = '${kind}' AND ?7 IS NOT NULL`,
    ...(state === null ? [] : [inState[state]]),
  ].join(' AND ')
  // An NPI or TIN is found as it is often written, with blanks and dashes.
  const number = office.replaceAll(/[\s-]/g, '')
  const { dormantBefore, passwordEndedOn, today } = days
  return { sql, params: [JSON.stringify(words), dormantBefore, passwordEndedOn, email, office, number, kind, today] }
}

/** The index of each state that is stored; the others depend on the day, and are found by walking through the names. */
const indexOf: Partial<Record<AccountState, string>> = {
  locked: 'account_locked_name',
  suspended: 'account_suspended_name',
  disabled: 'account_suspended_name',
  ended: 'account_ended_name',
  'never-used': 'account_never_used_name',
}

/** Where the accounts are looked for. D1 keeps no statistics, so the index is named unless a few are found by something else. */
function whereFound({ email, office, state, kind }: AccountFilters): string {
  if (email !== '' || office !== '') return 'account a'
  const index = (state && indexOf[state]) ?? (kind === 'staff' ? 'account_staff_full_name' : 'account_name')
  return `account a INDEXED BY ${index}`
}

/** So many accounts by name, from behind the cursor on. */
export function foundAccounts(
  filters: AccountFilters,
  days: StateDays,
  after: AccountCursor | null,
  limit: number,
): Prepared<FoundAccount> {
  const { sql, params } = isFound(filters, days)
  return prepared(
    `SELECT a.id AS row, a.public_id AS id, a.email AS email, a.first_name AS firstName, a.last_name AS lastName,
       a.kind AS kind, a.department AS department, a.approved_on AS approvedOn, a.last_used_on AS lastUsedOn,
       a.suspended_at AS suspendedAt, a.suspended_for AS suspendedFor, a.terminated_at AS terminatedAt,
       a.locked_at AS lockedAt, ${passwordSetOn} AS passwordSetOn,
       o.name AS office, m.suspended_for AS closedFor,
       (SELECT count(*) FROM membership c WHERE c.account_id = a.id AND ${lasts('c')}) AS offices
     FROM (
       SELECT a.id AS row FROM ${whereFound(filters)}
       WHERE ${sql} AND (a.last_name, a.first_name, a.id) > (?9, ?10, ?11)
       ORDER BY a.last_name, a.first_name, a.id LIMIT ?12
     ) found CROSS JOIN account a ON a.id = found.row LEFT JOIN membership m ON m.id = (
       SELECT p.id FROM membership p JOIN office q ON q.id = p.office_id WHERE p.account_id = a.id AND ${lasts('p')}
       ORDER BY p.suspended_at IS NOT NULL, q.name LIMIT 1)
     LEFT JOIN office o ON o.id = m.office_id
     ORDER BY a.last_name, a.first_name, a.id`,
    ...params,
    after?.lastName ?? '',
    after?.firstName ?? '',
    after?.row ?? 0,
    limit,
  )
}

/** How many accounts are found, capped. */
export function countedAccounts(filters: AccountFilters, days: StateDays): Prepared<{ count: number }> {
  const { sql, params } = isFound(filters, days)
  return prepared(
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${whereFound(filters)} WHERE ${sql} LIMIT ?9)`,
    ...params,
    COUNT_CAP + 1,
  )
}

/** For the audit row of an account's page: there is such an account. */
export function accountSeen(id: string): Prepared<{ memberId: null }> {
  return prepared('SELECT NULL AS memberId FROM account WHERE public_id = ?', id)
}

/** What the page of an account tells beside its standing. Instants in ms UTC. */
export type AccountExtras = {
  id: string
  lockedAt: number | null
  telephone: string | null
  jobTitle: string | null
  jobDescription: string | null
  questionsSetAt: number | null
  devices: number
  passkeys: number
  apps: number
  codes: number
  sessions: number
  createdAt: number
  /** An identity provider made it: it comes in by that alone, and has no password. */
  isManaged: 0 | 1
}

const extras = `a.public_id AS id, a.locked_at AS lockedAt, a.telephone AS telephone, a.job_title AS jobTitle,
  a.job_description AS jobDescription, a.created_at AS createdAt, a.managed_by IS NOT NULL AS isManaged,
  (SELECT q.set_at FROM security_answer q WHERE q.account_id = a.id) AS questionsSetAt,
  (SELECT count(*) FROM device d WHERE d.account_id = a.id AND d.revoked_at IS NULL AND d.expires_at > ?2) AS devices,
  (SELECT count(*) FROM passkey k WHERE k.account_id = a.id AND k.removed_at IS NULL) AS passkeys,
  (SELECT count(*) FROM authenticator_app p WHERE p.account_id = a.id AND p.removed_at IS NULL) AS apps,
  (SELECT count(*) FROM recovery_code r WHERE r.account_id = a.id AND r.used_at IS NULL) AS codes,
  (SELECT count(*) FROM session s WHERE s.account_id = a.id AND s.ended_at IS NULL AND s.ends_at > ?2) AS sessions`

/** That, of the account of the public id; `now` in ms UTC. */
export function extrasOf(id: string, now: number): Prepared<AccountExtras> {
  return prepared(`SELECT ${extras} FROM account a WHERE a.public_id = ?1`, id, now)
}

/** The same, of whoever holds the membership of the public id. */
export function extrasOfHolder(membership: string, now: number): Prepared<AccountExtras> {
  return prepared(
    `SELECT ${extras} FROM account a WHERE a.id = (SELECT m.account_id FROM membership m WHERE m.public_id = ?1)`,
    membership,
    now,
  )
}

/** An office that the account is or was of. */
export type Place = { membership: string; office: string; since: number }

/** Where the account works, by the public ids of membership and office. */
export function placesOf(id: string): Prepared<Place> {
  return prepared(
    `SELECT m.public_id AS membership, o.public_id AS office, m.created_at AS since
     FROM membership m JOIN office o ON o.id = m.office_id JOIN account a ON a.id = m.account_id WHERE a.public_id = ?`,
    id,
  )
}

/** An open session: the device, since when, and for which office. */
export type OpenSession = { device: string; openedAt: number; office: string | null }

/** The account's open sessions, the newest first, at most `most`. */
export function openSessionsOf(id: string, now: number, most: number): Prepared<OpenSession> {
  return prepared(
    `SELECT s.device AS device, s.opened_at AS openedAt, o.name AS office
     FROM session s LEFT JOIN membership m ON m.id = s.membership_id LEFT JOIN office o ON o.id = m.office_id
     WHERE s.account_id = (SELECT a.id FROM account a WHERE a.public_id = ?) AND s.ended_at IS NULL AND s.ends_at > ?
     ORDER BY s.opened_at DESC LIMIT ?`,
    id,
    now,
    most,
  )
}

/** A change of the account as it is kept for good (III.L.3). */
export type KeptChange = {
  at: number
  by: string | null
  field: string
  before: string | null
  after: string | null
  office: string | null
  reason: string | null
}

/** What was changed of the account, the newest first, at most `most`. */
export function changesOf(id: string, most: number): Prepared<KeptChange> {
  return prepared(
    `SELECT x.at AS at, b.email AS by, x.field AS field, x.before AS before, x.after AS after, o.name AS office, x.reason AS reason
     FROM account_change x LEFT JOIN account b ON b.id = x.by_account LEFT JOIN office o ON o.id = x.office_id
     WHERE x.account_id = (SELECT a.id FROM account a WHERE a.public_id = ?) ORDER BY x.id DESC LIMIT ?`,
    id,
    most,
  )
}

const kinds = ownEvents.map((name) => `'${name}'`).join(', ')

/** The account's last events, the newest first, at most `most`. Pages stand in neither index (`page IS NULL`). */
export function eventsOf(id: string, most: number): Prepared<AccountEvent> {
  const within = `page IS NULL AND event IN (${kinds})`
  const whose = '(SELECT a.id FROM account a WHERE a.public_id = ?1)'
  return prepared(
    `SELECT e.at AS at, e.event AS event, b.email AS by, o.name AS office, e.device AS device, e.detail AS detail
     FROM (
       SELECT seq FROM audit WHERE account_id = ${whose} AND (subject_id IS NULL OR subject_id = account_id) AND ${within}
       UNION ALL SELECT seq FROM audit WHERE subject_id = ${whose} AND account_id IS NOT subject_id AND ${within}
       ORDER BY seq DESC LIMIT ?2
     ) found JOIN audit e ON e.seq = found.seq LEFT JOIN account b ON b.id = e.account_id LEFT JOIN office o ON o.id = e.office_id
     ORDER BY e.seq DESC`,
    id,
    most,
  )
}

/** For the audit row of a membership's page: there is such a membership. */
export function membershipSeen(id: string): Prepared<{ memberId: null }> {
  return prepared('SELECT NULL AS memberId FROM membership WHERE public_id = ?', id)
}

/** III.L.3: how many sessions were open, or devices known, before an Enterprise Administrator ends them; nothing for none. */
export function countKept(
  account: number,
  field: 'sessions' | 'devices',
  { at, by, reason }: { at: number; by: number; reason: string },
): Prepared<never> {
  const counted = {
    sessions: 'session x WHERE x.account_id = ?1 AND x.ended_at IS NULL',
    devices: 'device x WHERE x.account_id = ?1 AND x.revoked_at IS NULL',
  }[field]
  return prepared(
    `INSERT INTO account_change (account_id, at, by_account, field, before, after, reason)
     SELECT ?1, ?2, ?3, ?4, count(*), 'none', ?5 FROM ${counted} HAVING count(*) > 0`,
    account,
    at,
    by,
    field,
    reason,
  )
}
