/** Before each test file: files share a runtime, as most of a file's time was its start; nothing else is shared. */
import { applyD1Migrations, reset } from 'cloudflare:test'
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
await reset()
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
// An object that was busy when it was deleted takes its storage along a little later, also from its successor of the same
// name: so accounts have other names in each file.
const NAMES_KEY = `names of a file of tests ${crypto.randomUUID()}`
Object.assign(env, { NAMES_KEY })
Object.assign(readConfig(env), { namesKey: NAMES_KEY })
