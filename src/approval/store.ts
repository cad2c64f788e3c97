/** Requests for access as the pages read them, through the session; and the one decision each of them gets (III.B.3). */
import { departments } from '../accounts/account.ts'
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'
import { hasLiveLoa, isLiveLoa, loas } from '../offices/loas/store.ts'
import { rightsOfDepartment } from '../roles/matrix.ts'
import type { SessionKey } from '../session-key.ts'
import type { Door } from './access-request.ts'

/** Rows on a page of a list. */
export const PAGE_SIZE = 25

/** An instant after all others (ms UTC), and a row behind all others. */
const EVER = Number.MAX_SAFE_INTEGER

/** III.B.2. SQL for: the request `r` waits for the plan on the day, being for an LOA, old, or of an office that has none. */
export function waitsAtPlan(today: string): string {
  return `r.decided_at IS NULL AND (r.wants_loa = 1 OR r.alerted_at IS NOT NULL OR NOT ${hasLiveLoa('r.office_id', today)})`
}

/** The departments that decide requests, as a list in SQL. */
export const deciding = departments
  .filter((one) => rightsOfDepartment[one].includes('requests.decide'))
  .map((one) => `'${one}'`)
  .join(', ')

const session = (id: string, hash: string) =>
  `session s WHERE s.public_id = ${id} AND s.secret_hash = ${hash} AND s.ended_at IS NULL`

/** Which requests a session may open at that door: its office's, unless they are about an LOA; or, for the plan's staff, all. */
function opened(door: Door, id: string, hash: string): string {
  return door === 'office'
    ? `r.wants_loa = 0 AND r.office_id = (SELECT m.office_id FROM membership m WHERE m.id = (SELECT s.membership_id FROM ${session(id, hash)}))`
    : `EXISTS (SELECT 1 FROM account sa WHERE sa.id = (SELECT s.account_id FROM ${session(id, hash)}) AND sa.department IN (${deciding}))`
}

const person = `access_request r JOIN office o ON o.id = r.office_id LEFT JOIN registration g ON g.id = r.registration_id
  LEFT JOIN account a ON a.id = coalesce(r.account_id, g.account_id)`

/**
 * SQL for the instant since when the person of the request `r` is closed out by a decision: their account (III.K.5, III.M.2),
 * or their membership in its office (III.H.3). Somebody who registers anew is known by their address.
 */
function suspension(r: string): string {
  return `(SELECT coalesce(sa.suspended_at, sa.terminated_at, sm.suspended_at)
    FROM account sa LEFT JOIN membership sm ON sm.account_id = sa.id AND sm.office_id = ${r}.office_id
    WHERE sa.id = ${r}.account_id OR sa.guard = (SELECT sg.guard FROM registration sg WHERE sg.id = ${r}.registration_id))`
}

/** A request in a list. Instants in ms UTC. */
export type RequestRow = {
  id: string
  firstName: string | null
  lastName: string | null
  office: string
  jobTitle: string
  wantsLoa: number
  sentAt: number
  alertedAt: number | null
  decision: 'approved' | 'denied' | 'withdrawn' | null
  decidedOn: Day | null
  decidedName: string | null
}

/**
 * The requests of a door that wait, the oldest first, and those decided since the instant `since` (ms), the latest first,
 * behind the request `after` (public id); one more than a page shows. Each half is a walk along its index.
 * The plan's are those routed to it, those it was alerted to, and those its staff decided (III.B.2).
 */
