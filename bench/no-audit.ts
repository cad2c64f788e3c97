/**
 * What takes the place of src/audit/statement.ts and src/db/client.ts in the contestant without an audit row:
 * a page's audit statements are gone from its batch, their places in the answer stay.
 */
import * as client from '../src/db/client.ts'

export * from '../src/audit/statement.ts'
export * from '../src/db/client.ts'

const nothing = client.prepared<never>('')

export const visited = () => nothing

export async function batch<const S extends readonly client.Statement[]>(
  db: client.Database,
  statements: S,
): Promise<client.Answer<S>> {
  const sent = await client.batch(
    db,
    statements.filter((statement) => statement !== nothing),
  )
  const rows: unknown[] = [...sent.rows]
  statements.forEach((statement, place) => statement === nothing && rows.splice(place, 0, []))
  return { rows: rows as client.Answer<S>['rows'], changes: sent.changes }
}
