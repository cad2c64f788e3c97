import { existsSync, statSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { ended, output, wrangler } from './processes.ts'

/** `npm run check`: types, lint, format, and the rules' tests, in seconds. */
export type Check = { name: string; run: () => Promise<number> }

const types = 'worker-configuration.d.ts'

/** What looks at the code without running it. Each prints what is wrong and answers an exit code. */
export const checks: readonly Check[] = [
  { name: 'types', run: () => bin('tsc') },
  { name: 'lint', run: () => bin('oxlint') },
  { name: 'format', run: () => bin('oxfmt', '--check') },
]

/** Runs the checks side by side; answers how many passed and failed. */
export async function runChecks(): Promise<{ passed: number; failed: number; skipped: number }> {
  // Types and lint both read what this writes.
  const undescribed = await describeBindings()
  const codes = await Promise.all(
    checks.map(async ({ name, run }) => {
      const code = undescribed || (await run())
      process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name}\n`)
      return code
    }),
  )
  const failed = codes.filter((code) => code !== 0).length
  return { passed: codes.length - failed, failed, skipped: 0 }
}

/** The types of the bindings are made from wrangler.toml when they are missing or older. */
async function describeBindings(): Promise<number> {
  if (existsSync(types) && statSync(types).mtimeMs >= statSync('wrangler.toml').mtimeMs) return 0
  const { code, text } = await output(wrangler(['types'], { stdio: ['ignore', 'pipe', 'pipe'] }))
  if (code !== 0) process.stdout.write(text)
  return code
}

/** Runs a command of the project and shows what it says if it fails. */
async function bin(name: string, ...args: string[]): Promise<number> {
  const child = spawn(`node_modules/.bin/${name}`, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const { code, text } = await output(child)
  if (code !== 0) process.stdout.write(`${text}\n`)
  return code
}

if (import.meta.main) {
  const { failed } = await runChecks()
  // What builds, imports whole data sets or lints again is for `npm test`.
  const slow = ['test/dev/**', 'test/feed/published-sets.rules.test.ts', 'test/house/lint.test.ts', 'test/demo/**']
  const rules = ['run', '--project', 'rules', ...slow.flatMap((path) => ['--exclude', path]), '--reporter', 'dot']
  const code = await ended(spawn('node_modules/.bin/vitest', rules, { stdio: 'inherit' }))
  process.exitCode = failed > 0 ? 1 : code
}
