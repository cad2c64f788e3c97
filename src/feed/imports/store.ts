/** Imports as the staff's pages show them: never what is in a line, but why it was rejected. */
import { prepared, type Prepared } from '../../db/client.ts'
import { type Door, PORTAL_IMPORT } from '../feed.ts'
import type { ImportPlace, RejectedLine } from './listing.ts'

export const PAGE_SIZE = 25

const ownImport = `'${PORTAL_IMPORT}'`

export type ImportRow = {
  id: string
  startedAt: number
  completedAt: number | null
  door: Door
  by: string | null
  isWhole: number
  parts: number
  read: number
  stored: number
  rejected: number
  shrunk: string | null
  failedAt: number | null
  /** The kind of trouble that a fetch failed by. */
  failure: string | null
}

const columns = `i.id AS id, i.started_at AS startedAt, i.completed_at AS completedAt, i.door AS door,
  a.first_name || ' ' || a.last_name AS "by", i.is_whole AS isWhole, i.parts AS parts, i.read AS read,
  i.stored AS stored, i.rejected AS rejected, i.shrunk AS shrunk, i.failed_at AS failedAt, i.failure AS failure`

/** Imports, the newest first, one more than a page shows. */
export function listedImports(after: ImportPlace | null): Prepared<ImportRow> {
  return prepared(
    `SELECT ${columns} FROM feed_import i LEFT JOIN account a ON a.id = i.by_account
     WHERE i.id <> ${ownImport} AND (i.started_at, i.id) < (?, ?) ORDER BY i.started_at DESC, i.id DESC LIMIT ?`,
    after?.startedAt ?? Number.MAX_SAFE_INTEGER,
    after?.id ?? '~',
    PAGE_SIZE + 1,
  )
}

export function importFor(id: string): Prepared<ImportRow> {
  return prepared(
    `SELECT ${columns} FROM feed_import i LEFT JOIN account a ON a.id = i.by_account
     WHERE i.id = ? AND i.id <> ${ownImport}`,
    id,
  )
}

/** Whether there is such an import; it is about no member. */
export function importSeen(id: string): Prepared<{ memberId: null }> {
  return prepared(`SELECT NULL AS "memberId" FROM feed_import WHERE id = ? AND id <> ${ownImport}`, id)
}

/** Whether there is such an import that staff send. */
export function uploadSeen(id: string): Prepared<{ id: string }> {
  return prepared(`SELECT id AS id FROM feed_import WHERE id = ? AND door = 'upload'`, id)
}

/** Imports whose ids begin so, and whether they take more parts. */
export function runsOf(base: string): Prepared<{ id: string; completedAt: number | null }> {
  return prepared(
    'SELECT id AS id, completed_at AS completedAt FROM feed_import WHERE id >= ? AND id < ? ORDER BY id',
    `${base}-`,
    `${base}.`,
  )
}

/** The rejected lines of an import by file and line, one more than a page shows. */
export function rejectionsOf(id: string, after: Pick<RejectedLine, 'file' | 'line'> | null): Prepared<RejectedLine> {
  return prepared(
    `SELECT file AS file, line AS line, reason AS reason FROM feed_rejection
     WHERE import_id = ? AND (file, line) > (?, ?) ORDER BY file, line LIMIT ?`,
    id,
    after?.file ?? '',
    after?.line ?? 0,
    PAGE_SIZE + 1,
  )
}
