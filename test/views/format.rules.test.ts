import { describe, expect, test } from 'vitest'
import { count, countUpTo, day, dayAt, days, money, number, telephone, time, UNKNOWN } from '../../views/format.ts'

const zone = 'America/Los_Angeles'

describe('a calendar day', () => {
  test.each([
    ['2026-11-22', 'Nov 22, 2026'],
    ['2026-01-01', 'Jan 1, 2026'],
    ['2028-02-29', 'Feb 29, 2028'],
    ['2026-11-22T23:59:59Z', 'Nov 22, 2026'],
    [null, UNKNOWN],
    [undefined, UNKNOWN],
    ['', UNKNOWN],
    ['soon', UNKNOWN],
  ])('%s reads %s', (iso, text) => expect(day(iso)).toBe(text))

  test.each([
    ['2026-01-01', '2026-12-31', 'Jan 1, 2026 to Dec 31, 2026'],
    ['2026-01-01', '2026-01-01', 'Jan 1, 2026'],
    ['2026-01-01', null, 'from Jan 1, 2026'],
    [null, '2026-12-31', 'until Dec 31, 2026'],
    [null, null, UNKNOWN],
  ])('%s to %s reads %s', (from, to, text) => expect(days(from, to)).toBe(text))
})

describe("an instant in the plan's zone", () => {
  test.each([
    ['winter', Date.UTC(2026, 10, 22, 23, 15), 'Nov 22, 2026, 3:15 PM PST'],
    ['summer', Date.UTC(2026, 6, 1, 7, 0), 'Jul 1, 2026, 12:00 AM PDT'],
    ['the minute before clocks go back', Date.UTC(2026, 10, 1, 8, 59), 'Nov 1, 2026, 1:59 AM PDT'],
    ['the minute after', Date.UTC(2026, 10, 1, 9, 0), 'Nov 1, 2026, 1:00 AM PST'],
  ])('%s', (_, at, text) => expect(time(at, zone)).toBe(text))

  test('each zone keeps its own clock', () => {
    const noon = Date.UTC(2026, 0, 15, 12)
    expect(time(noon, 'America/New_York')).toBe('Jan 15, 2026, 7:00 AM EST')
    expect(time(noon, zone)).toBe('Jan 15, 2026, 4:00 AM PST')
  })

  test('zero is an instant, nothing is not', () => {
    expect(time(0, zone)).toBe('Dec 31, 1969, 4:00 PM PST')
    expect(time(null, zone)).toBe(UNKNOWN)
  })

  test('only plain spaces, so that text browsers show them', () => {
    expect(time(0, zone)).toMatch(/^[ -~]+$/)
  })
})

test.each([
  [123450, '$1,234.50'],
  [0, '$0.00'],
  [5, '$0.05'],
  [-2500, '-$25.00'],
  [null, UNKNOWN],
])('%s cents read %s', (cents, text) => expect(money(cents)).toBe(text))

test.each([
  ['+17145550100', '(714) 555-0100'],
  ['+442079460000', '+442079460000'],
  [null, UNKNOWN],
  ['', UNKNOWN],
])('telephone %s reads %s', (e164, text) => expect(telephone(e164)).toBe(text))

test('counts', () => {
  expect(number(1204)).toBe('1,204')
  expect(count(0, 'claim')).toBe('0 claims')
  expect(count(1, 'claim')).toBe('1 claim')
  expect(count(1204, 'entry', 'entries')).toBe('1,204 entries')
  expect(countUpTo(1000, 1000, 'claim')).toBe('1,000 claims')
  expect(countUpTo(1000, 1001, 'claim')).toBe('more than 1,000 claims')
})

describe('the day of an instant', () => {
  test.each([
    [Date.UTC(2026, 10, 23, 7, 59), 'Nov 22, 2026'],
    [Date.UTC(2026, 10, 23, 8), 'Nov 23, 2026'],
    [null, UNKNOWN],
  ])('%s reads %s', (at, text) => expect(dayAt(at, zone)).toBe(text))
})