export function listedRequests(
  key: SessionKey,
  door: Door,
  today: Day,
  since: number,
  after: string | null,
): Prepared<RequestRow> {
  const isOpen = `${opened(door, '?1', '?2')} AND (?5 IS NULL OR EXISTS (SELECT 1 FROM behind))`
  const most = PAGE_SIZE + 1
  const waits = door === 'office' ? 'r.decided_at IS NULL' : waitsAtPlan('?3')
  const byStaff = `EXISTS (SELECT 1 FROM account d WHERE d.id = r.decided_by AND d.kind = 'staff')`
  return prepared(
    `WITH behind (decided, sent, row) AS MATERIALIZED (SELECT x.decided_at, x.sent_at, x.id FROM access_request x WHERE x.public_id = ?5),
     found (row, half) AS (
       SELECT * FROM (SELECT r.id, 1 FROM access_request r INDEXED BY ${door === 'office' ? 'access_request_waiting' : 'access_request_sent'}
         WHERE ${waits} AND ${isOpen}
           AND (r.sent_at, r.id) > (coalesce((SELECT sent FROM behind), 0), coalesce((SELECT row FROM behind), 0))
         ORDER BY r.sent_at, r.id LIMIT iif(EXISTS (SELECT 1 FROM behind WHERE decided IS NOT NULL), 0, ${most}))
       UNION ALL
       SELECT * FROM (SELECT r.id, 2 FROM access_request r INDEXED BY ${door === 'office' ? 'access_request_office' : 'access_request_decided'}
         WHERE r.decided_at >= ?4 AND r.decision <> 'withdrawn' AND ${door === 'office' ? 'true' : byStaff} AND ${isOpen}
           AND (r.decided_at, r.id) < (coalesce((SELECT decided FROM behind), ${EVER}), coalesce((SELECT row FROM behind WHERE decided IS NOT NULL), ${EVER}))
         ORDER BY r.decided_at DESC, r.id DESC LIMIT ${most})
       LIMIT ${most})
     SELECT r.public_id AS id, coalesce(a.first_name, g.person ->> 'firstName') AS firstName,
       coalesce(a.last_name, g.person ->> 'lastName') AS lastName, o.name AS office, r.job_title AS jobTitle,
       r.wants_loa AS wantsLoa, r.sent_at AS sentAt, r.alerted_at AS alertedAt, r.decision AS decision,
       r.decided_on AS decidedOn, r.decided_name AS decidedName
     FROM found CROSS JOIN ${person.replace('access_request r', 'access_request r ON r.id = found.row')}
     ORDER BY found.half, CASE found.half WHEN 1 THEN r.sent_at END, -r.decided_at, iif(found.half = 1, r.id, -r.id) LIMIT ${most}`,
    key.id,
    key.secretHash,
    today,
    since,
    after,
  )
}

/** A request whole, with what decides who may decide it. */
export type RequestRecord = RequestRow & {
  row: number
  officeId: number
  officePublicId: string
  guard: string
  email: string | null
  telephone: string | null
  jobDescription: string
  reason: string | null
  account: number | null
  registration: number | null
  fromAccount: number | null
  fromName: string | null
  hasLiveLoa: number
  /** Named as an LOA by the office's agreement or by an Enterprise Administrator. */
  isInvited: number
  /** The person's live membership in the office: they are to become an LOA of it. */
  membership: number | null
  /** Since when (ms) the person, whether they have an account or register with its address, is closed out by a decision. */
  suspendedAt: number | null
  /** The day that membership ended. */
  endedOn: Day | null
  isTerminated: number
  managerName: string | null
  managerTitle: string | null
  managerEmail: string | null
  managerTelephone: string | null
}

/** One request, if the session may open it at that door. */
export function requestFor(key: SessionKey, door: Door, id: string, today: Day): Prepared<RequestRecord> {
  return prepared(
    `SELECT r.id AS row, r.public_id AS id, r.office_id AS officeId, o.public_id AS officePublicId, o.name AS office,
       coalesce(a.guard, g.guard) AS guard, coalesce(a.email, g.email) AS email,
       coalesce(a.telephone, g.person ->> 'telephone') AS telephone,
       coalesce(a.first_name, g.person ->> 'firstName') AS firstName,
       coalesce(a.last_name, g.person ->> 'lastName') AS lastName,
       r.job_title AS jobTitle, r.job_description AS jobDescription, r.wants_loa AS wantsLoa, r.sent_at AS sentAt,
       r.alerted_at AS alertedAt, r.decision AS decision, r.decided_on AS decidedOn, r.decided_name AS decidedName,
       r.reason AS reason, r.account_id AS account, r.registration_id AS registration, r.from_account AS fromAccount,
       (SELECT f.first_name || ' ' || f.last_name FROM account f WHERE f.id = r.from_account) AS fromName,
       ${hasLiveLoa('r.office_id', '?3')} AS hasLiveLoa,
       EXISTS (SELECT 1 FROM invitation i WHERE i.id = g.invitation_id AND i.office_id = r.office_id) AS isInvited,
       (SELECT m.id FROM membership m WHERE m.account_id = r.account_id AND m.office_id = r.office_id
          AND m.suspended_at IS NULL AND (m.ended_on IS NULL OR m.ended_on > ?3)) AS membership,
       ${suspension('r')} AS suspendedAt,
       (SELECT m.ended_on FROM membership m WHERE m.account_id = r.account_id AND m.office_id = r.office_id) AS endedOn,
       coalesce(o.terminated_on <= ?3, 0) AS isTerminated,
       o.manager_name AS managerName, o.manager_title AS managerTitle, o.manager_email AS managerEmail,
       o.manager_telephone AS managerTelephone
     FROM ${person} WHERE r.public_id = ?4 AND ${opened(door, '?1', '?2')}`,
    key.id,
    key.secretHash,
    today,
    id,
  )
}

