/** The users of an office with what each may see, and what changes it (III.B.6 to III.B.9). */
import { type Prepared, prepared } from '../../db/client.ts'
import { newId } from '../../ids.ts'
import type { Day } from '../../policy/calendar.ts'
import type { SessionKey } from '../../session-key.ts'
import type { Grant } from '../access-request.ts'
import { isLiveLoa, loas } from '../../offices/loas/store.ts'
import { PAGE_SIZE } from '../store.ts'
import type { Times, UserDetails, UserFilters, UserState } from './user.ts'

const officeOf = (id: string, hash: string) =>
  `(SELECT sm.office_id FROM session s JOIN membership sm ON sm.id = s.membership_id
    WHERE s.public_id = ${id} AND s.secret_hash = ${hash} AND s.ended_at IS NULL)`

/** A user of the office. `grants` is JSON of `Grant`, ended ones too; days and instants as everywhere. */
export type UserRow = UserDetails & {
  state: UserState
  createdAt: number
  /** The day the job ended, and why, as the office said when it ended the access. */
  leftOn: Day | null
  leftBecause: string | null
  /** When the office said so (ms UTC). */
  leftAt: number | null
  grants: string
  /** The last attestation about their roles: what a form that changes them was made of. */
  attestation: number
}

const leftBy = (column: string) =>
  `(SELECT r.${column} FROM revocation r WHERE r.membership_id = m.id AND r.kind = 'ended' ORDER BY r.id DESC LIMIT 1)`

/** SQL for the columns of UserDetails, of the membership `m` and its account `a`; `now` (ms UTC) is SQL itself. */
export const detailsOfUser = (now: string) =>
  `m.public_id AS id, m.id AS row, a.id AS account, a.first_name AS firstName, a.last_name AS lastName, a.email AS email,
  a.telephone AS telephone, a.job_title AS jobTitle, a.job_description AS jobDescription, m.is_loa AS isLoa,
  m.ended_on AS endedOn, a.approved_on AS approvedOn, a.last_used_on AS lastUsedOn, a.mobile IS NOT NULL AS hasMobile,
  EXISTS (SELECT 1 FROM security_answer q WHERE q.account_id = a.id) AS hasQuestions,
  (SELECT count(*) FROM device d WHERE d.account_id = a.id AND d.revoked_at IS NULL AND d.expires_at > ${now}) AS devices`

/** SQL for the UserState of the membership `m` with its account `a` and credential `p`; the days of `Times` are SQL themselves. */
export const stateOfUser = (today: string, notBefore: string, passwordsUntil: string) =>
  `CASE WHEN m.ended_on <= ${today} THEN 'ended' WHEN a.terminated_at IS NOT NULL THEN 'account-ended'
    WHEN a.suspended_for = 'disabled' THEN 'account-disabled' WHEN a.suspended_at IS NOT NULL THEN 'account-suspended'
    WHEN m.suspended_for = 'disabled' THEN 'disabled' WHEN m.suspended_at IS NOT NULL THEN 'unverified'
    WHEN a.locked_at IS NOT NULL THEN 'locked' WHEN coalesce(a.last_used_on, a.approved_on) < ${notBefore} THEN 'dormant'
    WHEN p.set_on IS NULL THEN 'no-password' WHEN p.set_on <= ${passwordsUntil} THEN 'password-ended'
    WHEN m.ended_on IS NOT NULL THEN 'ending' ELSE 'open' END`

const columnsOfUser = `${detailsOfUser('?4')}, m.created_at AS createdAt, ${leftBy('changed_on')} AS leftOn, ${leftBy('reason')} AS leftBecause,
  ${leftBy('at')} AS leftAt,
  ${stateOfUser('?3', '?5', '?6')} AS state,
  (SELECT json_group_array(json_object('role', g.role, 'endsOn', g.ends_on, 'providers', (SELECT json_group_array(x.provider_id)
     FROM grant_limit x WHERE x.membership_id = m.id AND x.role = g.role))) FROM role_grant g WHERE g.membership_id = m.id) AS grants,
  coalesce((SELECT max(t.id) FROM role_attestation t WHERE t.membership_id = m.id), 0) AS attestation
  FROM membership m JOIN account a ON a.id = m.account_id LEFT JOIN credential p ON p.account_id = a.id
  WHERE m.office_id = ${officeOf('?1', '?2')}`

const isHere = '(m.ended_on IS NULL OR m.ended_on > ?3)'

/** A page of the session's office's users by name, behind the membership `after` (public id), and one more; who has left only where that is asked. */
export function usersOf(
  key: SessionKey,
  { today, notBefore, passwordsUntil, now }: Times,
  { name, state }: UserFilters,
  after: string | null,
): Prepared<UserRow> {
  return prepared(
    `SELECT ${columnsOfUser} AND ${state === 'ended' ? 'm.ended_on <= ?3' : isHere}
       AND (?8 IS NULL OR state = ?8)
       AND (?9 = '' OR instr(lower(a.first_name || ' ' || a.last_name || ', ' || a.first_name), lower(?9)) > 0)
       AND (?7 IS NULL OR (a.last_name, a.first_name, m.id) > (SELECT xa.last_name, xa.first_name, x.id
         FROM membership x JOIN account xa ON xa.id = x.account_id WHERE x.public_id = ?7))
     ORDER BY a.last_name, a.first_name, m.id LIMIT ${PAGE_SIZE + 1}`,
    key.id,
    key.secretHash,
    today,
    now,
    notBefore,
    passwordsUntil,
    after,
    state ?? null,
    name,
  )
}

