import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-feed-'))
const counts = { read: 3, stored: 1, unchanged: 0, ignored: 0, rejected: 1, suppressed: 1 }
/** A portal that has a list, knows no import, and takes every part. */
const portal = createServer((request, response) => {
  request.resume()
  const answer = request.url?.endsWith('restricted-codes') ? { version: 1 } : { completed: false, parts: [] }
  response.end(JSON.stringify({ ...answer, after: null, all: 0, left: 0, counts: { Patient: counts } }))
})

beforeAll(() => new Promise<void>((done) => portal.listen(0, '127.0.0.1', done)))
afterAll(() => {
  portal.close()
  rmSync(folder, { recursive: true })
})

async function feed(...args: string[]) {
  const env = {
    ...process.env,
    GATEHOUSE_FEED_TOKEN: 'test',
    PORT: String((portal.address() as AddressInfo).port),
  }
  const run = spawn(process.execPath, ['tools/feed.ts', ...args], { env })
  let stdout = ''
  let stderr = ''
  run.stdout.on('data', (text) => (stdout += text))
  run.stderr.on('data', (text) => (stderr += text))
  const status = await new Promise((done) => run.on('close', done))
  return { status, stdout, stderr }
}

it('a wrong option, a wrong folder and a damaged file are one sentence each', async () => {
  const usage = await feed('import')
  expect([usage.status, usage.stderr]).toEqual([1, 'Usage: npm run feed -- import FOLDER [--whole] [--to URL]\n'])
  const option = await feed('import', '--frm', 'x')
  expect([option.status, option.stderr]).toEqual([1, expect.stringMatching(/^Unknown option '--frm'.*\n$/)])
  const empty = await feed('import', folder)
  expect([empty.status, empty.stderr]).toEqual([1, `${folder} has no .ndjson or .ndjson.gz file.\n`])
  const file = join(folder, 'Claim.ndjson.gz')
  writeFileSync(file, 'no gzip')
  const damaged = await feed('import', folder)
  expect([damaged.status, damaged.stderr]).toEqual([
    1,
    `${file} is damaged, or no gzip file: incorrect header check.\n`,
  ])
  rmSync(file)
})

it('III.I.1 the table says what became of lines that were rejected, and of records that are hidden', async () => {
  writeFileSync(join(folder, 'Patient.ndjson'), '{}\n')
  const { status, stdout } = await feed('import', folder)
  expect([status, stdout]).toEqual([0, expect.stringMatching(/^total +3 +1 +0 +0 +1 +1$/m)])
  expect(stdout).toContain('\nrejected: ')
  expect(stdout).toContain('\nsuppressed: ')
})
