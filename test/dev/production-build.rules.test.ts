import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-build-'))
let code = ''
let built: ReturnType<typeof build>

function build(out: string, ...entry: string[]) {
  const env = { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false', CI: 'true' }
  const args = ['node_modules/wrangler/bin/wrangler.js', 'deploy', ...entry, '--dry-run', '--outdir', join(folder, out)]
  return spawnSync(process.execPath, args, { env, encoding: 'utf8' })
}

function scripts(out: string): string {
  const names = readdirSync(join(folder, out)).filter((name) => name.endsWith('.js'))
  return names.map((name) => readFileSync(join(folder, out, name), 'utf8')).join('\n')
}

const signs = ['/dev/mailbox', '/dev/people', '/dev/clock', 'dev_letter', 'dev_clock', 'Demo-Harbor']

beforeAll(() => {
  built = build('production')
  code = scripts('production')
})

afterAll(() => rmSync(folder, { recursive: true }))

it('the Worker builds as wrangler deploys it', () => {
  expect(built.status, built.stdout + built.stderr).toBe(0)
  expect(code).toContain('/second-factor')
})

it('a production build has nothing of development', () => {
  expect(signs.filter((sign) => code.includes(sign))).toEqual([])
})

it('the signs of development would be seen: a development build has them all', () => {
  const { status, stderr } = build('development', 'dev/index.tsx')
  expect(status, stderr).toBe(0)
  const dev = scripts('development')
  expect(signs.filter((sign) => !dev.includes(sign))).toEqual([])
})

it('the Worker is at most 600 KB compressed (docs/decisions/0023)', () => {
  const size = gzipSync(code).length
  process.stdout.write(`The Worker is ${(size / 1024).toFixed(1)} KB compressed.\n`)
  expect(size).toBeLessThanOrEqual(600 * 1024)
})
