import holidaysOfYears from '@18f/us-federal-holidays'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addBusinessDays,
  addDays,
  addMonths,
  businessDaysBetween,
  type Day,
  dayOf,
  daysBetween,
  isBusinessDay,
  isZone,
  overdueOn,
  readDay,
  noDate,
  readHolidays,
  readSpan,
  startOfDay,
} from '../../src/policy/calendar.ts'

const plan = 'America/Los_Angeles'

function startsTheDay(zone: string, day: Day): void {
  const start = startOfDay(day, zone)
  expect(dayOf(start, zone)).toBe(day)
  expect(dayOf(new Date(start.getTime() - 1), zone)).toBe(addDays(day, -1))
}

describe('the day of an instant', () => {
  it.each<[string, string, Day]>([
    ['the last moment of a winter day', '2026-01-15T07:59:59.999Z', '2026-01-14'],
    ['midnight in winter', '2026-01-15T08:00:00.000Z', '2026-01-15'],
    ['the last moment of a summer day', '2026-07-15T06:59:59.999Z', '2026-07-14'],
    ['midnight in summer', '2026-07-15T07:00:00.000Z', '2026-07-15'],
    ['before clocks go forward', '2026-03-08T07:59:59.999Z', '2026-03-07'],
    ['the day clocks go forward begins', '2026-03-08T08:00:00.000Z', '2026-03-08'],
    ['the day clocks go forward ends after 23 hours', '2026-03-09T06:59:59.999Z', '2026-03-08'],
    ['the day after begins', '2026-03-09T07:00:00.000Z', '2026-03-09'],
    ['the day clocks go back begins', '2026-11-01T07:00:00.000Z', '2026-11-01'],
    ['the day clocks go back ends after 25 hours', '2026-11-02T07:59:59.999Z', '2026-11-01'],
    ['the day after that begins', '2026-11-02T08:00:00.000Z', '2026-11-02'],
    ['the last moment of a year', '2027-01-01T07:59:59.999Z', '2026-12-31'],
    ['the first moment of a year', '2027-01-01T08:00:00.000Z', '2027-01-01'],
    ['a leap day', '2028-02-29T20:00:00.000Z', '2028-02-29'],
    ['before 1970', '1969-12-31T23:59:59.999Z', '1969-12-31'],
  ])('%s: %s is on %s', (_, instant, day) => {
    expect(dayOf(new Date(instant), plan)).toBe(day)
  })
})

