/** Drafts of referrals, read through the session: their author's alone, in the office they were begun in. */
import { and, desc, eq, sql } from 'drizzle-orm'
import { providerOf } from '../../claims/store.ts'
import { columns, type Prepared, prepared, query } from '../../db/client.ts'
import { referral } from '../../db/schema/index.ts'
import type { Day } from '../../policy/calendar.ts'
import { shownNow } from '../../restricted-info/shown.ts'
import { holdsRole, withinLimit } from '../../roles/store.ts'
import type { SessionKey } from '../../session-key.ts'
import { officeOf } from '../../standing/store.ts'
import type { ChosenPerformer, FoundCode } from './draft.ts'

/** So many drafts a person has in one office at most. */
export const MOST_DRAFTS = 50
/** So many referrals are named that look like the one being written. */
const DUPLICATES_SHOWN = 5

const own = `EXISTS (SELECT 1 FROM session os JOIN membership om ON om.id = os.membership_id
  WHERE os.public_id = ? AND os.secret_hash = ? AND os.ended_at IS NULL
    AND os.account_id = d.account_id AND om.office_id = d.office_id)`
const through = (session: SessionKey) => [session.id, session.secretHash]

/** A draft as it is kept, with its member and office as the core system names them. */
export type DraftRow = {
  id: string
  content: string
  changedAt: number
  memberRow: number | null
  memberSourceId: string | null
  memberNumber: string | null
  firstName: string | null
  lastName: string | null
  birthDate: string | null
  officeRow: number
  officeSourceId: string
  office: string
  officeNpi: string | null
  officeTin: string | null
}

/** The draft of that public id. */
export function draftFor(session: SessionKey, id: string): Prepared<DraftRow> {
  return prepared(
    `SELECT d.public_id AS id, d.content AS content, d.changed_at AS changedAt, m.id AS memberRow,
       m.source_id AS memberSourceId, m.member_number AS memberNumber, m.first_name AS firstName, m.last_name AS lastName,
       m.birth_date AS birthDate, o.id AS officeRow, o.source_id AS officeSourceId, o.name AS office, o.npi AS officeNpi,
       o.tin AS officeTin
     FROM referral_draft d JOIN office o ON o.id = d.office_id LEFT JOIN member m ON m.public_id = d.content ->> 'member'
     WHERE d.public_id = ? AND ${own}`,
    id,
    ...through(session),
  )
}

/** The member of a draft's page, for its audit row, if the page may be seen. */
export function draftSeen(session: SessionKey, id: string): Prepared<{ memberId: number | null }> {
  return prepared(
    `SELECT m.id AS memberId FROM referral_draft d LEFT JOIN member m ON m.public_id = d.content ->> 'member'
     WHERE d.public_id = ? AND ${own}`,
    id,
    ...through(session),
  )
}

/** A draft as a list shows it. */
export type DraftListed = {
  id: string
  changedAt: number
  memberRow: number | null
  firstName: string | null
  lastName: string | null
}

/** The session's drafts, the latest first. */
export function draftsOf(session: SessionKey): Prepared<DraftListed> {
  return prepared(
    `SELECT d.public_id AS id, d.changed_at AS changedAt, m.id AS memberRow, m.first_name AS firstName, m.last_name AS lastName
     FROM session s JOIN membership ms ON ms.id = s.membership_id
     JOIN referral_draft d ON d.account_id = s.account_id AND d.office_id = ms.office_id
     LEFT JOIN member m ON m.public_id = d.content ->> 'member'
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL ORDER BY d.changed_at DESC, d.id DESC LIMIT ?`,
    ...through(session),
    MOST_DRAFTS,
  )
}

/**
 * The drafts in which the session's person typed something, the latest first: so many, and one more; none for who may not
 * submit referrals in the session's office.
 */
