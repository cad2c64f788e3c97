/**
 * Imports, their parts, and the records as received. Every change of records runs in one batch.
 * CROSS JOIN here and in the other statements of the feed: SQLite then goes from the few that changed outward.
 */
import { prepared, type Prepared } from '../db/client.ts'
import type { OwnReason } from '../restricted-info/verdict.ts'
import type { CountsByType, FeedRecord } from './feed.ts'
import { jsonChunks, newPublicId } from './statement.ts'

export type KnownRecord = { type: string; sourceId: string; digest: string; sentAt: number | null }
export type PartRow = { file: string; part: number; digest: string; counts: string }

/** The acknowledged parts of an import. */
export function partsOf(importId: string): Prepared<PartRow> {
  return prepared('SELECT file, part, digest, counts FROM feed_part WHERE import_id = ? ORDER BY file, part', importId)
}

export function partOf(importId: string, file: string, part: number): Prepared<PartRow> {
  return prepared(
    'SELECT file, part, digest, counts FROM feed_part WHERE import_id = ? AND file = ? AND part = ?',
    importId,
    file,
    part,
  )
}

/** When the import was begun and completed. */
export function importOf(importId: string): Prepared<{ startedAt: number; completedAt: number | null }> {
  return prepared('SELECT started_at AS startedAt, completed_at AS completedAt FROM feed_import WHERE id = ?', importId)
}

/** Which of the records are there already, and in which version. */
export function knownRecords(records: readonly FeedRecord[]): Prepared<KnownRecord>[] {
  return jsonChunks(records.map(({ type, sourceId }) => [type, sourceId])).map((chunk) =>
    prepared(
      `SELECT r.type AS type, r.source_id AS sourceId, r.digest AS digest, r.sent_at AS sentAt
       FROM json_each(?) k CROSS JOIN feed_record r ON r.type = k.value ->> 0 AND r.source_id = k.value ->> 1`,
      chunk,
    ),
  )
}

export function importBegun(importId: string, at: number): Prepared<never> {
  return prepared('INSERT INTO feed_import (id, started_at) VALUES (?, ?) ON CONFLICT DO NOTHING', importId, at)
}

export function importCompleted(importId: string, at: number): Prepared<never> {
  return prepared('UPDATE feed_import SET completed_at = ? WHERE id = ? AND completed_at IS NULL', at, importId)
}

/** The records of an import that are hidden now, by type. */
export function suppressedOf(importId: string): Prepared<{ type: string; suppressed: number }> {
  return prepared(
    `SELECT type AS type, count(*) AS suppressed FROM feed_record
     WHERE import_id = ? AND hidden IS NOT NULL GROUP BY type`,
    importId,
  )
}

/** How many of the records are hidden now, by type. */
export function suppressedAmong(records: readonly FeedRecord[]): Prepared<{ type: string; suppressed: number }>[] {
  return jsonChunks(records.map(({ type, sourceId }) => [type, sourceId])).map((chunk) =>
    prepared(
      `SELECT r.type AS type, count(*) AS suppressed
       FROM json_each(?) k CROSS JOIN feed_record r ON r.type = k.value ->> 0 AND r.source_id = k.value ->> 1
       WHERE r.hidden IS NOT NULL GROUP BY r.type`,
      chunk,
    ),
  )
}

export function partStored(
  importId: string,
  { file, part, digest }: Omit<PartRow, 'counts'>,
  counts: CountsByType,
  at: number,
): Prepared<never> {
  return prepared(
    'INSERT INTO feed_part (import_id, file, part, digest, counts, stored_at) VALUES (?, ?, ?, ?, ?, ?)',
    importId,
    file,
    part,
    digest,
    JSON.stringify(counts),
    at,
  )
}

