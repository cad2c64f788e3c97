/** How many rows each table has: what a change left behind, wherever that is. */
import { rows } from './feed.ts'

export type Counts = Record<string, number>

/** The rows of every table. */
export async function counts(): Promise<Counts> {
  const tables = await rows<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB '_cf_*' AND name NOT GLOB 'sqlite_*'",
  )
  const each = tables.map(({ name }) => `'${name}', (SELECT count(*) FROM "${name}")`)
  // JSON objects of few parts: SQLite's functions take so many arguments.
  const parts = Array.from({ length: Math.ceil(each.length / 40) }, (_, n) => each.slice(n * 40, n * 40 + 40))
  const [row] = await rows<Record<string, string>>(
    `SELECT ${parts.map((part, n) => `json_object(${part.join(', ')}) AS p${n}`).join(', ')}`,
  )
  return Object.assign({}, ...Object.values(row!).map((part) => JSON.parse(part) as Counts))
}

/** By how many rows the tables have grown since; those that haven't aren't named. */
export async function grown(before: Counts): Promise<Counts> {
  const after = Object.entries(await counts()).map(([name, n]) => [name, n - (before[name] ?? 0)] as const)
  return Object.fromEntries(after.filter(([, n]) => n !== 0))
}
