import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { clauses, isClause, procedures } from '../../src/policy/clauses.ts'
import { citations, citationsIn, testsRule } from '../../tools/clause.ts'

const places = citations()

it('no test, rule, table, page or document cites a clause that the policy lacks', () => {
  const unknown = places.filter(({ id }) => !isClause(id)).map(({ id, file, line }) => `${file}:${line} cites ${id}`)
  expect(unknown).toEqual([])
})

it('a clause with code has a test whose name cites it, or one of its parts', () => {
  const tested = places.filter(testsRule).map(({ id }) => id)
  const untested = places
    .filter(({ id, kind }) => kind === 'rule' && !tested.some((one) => one === id || one.startsWith(`${id}.`)))
    .map(({ id, file, line }) => `${id} (${file}:${line})`)
  expect(untested).toEqual([])
})

it('a clause without code is not yet, or a procedure', () => {
  const coded = new Set(places.filter(({ kind }) => kind === 'rule').map(({ id }) => id))
  const notYet = Object.keys(clauses)
    .filter(isClause)
    .filter((id) => !coded.has(id) && !procedures[id])
  process.stdout.write(`not yet: ${notYet.join(' ')}\n`)
  expect(Object.keys(procedures).filter((id) => coded.has(id))).toEqual([])
})

// Ids that must not lead a string here, or this file would cite them.
const name = (id: string) => `it('${id} closes', () => {`
const ids = (text: string) => citationsIn('test/x/x.test.ts', text).map(({ id }) => id)

it('an id counts for itself alone', () => {
  expect(ids(name(`III.H.3${0}`))).toEqual([`III.H.3${0}`])
  expect(ids(name('II.POLICY'))).toEqual([])
  expect(ids(name('III.K.2.d.iv'))).toEqual(['III.K.2.d.iv'])
  expect(citationsIn('src/x/rules.ts', '// Ends a sentence: III.M.1.').map(({ id }) => id)).toEqual(['III.M.1'])
})

it('a test is named by what its name begins with', () => {
  expect(ids(name('T8 III.E.4'))).toEqual(['III.E.4'])
  expect(ids(name('III.M.1, III.N.2'))).toEqual(['III.M.1', 'III.N.2'])
  expect(ids("// Not a name: III.E.4.\nit('counts as III.E.4 does', () => {")).toEqual([])
})

it("a rule cites a clause by the name of its number, the policy's own folder doesn't make it one", () => {
  expect(citationsIn('src/x/rules.ts', 'if (isOver(day, from, policy.DORMANT_AFTER)) {')).toMatchObject([
    { id: 'III.M.1', kind: 'rule' },
  ])
  expect(citationsIn('src/policy/dormancy.ts', "clause('III.M.1', days(60))")).toMatchObject([{ kind: 'number' }])
})

const policy = readPolicyText()

it.skipIf(policy === undefined)('every clause of the policy is in the list, and no other (needs ../shared)', () => {
  expect(Object.keys(clauses)).toEqual(outline(policy ?? ''))
})

function readPolicyText(): string | undefined {
  try {
    const text = readFileSync('../shared/spec/source/IS.1600-provider-portal-policy.txt', 'utf8')
    return text.slice(text.indexOf('II. POLICY'), text.indexOf('IV. ATTACHMENT'))
  } catch {
    process.stdout.write("The policy's text isn't beside the repository; its outline isn't compared.\n")
    return undefined
  }
}

/** The ids of an outline numbered A. 1. a. i. a): a marker continues the deepest level that it is next in. */
function outline(text: string): string[] {
  const roman = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x']
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const levels = [letters.map((one) => one.toUpperCase()), letters.map((_, n) => `${n + 1}`), letters, roman, letters]
  const found: string[] = []
  let section = ''
  let path: string[] = []
  for (const [, marker = '', close] of text.matchAll(/^\s*([A-Z]+|\d+|[a-z]+)([.)]) /gm)) {
    if (marker === 'II' || marker === 'III') {
      section = marker
      path = []
      continue
    }
    const depths = close === ')' || (marker === 'h' && path[3] === 'i') ? [4] : [3, 2, 1, 0]
    const depth = depths.find(
      (one) => one <= path.length && levels[one]?.indexOf(marker) === (levels[one]?.indexOf(path[one] ?? '') ?? -1) + 1,
    )
    if (depth === undefined) continue
    path = [...path.slice(0, depth), marker]
    found.push([section, ...path].join('.'))
  }
  return found
}
