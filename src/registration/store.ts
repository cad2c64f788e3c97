/** Registrations as stored, and the requests for access that come of them. Instants in ms UTC. */
import { type Prepared, prepared } from '../db/client.ts'
import { isWithdrawn } from '../invitations/store.ts'
import type { Day } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'
import {
  type AddressFacts,
  type OfficeShown,
  type Person,
  personFields,
  type Registrant,
  type Registration,
} from './registration.ts'

/** What is known of the address of that guard, on that day. */
export function addressFacts(guard: string, today: Day): Prepared<AddressFacts> {
  return prepared(
    `SELECT a.id AS account, a.kind AS kind, a.suspended_at AS suspendedAt, a.terminated_at AS terminatedAt,
       (SELECT count(*) FROM membership m WHERE m.account_id = a.id AND (m.ended_on IS NULL OR m.ended_on > ?)) AS memberships,
       (SELECT r.person ->> 'firstName' FROM registration r
        WHERE r.guard = g.guard AND r.sent_at IS NOT NULL AND r.ended_at IS NULL LIMIT 1) AS waiting
     FROM (SELECT ? AS guard) g LEFT JOIN account a ON a.guard = g.guard`,
    today,
    guard,
  )
}

/** A new registration; of an invitation (its row) with the office and the name that it brings. */
export function begun(
  { id, email, guard, invitation }: { id: string; email: string; guard: string; invitation: number | null },
  at: number,
): Prepared<never> {
  return prepared(
    `INSERT INTO registration (public_id, email, guard, created_at, invitation_id, office_id, person)
     SELECT ?, ?, ?, ?, i.id, i.office_id,
       CASE WHEN i.id IS NOT NULL THEN json_object('firstName', i.first_name, 'lastName', i.last_name) END
     FROM (SELECT 1) LEFT JOIN invitation i ON i.id = ?`,
    id,
    email,
    guard,
    at,
    invitation,
  )
}

/** A row as SQLite answers it; `row` is null where the link belongs to no registration (T6). */
export type RegistrationRow = Omit<
  { [K in keyof Registration]: Registration[K] | null },
  'person' | 'sections' | 'questions' | 'office' | 'invitation' | 'isAdult' | 'hasAnswers' | 'isAdmitted'
> & {
  person: string | null
  sections: string | null
  questions: string | null
  isAdult: 0 | 1
  hasAnswers: 0 | 1
  isAdmitted: 0 | 1
  office: string | null
  invitation: string | null
}

const isOpen = (day: string) => `o.access_on <= ${day} AND (o.terminated_on IS NULL OR o.terminated_on > ${day})`
const inForce = (kind: string) =>
  `(SELECT d.id FROM document d WHERE d.kind = '${kind}' AND d.published_at IS NOT NULL ORDER BY d.version DESC LIMIT 1)`

/** The registration of the flow's cookie, or of the link of the mail: one value. No row for one that is none, or no longer. */
export function registrationOf(
  { guard, id, secretHash }: SessionKey,
  now: Date,
  today: Day,
): Prepared<RegistrationRow> {
  return prepared(
    `SELECT r.id AS row, r.public_id AS id, r.email AS email, r.guard AS guard, r.proved_at AS provedAt, r.person AS person,
       r.is_adult IS NOT NULL AS isAdult, r.agreement_id AS agreement, ${inForce('user-agreement')} AS agreementInForce,
       r.training_id AS training, r.sections AS sections, r.trained_at AS trainedAt, r.questions AS questions,
       r.answers_hash IS NOT NULL AS hasAnswers, r.sent_at AS sentAt, r.ended_at AS endedAt, r.account_id IS NOT NULL AS isAdmitted,
       q.decision AS decision, q.reason AS reason,
       CASE WHEN o.id IS NOT NULL THEN json_object('row', o.id, 'id', o.public_id, 'name', o.name, 'street', o.street,
         'city', o.city, 'isOpen', json(iif(${isOpen('?')}, 'true', 'false'))) END AS office,
       CASE WHEN i.id IS NOT NULL THEN json_object('row', i.id, 'department', i.department,
         'isRevoked', json(iif(${isWithdrawn}, 'true', 'false'))) END AS invitation
     FROM link l LEFT JOIN registration r ON r.id = l.registration_id LEFT JOIN office o ON o.id = r.office_id
       LEFT JOIN invitation i ON i.id = r.invitation_id LEFT JOIN access_request q ON q.registration_id = r.id
     WHERE l.public_id = ? AND l.secret_hash = ? AND l.guard = ? AND l.purpose = 'registration'
       AND l.revoked_at IS NULL AND l.expires_at > ?`,
    today,
    today,
    id,
    secretHash,
    guard,
    now.getTime(),
  )
}

