/** The backup of docs/operations.md, rehearsed on a local state by the very commands: everything comes back, and is guarded as before. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, it } from 'vitest'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder with the project's configuration and an empty state of its own. */
function aPlace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-backup-'))
  folders.push(folder)
  const toml = readFileSync('wrangler.toml', 'utf8')
    .replace(/^main = .*$/m, `main = "${resolve('src/index.ts')}"`)
    .replace(/^migrations_dir = .*$/m, `migrations_dir = "${resolve('migrations')}"`)
    .replace(/^directory = .*$/m, `directory = "${folder}"`)
  writeFileSync(join(folder, 'wrangler.toml'), toml)
  return folder
}

function wrangler(folder: string, ...args: string[]): string {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', CI: '1' }
  const run = spawnSync(process.execPath, [resolve('node_modules/wrangler/bin/wrangler.js'), 'd1', ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(`wrangler d1 ${args.join(' ')}\n${run.stdout}\n${run.stderr}`)
  return run.stdout
}

function databaseIn(folder: string): DatabaseSync {
  const state = join(folder, '.wrangler', 'state', 'v3', 'd1')
  const names = readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.sqlite'))
  const name = names.find((one) => !one.endsWith('metadata.sqlite'))
  return new DatabaseSync(join(state, name!))
}

/** Every table with its rows, and everything that guards them. */
function contents(database: DatabaseSync): Record<string, unknown> {
  const made = database
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY type, name")
    .all() as { type: string; name: string; sql: string }[]
  const tables = made.filter(({ type, name }) => type === 'table' && name !== 'sqlite_stat1')
  return {
    made: made.map(({ type, name, sql }) => [type, name, sql?.replaceAll('IF NOT EXISTS ', '').replaceAll('"', '')]),
    ...Object.fromEntries(
      tables.map(({ name }) => {
        const rows = database.prepare(`SELECT * FROM "${name}"`).all()
        return [name, rows.map((row) => JSON.stringify(row)).toSorted()]
      }),
    ),
  }
}

it('II.G the backup brings back every row, index and trigger, and the log goes on behind its last row', () => {
  const from = aPlace()
  wrangler(from, 'migrations', 'apply', 'gatehouse', '--local')
  const before = databaseIn(from)
  before.exec(`
    INSERT INTO office (public_id, source_id, name, access_on) VALUES ('off_1', 's', 'O''Neil; -- "odd"
name', '2026-01-01');
    INSERT INTO account (public_id, email, guard, kind, first_name, last_name, approved_on, created_at)
      VALUES ('acc_1', 'a@b.example', 'g', 'office', 'Zoë 🙂', '', '2026-01-01', 1);
    INSERT INTO session (public_id, secret_hash, account_id, device, opened_at, ends_at) VALUES ('ses_1', 'h', 1, 'd', 1, 2);
    INSERT INTO account_change (account_id, at, field, before, after) VALUES (1, 1, 'status', NULL, 'active');
    INSERT INTO audit_member (member_id, seq) VALUES (5, 1);
  `)
  for (let n = 0; n < 300; n += 1) before.prepare("INSERT INTO audit (at, event) VALUES (?, 'page.viewed')").run(n)
  const whole = contents(before)
  before.close()

  const file = join(from, 'backup.sql')
  wrangler(from, 'export', 'gatehouse', '--local', '--output', file)
  const to = aPlace()
  wrangler(to, 'execute', 'gatehouse', '--local', '--yes', '--file', file)
  const after = databaseIn(to)
  expect(contents(after)).toEqual(whole)

  // What was open at the time of the backup is closed by the command that the document gives.
  const [, closing = ''] = /--command "(UPDATE session[^"]*)"/.exec(readFileSync('docs/operations.md', 'utf8')) ?? []
  after.exec(closing)
  expect(after.prepare('SELECT count(*) AS count FROM session WHERE ended_at IS NULL').get()).toEqual({ count: 0 })

  expect(() => after.exec('DELETE FROM audit')).toThrow(/III\.L/)
  expect(() => after.exec("UPDATE audit SET event = 'x'")).toThrow(/III\.L/)
  expect(() => after.exec("INSERT INTO audit (seq, at, event) VALUES (1, 1, 'x')")).toThrow()
  after.exec("INSERT INTO audit (at, event) VALUES (1, 'page.viewed')")
  expect(after.prepare('SELECT max(seq) AS seq FROM audit').get()).toEqual({ seq: 301 })
  after.close()
}, 120_000)
