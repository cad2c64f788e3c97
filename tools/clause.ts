/**
 * Where a clause of the policy lives: `npm run clause -- III.H.3`, or a line for each: `npm run clause -- --all`.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inWords } from '../src/policy/clause.ts'
import { type ClauseId, clauses, isClause, procedures } from '../src/policy/clauses.ts'
import { everyNumber } from '../src/policy/numbers.ts'

/** What kind of place cites a clause; `number` is the policy's own folder, `rule` whatever else decides. */
export const kinds = ['number', 'rule', 'table', 'page', 'test', 'doc'] as const
export type Kind = (typeof kinds)[number]

/** A line that cites a clause. */
export type Place = { id: string; kind: Kind; file: string; line: number; text: string }

const token = String.raw`\b(?:II|III)\.[A-Z](?:\.(?:\d+|[a-z]+))*(?!\w)`
const anywhere = new RegExp(token, 'g')
// A test is named by what its text begins with: 'III.M.1 …', 'T8 III.E.4 …', 'III.M.1, III.N.2 …'.
const leading = new RegExp(String.raw`(?<=['"\`](?:(?:T\d+|WPP|WCAG|Reading|${token}),? (?:and )?)*)${token}`, 'g')
const clauseOfNumber = new Map<string, ClauseId>(everyNumber.map(([name, { clause }]) => [name, clause]))

/** The kind of place that a file is, or undefined where a citation means nothing. */
export function kindOf(file: string): Kind | undefined {
  if (file === 'src/policy/clauses.ts' || file.startsWith('test/house/')) return undefined
  if (file.startsWith('src/policy/')) return 'number'
  if (file.startsWith('src/db/schema/') || file.startsWith('migrations/')) return 'table'
  if (file.startsWith('src/')) return 'rule'
  if (file.startsWith('views/')) return 'page'
  if (file.startsWith('test/')) return /\.(test|spec)\.tsx?$/.test(file) ? 'test' : undefined
  return 'doc'
}

/**
 * The clauses that a file cites, by id or, outside the policy's folder, by the name of a number of theirs.
 * An id counts for itself alone, not for the clauses above or below it.
 */
export function citationsIn(file: string, source: string): Place[] {
  const kind = kindOf(file)
  if (!kind) return []
  return source.split('\n').flatMap((text, index) => {
    const ids = text.match(kind === 'test' ? leading : anywhere) ?? []
    const names = kind === 'rule' ? (text.match(/\b[A-Z]+(?:_[A-Z]+)+\b/g) ?? []) : []
    const cited = new Set([...ids, ...names.flatMap((name) => clauseOfNumber.get(name) ?? [])])
    return [...cited].map((id) => ({ id, kind, file, line: index + 1, text: text.trim() }))
  })
}

/** Every citation in the repository, in the order of its files. */
export function citations(): Place[] {
  const root = join(import.meta.dirname, '..')
  return ['README.md', ...['docs', 'migrations', 'src', 'test', 'views'].flatMap((folder) => filesIn(root, folder))]
    .filter((file) => /\.(tsx?|md|sql)$/.test(file))
    .flatMap((file) => citationsIn(file, readIfThere(join(root, file))))
}

function filesIn(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .toSorted()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return ''
    throw error
  }
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Whether the place tests a rule: test/policy asks the numbers and the calendar, and nothing of any feature. */
export function testsRule({ kind, file }: Place): boolean {
  return kind === 'test' && !file.startsWith('test/policy/')
}

/** The numbers of a clause, as in "DORMANT_AFTER 60 days". */
function numbersOf(id: ClauseId): string[] {
  return everyNumber
    .filter(([, { clause }]) => clause === id)
    .map(([name, { value, unit }]) => `${name} ${inWords(value, unit)}`)
}

/** One clause and every place of it. */
function describe(id: ClauseId, places: Place[]): string {
  const lines = kinds.flatMap((kind) =>
    places
      .filter((place) => place.id === id && place.kind === kind)
      .map(({ file, line, text }) => `  ${kind.padEnd(7)} ${file}:${line}  ${text}`),
  )
  const nowhere = procedures[id] ? `  procedure: ${procedures[id]}` : '  not yet'
  const numbers = numbersOf(id).map((number) => `  number  ${number}`)
  return [`${id}  ${clauses[id]}`, ...numbers, ...(lines.length > 0 ? lines : [nowhere])].join('\n')
}

/** One line: id, number, rule, test; "not yet" for a rule or a test that neither it nor any of its parts has. */
function summarise(id: ClauseId, places: Place[]): string {
  const of = (kind: Kind) => places.filter((place) => place.id === id && place.kind === kind)
  const named = numbersOf(id)
  const number = named.length > 0 ? named.join(', ') : more(of('number').map(at))
  const tests = of('test').toSorted((a, b) => Number(testsRule(b)) - Number(testsRule(a)))
  const rule = more(of('rule').map(at))
  const ofParts = (kind: Kind) => places.some((place) => place.kind === kind && place.id.startsWith(`${id}.`))
  // A clause with a number says something of its own, which no part of it can stand for.
  const elsewhere = (kind: Kind) => (ofParts(kind) && named.length === 0 ? 'in its parts' : 'not yet')
  if (!rule && procedures[id]) return columns(id, number, `procedure: ${procedures[id]}`)
  return columns(id, number, rule || elsewhere('rule'), more(tests.map(at)) || elsewhere('test'))
}

const at = ({ file, line }: Place) => `${file}:${line}`
const more = ([first = '', ...rest]: string[]) => (rest.length > 0 ? `${first} +${rest.length}` : first)
const columns = (id: string, number: string, rule: string, test = '-') =>
  [id.padEnd(13), (number || '-').padEnd(34), rule.padEnd(44), test].join(' | ').trimEnd()

function main(args: string[]): number {
  const unknown = args.filter((arg) => arg !== '--all' && !isClause(arg))
  if (args.length === 0 || unknown.length > 0) {
    const what = unknown.map((arg) => `${arg} is not a clause of the policy's sections II and III.\n`).join('')
    process.stderr.write(`${what}Ask with an id, as in "npm run clause -- III.H.3", or "npm run clause -- --all".\n`)
    return 1
  }
  const places = citations()
  const all = [
    columns('clause', 'number', 'rule', 'test'),
    ...Object.keys(clauses)
      .filter(isClause)
      .map((id) => summarise(id, places)),
  ]
  const lines = args.includes('--all') ? all : args.filter(isClause).map((id) => describe(id, places))
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}

if (import.meta.main) process.exitCode = main(process.argv.slice(2))