/** The registration as rules take it; null for a link of an address that was never let in (T6), or a forgotten one (III.L.5). */
export function readRegistration(found: RegistrationRow): Registration | null {
  if (found.row === null || found.email === null) return null
  const { office, invitation } = found
  const person = JSON.parse(found.person ?? '{}') as Partial<Person>
  return {
    ...(found as unknown as Registration),
    person: Object.fromEntries(personFields.map((field) => [field, person[field] ?? ''])) as Person,
    sections: JSON.parse(found.sections ?? '[]') as number[],
    questions: JSON.parse(found.questions ?? '[]') as string[],
    isAdult: found.isAdult === 1,
    hasAnswers: found.hasAnswers === 1,
    isAdmitted: found.isAdmitted === 1,
    office: office ? (JSON.parse(office) as Registration['office']) : null,
    invitation: invitation ? (JSON.parse(invitation) as Registration['invitation']) : null,
  }
}

const stillOpen = 'sent_at IS NULL AND ended_at IS NULL'

/** III.A.1.c.iii: the address is theirs. */
export function proved(row: number, at: number): Prepared<never> {
  return prepared(`UPDATE registration SET proved_at = ? WHERE id = ? AND proved_at IS NULL AND ${stillOpen}`, at, row)
}

/** III.A.1.c.i: what was typed, complete or not. WPP: only of somebody who said to be 18 or older. */
export function personSaved(row: number, person: Person): Prepared<never> {
  return prepared(
    `UPDATE registration SET person = ?, is_adult = 1 WHERE id = ? AND ${stillOpen}`,
    JSON.stringify(person),
    row,
  )
}

/** Most of the offices found that are shown at once. */
export const OFFICES_SHOWN = 25

/** III.A.1.c.ii: offices with access by part of their name or city, or by NPI or TIN, one more than are shown. */
export function officesLike(typed: string, today: Day): Prepared<OfficeShown> {
  return prepared(
    `SELECT o.public_id AS id, o.name AS name, o.street AS street, o.city AS city FROM office o
     WHERE ${isOpen('?')} AND (instr(lower(o.name), lower(?)) > 0 OR instr(lower(o.city), lower(?)) > 0
       OR o.npi = replace(?, '-', '') OR replace(o.tin, '-', '') = replace(?, '-', ''))
     ORDER BY o.name, o.id LIMIT ${OFFICES_SHOWN + 1}`,
    today,
    today,
    ...Array.from({ length: 4 }, () => typed),
  )
}

/** III.A.1.c.ii: the office of that public id, if it has access; an invited person has theirs already. */
export function officeChosen(row: number, office: string, today: Day): Prepared<never> {
  const chosen = `SELECT o.id FROM office o WHERE o.public_id = ? AND ${isOpen('?')}`
  return prepared(
    `UPDATE registration SET office_id = (${chosen})
     WHERE id = ? AND invitation_id IS NULL AND ${stillOpen} AND EXISTS (${chosen})`,
    office,
    today,
    today,
    row,
    office,
    today,
    today,
  )
}

/** III.A.1.c.iv: agreed to the version (a document's public id), if that is the one in force. */
export function agreed(row: number, document: string, at: number, ip: string): Prepared<never> {
  return prepared(
    `UPDATE registration SET agreement_id = ${inForce('user-agreement')}, agreed_at = ?, agreed_ip = ?
     WHERE id = ? AND ${stillOpen} AND ${inForce('user-agreement')} = (SELECT d.id FROM document d WHERE d.public_id = ?)`,
    at,
    ip,
    row,
    document,
  )
}

