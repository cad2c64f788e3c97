/** How values read on a page. Nothing here knows the present time: instants come in as milliseconds. */

/** What stands where a value isn't known; `<Value>` reads it out as "not known". */
export const UNKNOWN = '—'

type Maybe<T> = T | null | undefined

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })
const whole = new Intl.NumberFormat('en-US')
const clocks = new Map<string, Intl.DateTimeFormat>()

// Making a formatter costs far more than using it, so each zone keeps its own.
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  })
  clocks.set(zone, made)
  return made
}

/** A calendar day: '2026-11-22' → 'Nov 22, 2026'. A longer ISO text counts as its day. */
export function day(iso: Maybe<string>): string {
  const [, year, month, date] = iso?.match(/^(\d{4})-(\d\d)-(\d\d)/) ?? []
  const name = months[Number(month) - 1]
  return year && name ? `${name} ${Number(date)}, ${year}` : UNKNOWN
}

/** From one day to another: 'Jan 1, 2026 to Dec 31, 2026', or 'from Jan 1, 2026' while the end is open. */
export function days(from: Maybe<string>, to: Maybe<string>): string {
  if (from && to) return from === to ? day(from) : `${day(from)} to ${day(to)}`
  if (from) return `from ${day(from)}`
  return to ? `until ${day(to)}` : UNKNOWN
}

/** An instant (milliseconds UTC) in the plan's zone, an IANA name: 'Nov 22, 2026, 3:15 PM PST'. */
export function time(at: Maybe<number>, zone: string): string {
  return at == null ? UNKNOWN : clockOf(zone).format(at)
}

/** The day of an instant in the plan's zone: 'Nov 22, 2026'. */
export function dayAt(at: Maybe<number>, zone: string): string {
  return time(at, zone).replace(/,[^,]*$/, '')
}

/** Whole cents as dollars: 123450 → '$1,234.50'. */
export function money(cents: Maybe<number>): string {
  return cents == null ? UNKNOWN : dollars.format(cents / 100)
}

/** A North American number in E.164 form: '+17145550100' → '(714) 555-0100'. Any other stays as it is. */
export function telephone(e164: Maybe<string>): string {
  return e164?.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3') || UNKNOWN
}

/** A tax id: '123456789' → '12-3456789'. Any other stays as it is. */
export function tin(digits: Maybe<string>): string {
  return digits?.replace(/^(\d\d)(\d{7})$/, '$1-$2') || UNKNOWN
}

/** A whole number: 1204 → '1,204'. */
export function number(of: number): string {
  return whole.format(of)
}

/** A number of things: '1 claim', '1,204 claims'. */
export function count(of: number, one: string, many = `${one}s`): string {
  return `${number(of)} ${of === 1 ? one : many}`
}

/** How many of a long list a page shows: all of them, unless there is another page. */
export function onThisPage(of: number, one: string, otherPage: string | undefined): string {
  return otherPage === undefined ? count(of, one) : `${count(of, one)} on this page`
}

/** A number of things counted only up to a cap: 'more than 1,000 claims' from 1,001 on. */
export function countUpTo(cap: number, of: number, one: string, many = `${one}s`): string {
  return of > cap ? `more than ${count(cap, one, many)}` : count(of, one, many)
}
