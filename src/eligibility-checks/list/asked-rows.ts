/** A whole day's list, read row by row: what can't be asked is told with its line, and the others are asked all the same. */
import { foldName, foldNumber } from '../../members/member.ts'
import type { Day } from '../../policy/calendar.ts'
import { type AskedRow, LONGEST_NAME, LONGEST_NUMBER, MOST_ROWS, type Problem } from '../check.ts'
import { type Line, linesOf } from './cells.ts'
import { columnsOf, type Kind } from './columns.ts'
import { type DateProblem, isDayFirst, looksLikeDate, readBirthDate } from './dates.ts'

/** The rows; or why none is asked, with how many there are. */
export type ReadList = { rows: AskedRow[] } | { refusal: 'empty' | 'too-many' | 'no-columns'; count: number }

/** What a row says, as typed; null: nothing. */
type Said = { number: string | null; last: string | null; first: string | null; birth: string | null }

/** Reads a pasted list or the text of a CSV file. Never throws, whatever the text is. `today` is the plan's day. */
export function readList(text: string, today: Day): ReadList {
  const lines = linesOf(text).map(({ line, cells }) => ({ line, cells: withWholeDates(cells) }))
  const kinds = lines[0] ? columnsOf(lines[0].cells) : null
  const rows = kinds ? lines.slice(1) : lines
  if (rows.length === 0) return { refusal: 'empty', count: 0 }
  if (rows.length > MOST_ROWS) return { refusal: 'too-many', count: rows.length }
  if (kinds && !isEnough(kinds)) return { refusal: 'no-columns', count: rows.length }
  const said = rows.map((row) => ({ line: row.line, said: kinds ? byColumns(row, kinds) : byLooks(row.cells) }))
  const dayFirst = said.some((row) => row.said.birth !== null && isDayFirst(row.said.birth))
  return { rows: withRepeated(said.map((row) => askedRow(row.line, row.said, today, dayFirst))) }
}

/** A number, or a name and a birth date, among the columns. */
function isEnough(kinds: readonly (Kind | null)[]): boolean {
  const has = (kind: Kind) => kinds.includes(kind)
  return has('number') || has('either') || (has('birth') && (has('last') || has('name')))
}

/** A cell "Apr 21" and a cell "1980" beside it are one date that a comma cut in two. */
function withWholeDates(cells: readonly string[]): string[] {
  return cells.flatMap((cell, place) => {
    const before = cells[place - 1] ?? ''
    const [next, isCut] = [
      cells[place + 1] ?? '',
      (one: string) => /^[A-Za-z]{3,9}\.? \d{1,2}(st|nd|rd|th)?$/.test(one),
    ]
    if (isCut(before) && /^\d{4}$/.test(cell)) return []
    return isCut(cell) && /^\d{4}$/.test(next) ? [`${cell}, ${next}`] : [cell]
  })
}

/** By the names of the columns. A row with a cell too many has its name in two: Last, First without quotation marks. */
function byColumns({ cells }: Line, kinds: readonly (Kind | null)[]): Said {
  const place = kinds.findIndex((kind) => kind === 'name' || kind === 'either')
  const isCut = place !== -1 && cells.length === kinds.length + 1
  const whole = isCut
    ? [...cells.slice(0, place), cells.slice(place, place + 2).join(', '), ...cells.slice(place + 2)]
    : cells
  const at = (kind: Kind) => whole[kinds.indexOf(kind)] || null
  const either = at('either')
  const isNumber = either !== null && /\d/.test(either)
  const [last, first] = nameIn(at('name') ?? (isNumber ? null : either))
  return {
    number: at('number') ?? (isNumber ? either : null),
    last: at('last') ?? last,
    first: at('first') ?? first,
    birth: at('birth'),
  }
}

/** Without names of columns: what looks like a date, a number, a name; the last name comes first. */
function byLooks(cells: readonly string[]): Said {
  const parts = cells.filter((cell) => cell !== '').flatMap(partsOf)
  const named = parts.filter((part) => /\p{Letter}/u.test(part) && !/\d/.test(part))
  const dates = parts.filter(looksLikeDate)
  // Eight figures are a number too: they are a date only beside a name, where there is no better one.
  const figures = dates.find((date) => /^\d{8}$/.test(date))
  const birth = dates.find((date) => !/^\d{8}$/.test(date)) ?? (named.length > 0 ? figures : undefined)
  const number = parts.find((part) => /\d/.test(part) && part !== birth && !isTime(part))
  const [name, ...more] = named
  const [last, first] =
    name === undefined || name.includes(',') || more.length === 0 ? nameIn(name ?? null) : [name, more[0]!]
  return { number: number ?? null, last, first, birth: birth ?? null }
}