/** For the page's audit row: a row if the session may open the request. */
export function requestSeen(key: SessionKey, door: Door, id: string): Prepared<{ memberId: null }> {
  return prepared(
    `SELECT NULL AS "memberId" FROM access_request r WHERE r.public_id = ? AND ${opened(door, '?', '?')}`,
    id,
    key.id,
    key.secretHash,
  )
}

/** III.B.3.b: a talk in which the office manager confirmed that the applicant works there. */
export type Contact = { at: number; person: string; by: string }

/** The talks about one request. */
export function contactsAbout(key: SessionKey, id: string): Prepared<Contact> {
  return prepared(
    `SELECT c.at AS at, c.person AS person, b.first_name || ' ' || b.last_name AS by
     FROM office_contact c JOIN account b ON b.id = c.by_account JOIN access_request r ON r.id = c.access_request_id
     WHERE r.public_id = ? AND ${opened('plan', '?', '?')} ORDER BY c.at DESC LIMIT 10`,
    id,
    key.id,
    key.secretHash,
  )
}

/** A decision to write. */
export type Decided = {
  request: number
  decision: 'approved' | 'denied'
  /** ms UTC, and its day in the plan's zone. */
  at: number
  on: Day
  by: number
  /** III.B.3.a: the decider's name as it is today. */
  name: string
  reason: string | null
  attestation: string | null
  /** III.B.3.b: a contact about the request is wanted. */
  needsContact: boolean
}

/**
 * Decides the request, if nobody has, and it still is the decider's to decide at this very moment: an LOA's of the
 * office while no LOA is asked for, or the plan's staff's. An office that was terminated lets nobody in (III.M.4), and
 * no approval lifts a suspension (III.H.5).
 */
export function decided(to: Decided): Prepared<never> {
  return prepared(
    `UPDATE access_request SET decided_at = ?2, decided_on = ?3, decided_by = ?4, decided_name = ?5, decision = ?6,
       reason = ?7, attestation = ?8
     WHERE id = ?1 AND decided_at IS NULL
       AND (?6 = 'denied' OR NOT EXISTS (SELECT 1 FROM office o WHERE o.id = access_request.office_id AND o.terminated_on <= ?3))
       AND (?6 = 'denied' OR ${suspension('access_request')} IS NULL)
       AND (?9 = 0 OR EXISTS (SELECT 1 FROM office_contact c WHERE c.access_request_id = access_request.id))
       AND (EXISTS (SELECT 1 FROM account d WHERE d.id = ?4 AND d.department IN (${deciding})
              AND d.suspended_at IS NULL AND d.terminated_at IS NULL)
         OR (wants_loa = 0 AND EXISTS (SELECT 1 FROM ${loas}
              WHERE l.office_id = access_request.office_id AND l.account_id = ?4 AND ${isLiveLoa('?3')})))`,
    to.request,
    to.at,
    to.on,
    to.by,
    to.name,
    to.decision,
    to.reason,
    to.attestation,
    to.needsContact ? 1 : 0,
  )
}
