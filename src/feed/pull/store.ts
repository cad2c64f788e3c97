/** Exports that are fetched, and how far they came. */
import { prepared, type Prepared } from '../../db/client.ts'
import type { PullFile, PullRow, PullState, Trouble } from './pull.ts'
import type { ManifestFile } from './rules.ts'

const columns = `id AS id, state AS state, import_id AS importId, begun_at AS begunAt, ended_at AS endedAt, by_account AS "by",
  since AS since, status_url AS statusUrl, transaction_time AS transactionTime, needs_token AS needsToken,
  next_at AS nextAt, tries AS tries, error AS error`

export const lastPull: Prepared<PullRow> = prepared(`SELECT ${columns} FROM feed_pull ORDER BY id DESC LIMIT 1`)

export const openPull: Prepared<PullRow> = prepared(`SELECT ${columns} FROM feed_pull WHERE ended_at IS NULL`)

/** What the next export begins from: the server's instant of the last that was stored whole, and when all was last asked for. */
export const pullsDone: Prepared<{ transactionTime: string | null; wholeAt: number | null }> = prepared(
  `SELECT (SELECT transaction_time FROM feed_pull WHERE state = 'done' ORDER BY id DESC LIMIT 1) AS transactionTime,
     (SELECT max(begun_at) FROM feed_pull WHERE state = 'done' AND since IS NULL) AS wholeAt`,
)

/** An export to ask for, unless one is under way. */
export function pullBegun(importId: string, since: string | null, by: number | null, at: number): Prepared<never> {
  return prepared(
    `INSERT INTO feed_pull (state, import_id, begun_at, by_account, since, next_at) VALUES ('asking', ?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    importId,
    at,
    by,
    since,
    at,
  )
}

/** The import of an export that was begun. */
export function importOfPull(importId: string): Prepared<never> {
  return prepared(
    `INSERT INTO feed_import (id, started_at, door, by_account, is_whole)
     SELECT import_id, begun_at, 'pull', by_account, since IS NULL FROM feed_pull WHERE import_id = ? ON CONFLICT DO NOTHING`,
    importId,
  )
}

type Move = {
  state: PullState
  statusUrl?: string | null
  transactionTime?: string
  needsToken?: boolean
  nextAt: number
  tries?: number
  error?: Trouble | null
}

/** The export goes on in that state, not before `nextAt` (ms UTC). */
export function pullMoved(id: number, move: Move): Prepared<never> {
  return prepared(
    `UPDATE feed_pull SET state = ?, status_url = coalesce(?, status_url), transaction_time = coalesce(?, transaction_time),
       needs_token = coalesce(?, needs_token), next_at = ?, tries = ?, error = ? WHERE id = ? AND ended_at IS NULL`,
    move.state,
    move.statusUrl ?? null,
    move.transactionTime ?? null,
    move.needsToken === undefined ? null : move.needsToken ? 1 : 0,
    move.nextAt,
    move.tries ?? 0,
    move.error ?? null,
    id,
  )
}

export function pullEnded(id: number, state: 'done' | 'failed', error: Trouble | null, at: number): Prepared<never> {
  return prepared(
    'UPDATE feed_pull SET state = ?, error = ?, ended_at = ? WHERE id = ? AND ended_at IS NULL',
    state,
    error,
    at,
    id,
  )
}

/** The import of an export that failed ends with it. */
export function importFailed(importId: string, error: Trouble, at: number): Prepared<never> {
  return prepared(
    'UPDATE feed_import SET failed_at = ?, failure = ? WHERE id = ? AND completed_at IS NULL AND failed_at IS NULL',
    at,
    error,
    importId,
  )
}

/** The files of the export, in the order in which they are taken. */
export function filesFound(id: number, files: readonly ManifestFile[]): Prepared<never> {
  return prepared(
    `INSERT INTO feed_pull_file (pull_id, place, name, url, lines)
     SELECT ?, key, value ->> 'name', value ->> 'url', value ->> 'lines' FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
    id,
    JSON.stringify(files),
  )
}

export function nextFile(id: number): Prepared<PullFile> {
  return prepared(
    `SELECT place AS place, name AS name, url AS url, lines AS lines, bytes_done AS bytesDone, lines_done AS linesDone,
       parts_done AS partsDone, validator AS validator, changes AS changes, tries AS tries
     FROM feed_pull_file WHERE pull_id = ? AND is_done = 0 ORDER BY place LIMIT 1`,
    id,
  )
}

/** So much of the file is stored, and tries count anew: in the batch of the part that it ends with. */
export function fileMoved(
  id: number,
  file: Pick<PullFile, 'place' | 'bytesDone' | 'linesDone' | 'partsDone' | 'validator'>,
): Prepared<never> {
  return prepared(
    `UPDATE feed_pull_file SET bytes_done = ?, lines_done = ?, parts_done = ?, validator = ?, tries = 0
     WHERE pull_id = ? AND place = ?`,
    file.bytesDone,
    file.linesDone,
    file.partsDone,
    file.validator,
    id,
    file.place,
  )
}

/** The file isn't the one that was begun: nothing of the one that is there now is stored yet. */
export function fileBegunAnew(id: number, { place, changes }: Pick<PullFile, 'place' | 'changes'>): Prepared<never> {
  return prepared(
    `UPDATE feed_pull_file SET bytes_done = 0, lines_done = 0, parts_done = 0, validator = NULL, changes = ?, tries = 0
     WHERE pull_id = ? AND place = ? AND changes = ?`,
    changes + 1,
    id,
    place,
    changes,
  )
}

/** The file is stored whole, or was asked for in vain once more. */
export function fileTried(id: number, place: number, isDone: boolean): Prepared<never> {
  return prepared(
    'UPDATE feed_pull_file SET is_done = ?, tries = tries + 1 WHERE pull_id = ? AND place = ?',
    isDone ? 1 : 0,
    id,
    place,
  )
}
