/** A plan's tables at any size, kept in a folder that git ignores: built once, straight into the file that Miniflare's D1 opens. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import type { Database } from '../../src/db/client.ts'
import { filled } from '../../test/size/filled.ts'
import type { Sizes } from '../../test/size/filled-sizes.ts'
import { makeTables } from '../plan.ts'
import { fillStraight } from './straight.ts'

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
    fillStraight(making, filled(sizes))
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

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir('test/size')).filter((one) => one.startsWith('filled')).toSorted()) {
    hash.update(await readFile(`test/size/${name}`))
  }
  for (const name of (await readdir('migrations')).toSorted()) hash.update(await readFile(`migrations/${name}`))
  return hash.digest('hex').slice(0, 12)
}