/** One user of the session's office who has not left, by the membership's public id. */
export function userFor(
  key: SessionKey,
  id: string,
  { today, notBefore, passwordsUntil, now }: Times,
): Prepared<UserRow> {
  return prepared(
    `SELECT ${columnsOfUser} AND ${isHere} AND m.public_id = ?7`,
    key.id,
    key.secretHash,
    today,
    now,
    notBefore,
    passwordsUntil,
    id,
  )
}

/** For the page's audit row: a row if the user is the session's office's. */
export function userSeen(key: SessionKey, id: string, today: Day): Prepared<{ memberId: null }> {
  return prepared(
    `SELECT NULL AS "memberId" FROM membership m WHERE m.public_id = ? AND m.office_id = ${officeOf('?', '?')}
       AND (m.ended_on IS NULL OR m.ended_on > ?)`,
    id,
    key.id,
    key.secretHash,
    today,
  )
}

/** Whose grants: a membership by its row, or the one of an account (by row or address) in an office (its row). */
export type Holder = { membership: number } | { account: number; office: number } | { email: string; office: number }

function rowOf(holder: Holder): { row: string; params: (string | number)[] } {
  if ('membership' in holder) return { row: '?', params: [holder.membership] }
  if ('account' in holder) {
    return {
      row: '(SELECT m.id FROM membership m WHERE m.account_id = ? AND m.office_id = ?)',
      params: [holder.account, holder.office],
    }
  }
  return {
    row: '(SELECT m.id FROM membership m JOIN account a ON a.id = m.account_id WHERE a.email = ? AND m.office_id = ?)',
    params: [holder.email, holder.office],
  }
}

/** Makes the account a member of the office; one that ended begins anew, one that is suspended stays so (III.H.5). */
export function joined(account: number, office: number, isLoa: boolean, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO membership (public_id, account_id, office_id, is_loa, created_at, admitted_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (account_id, office_id) DO UPDATE SET admitted_at = excluded.admitted_at,
       is_loa = excluded.is_loa OR (membership.is_loa AND membership.ended_on IS NULL), ended_on = NULL`,
    newId('membership'),
    account,
    office,
    isLoa ? 1 : 0,
    at,
    at,
  )
}

/** Replaces the roles of a membership, their last days and their limits. `at` in ms UTC. */
export function grantsReplaced(holder: Holder, grants: readonly Grant[], at: number): Prepared<never>[] {
  const { row, params } = rowOf(holder)
  const given = JSON.stringify(grants)
  return [
    prepared(`DELETE FROM grant_limit WHERE membership_id = ${row}`, ...params),
    prepared(
      `DELETE FROM role_grant WHERE membership_id = ${row} AND role NOT IN (SELECT value ->> 'role' FROM json_each(?))`,
      ...params,
      given,
    ),
    // A role that stays keeps the instant it was given.
    prepared(
      `INSERT INTO role_grant (membership_id, role, granted_at, ends_on)
       SELECT ${row}, value ->> 'role', ?, value ->> 'endsOn' FROM json_each(?) WHERE true
       ON CONFLICT (membership_id, role) DO UPDATE SET ends_on = excluded.ends_on`,
      ...params,
      at,
      given,
    ),
    prepared(
      `INSERT INTO grant_limit (membership_id, role, provider_id)
       SELECT ${row}, g.value ->> 'role', p.value FROM json_each(?) g, json_each(g.value -> 'providers') p`,
      ...params,
      given,
    ),
  ]
}

/** Keeps what was attested about the roles of a membership (III.B.9). Where there is none the whole batch fails: `foundNobody`. */
export function attested(holder: Holder, by: number, roles: string, text: string, at: number): Prepared<never> {
  const { row, params } = rowOf(holder)
  return prepared(
    `INSERT INTO role_attestation (membership_id, at, by_account, roles, text) SELECT ${row}, ?, ?, ?, ?`,
    ...params,
    at,
    by,
    roles,
    text,
  )
}

/** Whether a batch failed because `attested` found no membership: whoever it was for was not admitted. */
export function foundNobody(failure: unknown): boolean {
  return (
    failure instanceof Error && failure.message.includes('NOT NULL constraint failed: role_attestation.membership_id')
  )
}

/**
 * The same for a change: kept only if nobody changed the roles since the form was made (`last`), the user is of the
 * granter's office still, and the granter is an LOA of it at this very moment.
 */
export function attestedChange(
  user: { row: number; last: number },
  by: number,
  roles: string,
  text: string,
  at: number,
  today: Day,
): Prepared<never> {
  return prepared(
    `INSERT INTO role_attestation (membership_id, at, by_account, roles, text)
     SELECT m.id, ?3, ?4, ?5, ?6 FROM membership m
     WHERE m.id = ?1 AND (m.ended_on IS NULL OR m.ended_on > ?7)
       AND coalesce((SELECT max(t.id) FROM role_attestation t WHERE t.membership_id = m.id), 0) = ?2
       AND m.account_id <> ?4
       AND EXISTS (SELECT 1 FROM ${loas} WHERE l.office_id = m.office_id AND l.account_id = ?4 AND ${isLiveLoa('?7')})`,
    user.row,
    user.last,
    at,
    by,
    roles,
    text,
    today,
  )
}
