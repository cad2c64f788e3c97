/** The list of restricted codes as stored: rows live from one version to another, and are never overwritten. */
import { prepared, type Prepared } from '../db/client.ts'
import type { CodeRow, ListedRow } from './code-list.ts'

/** The version in force (0: none yet) and its rows, in two statements of one batch. */
export const listInForce: [Prepared<{ version: number }>, Prepared<ListedRow>] = [
  prepared('SELECT coalesce(max(version), 0) AS version FROM restricted_list'),
  prepared('SELECT id, category, system, match, code FROM restricted_code WHERE to_version IS NULL'),
]

/** A new version that adds the rows; its number is taken only once, so of two at the same time one fails whole. */
export function versionAdded(
  version: number,
  { source, reason }: { source: string; reason: string },
  rows: readonly CodeRow[],
  at: number,
): Prepared<never>[] {
  const size = 1000
  const chunks = Array.from({ length: Math.ceil(rows.length / size) }, (_, n) => rows.slice(n * size, (n + 1) * size))
  return [
    prepared(
      'INSERT INTO restricted_list (version, made_at, source, reason, rows_added) VALUES (?, ?, ?, ?, ?)',
      version,
      at,
      source,
      reason,
      rows.length,
    ),
    ...chunks.map((chunk) =>
      prepared(
        `INSERT INTO restricted_code (category, system, match, code, source, reason, from_version)
         SELECT value ->> 'category', value ->> 'system', value ->> 'match', value ->> 'code', value ->> 'source',
           value ->> 'reason', ? FROM json_each(?)`,
        version,
        JSON.stringify(chunk),
      ),
    ),
  ]
}
