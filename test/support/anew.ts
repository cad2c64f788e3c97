/** Before each test file: files share a runtime, as most of a file's time was its start; nothing else is shared. */
import { applyD1Migrations, listDurableObjectIds, reset, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { collectLetters } from './browser.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      TEST_MIGRATIONS: Parameters<typeof applyD1Migrations>[1]
    }
  }
}

vi.useRealTimers()
vi.restoreAllMocks()
vi.unstubAllGlobals()
collectLetters()
// What was idle for ten seconds sleeps, and only what is awake is deleted: databases, buckets and objects are called first.
// Accounts' objects have other names in each file, below.
const addresses = await listDurableObjectIds(env.ADDRESS_GUARD)
await Promise.all([
  env.DB.prepare('SELECT 1').run(),
  ...[env.ATTACHMENTS, env.DOCUMENTS, env.FEED_REJECTS].map((bucket) => bucket.head('nothing')),
  ...addresses.map((id) => runInDurableObject(env.ADDRESS_GUARD.get(id), () => undefined)),
])
await reset()
const { results: left } = await env.DB.prepare(
  "SELECT name FROM sqlite_schema WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'",
).all()
if (left.length > 0) throw new Error('the database of another file of tests is still there')
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
// An object that was busy when it was deleted takes its storage along a little later, also from its successor of the same
// name: so accounts have other names in each file.
const NAMES_KEY = `names of a file of tests ${crypto.randomUUID()}`
Object.assign(env, { NAMES_KEY })
Object.assign(readConfig(env), { namesKey: NAMES_KEY })
