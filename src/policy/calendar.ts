/**
 * The calendar of the policy. A day is a date in the plan's time zone, so a rule of N days never depends on the hour
 * or on daylight saving; hours and minutes are elapsed time and need nothing from here.
 */

/** A calendar day, `YYYY-MM-DD`. Days compare as text. */
export type Day = `${number}-${number}-${number}`

const DAY_MS = 86_400_000

/** The day that the text names, or undefined; years 1900 to 2999. */
export function readDay(text: string): Day | undefined {
  if (!/^(19|2\d)\d\d-\d\d-\d\d$/.test(text)) return undefined
  const ms = Date.parse(`${text}T00:00Z`)
  return !Number.isNaN(ms) && dayAt(ms) === text ? text : undefined
}

/** The sentence beside a field whose text is no day; `such`: one that is, as an example. */
export function noDate(such: Day = '2026-04-21'): string {
  return `This is no date. Write it as year-month-day, such as ${such}.`
}

/** The two days of a span as typed, or a sentence for each that is wrong. Either may be left open. */
export function readSpan(typed: { from: string; to: string }): {
  from: Day | undefined
  to: Day | undefined
  errors: { from?: string; to?: string }
} {
  const from = readDay(typed.from)
  const to = readDay(typed.to)
  const errors: { from?: string; to?: string } = {}
  if (typed.from !== '' && !from) errors.from = noDate()
  if (typed.to !== '' && !to) errors.to = noDate()
  if (from && to && from > to) errors.to = 'This day comes before the first one.'
  return { from, to, errors }
}

/** The plan's holidays from its comma-separated configuration, or a sentence for each one that is no day. */
export function readHolidays(text: string): { ok: true; value: ReadonlySet<Day> } | { ok: false; refusal: string[] } {
  const given = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  const wrong = given.filter((one) => !readDay(one))
  if (wrong.length === 0) return { ok: true, value: new Set(given as Day[]) }
  return { ok: false, refusal: wrong.map((one) => `PLAN_HOLIDAYS names "${one}", which is no day such as 2026-12-25.`) }
}

/** Whether the text names a time zone, such as America/Los_Angeles. */
export function isZone(text: string): boolean {
  try {
    formatFor(text)
    return true
  } catch {
    return false
  }
}

/** The day that `now` falls on in the zone. */
export function dayOf(now: Date, zone: string): Day {
  return dayAt(localMs(now.getTime(), zone))
}

/**
 * The first instant of the day in the zone: its 00:00, or what comes instead where the clock skips midnight.
 * A day that the zone skipped altogether starts where the next one does.
 */
export function startOfDay(day: Day, zone: string): Date {
  const midnight = numberOf(day) * DAY_MS
  // The offset from UTC before and after any change of the clock near that midnight.
  const offsets = [midnight - DAY_MS, midnight + DAY_MS].map((ms) => localMs(ms, zone) - ms)
  const starts = offsets.map((offset) => midnight - offset).filter((ms) => dayAt(localMs(ms, zone)) === day)
  return starts.length > 0 ? new Date(Math.min(...starts)) : startOfDay(addDays(day, 1), zone)
}

/** The day `n` days after (before, when negative). */
export function addDays(day: Day, n: number): Day {
  return dayAt((numberOf(day) + n) * DAY_MS)
}

/** The day `n` months after; where that month is too short, its last day. */
export function addMonths(day: Day, n: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const lastDate = new Date(Date.UTC(year, month + n, 0)).getUTCDate()
  return dayAt(Date.UTC(year, month - 1 + n, Math.min(date, lastDate)))
}

/** How many days `to` is after `from`; negative when before. */
export function daysBetween(from: Day, to: Day): number {
  return numberOf(to) - numberOf(from)
}

/** "Every n days falls due on from + n." */
export const dueOn = addDays

/** "Within n days of `from`" is met on any day up to and including from + n. */
export function isWithin(day: Day, from: Day, n: number): boolean {
  return daysBetween(from, day) <= n
}

/** "For over n days", and the consequence of "not within n days", take hold on from + n + 1. */
export function isOver(day: Day, from: Day, n: number): boolean {
  return !isWithin(day, from, n)
}

/** Monday to Friday, and not a holiday of the plan. */
export function isBusinessDay(day: Day, holidays: ReadonlySet<Day>): boolean {
  const weekday = new Date(numberOf(day) * DAY_MS).getUTCDay()
  return weekday !== 0 && weekday !== 6 && !holidays.has(day)
}

/** The n-th business day after `day`, which need not be one itself; `n` is at least 1. */
export function addBusinessDays(day: Day, n: number, holidays: ReadonlySet<Day>): Day {
  let at = day
  for (let left = n; left > 0;) {
    at = addDays(at, 1)
    if (isBusinessDay(at, holidays)) left -= 1
  }
  return at
}

/** How many business days come after `from`, up to and including `to`; 0 when `to` isn't later. */
export function businessDaysBetween(from: Day, to: Day, holidays: ReadonlySet<Day>): number {
  let count = 0
  for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) if (isBusinessDay(at, holidays)) count += 1
  return count
}

/** The month of a day, `YYYY-MM`. */
export function monthOf(day: Day): string {
  return day.slice(0, 7)
}

/**
 * The day on which what is done every `n` calendar months is overdue: the 1st after the n-th month following
 * the one in which it was last done. Monthly: done in January, due in February, overdue on 1 March.
 */
export function overdueOn(lastDone: Day, n: number): Day {
  return addMonths(`${monthOf(lastDone)}-01` as Day, n + 1)
}

/** Days since 1970-01-01. */
function numberOf(day: Day): number {
  return Date.parse(`${day}T00:00Z`) / DAY_MS
}

function dayAt(ms: number): Day {
  return new Date(ms).toISOString().slice(0, 10) as Day
}

// Making a format costs far more than using it.
const formats = new Map<string, Intl.DateTimeFormat>()

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  return format
}

/** What a clock in the zone shows at the instant, as if it showed UTC; milliseconds. */
function localMs(ms: number, zone: string): number {
  const shown = formatFor(zone).formatToParts(ms)
  const parts = Object.fromEntries(shown.map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((ms % 1000) + 1000) % 1000)
}
