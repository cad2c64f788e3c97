/** Versioned texts as stored. A published one never changes: triggers of migrations/0003 see to it. */
import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { columns, type Prepared, prepared, query } from '../db/client.ts'
import { document } from '../db/schema/index.ts'
import type { Day } from '../policy/calendar.ts'
import type { DocumentKind } from './document.ts'

const own = {
  row: document.id,
  id: document.publicId,
  kind: document.kind,
  version: document.version,
  title: document.title,
  body: document.body,
}
// Read only where it is not null.
const published = columns({ ...own, publishedAt: sql<number>`${document.publishedAt}` })

/** The version of the kind that is in force. There always is one: the first is in migrations/0004. */
export function documentInForce(kind: DocumentKind) {
  return query
    .select(published)
    .from(document)
    .where(and(eq(document.kind, kind), isNotNull(document.publishedAt)))
    .orderBy(desc(document.version))
    .limit(1)
}

/** A published version by its public id: what somebody agreed to stays readable. */
export function publishedDocument(id: string) {
  return query
    .select(published)
    .from(document)
    .where(and(eq(document.publicId, id), isNotNull(document.publishedAt)))
}

/** The draft of the kind, if there is one. `changedAt` tells one state of it from the next. */
export function draftOf(kind: DocumentKind) {
  return query
    .select(columns({ ...own, changedAt: document.madeAt }))
    .from(document)
    .where(and(eq(document.kind, kind), isNull(document.publishedAt)))
}

/** A kind as the list of texts tells of it. */
export type Overview = {
  kind: DocumentKind
  version: number
  title: string
  publishedAt: number
  reviewedOn: Day | null
  hasDraft: 0 | 1
}

/** What is in force of each of the kinds, when it was last reviewed, and whether somebody is writing a new one. */
export function overviewOf(kinds: readonly DocumentKind[]): Prepared<Overview> {
  return prepared(
    `SELECT d.kind AS kind, d.version AS version, d.title AS title, d.published_at AS publishedAt,
       (SELECT max(r.reviewed_on) FROM document_review r WHERE r.kind = d.kind) AS reviewedOn,
       EXISTS (SELECT 1 FROM document n WHERE n.kind = d.kind AND n.published_at IS NULL) AS hasDraft
     FROM document d
     WHERE d.kind IN (SELECT value FROM json_each(?))
       AND d.version = (SELECT max(l.version) FROM document l WHERE l.kind = d.kind AND l.published_at IS NOT NULL)
     ORDER BY d.kind`,
    JSON.stringify(kinds),
  )
}

/** A published version as the list of a text's versions tells of it; `by` is null for what came with the program. */
export type VersionRow = { id: string; version: number; publishedAt: number; by: string | null }

/** The published versions of the kind, the newest first. */
export function versionsOf(kind: DocumentKind): Prepared<VersionRow> {
  return prepared(
    `SELECT d.public_id AS id, d.version AS version, d.published_at AS publishedAt, a.first_name || ' ' || a.last_name AS "by"
     FROM document d LEFT JOIN account a ON a.id = d.published_by
     WHERE d.kind = ? AND d.published_at IS NOT NULL ORDER BY d.version DESC`,
    kind,
  )
}

/** II.I: a look at a text, whether it was changed or not. */
export type ReviewRow = { reviewedOn: Day; note: string; by: string }

/** The reviews of the kind, the newest first. */
export function reviewsOf(kind: DocumentKind): Prepared<ReviewRow> {
  return prepared(
    `SELECT r.reviewed_on AS reviewedOn, r.note AS note, a.first_name || ' ' || a.last_name AS "by"
     FROM document_review r JOIN account a ON a.id = r.reviewed_by WHERE r.kind = ? ORDER BY r.id DESC`,
    kind,
  )
}

/** What an editor writes: the draft's public id, and the state they began from, its `changedAt`, 0 where there was none. */
export type Writing = { id: string; kind: DocumentKind; title: string; body: string; from: number }

/** Begins the draft of the next version, unless somebody began it meanwhile. `at` in ms UTC, here and below. */
export function draftBegun({ id, kind, title, body }: Writing, at: number, by: number): Prepared<never> {
  return prepared(
    `INSERT INTO document (public_id, kind, version, title, body, made_at, made_by)
     SELECT ?, ?, 1 + max(version), ?, ?, ?, ? FROM document WHERE kind = ? HAVING count(*) = count(published_at)`,
    id,
    kind,
    title,
    body,
    at,
    by,
    kind,
  )
}

/** Changes the draft, unless somebody changed it meanwhile; its state moves on even within one millisecond. */
export function draftChanged({ id, title, body, from }: Writing, at: number, by: number): Prepared<never> {
  return prepared(
    `UPDATE document SET title = ?, body = ?, made_at = max(made_at + 1, ?), made_by = ?
     WHERE public_id = ? AND published_at IS NULL AND made_at = ?`,
    title,
    body,
    at,
    by,
    id,
    from,
  )
}

/** Publishes the draft as it was seen at `from`; from then on it never changes. */
export function draftPublished(id: string, from: number, at: number, by: number): Prepared<never> {
  return prepared(
    'UPDATE document SET published_at = ?, published_by = ? WHERE public_id = ? AND published_at IS NULL AND made_at = ?',
    at,
    by,
    id,
    from,
  )
}

/** II.I: keeps that the text in force was reviewed on the day. */
export function reviewKept(kind: DocumentKind, on: Day, by: number, note: string): Prepared<never> {
  return prepared(
    'INSERT INTO document_review (kind, reviewed_on, reviewed_by, note) VALUES (?, ?, ?, ?)',
    kind,
    on,
    by,
    note,
  )
}

/** For a page's audit row: a row if there is such a text, of no member. `column` is what the address names it by. */
export function documentSeen(column: 'kind' | 'public_id', value: string): Prepared<{ memberId: null }> {
  return prepared(
    `SELECT NULL AS memberId FROM document WHERE ${column} = ? AND published_at IS NOT NULL LIMIT 1`,
    value,
  )
}
