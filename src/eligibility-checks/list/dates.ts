/**
 * Birth dates as offices write them. Decided here:
 * month before day, as in the United States; a date that only makes sense the other way round (21/4/1980) is read so, and
 * then every date of the same list that could be either is doubted, for the list's habit is unknown;
 * of a two-digit year the latest one that isn't in the future: who is a hundred is written with four digits.
 */
import { addDays, type Day, readDay } from '../../policy/calendar.ts'

type Written = { year: string; month: number; day: number; either?: boolean }

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'] // prettier-ignore
/** Day 0 of a spreadsheet: its day 60 is a 29 February 1900 that never was, so later ones count from here. */
const SERIAL_ZERO: Day = '1899-12-30'
const SERIAL = /^[1-9]\d{4}(\.\d+)?$/
/** No date with its time is written in more characters. */
const LONGEST = 60

/** What is wrong with a birth date. */
export type DateProblem = 'bad-date' | 'doubtful-date' | 'future-date'

/** The birth date that the text means. `dayFirst`: the list has dates that only make sense with the day before the month. */
export function readBirthDate(text: string, today: Day, dayFirst: boolean): { day: Day } | { problem: DateProblem } {
  const bare = withoutTime(text)
  if (SERIAL.test(bare)) return judged(addDays(SERIAL_ZERO, Math.floor(Number(bare))), today)
  const written = writtenIn(bare)
  if (!written) return { problem: 'bad-date' }
  if (written.either && dayFirst) return { problem: 'doubtful-date' }
  return judged(dayOfParts(written, today), today)
}

/** Whether the text is a date that only makes sense with the day before the month, in figures. */
export function isDayFirst(text: string): boolean {
  const written = writtenIn(withoutTime(text))
  return written?.either === false
}

/** Whether the text has the shape of a date, and of nothing else: figures alone have it only as eight. */
export function looksLikeDate(text: string): boolean {
  const bare = withoutTime(text)
  return !/^\d{6}$/.test(bare) && writtenIn(bare) !== null
}

function judged(day: Day | undefined, today: Day): { day: Day } | { problem: DateProblem } {
  if (!day) return { problem: 'bad-date' }
  return day > today ? { problem: 'future-date' } : { day }
}

function withoutTime(text: string): string {
  // What is longer is no date, and would keep the patterns below trying each of its places.
  if (text.length > LONGEST) return ''
  return text.trim().replace(/[T\s]+\d{1,2}:\d\d(:\d\d(\.\d+)?)?\s*([ap]\.?m\.?)?\s*(Z|[+-]\d\d:?\d\d)?$/i, '')
}

/** Year, month and day as they are written; `either`: month and day could be the other way round, false: they are. */
function writtenIn(text: string): Written | null {
  const yearFirst = /^(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})$/.exec(text)
  if (yearFirst) return { year: yearFirst[1]!, month: Number(yearFirst[3]), day: Number(yearFirst[4]) }
  const figures = /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d\d)$/.exec(text)
  if (figures) return ordered(Number(figures[1]), Number(figures[3]), figures[4]!)
  if (/^\d{8}$/.test(text)) {
    const [year, month, day] = [text.slice(0, 4), Number(text.slice(4, 6)), Number(text.slice(6))]
    if (/^(19|20)/.test(year) && isMonth(month) && isDayOfMonth(day)) return { year, month, day }
    return ordered(Number(text.slice(0, 2)), Number(text.slice(2, 4)), text.slice(4))
  }
  if (/^\d{6}$/.test(text)) return ordered(Number(text.slice(0, 2)), Number(text.slice(2, 4)), text.slice(4))
  return named(text)
}

function ordered(one: number, other: number, year: string): Written | null {
  if (isMonth(one) && isDayOfMonth(other)) {
    return isMonth(other) && one !== other
      ? { year, month: one, day: other, either: true }
      : { year, month: one, day: other }
  }
  return isMonth(other) && isDayOfMonth(one) ? { year, month: other, day: one, either: false } : null
}

/** With the month in letters: Apr 21, 1980; 21-Apr-80; 21st of April 1980; 1980 Apr 21. */
function named(text: string): Written | null {
  const words = text
    .replaceAll(/[-/.,']/g, ' ')
    .replaceAll(/(\d)(?:st|nd|rd|th)\b/gi, '$1')
    .replaceAll(/\bof\b/gi, ' ')
  const parts = words.match(/\d+|[A-Za-z]+/g) ?? []
  if (parts.length !== 3 || /[^\dA-Za-z ]/.test(words)) return null
  const [one, two, three] = parts as [string, string, string]
  if (/^\d{4}$/.test(one)) return inOrder(one, two, three)
  return /^\d/.test(one) ? inOrder(three, two, one) : inOrder(three, one, two)
}

function inOrder(year: string, name: string, day: string): Written | null {
  const known = /^sept$/i.test(name) ? 'sep' : name.toLowerCase()
  const month = known.length < 3 ? 0 : months.findIndex((one) => one.startsWith(known)) + 1
  const isWhole = /^(\d{4}|\d\d)$/.test(year) && /^\d{1,2}$/.test(day)
  return isWhole && isMonth(month) && isDayOfMonth(Number(day)) ? { year, month, day: Number(day) } : null
}

function dayOfParts({ year, month, day }: Written, today: Day): Day | undefined {
  const rest = `-${pad(month)}-${pad(day)}`
  if (year.length === 4) return readDay(`${year}${rest}`)
  const [late, early] = [readDay(`20${year}${rest}`), readDay(`19${year}${rest}`)]
  return late && late <= today ? late : early
}

const isMonth = (figure: number) => figure >= 1 && figure <= 12
const isDayOfMonth = (figure: number) => figure >= 1 && figure <= 31
const pad = (figure: number) => String(figure).padStart(2, '0')
