/** A plan's tables at any size, kept in a folder that git ignores: built once, straight into the file that Miniflare's D1 opens. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import type { Database } from '../../src/db/client.ts'
import { filled } from '../../test/size/filled.ts'
import type { Sizes } from '../../test/size/filled-sizes.ts'
import { makeTables } from '../plan.ts'

const FOLDER = resolve('.gatehouse/bench')

/** An open database of that size, and what ends it. */
export type Sized = { db: Database; sizes: Sizes; close: () => Promise<void> }

/** Opens the database of that size, after building it where it was not built from these migrations and this filling before. */
export async function sized(sizes: Sizes): Promise<Sized> {
  const folder = join(FOLDER, `${sizes.claims}-${await fingerprint()}`)
  if (!existsSync(folder)) {
    for (const old of existsSync(FOLDER) ? readdirSync(FOLDER) : []) {
      if (old.startsWith(`${sizes.claims}-`)) rmSync(join(FOLDER, old), { recursive: true })
    }
    const making = `${folder}.making`
    rmSync(making, { recursive: true, force: true })
    mkdirSync(making, { recursive: true })
    const empty = await open(making, sizes)
    await makeTables(empty.db)
    await empty.close()
    fill(fileIn(making), sizes)
    renameSync(making, folder)
  }
  return open(folder, sizes)
}

async function open(folder: string, sizes: Sizes): Promise<Sized> {
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      log: new Log(LogLevel.ERROR),
      modules: [{ type: 'ESModule', path: 'index.js', contents: 'export default { fetch: () => new Response() }' }],
      compatibilityDate: '2026-01-01',
      d1Databases: { DB: 'size' },
      resourcePersistencePath: folder,
    }),
  )
  await miniflare.ready
  const db = (await miniflare.getD1Database('DB')) as unknown as Database
  return { db, sizes, close: () => miniflare.dispose() }
}

/** The one database file in the folder; Miniflare keeps a second one for its own notes. */
function fileIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.sqlite') && !name.endsWith('metadata.sqlite'),
  )
  if (files.length !== 1) throw new Error(`no single database in ${folder}: ${files.join(', ')}`)
  return join(folder, files[0]!)
}

/**
 * Fills the tables without their indexes and triggers, which are made again at the end: far faster than row by row. Keys
 * of a table itself stay; what is filled comes in their order where it can. Tells what takes longer than a second.
 */
function fill(file: string, sizes: Sizes): void {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: false })
  try {
    db.exec(
      `PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -500000;
       PRAGMA temp_store = FILE; PRAGMA threads = 2`,
    )
    const made = db
      .prepare("SELECT type, name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql IS NOT NULL")
      .all() as { type: string; name: string; sql: string }[]
    for (const { type, name } of made) db.exec(`DROP ${type} ${name}`)
    for (const sql of [...filled(sizes), ...made.map((one) => one.sql)]) timed(sql, () => db.exec(sql))
    db.exec('PRAGMA journal_mode = WAL')
  } finally {
    db.close()
  }
}

function timed(sql: string, run: () => void): void {
  const before = performance.now()
  run()
  const seconds = (performance.now() - before) / 1000
  if (seconds > 1)
    process.stderr.write(`${seconds.toFixed(1).padStart(6)} s  ${sql.replaceAll(/\s+/g, ' ').slice(0, 80)}\n`)
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir('test/size')).filter((one) => one.startsWith('filled')).toSorted()) {
    hash.update(await readFile(`test/size/${name}`))
  }
  for (const name of (await readdir('migrations')).toSorted()) hash.update(await readFile(`migrations/${name}`))
  return hash.digest('hex').slice(0, 12)
}
