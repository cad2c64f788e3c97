/** The list of restricted codes as stored: rows live from one version to another, and are never overwritten. */
import { prepared, type Prepared } from '../db/client.ts'
import { type CodeRow, type ListedRow, optionalCategories } from './code-list.ts'

const optional = optionalCategories.map((category) => `'${category}'`).join(', ')

/** The newest version's optional categories, as a JSON list. */
export const moreCategories = `coalesce((SELECT more_categories FROM restricted_list ORDER BY version DESC LIMIT 1), '[]')`

/** A row's category judges: it is the policy's, or stands in the JSON list `switchedOn`. */
export const judges = (category: string, switchedOn: string) =>
  `(${category} NOT IN (${optional}) OR ${category} IN (SELECT value FROM json_each(${switchedOn})))`

const version = prepared<{ version: number }>('SELECT coalesce(max(version), 0) AS version FROM restricted_list')

/**
 * The version in force (0: none yet) and the rows it judges by, in two statements of one batch.
 * Rows of an optional category that it leaves off are not among them.
 */
export const listInForce: [Prepared<{ version: number }>, Prepared<ListedRow>] = [
  version,
  prepared(
    `SELECT id, category, system, match, code FROM restricted_code
     WHERE to_version IS NULL AND ${judges('category', moreCategories)}`,
  ),
]

/** The version in force and all its rows, those of categories that are off among them. */
export const wholeList: [Prepared<{ version: number }>, Prepared<ListedRow>] = [
  version,
  prepared('SELECT id, category, system, match, code FROM restricted_code WHERE to_version IS NULL'),
]

/**
 * A new version that adds the rows, and switches nothing; its number is taken only once, so of two at the same time one
 * fails whole.
 */
export function versionAdded(
  next: number,
  { source, reason }: { source: string; reason: string },
  rows: readonly CodeRow[],
  at: number,
): Prepared<never>[] {
  const size = 1000
  const chunks = Array.from({ length: Math.ceil(rows.length / size) }, (_, n) => rows.slice(n * size, (n + 1) * size))
  return [
    prepared(
      `INSERT INTO restricted_list (version, made_at, source, reason, rows_added, more_categories)
       SELECT ?, ?, ?, ?, ?, ${moreCategories}`,
      next,
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
        next,
        JSON.stringify(chunk),
      ),
    ),
  ]
}
