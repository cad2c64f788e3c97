/** Requests of offices as stored. What was signed never changes, and a request is decided once: triggers see to it. */
import { type Prepared, prepared } from '../db/client.ts'
import type { CoreRecord, Nominee, OfficeDetails, OfficeRequest, ScanType } from './office-request.ts'

/** Where and when it was signed, in which version (its row); and on paper: who recorded it, and the scan. */
export type Signing = {
  document: number
  signedAt: number
  ip: string
  paper: { recordedBy: number; scanKey: string; scanType: ScanType; scanResult: 'clean' | 'not-scanned' } | null
  /** Of its IP address no more than so many since that instant (ms): many at once are counted too. */
  atMost?: { count: number; since: number }
}

/** Keeps a signed request, unless there are too many of its IP address; `at` in ms UTC, here and below. */
export function requestKept(
  id: string,
  { details: d, signedName, signedTitle }: OfficeRequest,
  { document, signedAt, ip, paper, atMost }: Signing,
  at: number,
): Prepared<never> {
  return prepared(
    `INSERT INTO office_request (public_id, legal_name, tin, npi, street, city, state, zip, telephone, manager_name,
       manager_title, manager_email, manager_telephone, document_id, is_paper, signed_name, signed_title, signed_at, ip,
       scan_key, scan_type, scan_result, recorded_by, created_at)
     SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
     WHERE (SELECT count(*) FROM office_request WHERE ip = ? AND created_at > ?) < ?`,
    id, d.legalName, d.tin, d.npi, d.street, d.city, d.state, d.zip, d.telephone, d.managerName,
    d.managerTitle, d.managerEmail, d.managerTelephone, document, paper ? 1 : 0, signedName, signedTitle, signedAt, ip,
    paper?.scanKey ?? null, paper?.scanType ?? null, paper?.scanResult ?? null, paper?.recordedBy ?? null, at,
    ip, atMost?.since ?? at, atMost?.count ?? Number.MAX_SAFE_INTEGER,
  ) // prettier-ignore
}

/** Keeps whom the request of that public id names as LOA, in their order. */
export function nomineeKept(id: string, place: number, { firstName, lastName, email }: Nominee): Prepared<never> {
  return prepared(
    `INSERT INTO office_request_loa (request_id, place, first_name, last_name, email)
     SELECT q.id, ?, ?, ?, ? FROM office_request q WHERE q.public_id = ?`,
    place,
    firstName,
    lastName,
    email,
    id,
  )
}

/** How many requests came from the IP address since that instant, capped. */
export function requestsFrom(ip: string, since: number, cap: number): Prepared<{ count: number }> {
  return prepared(
    'SELECT count(*) AS count FROM (SELECT 1 FROM office_request WHERE ip = ? AND created_at > ? LIMIT ?)',
    ip,
    since,
    cap,
  )
}

const AT_MOST_TOLD = 50

/** Accounts of the Enterprise Administrators, who are told of what waits for them. */
export const enterpriseAdministrators = prepared<{ account: number }>(
  `SELECT id AS account FROM account WHERE department IN ('information-services', 'e-business', 'provider-relations')
     AND suspended_at IS NULL AND terminated_at IS NULL ORDER BY id LIMIT ?`,
  AT_MOST_TOLD,
)

/** A request as its page shows it, with the version that was signed. */
export type StoredRequest = OfficeDetails & {
  row: number
  id: string
  document: string
  version: number
  documentTitle: string
  documentBody: string
  isPaper: 0 | 1
  signedName: string
  signedTitle: string
  signedAt: number
  ip: string
  scanKey: string | null
  scanType: ScanType | null
  scanResult: 'clean' | 'not-scanned' | null
  recordedBy: string | null
  createdAt: number
  officeId: string | null
  officeName: string | null
  decidedAt: number | null
  decidedBy: string | null
  /** The account of who decided. */
  decidedByAccount: number | null
  decision: 'accepted' | 'rejected' | null
  reason: string | null
}

/** The request of that public id. */
export function requestOf(id: string): Prepared<StoredRequest> {
  return prepared(
    `SELECT q.id AS row, q.public_id AS id, q.legal_name AS legalName, q.tin AS tin, q.npi AS npi, q.street AS street,
       q.city AS city, q.state AS state, q.zip AS zip, q.telephone AS telephone, q.manager_name AS managerName,
       q.manager_title AS managerTitle, q.manager_email AS managerEmail, q.manager_telephone AS managerTelephone,
       d.public_id AS document, d.version AS version, d.title AS documentTitle, d.body AS documentBody,
       q.is_paper AS isPaper, q.signed_name AS signedName, q.signed_title AS signedTitle, q.signed_at AS signedAt, q.ip AS ip,
       q.scan_key AS scanKey, q.scan_type AS scanType, q.scan_result AS scanResult,
       r.first_name || ' ' || r.last_name AS recordedBy, q.created_at AS createdAt, o.public_id AS officeId,
       o.name AS officeName, q.decided_at AS decidedAt, b.first_name || ' ' || b.last_name AS decidedBy, q.decided_by AS decidedByAccount,
       q.decision AS decision, q.reason AS reason
     FROM office_request q JOIN document d ON d.id = q.document_id
     LEFT JOIN office o ON o.id = q.office_id LEFT JOIN account b ON b.id = q.decided_by
     LEFT JOIN account r ON r.id = q.recorded_by
     WHERE q.public_id = ?`,
    id,
  )
}

