import { recorded } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { done, type Result } from '../result.ts'
import type { CodeRow } from './code-list.ts'
import { parseList, type ListRefusal } from './list-file.ts'
import { versionAdded, wholeList } from './store.ts'

/** What a publication did: the version now in force, and how many rows it added. */
export type Published = { version: number; added: number }

/**
 * III.I.2: adds a file's rows to the list in force, as a new version with its source and reason. All or nothing:
 * a malformed, empty or half-uploaded file changes nothing, and a file whose rows are all in force makes no version.
 * Records are shown again only once they were judged under the new version.
 */
export async function publish(
  db: Database,
  text: string,
  why: { source: string; reason: string },
  now: Date,
): Promise<Result<Published, ListRefusal>> {
  const file = parseList(text)
  if (!file.ok) return file
  const [versions, inForce] = (await batch(db, wholeList)).rows
  const version = versions[0]?.version ?? 0
  const known = new Set(inForce.map(rowKey))
  const rows = file.value.filter((row) => !known.has(rowKey(row)) && known.add(rowKey(row)))
  if (rows.length === 0) return done({ version, added: 0 })
  const next = version + 1
  await batch(db, [
    ...versionAdded(next, why, rows, now.getTime()),
    recorded({
      name: 'restricted_list.published',
      at: now.getTime(),
      detail: { version: next, added: rows.length },
    }),
  ])
  return done({ version: next, added: rows.length })
}

/** What makes a row the same as another: its words may differ. */
export function rowKey({
  system,
  code,
  match,
  category,
}: Pick<CodeRow, 'system' | 'code' | 'match' | 'category'>): string {
  return `${system} ${match} ${code} ${category}`
}