/** III.A.1.c.v: the section of the training (a document's row) is done; those of another version count no longer. */
export function sectionPassed(row: number, training: number, section: number): Prepared<never> {
  return prepared(
    `UPDATE registration SET training_id = ?1, sections = CASE WHEN training_id = ?1 THEN (
         SELECT json_group_array(s.value) FROM (SELECT value FROM json_each(coalesce(registration.sections, '[]')) UNION SELECT ?2) s)
       ELSE json_array(?2) END
     WHERE id = ?3 AND trained_at IS NULL AND ${stillOpen}`,
    training,
    section,
    row,
  )
}

/** III.A.1.c.v: the training of that row is attested, if all `count` sections are done. */
export function trained(
  row: number,
  by: { training: number; count: number; on: Day; at: number; ip: string; text: string },
): Prepared<never> {
  return prepared(
    `UPDATE registration SET trained_on = ?, trained_at = ?, trained_ip = ?, training_text = ?
     WHERE id = ? AND training_id = ? AND json_array_length(sections) = ? AND trained_at IS NULL AND ${stillOpen}`,
    by.on,
    by.at,
    by.ip,
    by.text,
    row,
    by.training,
    by.count,
  )
}

/** III.F.2.b: the questions chosen, and the hash of all answers; without one what was chosen so far. */
export function answered(row: number, questions: readonly string[], hash: string | null): Prepared<never> {
  return prepared(
    `UPDATE registration SET questions = ?, answers_hash = ? WHERE id = ? AND ${stillOpen}`,
    JSON.stringify(questions),
    hash,
    row,
  )
}

/** Whose registration it is, for `admit`; no row once it was forgotten. */
export function registrantOf(registration: number): Prepared<Registrant> {
  return prepared(
    `SELECT r.id AS row, r.public_id AS id, r.email AS email, r.guard AS guard, r.person ->> 'firstName' AS firstName,
       r.person ->> 'lastName' AS lastName,
       EXISTS (SELECT 1 FROM account a LEFT JOIN credential c ON c.account_id = a.id
         WHERE a.guard = r.guard AND (c.account_id IS NOT NULL OR a.managed_by IS NOT NULL)) AS hasPassword
     FROM registration r WHERE r.id = ? AND r.email IS NOT NULL`,
    registration,
  )
}

/** A denied request ends its registration; it is forgotten 90 days later (III.L.5). */
export function registrationEnded(registration: number, at: number): Prepared<never> {
  return prepared('UPDATE registration SET ended_at = ? WHERE id = ? AND ended_at IS NULL', at, registration)
}

/** III.L.5: registrations to forget: denied or abandoned, and over since before the instant; so many after the first `skipped`. */
export function toForget(before: number, skipped: number, limit: number): Prepared<{ row: number; id: string }> {
  return prepared(
    `SELECT r.id AS row, r.public_id AS id FROM registration r
     WHERE r.account_id IS NULL AND r.email IS NOT NULL AND coalesce(r.ended_at, iif(r.sent_at IS NULL, r.created_at, NULL)) < ?
     ORDER BY coalesce(r.ended_at, iif(r.sent_at IS NULL, r.created_at, NULL)), r.id LIMIT ? OFFSET ?`,
    before,
    limit,
    skipped,
  )
}

/** III.L.5: takes everything personal out of the registration and its request; ids, days and the decision stay. */
export function forgotten(row: number, at: number): Prepared<never>[] {
  return [
    prepared("UPDATE access_request SET job_title = '', job_description = '' WHERE registration_id = ?", row),
    prepared(
      'UPDATE link SET revoked_at = ? WHERE registration_id = ? AND used_at IS NULL AND revoked_at IS NULL',
      at,
      row,
    ),
    prepared(
      `UPDATE registration SET email = NULL, person = NULL, agreed_ip = NULL, trained_ip = NULL, questions = NULL,
         answers_hash = NULL, ended_at = coalesce(ended_at, ?) WHERE id = ? AND account_id IS NULL AND email IS NOT NULL`,
      at,
      row,
    ),
  ]
}
