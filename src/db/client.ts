/** The door to D1: one way to write a query, one way to send several. */
import { sql, type SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'

/** D1, as a request or a job holds it. */
export type Database = D1Database

/** A Drizzle query of any kind, or prepared SQL. */
export type Statement = { toSQL(): { sql: string; params: unknown[] }; _: { result: unknown } } | Prepared<unknown>

/** Prepared SQL with its parameters, for the hot path and for what the builder cannot say. */
export type Prepared<Row> = { sql: string; params: unknown[]; readonly answers?: Row }

/** The builder: it makes statements and never runs them itself. `batch` does. */
export const query = drizzle(null as unknown as D1Database)

/** Prepared SQL as a statement; `Row` is the shape of what it answers. */
export function prepared<Row = never>(text: string, ...params: unknown[]): Prepared<Row> {
  return { sql: text, params }
}

/**
 * Names each selected column by its key: D1 answers rows keyed by column name, so two columns
 * of one name would lose one of them.
 */
export function columns<T extends Record<string, SQLiteColumn | SQL>>(
  fields: T,
): { [K in keyof T]: SQL.Aliased<T[K] extends SQLiteColumn ? Value<T[K]> : T[K] extends SQL<infer V> ? V : never> } {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, sql`${field}`.as(name)])) as never
}
type Value<C extends SQLiteColumn> = C['_']['notNull'] extends true ? C['_']['data'] : C['_']['data'] | null

type Rows<S> = S extends { _: { result: infer R } }
  ? R extends unknown[]
    ? R
    : never[]
  : S extends Prepared<infer Row>
    ? Row[]
    : never

/** The statement as SQL and parameters: what a builder made is put into words once. */
export function plain(statement: Statement): Prepared<unknown> {
  return 'toSQL' in statement ? statement.toSQL() : statement
}

/**
 * The statement with its limits as numbers in its words: SQLite plans a statement anew whenever a bound LIMIT is given to
 * it, which costs more than reading a page does. Limits are few, so the words of our statements stay few, too.
 */
export function withLimits({ sql: text, params }: Prepared<unknown>): Prepared<unknown> {
  const parts = text.split('?')
  // Numbered parameters, or a question mark that is none, are left as they are.
  if (parts.length !== params.length + 1 || /\?\d/.test(text)) return { sql: text, params }
  const isLimit = params.map((param, place) => Number.isSafeInteger(param) && /\blimit $/i.test(parts[place] ?? ''))
  const marks = params.map((param, place) => (isLimit[place] ? String(param) : '?'))
  return {
    sql: parts.map((part, place) => part + (marks[place] ?? '')).join(''),
    params: params.filter((_, place) => !isLimit[place]),
  }
}

/** The statement as D1 takes it. */
function prepare(db: Database, statement: Statement): D1PreparedStatement {
  const { sql: text, params } = withLimits(plain(statement))
  return params.length === 0 ? db.prepare(text) : db.prepare(text).bind(...params)
}

/** What a batch answered: the rows of each statement, and how many rows each one changed. */
export type Answer<S extends readonly unknown[]> = { rows: { [K in keyof S]: Rows<S[K]> }; changes: number[] }

/**
 * Sends the statements as one atomic call: all take effect or none.
 * Throws what D1 throws; then nothing was written.
 */
export async function batch<const S extends readonly Statement[]>(db: Database, statements: S): Promise<Answer<S>> {
  const results = await db.batch(statements.map((statement) => prepare(db, statement)))
  return {
    rows: results.map((result) => result.results) as Answer<S>['rows'],
    changes: results.map((result) => result.meta.changes),
  }
}

/** The same door, counting what goes through it: an invocation may send the platform's database so many statements. */
export function counted(db: Database): { db: Database; sent: () => number } {
  let count = 0
  const counting = {
    prepare: (text: string) => db.prepare(text),
    batch: (statements: D1PreparedStatement[]) => {
      count += statements.length
      return db.batch(statements)
    },
  }
  return { db: counting as unknown as Database, sent: () => count }
}
