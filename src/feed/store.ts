/**
 * Imports, their parts, and the records as received. Every change of records runs in one batch.
 * CROSS JOIN here and in the other statements of the feed: SQLite then goes from the few that changed outward.
 */
import { prepared, type Prepared } from '../db/client.ts'
import type { CountRow, CountsByType, Door, FeedRecord, Shrunk } from './feed.ts'
import { jsonChunks } from './statement.ts'

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

/** When the import was begun, and completed or given up. */
export function importOf(importId: string): Prepared<{
  startedAt: number
  completedAt: number | null
  failedAt: number | null
  isWhole: number
  parts: number
}> {
  return prepared(
    `SELECT started_at AS startedAt, completed_at AS completedAt, failed_at AS failedAt, is_whole AS isWhole,
       parts AS parts FROM feed_import WHERE id = ?`,
    importId,
  )
}

/** What came of an import's lines so far, by type; `hidden` is counted once it is completed. */
export function countsOf(importId: string): Prepared<CountRow> {
  return prepared(
    `SELECT type AS type, read AS read, stored AS stored, unchanged AS unchanged, ignored AS ignored,
       rejected AS rejected, hidden AS hidden FROM feed_import_count WHERE import_id = ? ORDER BY type`,
    importId,
  )
}

/** Which of the records are there already, and in which version. */
export function knownRecords(records: readonly { type: string; sourceId: string }[]): Prepared<KnownRecord>[] {
  return jsonChunks(records.map(({ type, sourceId }) => [type, sourceId])).map((chunk) =>
    prepared(
      `SELECT r.type AS type, r.source_id AS sourceId, r.digest AS digest, r.sent_at AS sentAt
       FROM json_each(?) k CROSS JOIN feed_record r ON r.type = k.value ->> 0 AND r.source_id = k.value ->> 1`,
      chunk,
    ),
  )
}

/** How an import comes: by which door, by whom, and whether it brings all that the core system has. */
export type Coming = { door: Door; by: number | null; isWhole: boolean }

export function importBegun(importId: string, at: number, coming?: Coming): Prepared<never> {
  return prepared(
    `INSERT INTO feed_import (id, started_at, door, by_account, is_whole) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    importId,
    at,
    coming?.door ?? 'command',
    coming?.by ?? null,
    coming?.isWhole ? 1 : 0,
  )
}

/** The import takes no more parts; `shrunk` is what it brought fewer of than the whole one before it. */
export function importCompleted(importId: string, shrunk: readonly Shrunk[], at: number): Prepared<never> {
  return prepared(
    'UPDATE feed_import SET completed_at = ?, shrunk = ? WHERE id = ? AND completed_at IS NULL',
    at,
    shrunk.length > 0 ? JSON.stringify(shrunk.map(({ type, before, now }) => [type, before, now])) : null,
    importId,
  )
}

/** Notes how many records of the import are hidden now, by type. */
export function hiddenCounted(importId: string): Prepared<never> {
  return prepared(
    `UPDATE feed_import_count SET hidden = (SELECT count(*) FROM feed_record r
       WHERE r.import_id = feed_import_count.import_id AND r.type = feed_import_count.type AND r.hidden IS NOT NULL)
     WHERE import_id = ?`,
    importId,
  )
}

/** How many records of each type the whole import before this one brought. */
export function broughtBefore(importId: string): Prepared<{ type: string; brought: number }> {
  return prepared(
    `SELECT c.type AS type, c.stored + c.unchanged AS brought FROM feed_import_count c WHERE c.import_id = (
       SELECT id FROM feed_import WHERE is_whole = 1 AND completed_at IS NOT NULL AND id <> ?
       ORDER BY completed_at DESC LIMIT 1)`,
    importId,
  )
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

/** The part is acknowledged, and what came of its lines counted with the import's. */
export function partStored(
  importId: string,
  { file, part, digest }: Omit<PartRow, 'counts'>,
  counts: CountsByType,
  at: number,
): Prepared<never>[] {
  const json = JSON.stringify(counts)
  return [
    prepared(
      'INSERT INTO feed_part (import_id, file, part, digest, counts, stored_at) VALUES (?, ?, ?, ?, ?, ?)',
      importId,
      file,
      part,
      digest,
      json,
      at,
    ),
    prepared(
      `UPDATE feed_import SET parts = parts + 1, read = feed_import.read + t.read, stored = feed_import.stored + t.stored,
         rejected = feed_import.rejected + t.rejected
       FROM (SELECT coalesce(sum(value ->> 'read'), 0) AS read, coalesce(sum(value ->> 'stored'), 0) AS stored,
         coalesce(sum(value ->> 'rejected'), 0) AS rejected FROM json_each(?)) t WHERE id = ?`,
      json,
      importId,
    ),
    prepared(
      `INSERT INTO feed_import_count (import_id, type, read, stored, unchanged, ignored, rejected)
       SELECT ?, key, value ->> 'read', value ->> 'stored', value ->> 'unchanged', value ->> 'ignored', value ->> 'rejected'
       FROM json_each(?) WHERE true
       ON CONFLICT (import_id, type) DO UPDATE SET read = read + excluded.read, stored = stored + excluded.stored,
         unchanged = unchanged + excluded.unchanged, ignored = ignored + excluded.ignored,
         rejected = rejected + excluded.rejected`,
      importId,
      json,
    ),
  ]
}

export function rejectionsKept(
  importId: string,
  file: string,
  part: number,
  rejections: { line: number; reason: string }[],
): Prepared<never>[] {
  return jsonChunks(rejections).map((chunk) =>
    prepared(
      `INSERT INTO feed_rejection (import_id, file, part, line, reason)
       SELECT ?, ?, ?, value ->> 'line', value ->> 'reason' FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
      importId,
      file,
      part,
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

/** Empties the notes of the batch: its last statement. */
export const workDone: Prepared<never> = prepared('DELETE FROM feed_work')
