/** One's own offices, and one's requests for others. */
import { type Prepared, prepared } from '../../db/client.ts'
import { isLoa, liveLoasOf, loas } from '../../offices/loas/store.ts'
import type { Day } from '../../policy/calendar.ts'
import type { SessionKey } from '../../session-key.ts'
import type { OwnOffice, OwnRequest } from '../profile.ts'

const own = '(SELECT s.account_id FROM session s WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL)'

/** The person's offices with their roles there, and who administers each: everybody sees who that is (III.A.1.b). */
export function ownOffices(session: SessionKey, today: Day): Prepared<OwnOffice> {
  return prepared(
    `SELECT m.public_id AS id, o.name AS office, m.created_at AS since, m.is_loa AS isLoa,
       (SELECT json_group_array(json_array(g.role, g.ends_on)) FROM role_grant g
        WHERE g.membership_id = m.id AND (g.ends_on IS NULL OR g.ends_on >= ?)) AS roles,
       (SELECT json_group_array(json_array(la.first_name || ' ' || la.last_name, la.email)) FROM ${loas}
        WHERE l.office_id = m.office_id AND ${isLoa('?')}) AS loas
     FROM membership m JOIN office o ON o.id = m.office_id WHERE m.account_id = ${own} ORDER BY o.name, m.id`,
    today,
    today,
    session.id,
    session.secretHash,
  )
}

/** The person's newest requests for offices, at most `most`. */
export function ownRequests(session: SessionKey, most: number): Prepared<OwnRequest> {
  return prepared(
    `SELECT r.public_id AS id, o.name AS office, r.job_title AS jobTitle, r.sent_at AS sentAt, r.decision AS decision,
       r.decided_on AS decidedOn, r.decided_name AS decidedName, r.reason AS reason
     FROM access_request r JOIN office o ON o.id = r.office_id WHERE r.account_id = ${own}
     ORDER BY r.id DESC LIMIT ?`,
    session.id,
    session.secretHash,
    most,
  )
}

/** What decides whether an account may ask for an office. */
export type Askable = {
  row: number
  name: string
  isMember: 0 | 1
  waits: 0 | 1
  /** The account asked for it since the instant given: its administrators were told. */
  isTold: 0 | 1
  /** The accounts of its Local Office Administrators who can decide, a JSON list. */
  loas: string
}
/** That of the account (its row) and the office of the public id, on a day of the plan's zone; no row for one without access. `since` in ms UTC. */
export function askable(account: number, office: string, today: Day, since: number): Prepared<Askable> {
  return prepared(
    `SELECT o.id AS row, o.name AS name,
       EXISTS (SELECT 1 FROM membership m WHERE m.office_id = o.id AND m.account_id = ?1
         AND (m.ended_on IS NULL OR m.ended_on > ?3)) AS isMember,
       EXISTS (SELECT 1 FROM access_request r WHERE r.office_id = o.id AND r.account_id = ?1 AND r.decided_at IS NULL) AS waits,
       EXISTS (SELECT 1 FROM access_request r WHERE r.office_id = o.id AND r.account_id = ?1 AND r.sent_at > ?4) AS isTold,
       ${liveLoasOf('o.id', '?3')} AS loas
     FROM office o WHERE o.public_id = ?2 AND o.access_on <= ?3 AND (o.terminated_on IS NULL OR o.terminated_on > ?3)`,
    account,
    office,
    today,
    since,
  )
}

/** Takes a request of the account's own back, if it still waits (T15). `at` in ms UTC, `on` its day. */
export function withdrawn(account: number, request: string, on: Day, at: number): Prepared<never> {
  return prepared(
    `UPDATE access_request SET decided_at = ?, decided_on = ?, decision = 'withdrawn'
     WHERE public_id = ? AND account_id = ? AND decided_at IS NULL`,
    at,
    on,
    request,
    account,
  )
}