export function rejectionsKept(
  importId: string,
  file: string,
  rejections: { line: number; reason: string }[],
): Prepared<never>[] {
  return jsonChunks(rejections).map((chunk) =>
    prepared(
      `INSERT INTO feed_rejection (import_id, file, line, reason)
       SELECT ?, ?, value ->> 'line', value ->> 'reason' FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
      importId,
      file,
      chunk,
    ),
  )
}

/** Marks records that came unchanged as brought by this import too. */
export function recordsSeen(importId: string, records: readonly FeedRecord[]): Prepared<never>[] {
  return jsonChunks(records.map(({ type, sourceId }) => [type, sourceId])).map((chunk) =>
    prepared(
      `UPDATE feed_record SET import_id = ? WHERE import_id <> ? AND id IN (
         SELECT r.id FROM json_each(?) k CROSS JOIN feed_record r ON r.type = k.value ->> 0 AND r.source_id = k.value ->> 1)`,
      importId,
      importId,
      chunk,
    ),
  )
}

/** A changed record with the verdict on its own codes under a version of the list. */
export type JudgedRecord = FeedRecord & { ownReason: OwnReason | null; hidden: 'not-judged-yet' | null }

/**
 * Stores changed records with their links and clues, and notes them as `changed` in feed_work.
 * A record that another import stored meanwhile in a newer version is left as it is.
 */
export function recordsStored(
  importId: string,
  records: readonly JudgedRecord[],
  version: number,
  at: number,
): Prepared<never>[] {
  return jsonChunks(records).flatMap((chunk) => [
    // A record may leave the Claim it belonged to: that Claim is judged again as well.
    prepared(
      `INSERT OR IGNORE INTO feed_work (kind, id)
       SELECT 'changed', c.id FROM json_each(?) k
       CROSS JOIN feed_record r ON r.type = k.value ->> 'type' AND r.source_id = k.value ->> 'sourceId'
       CROSS JOIN feed_record c ON c.type = 'Claim' AND c.source_id = r.pair_source_id
       WHERE r.pair_source_id IS NOT k.value ->> 'pairSourceId'`,
      chunk,
    ),
    prepared(
      `INSERT INTO feed_record (type, source_id, import_id, digest, sent_at, received_at, facts, pair_source_id,
         confirmation, office_source_id, codes, own_reason, own_version, hidden)
       SELECT value ->> 'type', value ->> 'sourceId', ?, value ->> 'digest', value ->> 'sentAt', ?, value -> 'facts',
         value ->> 'pairSourceId', value ->> 'confirmation', value ->> 'officeSourceId', value -> 'codes',
         value ->> 'ownReason', ?, value ->> 'hidden'
       FROM json_each(?) WHERE true
       ON CONFLICT (type, source_id) DO UPDATE SET import_id = excluded.import_id, digest = excluded.digest,
         sent_at = excluded.sent_at, received_at = excluded.received_at, facts = excluded.facts,
         pair_source_id = excluded.pair_source_id, confirmation = excluded.confirmation,
         office_source_id = excluded.office_source_id, codes = excluded.codes, own_reason = excluded.own_reason, own_version = excluded.own_version,
         hidden = excluded.hidden
       WHERE NOT coalesce(excluded.sent_at < feed_record.sent_at, 0)`,
      importId,
      at,
      version,
      chunk,
    ),
    prepared(`INSERT OR IGNORE INTO feed_work (kind, id) SELECT 'changed', r.id ${storedFrom}`, chunk),
    prepared(`DELETE FROM feed_link WHERE from_id IN (SELECT r.id ${storedFrom})`, chunk),
    prepared(
      `INSERT INTO feed_link (from_id, to_type, to_source_id, required)
       SELECT r.id, l.value ->> 'type', l.value ->> 'id', l.value ->> 'required' ${storedWith('links', 'l')}`,
      chunk,
    ),
    prepared(`DELETE FROM feed_clue WHERE record_id IN (SELECT r.id ${storedFrom})`, chunk),
    prepared(
      `INSERT OR IGNORE INTO feed_clue (record_id, rank, to_type, to_source_id)
       SELECT r.id, c.value ->> 'rank', c.value ->> 'type', c.value ->> 'id' ${storedWith('clues', 'c')}`,
      chunk,
    ),
    // Two claims may name the same office differently: the same name wins in whatever order they come.
    prepared(
      `INSERT INTO office (public_id, source_id, name, npi)
       SELECT ${newPublicId('off')}, o.value ->> 'sourceId', o.value ->> 'name', o.value ->> 'npi'
       ${storedWith('offices', 'o')} WHERE true
       ON CONFLICT (source_id) DO UPDATE SET name = CASE
         WHEN name = 'NPI ' || npi THEN excluded.name
         WHEN excluded.name = 'NPI ' || npi THEN name ELSE min(name, excluded.name) END`,
      chunk,
    ),
  ])
}

const storedFrom = `FROM json_each(?) k CROSS JOIN feed_record r
  ON r.type = k.value ->> 'type' AND r.source_id = k.value ->> 'sourceId' AND r.digest = k.value ->> 'digest'`

function storedWith(list: string, as: string): string {
  return storedFrom.replace('json_each(?) k', `json_each(?) k CROSS JOIN json_each(k.value -> '${list}') ${as}`)
}

/** Empties the notes of the batch: its last statement. */
export const workDone: Prepared<never> = prepared('DELETE FROM feed_work')
