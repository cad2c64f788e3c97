/** The house's own rules: the tree keeps them all, and each one finds what its canaries mark as bad. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { circles } from './imports.ts'
import * as imports from './imports.ts'
import * as never from './never.ts'
import * as shape from './shape.ts'
import * as sql from './sql.ts'
import { type Check, file, filesIn, type Finding, readTree } from './tree.ts'

const tree = readTree()
const { circles: _circles, layers: _layers, tiers: _tiers, ...importRules } = imports
const checks: Record<string, Check> = { ...importRules, ...never, ...sql, ...shape }
const canaries = filesIn('test/house/canaries/house')

const inWords = ({ path, line, words }: Finding) => `${path}:${line} ${words}`

describe.each(Object.entries(checks))('%s', (name, check) => {
  it('holds in the whole tree', () => {
    expect([...tree.values()].flatMap((one) => check(one, tree)).map(inWords)).toEqual([])
  })

  const stem = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  const own = canaries.filter((path) => belongsTo(path) === stem)

  it('has a canary', () => expect(own).not.toEqual([]))

  it.each(own)('finds what is bad in %s, and nothing else', (path) => {
    const text = readFileSync(path, 'utf8')
    const as = /^\/\/ as (\S+)/.exec(text)?.[1] ?? ''
    const bad = text.split('\n').flatMap((line, n) => (line.endsWith('// bad') ? [n + 1] : []))
    const canary = file(as, text)
    const found = check(canary, tree).map(({ line }) => line)
    expect(found.toSorted((a, b) => a - b)).toEqual(bad)
  })
})

/** The rule whose name the canary's begins with, the longest if there are two. */
function belongsTo(path: string): string | undefined {
  const stem = path.replace(/^.*\//, '').replace(/\.tsx?$/, '')
  const rules = Object.keys(checks).map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
  return rules.filter((rule) => stem === rule || stem.startsWith(`${rule}-`)).toSorted((a, b) => b.length - a.length)[0]
}

it('decisions are numbered from 1 on, without a gap, each by its file and its heading', () => {
  const decisions = filesIn('docs/decisions').map((path) => [
    path.slice('docs/decisions/'.length),
    tree.get(path)!.text,
  ])
  const numbers = decisions.map((_, place) => String(place + 1).padStart(4, '0'))
  expect(decisions.map(([name = '', text = '']) => [name.slice(0, 4), text.slice(2, 6)])).toEqual(
    numbers.map((number) => [number, number]),
  )
})

it('every canary belongs to a rule', () => {
  expect(canaries.filter((path) => belongsTo(path) === undefined)).toEqual([])
})

it('nothing imports in a circle, types neither', () => {
  expect(circles(tree).map(inWords)).toEqual([])
})

it('a circle of three is found, and a fork is none', () => {
  const some = (texts: Record<string, string>) =>
    new Map(Object.entries(texts).map(([path, text]) => [path, file(path, text)]))
  const fork = {
    'src/a.ts': "import { b } from './b.ts'\nimport { c } from './c.ts'\n",
    'src/b.ts': "import { c } from './c.ts'\n",
  }
  expect(circles(some({ ...fork, 'src/c.ts': '' }))).toEqual([])
  const [found] = circles(some({ ...fork, 'src/c.ts': "import type { A } from './a.ts'\n" }))
  expect(found?.words).toBe('imports in a circle: src/a.ts → src/b.ts → src/c.ts → src/a.ts')
})

it('the reading of the tree finds what it must', () => {
  expect(tree.size).toBeGreaterThan(150)
  expect([...tree.keys()].filter((path) => path.includes('canaries'))).toEqual([])
})
