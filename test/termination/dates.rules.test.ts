/** The two dates of an end, a limit or a disabling: when access ends, which days may be named, and what is late. */
import { expect, it } from 'vitest'
import { readHolidays, type Day } from '../../src/policy/calendar.ts'
import { policyOf } from '../support/policy.ts'
import { barOf, decideBy, isLate, judgeDay, lastDayOf, revokedOn } from '../../src/termination/rules.ts'

const holidays = new Set<Day>(['2026-11-26', '2026-12-25', '2027-01-01', '2026-07-03'])
const policy = policyOf('IS.1600')

it('III.M.3 an end of today or before takes hold at once, one to come at 00:00 of the day after', () => {
  expect(revokedOn('2026-11-19', '2026-11-20')).toBe('2026-11-20')
  expect(revokedOn('2026-11-20', '2026-11-20')).toBe('2026-11-20')
  expect(revokedOn('2026-11-21', '2026-11-20')).toBe('2026-11-22')
  expect(revokedOn('2026-11-30', '2026-11-20')).toBe('2026-12-01')
  expect(revokedOn('2026-12-31', '2026-11-20')).toBe('2027-01-01')
  expect(revokedOn('2028-02-28', '2027-11-20')).toBe('2028-02-29')
  expect(revokedOn('2028-02-29', '2027-11-20')).toBe('2028-03-01')
})

it('III.M.3 the last day with access: the day of the end said in the midst of it, else the one before', () => {
  expect(lastDayOf('2026-11-22', '2026-11-21')).toBe('2026-11-21')
  expect(lastDayOf('2026-11-22', '2026-11-22')).toBe('2026-11-22')
  expect(lastDayOf('2026-11-22', '2026-11-23')).toBe('2026-11-21')
  expect(lastDayOf('2026-11-22', null)).toBe('2026-11-21')
})

// The job ended; then the day before, the last in time, and the first late one.
it.each<[string, Day, Day, Day, Day]>([
  ['in mid-week', '2026-11-17', '2026-11-17', '2026-11-18', '2026-11-19'],
  ['over a weekend, ended on a Friday', '2026-11-20', '2026-11-22', '2026-11-23', '2026-11-24'],
  ['ended on a Saturday', '2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24'],
  ['ended on a Sunday', '2026-11-22', '2026-11-22', '2026-11-23', '2026-11-24'],
  ['over a holiday, Thanksgiving', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-30'],
  ['over a holiday and a weekend', '2026-12-24', '2026-12-27', '2026-12-28', '2026-12-29'],
  ['over a holiday kept on a Friday', '2026-07-02', '2026-07-05', '2026-07-06', '2026-07-07'],
  ['over the end of a month', '2026-09-29', '2026-09-29', '2026-09-30', '2026-10-01'],
  ['over the end of a year', '2026-12-31', '2027-01-03', '2027-01-04', '2027-01-05'],
  ['over 29 February', '2028-02-28', '2028-02-28', '2028-02-29', '2028-03-01'],
  ['over 28 February of no leap year', '2027-02-26', '2027-02-28', '2027-03-01', '2027-03-02'],
])('III.M.3 one business day after is in time, two are late: %s', (_, changed, before, last, late) => {
  expect([before, last, late].map((day) => isLate(changed, day, policy, holidays))).toEqual([false, false, true])
})

it('III.M.3 an end that was named ahead is never late', () => {
  expect(isLate('2026-12-31', revokedOn('2026-12-31', '2026-11-20'), policy, holidays)).toBe(false)
  expect(isLate('2026-11-21', revokedOn('2026-11-21', '2026-11-20'), policy, holidays)).toBe(false)
})

it('III.M.3 the plan’s own holidays count, as configured', () => {
  const read = readHolidays('2026-11-18')
  expect(read.ok && isLate('2026-11-17', '2026-11-19', policy, read.value)).toBe(false)
  expect(isLate('2026-11-17', '2026-11-19', policy, new Set())).toBe(true)
})

it('III.M.3 e-business has five business days', () => {
  expect(decideBy('2026-11-20', policy, holidays)).toBe('2026-11-30')
  expect(decideBy('2026-12-31', policy, holidays)).toBe('2027-01-08')
})

const facts = { today: '2026-11-20' as Day, since: '2026-03-01' as Day, endedOn: null }
const wrong = (
  typed: string,
  kind: 'ended' | 'disabled' | 'limited',
  more: Partial<typeof facts> | { endedOn: Day } = {},
) => {
  const judged = judgeDay(typed, kind, { ...facts, ...more })
  return 'wrong' in judged ? judged.wrong : null
}

it.each([
  ['', 'missing'],
  ['soon', 'no-date'],
  ['2026-02-29', 'no-date'],
  ['11/20/2026', 'no-date'],
  ['2026-02-28', 'before-access'],
  ['2026-03-01', null],
  ['2026-11-19', null],
  ['2026-11-20', null],
])('III.M.3 the day "%s" is %s, whatever becomes of the access', (typed, told) => {
  for (const kind of ['ended', 'disabled', 'limited'] as const) expect(wrong(typed, kind)).toBe(told)
})

it('III.M.3 a day to come is taken for an end alone, up to a year ahead', () => {
  expect(wrong('2026-11-21', 'ended')).toBe(null)
  expect(wrong('2026-11-21', 'disabled')).toBe('not-yet')
  expect(wrong('2026-11-21', 'limited')).toBe('keep-until')
  expect(wrong('2027-11-19', 'ended')).toBe(null)
  expect(wrong('2027-11-20', 'ended')).toBe(null)
  expect(wrong('2027-11-21', 'ended')).toBe('too-far')
})

it('III.M.3 an end that is set can be brought forward, not put off', () => {
  const set = { endedOn: '2026-12-01' as Day }
  expect(wrong('2026-11-29', 'ended', set)).toBe(null)
  expect(wrong('2026-11-30', 'ended', set)).toBe('ends-sooner')
  expect(wrong('2026-12-01', 'ended', set)).toBe('ends-sooner')
})

it('III.M.2 nobody ends their own access, nor that of the last administrator', () => {
  expect(barOf({ account: 1, isLastLoa: 0 }, 1)).toBe('self')
  expect(barOf({ account: 1, isLastLoa: 1 }, 2)).toBe('last-loa')
  expect(barOf({ account: 1, isLastLoa: 0 }, 2)).toBe(null)
})