export function draftsToResume(session: SessionKey, today: Day, most: number): Prepared<DraftListed> {
  const held = holdsRole('submit-referrals', today)
  return prepared(
    `SELECT d.public_id AS id, d.changed_at AS changedAt, b.id AS memberRow, b.first_name AS firstName, b.last_name AS lastName
     FROM session s JOIN membership m ON m.id = s.membership_id JOIN office o ON o.id = m.office_id
     JOIN referral_draft d ON d.account_id = s.account_id AND d.office_id = m.office_id
     LEFT JOIN member b ON b.public_id = d.content ->> 'member'
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL AND ${held.sql} AND d.content <> '{}'
     ORDER BY d.changed_at DESC, d.id DESC LIMIT ?`,
    ...through(session),
    ...held.params,
    most + 1,
  )
}

/** A draft of the session in which nothing was typed yet. */
export function emptyDraftOf(session: SessionKey): Prepared<{ id: string }> {
  return prepared(
    `SELECT d.public_id AS id FROM session s JOIN membership ms ON ms.id = s.membership_id
     JOIN referral_draft d ON d.account_id = s.account_id AND d.office_id = ms.office_id
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL AND d.content = '{}' LIMIT 1`,
    ...through(session),
  )
}

/** Begins a draft, unless the person has too many; `at` in ms UTC, here and below. */
export function draftBegun(session: SessionKey, id: string, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO referral_draft (public_id, account_id, office_id, content, changed_at)
     SELECT ?, s.account_id, m.office_id, '{}', ? FROM session s JOIN membership m ON m.id = s.membership_id
     WHERE s.public_id = ? AND s.secret_hash = ? AND s.ended_at IS NULL AND (SELECT count(*) FROM referral_draft d
       WHERE d.account_id = s.account_id AND d.office_id = m.office_id) < ?`,
    id,
    at,
    ...through(session),
    MOST_DRAFTS,
  )
}

/** Keeps the content, if the draft is still as it was read. */
export function draftKept(
  session: SessionKey,
  { id, changedAt }: Pick<DraftRow, 'id' | 'changedAt'>,
  content: string,
  at: number,
): Prepared<never> {
  return prepared(
    `UPDATE referral_draft AS d SET content = ?, changed_at = max(?, d.changed_at + 1)
     WHERE d.public_id = ? AND d.changed_at = ? AND ${own}`,
    content,
    at,
    id,
    changedAt,
    ...through(session),
  )
}

/** Discards the draft with its files, whose objects are due at once; the first statement tells whether there was one. */
export function draftDiscarded(session: SessionKey, id: string, at: number): Prepared<never>[] {
  const files = `SELECT a.public_id FROM referral_attachment a JOIN referral_draft d ON d.public_id = a.draft_public_id
    WHERE d.public_id = ? AND ${own}`
  return [
    prepared(
      `INSERT OR IGNORE INTO attachment_object (public_id, due_at) SELECT f.public_id, ? FROM (${files}) f`,
      at,
      id,
      ...through(session),
    ),
    prepared(`DELETE FROM referral_attachment WHERE public_id IN (${files})`, id, ...through(session)),
    prepared(`DELETE FROM referral_draft AS d WHERE d.public_id = ? AND ${own}`, id, ...through(session)),
  ]
}

/** Who refers in the draft, if the session's grant covers them. */
export function requesterFor(session: SessionKey, id: string) {
  return providerOf(
    session,
    'submit-referrals',
    sql`SELECT CAST(d.content ->> '$.fields.requester' AS INTEGER) FROM referral_draft d
      WHERE d.public_id = ${id} AND d.office_id = ${officeOf(session)}`,
  )
}

/** Whom the draft's member is referred to. */
export function performerFor(session: SessionKey, id: string): Prepared<ChosenPerformer> {
  return prepared(
    `SELECT e.public_id AS id, e.name AS name, e.organization AS organization, e.npi AS npi, e.specialty AS specialty,
       p.city AS city, e.source_type AS sourceType, e.source_id AS sourceId
     FROM referral_draft d JOIN directory_entry e ON e.public_id = d.content ->> '$.fields.performer'
     LEFT JOIN place p ON p.source_id = e.place_source_id WHERE d.public_id = ? AND ${own}`,
    id,
    ...through(session),
  )
}

/** The draft's codes, as the plan's loaded codes know them. */
export function codesFor(session: SessionKey, id: string): Prepared<FoundCode> {
  return prepared(
    `SELECT n.value ->> 'kind' AS kind, n.value ->> 'system' AS system, n.value ->> 'code' AS code,
       c.code IS NOT NULL AS isKnown, EXISTS (SELECT 1 FROM service_code x WHERE x.system = n.value ->> 'system') AS isLoaded,
       c.words AS words
     FROM referral_draft d CROSS JOIN json_each(d.content, '$.named') n
     LEFT JOIN service_code c ON c.system = n.value ->> 'system' AND c.code = n.value ->> 'code'
     WHERE d.public_id = ? AND ${own} ORDER BY n.key`,
    id,
    ...through(session),
  )
}

/**
 * Referrals that look like the draft: the same member, days that overlap, a service in common. Only what this session may
 * see: of the office, of its grants' providers, and not restricted (III.I.1).
 */
export function duplicatesFor(session: SessionKey, id: string) {
  const draft = sql`FROM referral_draft d WHERE d.public_id = ${id} AND d.office_id = ${officeOf(session)}`
  return query
    .select(
      columns({ id: referral.publicId, number: referral.number, startsOn: referral.startsOn, endsOn: referral.endsOn }),
    )
    .from(referral)
    .where(
      and(
        eq(referral.officeId, officeOf(session)),
        sql`${referral.memberId} = (SELECT m.id FROM member m WHERE m.public_id = (SELECT d.content ->> 'member' ${draft}))`,
        shownNow(referral.shownUnder),
        withinLimit(session, 'submit-referrals', referral.requesterSourceId),
        withinLimit(session, 'view-referrals', referral.requesterSourceId),
        sql`${referral.status} NOT IN ('revoked', 'entered-in-error')`,
        sql`${referral.startsOn} <= (SELECT d.content ->> '$.fields.endsOn' ${draft})`,
        sql`coalesce(${referral.endsOn}, ${referral.startsOn}) >= (SELECT d.content ->> '$.fields.startsOn' ${draft})`,
        sql`EXISTS (SELECT 1 FROM json_each(${referral.services}) s WHERE s.value ->> 1 IN (
          SELECT n.value ->> 'code' FROM json_each((SELECT d.content -> 'named' ${draft})) n WHERE n.value ->> 'kind' = 'service'))`,
      ),
    )
    .orderBy(desc(referral.startsOn), desc(referral.id))
    .limit(DUPLICATES_SHOWN)
}

const untouched = `d.changed_at < ? AND NOT EXISTS (SELECT 1 FROM referral_attachment a
  WHERE a.draft_public_id = d.public_id AND a.added_at >= ?)`

/** Drafts that nobody changed since that instant, so many at most. */
export function draftsExpired(before: number, limit: number): Prepared<{ id: string }> {
  return prepared(
    `SELECT d.public_id AS id FROM referral_draft d WHERE ${untouched} ORDER BY d.changed_at LIMIT ?`,
    before,
    before,
    limit,
  )
}

/** Forgets those of the drafts that are still untouched, with their files, whose objects are due at once. */
export function draftsForgotten(ids: readonly string[], before: number, at: number): Prepared<never>[] {
  const drafts = `SELECT d.public_id FROM referral_draft d WHERE d.public_id IN (SELECT value FROM json_each(?)) AND ${untouched}`
  const params = [JSON.stringify(ids), before, before]
  return [
    prepared(
      `INSERT OR IGNORE INTO attachment_object (public_id, due_at)
       SELECT f.public_id, ? FROM referral_attachment f WHERE f.draft_public_id IN (${drafts})`,
      at,
      ...params,
    ),
    // A draft's files and the draft go together: once the files are gone, what tells whether it was touched is its own day.
    prepared(`DELETE FROM referral_attachment WHERE draft_public_id IN (${drafts})`, ...params),
    prepared(`DELETE FROM referral_draft WHERE public_id IN (${drafts})`, ...params),
  ]
}
