/** The linter: the tree is clean, and each rule that matters finds its canary, which breaks no other. */
import { spawnSync } from 'node:child_process'
import { basename } from 'node:path'
import { expect, it } from 'vitest'
import { filesIn } from './tree.ts'

type Diagnostic = { code: string; filename: string }

function lint(...args: string[]): Diagnostic[] {
  const run = spawnSync('node_modules/.bin/oxlint', [...args, '--format', 'json'], { encoding: 'utf8' })
  return (JSON.parse(run.stdout) as { diagnostics: Diagnostic[] }).diagnostics
}

it('the tree is clean, types regarded', () => {
  expect(lint().map(({ code, filename }) => `${filename} ${code}`)).toEqual([])
})

const folder = 'test/house/canaries/lint'
const diagnostics = lint('--config', 'test/house/canaries/oxlint.json', folder)
const canaries = filesIn(folder).filter((path) => path.endsWith('.ts'))

// 'no-floating-promises-void.ts' is a second canary of no-floating-promises.
it.each(canaries)('%s breaks its rule alone', (path) => {
  const found = diagnostics
    .filter(({ filename }) => filename === path)
    .map(({ code }) => code.replace(/^.*\((.*)\)$/, '$1'))
  const rules = new Set(found)
  expect(rules.size).toBe(1)
  expect(basename(path)).toMatch(new RegExp(`^${[...rules][0]}(-void|-2)?\\.ts$`))
})

it('nothing else is wrong with the canaries', () => {
  expect(diagnostics.filter(({ filename }) => !canaries.includes(filename))).toEqual([])
})
