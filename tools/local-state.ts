/** The state of the portal on this machine: where it is, its token, its database. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { secretsFile, stateFolder } from './state.ts'

/** Where the portal of this machine listens. */
export function localPortal(): string {
  return `http://localhost:${process.env.PORT ?? '8787'}`
}

/** The feed's token: GATEHOUSE_FEED_TOKEN, else the one `npm start` made; null when there is none. */
export function feedToken(): string | null {
  if (process.env.GATEHOUSE_FEED_TOKEN) return process.env.GATEHOUSE_FEED_TOKEN
  const line = existsSync(secretsFile) ? /^FEED_TOKEN=(.*)$/m.exec(readFileSync(secretsFile, 'utf8')) : null
  return line ? line[1]!.trim().replace(/^(["'])(.*)\1$/, '$2') : null
}

/** The portal's database file, or null before its first start. */
export function databaseFile(): string | null {
  const folder = join(stateFolder, 'v3', 'd1')
  if (!existsSync(folder)) return null
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => name.endsWith('.sqlite')).map((name) => join(folder, name))
  return files.find(hasList) ?? null
}

function hasList(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'restricted_code'").get() !== undefined
  } finally {
    database.close()
  }
}

/** The database file as the portal's code takes it: `batch` alone, each one a transaction. */
export function asD1(database: DatabaseSync): D1Database {
  type Bound = { text: string; values: (string | number | null)[] }
  const run = ({ text, values }: Bound) => {
    const before = total(database)
    const results = database.prepare(text).all(...values)
    return { results, meta: { changes: total(database) - before } }
  }
  return {
    prepare: (text: string) => ({ text, values: [], bind: (...values: Bound['values']) => ({ text, values }) }),
    batch: async (statements: Bound[]) => {
      database.exec('BEGIN IMMEDIATE')
      try {
        const results = statements.map(run)
        database.exec('COMMIT')
        return results
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
  } as unknown as D1Database
}

function total(database: DatabaseSync): number {
  return Number(database.prepare('SELECT total_changes() AS n').get()!.n)
}
