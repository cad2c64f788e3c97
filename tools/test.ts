import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runChecks } from './check.ts'
import { ended, output } from './processes.ts'
import { findOrInstall } from './programs.ts'

/** `npm test`: every check and every test, and one line that counts them. */
type Counts = { passed: number; failed: number; skipped: number }

const reports = await mkdtemp(join(tmpdir(), 'gatehouse-test-'))
const total: Counts = { passed: 0, failed: 0, skipped: 0 }

// The browser waits more than it works: its stories run beside the other tests.
for (const steps of [[runChecks], [vitest, playwright]]) {
  for (const counts of await Promise.all(steps.map(counted))) {
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped
  }
}
await rm(reports, { recursive: true })

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`)
process.exitCode = total.failed > 0 ? 1 : 0

/** What came of a step; one that breaks off has failed. */
function counted(step: () => Promise<Counts>): Promise<Counts> {
  return step().catch((failure: unknown) => {
    process.stdout.write(`${String(failure)}\n`)
    return { passed: 0, failed: 1, skipped: 0 }
  })
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[]
}

async function vitest(): Promise<Counts> {
  const file = join(reports, 'vitest.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await ended(spawnBin('vitest', args, 'inherit'))
  const report = JSON.parse(await readFile(file, 'utf8')) as VitestReport
  // A file that cannot be loaded has no tests that could fail.
  const broken = report.testResults.filter(
    (one) => one.status === 'failed' && !one.assertionResults.some((test) => test.status === 'failed'),
  )
  return settled(code, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  })
}

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

async function playwright(): Promise<Counts> {
  const chromium = await findOrInstall(['chromium', 'chromium-browser', 'google-chrome'], 'chromium')
  const lynx = await findOrInstall(['lynx'], 'lynx')
  if (!chromium) process.stdout.write('No Chromium on the path and none could be installed: its tests are skipped.\n')
  if (!lynx)
    process.stdout.write('No lynx on the path and none could be installed: the text-browser test is skipped.\n')
  const file = join(reports, 'playwright.json')
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: file, CHROMIUM: chromium ?? '', LYNX: lynx ?? '' }
  // Told in one piece, not between the lines of the others.
  const { code, text } = await output(spawnBin('playwright', ['test', '--reporter=list,json'], 'pipe', env))
  process.stdout.write(text)
  const { stats, errors } = JSON.parse(await readFile(file, 'utf8')) as PlaywrightReport
  return settled(code, {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  })
}

/** Starts a command of the project, in full view or with its words piped here. */
function spawnBin(name: string, args: string[], words: 'inherit' | 'pipe', env: Record<string, string> = {}) {
  return spawn(`node_modules/.bin/${name}`, args, {
    stdio: ['ignore', words, words],
    env: { ...process.env, ...env },
  })
}

/** A step that failed without a failed test has failed all the same; one that ran nothing too. */
function settled(code: number, counts: Counts): Counts {
  const silent = (code !== 0 && counts.failed === 0) || counts.passed + counts.failed + counts.skipped === 0
  return silent ? { ...counts, failed: counts.failed + 1 } : counts
}
