import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const state = mkdtempSync(join(tmpdir(), 'gatehouse-restricted-'))
afterAll(() => rmSync(state, { recursive: true }))

/** Runs the command with a state folder of its own, and no portal. */
function restricted(verb: string, name: string, text: string) {
  const file = join(state, name)
  writeFileSync(file, text)
  // Nothing listens on port 1: the command works on the database file itself.
  const env = { ...process.env, GATEHOUSE_STATE: state, GATEHOUSE_FEED_TOKEN: 'test', PORT: '1' }
  return spawnSync(process.execPath, ['tools/restricted.ts', verb, file], { encoding: 'utf8', env })
}

const vectors = [
  'why,code_system,code,expected',
  '"a ""near"" miss",icd-10-cm,J30.9,none',
  'two categories,icd-10-cm,O03.9,pregnancy|abortion',
  'in no list yet,snomed,72892002,pregnancy',
].join('\r\n')

it('III.I.2 check judges by the starter list, and fails by exit code', () => {
  const checked = restricted('check', 'vectors.csv', vectors)
  expect(checked.stdout).toBe('Row 4: expected pregnancy, found none.\n2 passed, 1 failed\n')
  expect(checked.status).toBe(1)
})

it('III.I.2 without a portal or its database there is nothing to import into', () => {
  const head = 'category,code_system,match,code,source,reason\n'
  const imported = restricted('import', 'list.csv', `${head}pregnancy,snomed,exact,72892002,own,own\n`)
  expect([imported.status, imported.stderr]).toEqual([
    1,
    'There is no portal yet: run npm start once, then import the list.\n',
  ])
})

it('III.I.2 import works on the database of a portal that is not running, and check sees it', () => {
  const folder = join(state, 'v3', 'd1', 'portal')
  mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(join(folder, 'a.sqlite'))
  for (const name of readdirSync('migrations')
    .filter((one) => one.endsWith('.sql'))
    .toSorted()) {
    database.exec(readFileSync(`migrations/${name}`, 'utf8'))
  }
  database.close()
  const list = 'category,code_system,match,code,source,reason\npregnancy,snomed,exact,72892002,own,own\n'
  expect(restricted('import', 'list.csv', list).stdout).toBe('Version 2 adds 1 rows.\n')
  expect(restricted('import', 'list.csv', list).stdout).toBe('Nothing new: version 2 stays in force.\n')
  const checked = restricted('check', 'vectors.csv', vectors)
  expect([checked.status, checked.stdout]).toEqual([0, '3 passed, 0 failed\n'])
})

it('III.I.2 a bad list file is refused in one sentence', () => {
  const imported = restricted('import', 'bad.csv', 'category,code\n1,2\n')
  expect([imported.status, imported.stdout]).toEqual([1, ''])
  expect(imported.stderr).toMatch(/^The file lacks the column .+\n$/)
})
