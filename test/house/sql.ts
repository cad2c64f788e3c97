/** SQL: where it may stand, that its writes are recorded, and that no two columns answer to one name. */
import { roleOf } from './roles.ts'
import { bracketed, type Check, declarations, each, type Finding, importsOf, lineOf, type Tree } from './tree.ts'

const statement =
  /\b(SELECT\b[^'`]*\bFROM\b|INSERT (OR \w+ )?INTO\b|UPDATE \w+ SET\b|DELETE FROM\b|CREATE (TABLE|INDEX)\b)|['`]SELECT /g

/** Never 3: SQL stands in stores, and an object's own in its object. */
export const keepsSqlInStores: Check = (file) => {
  const role = roleOf(file.path)
  if (!/^(src|views)\//.test(file.path) || ['store', 'client', 'schema'].includes(role)) return []
  const words = 'SQL belongs into store.ts'
  const built = importsOf(file)
    .filter(
      ({ to, names }) =>
        to === 'src/db/client.ts' && ['prepared', 'query', 'columns'].some((one) => names.includes(one)),
    )
    .map(({ line }) => ({ path: file.path, line, words }))
  return role === 'object' ? built : [...built, ...each(file, statement, words)]
}

/** Everything goes through the one `batch`. */
export const sendsByBatch: Check = (file) =>
  file.path.startsWith('src/') && roleOf(file.path) !== 'client'
    ? each(
        file,
        /\bDB\s*\.\s*(prepare|batch|exec|withSession|dump)\(|\bdb\s*\.\s*(prepare|batch|exec)\(/g,
        'use batch() of db/client.ts',
      )
    : []

/** Writes that no audit row of their own goes with, each with its reason. */
const unrecorded = new Map([
  ['pullMoved', 'the beginning and the end of an export are recorded, and each part that is stored of it'],
  ['filesFound', 'what is stored of an export’s files is recorded with each part'],
  ['fileBegunAnew', 'what is stored of a file is recorded with each part; here nothing of the new one is stored yet'],
  ['fileTried', 'what is stored of a file is recorded with each part; a try that failed stored nothing'],
  ['officesTerminated', 'it brings a row of the log for each office and session that it ends'],
  ['alarmsOver', 'what it forgets was recorded when staff were told of it'],
  ['held', 'a try is recorded by what becomes of the message'],
  ['postponed', 'a try that failed changes nothing but when the next one is; the log has the provider’s answer'],
  ['queuedAgain', 'a message that the queue lost waits as before; what becomes of it is recorded'],
  ['forgotten', 'what it forgets was recorded as given up, and expired since'],
  ['tallied', 'what it writes is counted off recorded rows; the hourly run records itself'],
  ['listsTaken', 'what it writes is read off recorded rows; the hourly run records itself'],
  ['flowsForgotten', 'what it forgets was recorded when it was begun; the hourly run records itself'],
  ['tokensForgotten', 'what it forgets was recorded when it was taken; the hourly run records itself'],
  ['checksForgotten', 'what it forgets was recorded when it was asked; the hourly run records itself'],
  ['expiredForgotten', 'what it forgets was recorded when it was kept; the hourly run records itself'],
  ['runAt', 'how far a dry run is; its end is recorded'],
  ['runEnded', 'a dry run that its draft left behind; that change is recorded'],
  ['foundBad', 'what a dry run notes for itself; its end is recorded'],
  ['followed', 'what a dry run notes for itself; its end is recorded'],
  ['compared', 'what a dry run notes for itself; its end is recorded'],
  ['actedOn', 'when the hourly run looks at an office next; what it does there is recorded'],
  ['objectNoted', 'a file that is about to be stored is recorded once it is, or was refused'],
  ['objectsForgotten', 'what it forgets is recorded as added, removed or discarded; the hourly run records itself'],
  ['usedOn', 'the day of last use goes with every page; the page, or the change after it, is what is recorded'],
])

/** Never 5: a batch that writes bears its audit row; so do the statements that an object keeps for D1. */
export const recordsItsWrites: Check = (file, tree) => {
  if (!file.path.startsWith('src/') || roleOf(file.path) === 'client') return []
  const writes = new RegExp(`\\b(${writers(tree).join('|')})\\(`)
  const records = new RegExp(`\\b(${recorders(tree).join('|')})\\(`)
  return [...file.code.matchAll(/\b(batch|later\.keep)\(/g)].flatMap(({ 0: call, index }): Finding[] => {
    const sent = bracketed(file.code, index + call.length - 1)
    const writer = writes.exec(sent)?.[1]
    if (writer === undefined || records.test(sent)) return []
    return [
      {
        path: file.path,
        line: lineOf(file.code, index),
        words: `${writer} writes, and nothing in the batch records it`,
      },
    ]
  })
}

/** Functions of stores that answer writing statements. */
function writers(tree: Tree): string[] {
  const stores = [...tree.values()].filter(({ path }) => roleOf(path) === 'store' && path !== 'src/audit/statement.ts')
  const found = stores.flatMap(({ code }) =>
    declarations(code)
      .filter(({ body }) =>
        /\b(INSERT (OR \w+ )?INTO|UPDATE \w+ SET|DELETE FROM)\b|query\s*\.(insert|update|delete)\(/.test(body),
      )
      .map(({ name }) => name),
  )
  return found.filter((name) => !unrecorded.has(name))
}

/** Functions of stores that answer statements with an audit row among them. */
function recorders(tree: Tree): string[] {
  const stores = [...tree.values()].filter(({ path }) => roleOf(path) === 'store')
  return stores.flatMap(({ code }) =>
    declarations(code)
      .filter(({ body }) => /\bINSERT INTO audit \(/.test(body))
      .map(({ name }) => name),
  )
}

/** D1 answers rows keyed by column name: what Drizzle selects is named by `columns`, or by `as` in each place. */
export const namesItsColumns: Check = (file) => {
  if (roleOf(file.path) !== 'store') return []
  return [...file.code.matchAll(/\.select(?:Distinct)?\(/g)].flatMap(({ 0: call, index }): Finding[] => {
    const selected = bracketed(file.code, index + call.length - 1).trim()
    const isName = /^\w+$/.test(selected) && new RegExp(`\\bconst ${selected} = columns\\(`).test(file.code)
    if (isName || selected.startsWith('columns(') || isAliased(selected)) return []
    return [
      {
        path: file.path,
        line: lineOf(file.code, index),
        words: 'select(columns({ … })), so that no two columns share a name',
      },
    ]
  })
}

function isAliased(selected: string): boolean {
  const keys = [...selected.matchAll(/(?:^\{|,)\s*(\w+):/g)].map(([, key]) => key)
  const aliases = [...selected.matchAll(/\.as\('(\w+)'\)/g)].map(([, alias]) => alias)
  return keys.length > 0 && keys.length === aliases.length && keys.every((key, n) => key === aliases[n])
}

/** The same for prepared SQL: no name twice in what a statement answers. */
export const answersNoNameTwice: Check = (file) => {
  if (roleOf(file.path) !== 'store') return []
  return [...file.code.matchAll(/['`]\s*SELECT ([^'`]*?)\bFROM\b/g)].flatMap(({ 1: list = '', index }): Finding[] => {
    const names = topLevel(list).map(
      (column) => /(?:\bAS\s+)?"?(\w+)"?\s*$/i.exec(column.trim())?.[1]?.toLowerCase() ?? column,
    )
    const doubled = names.filter((name, n) => names.indexOf(name) !== n && name !== '?')
    return doubled.map((name) => ({ path: file.path, line: lineOf(file.code, index), words: `answers ${name} twice` }))
  })
}

/** Splits at commas outside brackets. */
function topLevel(list: string): string[] {
  let depth = 0
  const parts = ['']
  for (const character of list) {
    if (character === '(') depth++
    if (character === ')') depth--
    if (character === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}
