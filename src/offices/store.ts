/** Offices as statements; that an office is terminated comes from the core system. */
import { type Prepared, prepared } from '../db/client.ts'
import { newId } from '../ids.ts'
import type { Day } from '../policy/calendar.ts'
import { isLoa, loas } from './loas/store.ts'
import type { Access } from './verification/dates.ts'
import type { ContactRow, LoaRow, OfficeFacts, OfficeFilters, OfficeManager, OfficeRow } from './office.ts'

/** The office of the core system's Organization id: its row, and since when it has access. */
export function officeOf(sourceId: string): Prepared<{ id: number; accessOn: Day | null }> {
  return prepared('SELECT id AS id, access_on AS accessOn FROM office WHERE source_id = ?', sourceId)
}

/** Gives the office access from that day on, unless it has it; its users are verified on `verifyOn` first (III.H.1). */
export function accessGiven(office: number, { on, verifyOn }: Access): Prepared<never> {
  return prepared(
    'UPDATE office SET access_on = ?, verify_due_on = ?, verify_act_on = ? WHERE id = ? AND access_on IS NULL',
    on,
    verifyOn,
    verifyOn,
    office,
  )
}

/** Suspends the office, unless it is suspended. `at` in ms UTC. */
export function officeSuspended(office: number, at: number): Prepared<never> {
  return prepared('UPDATE office SET suspended_at = ? WHERE id = ? AND suspended_at IS NULL', at, office)
}

/** Makes an office of the core system's Organization, as the feed does once a claim names it. */
export function officeFromFeed(sourceId: string): Prepared<never> {
  return prepared(
    `INSERT INTO office (public_id, source_id, name, npi, tin, telephone, street, city, state, zip)
     SELECT ?, o.source_id, o.facts ->> 'name', o.facts ->> 'npi', o.facts ->> 'tin', o.facts ->> 'telephone',
       o.facts ->> 'street', o.facts ->> 'city', o.facts ->> 'state', o.facts ->> 'zip'
     FROM feed_record o WHERE o.type = 'Organization' AND o.source_id = ? AND true
     ON CONFLICT (source_id) DO NOTHING`,
    newId('office'),
    sourceId,
  )
}

/** Keeps who leads the office. */
export function managerNamed(office: number, { name, title, email, telephone }: OfficeManager): Prepared<never> {
  return prepared(
    'UPDATE office SET manager_name = ?, manager_title = ?, manager_email = ?, manager_telephone = ? WHERE id = ?',
    name,
    title,
    email,
    telephone,
    office,
  )
}

/**
 * III.M.4: SQL for: the office `o` was reported as terminated ahead of the files, by a report `t` that meets `also`.
 * A version of its Organization that bears a later instant than the report, and says active, takes it back; so does a
 * report of a later day.
 */
export const reportedTerminated = (o: string, also = 'true') =>
  `EXISTS (SELECT 1 FROM feed_termination t
    WHERE ((t.kind = 'organization' AND t.value = ${o}.source_id) OR (t.kind = 'npi' AND t.value = ${o}.npi)
      OR (t.kind = 'tin' AND t.value = replace(${o}.tin, '-', ''))) AND ${also}
    AND NOT EXISTS (SELECT 1 FROM feed_record n WHERE n.type = 'Organization' AND n.source_id = ${o}.source_id
      AND coalesce(n.facts ->> 'terminated', 0) = 0 AND n.sent_at > t.reported_at))`

/** III.N.1: whether the core system reports the office `o` as active, after it was terminated. */
const reinstated = `(o.terminated_on IS NOT NULL AND EXISTS (SELECT 1 FROM feed_record f
  WHERE f.type = 'Organization' AND f.source_id = o.source_id AND coalesce(f.facts ->> 'terminated', 0) = 0)
  AND NOT ${reportedTerminated('o')})`

const endsAnew = `m.office_id = ? AND (m.ended_on IS NULL OR m.ended_on > o.terminated_on) AND ${reinstated}`

/** III.N.1: accounts whose membership of the reinstated office has not ended yet. */
export function membersOfBefore(office: number): Prepared<{ id: number }> {
  return prepared(
    `SELECT m.account_id AS id FROM membership m JOIN office o ON o.id = m.office_id WHERE ${endsAnew}`,
    office,
  )
}