/** A cell with a name and a date in it, or a number before them, as several. */
function partsOf(cell: string): string[] {
  if (looksLikeDate(cell) || !/\p{Letter}/u.test(cell) || !cell.includes(' ')) return [cell]
  const words = cell.split(' ')
  const cut = [3, 2, 1]
    .map((count) => words.length - count)
    .find((place) => place > 0 && looksLikeDate(words.slice(place).join(' ')))
  const before = cut === undefined ? words : words.slice(0, cut)
  const date = cut === undefined ? [] : [words.slice(cut).join(' ')]
  const isNumber = before.length > 1 && /\d/.test(before[0]!) && !/\d/.test(before.slice(1).join(''))
  const rest = (isNumber ? before.slice(1) : before).join(' ').replace(/,$/, '')
  return [...(isNumber ? [before[0]!] : []), ...(rest === '' ? [] : [rest]), ...date]
}

const isTime = (part: string) => /^\d{1,2}:\d\d/.test(part)

/** Last and first name of a whole one: "Last, First", else the last word is the last name. */
function nameIn(name: string | null): [string | null, string | null] {
  if (name === null) return [null, null]
  const [last = '', first = ''] = name.split(',').map((part) => part.trim())
  if (name.includes(',')) return [last || null, first || null]
  const words = name.split(' ')
  return [words.at(-1) || null, words.slice(0, -1).join(' ') || null]
}

function askedRow(line: number, said: Said, today: Day, dayFirst: boolean): AskedRow {
  const number = said.number?.replace(/^(\d+)\.0+$/, '$1') ?? null
  const date = said.birth === null ? null : readBirthDate(said.birth, today, dayFirst)
  const bornOn = date && 'day' in date ? date.day : null
  const numberKey = number === null || problemOfNumber(number) ? null : foldNumber(number)
  const lastNameKey = foldName(said.last ?? '') || null
  // A middle initial is of no use to find somebody by.
  const isLong = [said.last, said.first].some((name) => (name ?? '').length > LONGEST_NAME)
  const first = isLong ? '' : (said.first ?? '').replace(/(\p{Letter}{2,})\s+\p{Letter}\.?$/u, '$1')
  const firstNameKey = foldName(first) || null
  const byName = lastNameKey !== null && bornOn !== null && !isLong
  const problem =
    numberKey !== null || byName
      ? null
      : problemOf({ ...said, number }, date && 'problem' in date ? date.problem : null, isLong)
  return {
    line,
    number: kept(said.number),
    lastName: kept(said.last),
    firstName: kept(said.first),
    birthDate: kept(said.birth),
    numberKey,
    lastNameKey: byName ? lastNameKey : null,
    firstNameKey: byName ? firstNameKey : null,
    bornOn,
    problem,
    sameAs: null,
  }
}

function problemOfNumber(number: string): Problem | null {
  if (/^\d([.,]\d+)?E\+?\d+$/i.test(number)) return 'shortened-number'
  if (number.length > LONGEST_NUMBER) return 'too-long'
  return /^[\x21-\x7e]*[A-Za-z0-9][\x21-\x7e]*$/.test(foldNumber(number)) ? null : 'bad-number'
}

function problemOf(said: Said, date: DateProblem | null, isLong: boolean): Problem {
  if (isLong) return 'too-long'
  if (date !== null && said.last !== null) return date
  const ofNumber = said.number === null ? null : problemOfNumber(said.number)
  if (ofNumber) return ofNumber
  if (said.birth !== null) return said.last === null ? 'no-last-name' : 'nothing-to-ask-by'
  return said.last === null ? 'nothing-to-ask-by' : 'no-birth-date'
}

/** What is kept of a cell that could be anything: its beginning. */
function kept(cell: string | null): string | null {
  return cell === null || cell.length <= LONGEST_NAME ? cell : `${cell.slice(0, LONGEST_NAME)}…`
}

/** Whoever was asked for before isn't asked for again. */
function withRepeated(rows: AskedRow[]): AskedRow[] {
  const first = new Map<string, number>()
  return rows.map((row) => {
    if (row.problem) return row
    const key = JSON.stringify(
      row.numberKey === null ? [row.lastNameKey, row.firstNameKey, row.bornOn] : [row.numberKey],
    )
    const before = first.get(key)
    if (before !== undefined) return { ...row, problem: 'repeated', sameAs: before }
    first.set(key, row.line)
    return row
  })
}