describe('the first instant of a day', () => {
  it.each<[string, Day, string, string]>([
    ['in winter', '2026-01-15', plan, '2026-01-15T08:00:00.000Z'],
    ['in summer', '2026-07-15', plan, '2026-07-15T07:00:00.000Z'],
    ['clocks go forward in the night', '2026-03-08', plan, '2026-03-08T08:00:00.000Z'],
    ['the day after', '2026-03-09', plan, '2026-03-09T07:00:00.000Z'],
    ['clocks go back in the night', '2026-11-01', plan, '2026-11-01T07:00:00.000Z'],
    ['the day after that', '2026-11-02', plan, '2026-11-02T08:00:00.000Z'],
    ['a zone without daylight saving', '2026-03-08', 'America/Phoenix', '2026-03-08T07:00:00.000Z'],
    ['midnight does not exist', '2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['midnight comes twice: the first', '2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
    ['the clock goes back at midnight', '2026-04-05', 'America/Santiago', '2026-04-05T04:00:00.000Z'],
    ['a half hour from UTC', '2026-07-15', 'Asia/Kolkata', '2026-07-14T18:30:00.000Z'],
    ['half an hour of daylight saving', '2026-10-05', 'Australia/Lord_Howe', '2026-10-04T13:00:00.000Z'],
    ['the furthest east', '2026-01-01', 'Pacific/Kiritimati', '2025-12-31T10:00:00.000Z'],
    ['a day that the zone skipped', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['UTC', '2026-01-01', 'UTC', '2026-01-01T00:00:00.000Z'],
  ])('%s: %s in %s', (_, day, zone, instant) => {
    expect(startOfDay(day, zone).toISOString()).toBe(instant)
  })

  it('is the first on that day, in every zone and year', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
    const days = fc.integer({ min: 0, max: 366 * 40 }).map((n) => addDays('2012-01-01', n))
    fc.assert(fc.property(zones, days, startsTheDay), { numRuns: 2000 })
  })
})

describe('days', () => {
  it.each<[Day, number, Day]>([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2028-02-29', 1, '2028-03-01'],
    ['2028-02-29', 366, '2029-03-01'],
    ['2100-02-28', 1, '2100-03-01'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2027-01-01', -1, '2026-12-31'],
    ['2026-03-07', 2, '2026-03-09'],
    ['2026-10-31', 2, '2026-11-02'],
  ])('%s and %i days is %s', (day, n, then) => {
    expect(addDays(day, n)).toBe(then)
    expect(daysBetween(day, then)).toBe(n)
  })

  it.each<[Day, number, Day]>([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 48, '2032-02-29'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('%s and %i months is %s', (day, n, then) => {
    expect(addMonths(day, n)).toBe(then)
  })

  it('are read from what is a day and nothing else', () => {
    expect(readDay('2028-02-29')).toBe('2028-02-29')
    for (const text of [
      '',
      '2026-02-29',
      '2026-13-01',
      '2026-1-1',
      '2026-01-01T00:00Z',
      '0001-01-01',
      '2026-04-31',
      ' 2026-01-01',
    ]) {
      expect(readDay(text), text).toBeUndefined()
    }
  })

  it('need a zone that exists', () => {
    expect(isZone(plan)).toBe(true)
    expect(isZone('America/Anaheim')).toBe(false)
  })
})

describe('II.H, III.I.3 monthly is once in each calendar month, overdue on the 1st of the next', () => {
  it.each<[Day, number, Day]>([
    ['2026-01-01', 1, '2026-03-01'],
    ['2026-01-31', 1, '2026-03-01'],
    ['2026-02-01', 1, '2026-04-01'],
    ['2026-11-30', 1, '2027-01-01'],
    ['2026-12-01', 1, '2027-02-01'],
    ['2028-02-29', 12, '2029-03-01'],
  ])('done on %s, every %i months: overdue on %s', (last, n, overdue) => {
    expect(overdueOn(last, n)).toBe(overdue)
  })
})

describe('business days', () => {
  const federal = new Set(
    holidaysOfYears.inRange(new Date('2026-01-01'), new Date('2028-12-31')).map((one) => one.dateString as Day),
  )

  it.each<[string, Day, boolean]>([
    ['a Friday', '2026-06-26', true],
    ['a Saturday', '2026-06-27', false],
    ['a Sunday', '2026-06-28', false],
    ['a Monday', '2026-06-29', true],
    ['the Friday on which the holiday of a Saturday is kept', '2026-07-03', false],
    ['Thanksgiving', '2026-11-26', false],
    ['the day after it', '2026-11-27', true],
    ['Christmas', '2026-12-25', false],
    ['New Year', '2027-01-01', false],
    ['a leap day, a Tuesday', '2028-02-29', true],
  ])('%s, %s: %s', (_, day, expected) => {
    expect(isBusinessDay(day, federal)).toBe(expected)
  })

  it.each<[string, Day, number, Day]>([
    ['within a week', '2026-06-23', 1, '2026-06-24'],
    ['from a Friday over the weekend', '2026-06-26', 1, '2026-06-29'],
    ['from a Saturday', '2026-06-27', 1, '2026-06-29'],
    ['over a weekend and a holiday on Monday', '2026-05-22', 1, '2026-05-26'],
    ['over a holiday and a weekend', '2026-07-02', 1, '2026-07-06'],
    ['over the end of the year', '2026-12-31', 1, '2027-01-04'],
    ['ten of them', '2026-06-22', 10, '2026-07-07'],
  ])('%s: %s and %i is %s', (_, day, n, then) => {
    expect(addBusinessDays(day, n, federal)).toBe(then)
    expect(businessDaysBetween(day, then, federal)).toBe(n)
    expect(businessDaysBetween(day, addDays(then, -1), federal)).toBe(n - 1)
  })

  it('none lie between a day and an earlier one', () => {
    expect(businessDaysBetween('2026-06-26', '2026-06-22', federal)).toBe(0)
  })

  it("leave out the plan's own holidays", () => {
    const read = readHolidays(' 2026-06-24, 2026-06-25,')
    expect(read.ok && addBusinessDays('2026-06-23', 1, read.value)).toBe('2026-06-26')
    expect(readHolidays('')).toEqual({ ok: true, value: new Set() })
    expect(readHolidays('2026-06-24,25 June,2026-02-30')).toEqual({
      ok: false,
      refusal: [
        'PLAN_HOLIDAYS names "25 June", which is no day such as 2026-12-25.',
        'PLAN_HOLIDAYS names "2026-02-30", which is no day such as 2026-12-25.',
      ],
    })
  })
})

it('a span as typed: either day may be left open, and each that is wrong has its sentence', () => {
  expect(readSpan({ from: '', to: '' })).toEqual({ from: undefined, to: undefined, errors: {} })
  expect(readSpan({ from: '2026-04-21', to: '2026-04-21' })).toEqual({
    from: '2026-04-21',
    to: '2026-04-21',
    errors: {},
  })
  expect(readSpan({ from: 'soon', to: '2026-02-30' }).errors).toEqual({ from: noDate(), to: noDate() })
  expect(readSpan({ from: '2026-04-22', to: '2026-04-21' }).errors).toEqual({
    to: 'This day comes before the first one.',
  })
})