/** III.L.3: what becomes of each of them, from what, by whom; run before they end. `at` in ms UTC. */
export function endsOfBeforeKept(office: number, at: number, by: number | null): Prepared<never> {
  return prepared(
    `INSERT INTO account_change (account_id, at, by_account, field, before, after, office_id)
     SELECT m.account_id, ?, ?, 'membership', coalesce(m.suspended_for, 'active'), 'ended', m.office_id
     FROM membership m JOIN office o ON o.id = m.office_id WHERE ${endsAnew}`,
    at,
    by,
    office,
  )
}

/**
 * III.N.1: ends them with the day of the termination. Whoever was not verified before has ended like the others, and may
 * register anew like them; whoever was disabled stays so (III.M.2).
 */
export function membershipsOfBeforeEnded(office: number): Prepared<never> {
  return prepared(
    `UPDATE membership SET ended_on = (SELECT o.terminated_on FROM office o WHERE o.id = membership.office_id),
       suspended_at = iif(suspended_for = 'unverified', NULL, suspended_at), suspended_for = nullif(suspended_for, 'unverified')
     WHERE id IN (SELECT m.id FROM membership m JOIN office o ON o.id = m.office_id WHERE ${endsAnew})`,
    office,
  )
}

/**
 * III.N.1: the reinstated office has access from that day on, and its users are verified on `verifyOn` first. What it was
 * suspended for ended with it: nobody of before is in it.
 */
export function accessRenewed(office: number, { on, verifyOn }: Access): Prepared<never> {
  return prepared(
    `UPDATE office AS o SET access_on = ?, terminated_on = NULL, suspended_at = NULL, verify_due_on = ?,
       prompt_received_on = NULL, verify_act_on = ? WHERE o.id = ? AND ${reinstated}`,
    on,
    verifyOn,
    verifyOn,
    office,
  )
}

/** III.N.1: a verification that the office's end cut off asks nobody any more. */
export function verificationDropped(office: number, at: number): Prepared<never> {
  return prepared(
    'UPDATE verification SET dropped_at = ? WHERE office_id = ? AND completed_at IS NULL AND dropped_at IS NULL',
    at,
    office,
  )
}

/** The office of that public id; `isReinstated` and `people` are computed. `today` counts who is in it. */
export function officeFacts(id: string, today: Day): Prepared<OfficeFacts> {
  return prepared(
    `SELECT o.id AS row, o.public_id AS id, o.name AS name, o.npi AS npi, o.tin AS tin, o.telephone AS telephone,
       o.street AS street, o.city AS city, o.state AS state, o.zip AS zip, o.access_on AS accessOn,
       o.suspended_at AS suspendedAt, o.terminated_on AS terminatedOn, ${reinstated} AS isReinstated,
       o.manager_name AS managerName, o.manager_title AS managerTitle, o.manager_email AS managerEmail,
       o.manager_telephone AS managerTelephone,
       (SELECT count(*) FROM membership m WHERE m.office_id = o.id AND (m.ended_on IS NULL OR m.ended_on > ?)) AS people
     FROM office o WHERE o.public_id = ?`,
    today,
    id,
  )
}

/** For the audit row of an office's page: there is such an office. */
export function officeSeen(id: string): Prepared<{ memberId: null }> {
  return prepared('SELECT NULL AS memberId FROM office WHERE public_id = ?', id)
}

/** The office's LOAs of today. */
export function loasOf(id: string, today: Day): Prepared<LoaRow> {
  return prepared(
    `SELECT la.first_name || ' ' || la.last_name AS name, la.email AS email, l.created_at AS since
     FROM ${loas} WHERE lo.public_id = ? AND ${isLoa('?')} ORDER BY name`,
    id,
    today,
  )
}

