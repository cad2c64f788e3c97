/** An office's administrators: who they are, what waits for them, and who is named as another (III.A.1.b). */
import { type Prepared, prepared } from '../../db/client.ts'
import { newId } from '../../ids.ts'
import type { Day } from '../../policy/calendar.ts'
import type { SessionKey } from '../../session-key.ts'
import { isLiveLoa, loas } from '../../offices/loas/store.ts'
import { deciding, waitsAtPlan } from '../store.ts'

/** An administrator, as everybody in the office sees them. */
export type Loa = { name: string; email: string; telephone: string | null }

/** The administrators of the session's office, by name. Nobody's where nobody works for an office. */
export function loasOf(key: SessionKey, today: Day): Prepared<Loa> {
  return prepared(
    `SELECT la.first_name || ' ' || la.last_name AS name, la.email AS email, la.telephone AS telephone
     FROM ${loas}
     WHERE ${isLiveLoa('?3')} AND l.office_id = (SELECT m.office_id FROM session s JOIN membership m ON m.id = s.membership_id
       WHERE s.public_id = ?1 AND s.secret_hash = ?2 AND s.ended_at IS NULL)
     ORDER BY la.last_name, la.first_name LIMIT 20`,
    key.id,
    key.secretHash,
    today,
  )
}

/** What waits for the session's person. Null: not theirs to know. `isOnlyLoa`: nobody shares the office with them, or is named to. */
export type Tasks = { officeRequests: number | null; planRequests: number | null; isOnlyLoa: number }

/** Counting stops here: it is a number on the home page. */
const COUNTED_AT_MOST = 99

/** The tasks of whoever has the session, in one row. */
export function tasksOf(key: SessionKey, today: Day): Prepared<Tasks> {
  const some = (where: string) =>
    `(SELECT count(*) FROM (SELECT 1 FROM access_request r WHERE ${where} LIMIT ${COUNTED_AT_MOST}))`
  return prepared(
    `SELECT CASE WHEN m.is_loa = 1 THEN ${some('r.decided_at IS NULL AND r.office_id = m.office_id AND r.wants_loa = 0')} END AS officeRequests,
       CASE WHEN a.department IN (${deciding}) THEN ${some(waitsAtPlan('?3'))} END AS planRequests,
       m.is_loa IS 1 AND (SELECT count(*) FROM ${loas} WHERE l.office_id = m.office_id AND ${isLiveLoa('?3')}) = 1
         AND NOT EXISTS (SELECT 1 FROM access_request r WHERE r.office_id = m.office_id AND r.wants_loa = 1 AND r.decided_at IS NULL)
         AS isOnlyLoa
     FROM session s JOIN account a ON a.id = s.account_id LEFT JOIN membership m ON m.id = s.membership_id
     WHERE s.public_id = ?1 AND s.secret_hash = ?2 AND s.ended_at IS NULL`,
    key.id,
    key.secretHash,
    today,
  )
}

/** A colleague who could become an administrator, by the membership's public id. */
export type Colleague = { id: string; name: string; email: string }

/** SQL for: the membership `m` with its account `a` can be named: live, no LOA yet, and not named already. */
const canBeNamed = `m.is_loa = 0 AND m.suspended_at IS NULL AND (m.ended_on IS NULL OR m.ended_on > ?3)
  AND a.suspended_at IS NULL AND a.terminated_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM access_request r WHERE r.account_id = a.id AND r.office_id = m.office_id
    AND r.wants_loa = 1 AND r.decided_at IS NULL)`

/** The colleagues whom the session's LOA can name, by name. */
export function colleaguesOf(key: SessionKey, today: Day): Prepared<Colleague> {
  return prepared(
    `SELECT m.public_id AS id, a.first_name || ' ' || a.last_name AS name, a.email AS email
     FROM membership m JOIN account a ON a.id = m.account_id
     WHERE m.office_id = (SELECT sm.office_id FROM session s JOIN membership sm ON sm.id = s.membership_id
         WHERE s.public_id = ?1 AND s.secret_hash = ?2 AND s.ended_at IS NULL) AND ${canBeNamed}
     ORDER BY a.last_name, a.first_name, m.id LIMIT 200`,
    key.id,
    key.secretHash,
    today,
  )
}

/** Somebody named as an administrator, of whom an Enterprise Administrator decides. */
export type Named = { name: string; fromName: string | null; sentAt: number }

/** Who of the session's office is named and waits. */
export function namedOf(key: SessionKey): Prepared<Named> {
  return prepared(
    `SELECT coalesce(a.first_name || ' ' || a.last_name, g.person ->> 'firstName' || ' ' || (g.person ->> 'lastName')) AS name,
       f.first_name || ' ' || f.last_name AS fromName, r.sent_at AS sentAt
     FROM access_request r LEFT JOIN account a ON a.id = r.account_id LEFT JOIN registration g ON g.id = r.registration_id
       LEFT JOIN account f ON f.id = r.from_account
     WHERE r.wants_loa = 1 AND r.decided_at IS NULL
       AND r.office_id = (SELECT m.office_id FROM session s JOIN membership m ON m.id = s.membership_id
         WHERE s.public_id = ?1 AND s.secret_hash = ?2 AND s.ended_at IS NULL)
     ORDER BY r.sent_at LIMIT 20`,
    key.id,
    key.secretHash,
  )
}

/** Whom an LOA names: a colleague's membership by its public id; `handsOver`: in the LOA's own place. */
export type Naming = { office: number; by: number; colleague: string; handsOver: boolean; at: number; today: Day }

/** Sends the naming to the plan, if the colleague can be named and the one who names is an LOA of the office at this moment. */
export function named(naming: Naming): Prepared<never> {
  const { office, by, colleague, handsOver, at, today } = naming
  return prepared(
    `INSERT INTO access_request (public_id, office_id, account_id, wants_loa, from_account, job_title, job_description, sent_at)
     SELECT ?1, m.office_id, a.id, 1, ?2, coalesce(a.job_title, ''), coalesce(a.job_description, ''), ?4
     FROM membership m JOIN account a ON a.id = m.account_id
     WHERE m.public_id = ?5 AND m.office_id = ?6 AND ${canBeNamed}
       AND EXISTS (SELECT 1 FROM ${loas} WHERE l.office_id = m.office_id AND l.account_id = ?7 AND ${isLiveLoa('?3')})`,
    newId('access-request'),
    handsOver ? by : null,
    today,
    at,
    colleague,
    office,
    by,
  )
}

/** Makes the live membership (its row) an LOA's. */
export function loaGiven(membership: number, today: Day): Prepared<never> {
  return prepared(
    `UPDATE membership SET is_loa = 1 WHERE id = ? AND is_loa = 0 AND suspended_at IS NULL AND (ended_on IS NULL OR ended_on > ?)`,
    membership,
    today,
  )
}

/** The account is no LOA of the office any more; its membership stays. */
export function loaTaken(account: number, office: number): Prepared<never> {
  return prepared(
    'UPDATE membership SET is_loa = 0 WHERE account_id = ? AND office_id = ? AND is_loa = 1',
    account,
    office,
  )
}