/** For the audit row of a request's page: there is such a request. */
export function requestSeen(id: string): Prepared<{ memberId: null }> {
  return prepared('SELECT NULL AS memberId FROM office_request WHERE public_id = ?', id)
}

/** Whom the request names as LOA, in their order. */
export function nomineesOf(id: string): Prepared<Nominee> {
  return prepared(
    `SELECT l.first_name AS firstName, l.last_name AS lastName, l.email AS email
     FROM office_request q JOIN office_request_loa l ON l.request_id = q.id WHERE q.public_id = ? ORDER BY l.place`,
    id,
  )
}

const records = (which: string) => `SELECT f.source_id AS sourceId, o.id AS office, f.facts ->> 'name' AS name,
    f.facts ->> 'tin' AS tin, f.facts ->> 'npi' AS npi, f.facts ->> 'street' AS street, f.facts ->> 'city' AS city,
    f.facts ->> 'state' AS state, f.facts ->> 'zip' AS zip, f.facts ->> 'telephone' AS telephone,
    o.access_on AS accessOn, o.terminated_on AS terminatedOn, coalesce(f.facts ->> 'terminated', 0) AS isTerminated
  FROM feed_record f LEFT JOIN office o ON o.source_id = f.source_id
  WHERE f.type = 'Organization' AND ${which} ORDER BY isTerminated, f.source_id LIMIT ?`

const RECORDS_AT_MOST = 10

/** The core system's Organizations that bear the request's TIN or NPI, whether an office was made of them or not; live ones first. */
export function coreRecords(id: string): Prepared<CoreRecord> {
  return prepared(
    records(`EXISTS (SELECT 1 FROM office_request q WHERE q.public_id = ?
      AND (f.facts ->> 'npi' = q.npi OR replace(f.facts ->> 'tin', '-', '') = q.tin))`),
    id,
    RECORDS_AT_MOST,
  )
}

/** A request in the queue. */
export type WaitingRequest = {
  id: string
  legalName: string
  city: string
  state: string
  isPaper: 0 | 1
  createdAt: number
}

/** Requests that nobody has decided, the oldest first, and one more than `limit` to know whether that is all. */
export function requestsWaiting(limit: number): Prepared<WaitingRequest> {
  return prepared(
    `SELECT q.public_id AS id, q.legal_name AS legalName, q.city AS city, q.state AS state, q.is_paper AS isPaper, q.created_at AS createdAt
     FROM office_request q WHERE q.decided_at IS NULL ORDER BY q.created_at, q.id LIMIT ?`,
    limit + 1,
  )
}

/** Other requests of the same TIN or NPI. */
export function requestsAlike(
  id: string,
): Prepared<{ id: string; legalName: string; createdAt: number; decision: string | null }> {
  return prepared(
    `SELECT s.public_id AS id, s.legal_name AS legalName, s.created_at AS createdAt, s.decision AS decision
     FROM office_request q JOIN office_request s ON s.id <> q.id AND (s.tin = q.tin OR s.npi = q.npi)
     WHERE q.public_id = ? ORDER BY s.id DESC LIMIT ?`,
    id,
    RECORDS_AT_MOST,
  )
}

/** Requests that the office's access rests on, the newest first. */
export function agreementsOf(
  office: string,
): Prepared<{ id: string; version: number; signedAt: number; signedName: string; decidedAt: number }> {
  return prepared(
    `SELECT q.public_id AS id, d.version AS version, q.signed_at AS signedAt, q.signed_name AS signedName, q.decided_at AS decidedAt
     FROM office o JOIN office_request q ON q.office_id = o.id AND q.decision = 'accepted'
     JOIN document d ON d.id = q.document_id WHERE o.public_id = ? ORDER BY q.id DESC LIMIT ?`,
    office,
    RECORDS_AT_MOST,
  )
}

/** Decides the request; a second decision makes the whole batch fail (the trigger office_request_decided_once). */
export function requestDecided(
  id: string,
  { decision, reason, sourceId }: { decision: 'accepted' | 'rejected'; reason: string | null; sourceId: string | null },
  at: number,
  by: number,
): Prepared<never> {
  return prepared(
    `UPDATE office_request SET decision = ?, reason = ?, decided_at = ?, decided_by = ?,
       office_id = (SELECT o.id FROM office o WHERE o.source_id = ?)
     WHERE public_id = ?`,
    decision,
    reason,
    at,
    by,
    sourceId,
    id,
  )
}

/** Access requests of an office that wait for a decision: the manager may confirm the applicant's employment. */
export function applicantsOf(office: string, limit: number): Prepared<{ id: string; name: string; jobTitle: string }> {
  return prepared(
    `SELECT q.public_id AS id, q.job_title AS jobTitle,
       coalesce(r.person ->> 'firstName' || ' ' || (r.person ->> 'lastName'), a.first_name || ' ' || a.last_name, '') AS name
     FROM office o JOIN access_request q ON q.office_id = o.id AND q.decided_at IS NULL
     LEFT JOIN registration r ON r.id = q.registration_id LEFT JOIN account a ON a.id = q.account_id
     WHERE o.public_id = ? ORDER BY q.sent_at LIMIT ?`,
    office,
    limit,
  )
}