/** III.B.3.b: talks with the office's manager, the newest first. */
export function contactsWith(id: string, limit: number): Prepared<ContactRow> {
  return prepared(
    `SELECT c.at AS at, b.first_name || ' ' || b.last_name AS "by", c.person AS person, c.notes AS notes,
       coalesce(r.person ->> 'firstName' || ' ' || (r.person ->> 'lastName'), p.first_name || ' ' || p.last_name) AS applicant
     FROM office o JOIN office_contact c ON c.office_id = o.id JOIN account b ON b.id = c.by_account
     LEFT JOIN access_request q ON q.id = c.access_request_id
     LEFT JOIN registration r ON r.id = q.registration_id LEFT JOIN account p ON p.id = q.account_id
     WHERE o.public_id = ? ORDER BY c.id DESC LIMIT ?`,
    id,
    limit,
  )
}

/** Keeps a talk; `request` is the access request whose applicant's employment was confirmed, one of this office or none. */
export function contactKept(
  contact: { office: number; person: string; notes: string; request: string | null },
  at: number,
  by: number,
): Prepared<never> {
  return prepared(
    `INSERT INTO office_contact (office_id, at, by_account, person, notes, access_request_id)
     VALUES (?, ?, ?, ?, ?, (SELECT q.id FROM access_request q WHERE q.public_id = ? AND q.office_id = ?))`,
    contact.office,
    at,
    by,
    contact.person,
    contact.notes,
    contact.request,
    contact.office,
  )
}

/** The index by which each selection is walked through in the order of names; D1 keeps no statistics. */
const byName: Record<OfficeFilters['selection'], string> = {
  all: 'office_name',
  'without-loa': 'office_name',
  'without-access': 'office_name_without_access',
  reinstated: 'office_name_terminated',
}

/** SQL for: the office `o` has somebody to decide for it; its parameter is today. */
const hasLoa = `EXISTS (SELECT 1 FROM ${loas} WHERE l.office_id = o.id AND ${isLoa('?')})`

/** Rows on a page of offices. */
export const PAGE_SIZE = 25

/** A page of offices by name, and one row more to know whether there is another; `after` is the last one before it. */
export function listedOffices(
  { selection, text, digits }: OfficeFilters,
  after: { name: string; row: number } | null,
  today: Day,
  now: number,
): Prepared<OfficeRow> {
  const params: unknown[] = []
  const where: string[] = []
  const only = (condition: string, ...values: unknown[]) => {
    where.push(condition)
    params.push(...values)
  }
  if (selection === 'without-loa') only(`o.access_on IS NOT NULL AND o.terminated_on IS NULL AND NOT ${hasLoa}`, today)
  if (selection === 'without-access') only('o.access_on IS NULL AND o.terminated_on IS NULL')
  if (selection === 'reinstated') only(reinstated)
  if (text) only('(instr(lower(o.name), ?) > 0 OR instr(lower(o.city), ?) > 0)', text, text)
  if (digits) only("(instr(o.npi, ?) > 0 OR instr(replace(o.tin, '-', ''), ?) > 0)", digits, digits)
  only('(o.name, o.id) > (?, ?)', after?.name ?? '', after?.row ?? 0)
  return prepared(
    `SELECT o.id AS row, o.public_id AS id, o.name AS name, o.city AS city, o.state AS state, o.npi AS npi,
       o.access_on AS accessOn, o.suspended_at AS suspendedAt, o.terminated_on AS terminatedOn,
       ${reinstated} AS isReinstated,
       (SELECT count(*) FROM ${loas} WHERE l.office_id = o.id AND ${isLoa('?')}) AS loas,
       (SELECT count(*) FROM invitation i WHERE i.office_id = o.id AND i.accepted_at IS NULL AND i.revoked_at IS NULL
         AND i.expires_at > ?) AS invited
     FROM (SELECT o.id AS row FROM office o INDEXED BY ${byName[selection]} WHERE ${where.join(' AND ')} ORDER BY o.name, o.id LIMIT ?) found
     CROSS JOIN office o ON o.id = found.row ORDER BY o.name, o.id`,
    today,
    now,
    ...params,
    PAGE_SIZE + 1,
  )
}

/** III.A.1.b, III.B.3.b: how many offices with access have nobody to decide for them; capped. */
export function countedWithoutLoa(today: Day, cap: number): Prepared<{ count: number }> {
  return prepared(
    `SELECT count(*) AS count FROM (SELECT 1 FROM office o WHERE o.access_on IS NOT NULL AND o.terminated_on IS NULL
       AND NOT ${hasLoa} LIMIT ?)`,
    today,
    cap + 1,
  )
}
