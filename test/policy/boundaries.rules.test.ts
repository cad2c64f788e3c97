import { describe, expect, it } from 'vitest'
import {
  addMonths,
  businessDaysBetween,
  type Day,
  dayOf,
  dueOn,
  isOver,
  isWithin,
  overdueOn,
  startOfDay,
} from '../../src/policy/calendar.ts'
import { type Policy, readPolicy } from '../../src/policy/profiles.ts'

const zone = 'America/Los_Angeles'

function standard(): Policy {
  const read = readPolicy({ POLICY_PROFILE: 'IS.1600', POLICY_OVERRIDES: '{}', POLICY_DEVIATIONS: '{}' })
  if (!read.ok) throw new Error(read.refusal.join('\n'))
  return read.value
}
const policy = standard()

/** The day before, the day, and the day after: whether what the rule says has taken hold. */
type Three = [Day, Day, Day]

describe('"within N days" is met up to and including D+N, "for over N days" takes hold on D+N+1', () => {
  it.each<[string, number, Day, Three]>([
    [
      'III.H.2 an ordinary month',
      policy.VERIFY_RESTRICTS_AFTER,
      '2026-06-01',
      ['2026-06-15', '2026-06-16', '2026-06-17'],
    ],
    [
      'III.H.2 over clocks going forward',
      policy.VERIFY_RESTRICTS_AFTER,
      '2026-03-01',
      ['2026-03-15', '2026-03-16', '2026-03-17'],
    ],
    [
      'III.H.2 ends as clocks go forward',
      policy.VERIFY_RESTRICTS_AFTER,
      '2026-02-21',
      ['2026-03-07', '2026-03-08', '2026-03-09'],
    ],
    [
      'III.H.2 ends as clocks go back',
      policy.VERIFY_RESTRICTS_AFTER,
      '2026-10-17',
      ['2026-10-31', '2026-11-01', '2026-11-02'],
    ],
    [
      'III.H.2 over 29 February',
      policy.VERIFY_RESTRICTS_AFTER,
      '2028-02-20',
      ['2028-03-05', '2028-03-06', '2028-03-07'],
    ],
    [
      'III.H.2 over the end of a year',
      policy.VERIFY_RESTRICTS_AFTER,
      '2026-12-20',
      ['2027-01-03', '2027-01-04', '2027-01-05'],
    ],
    [
      'III.H.3 an ordinary month',
      policy.VERIFY_SUSPENDS_AFTER,
      '2026-06-01',
      ['2026-06-16', '2026-06-17', '2026-06-18'],
    ],
    [
      'III.H.3 ends as clocks go forward',
      policy.VERIFY_SUSPENDS_AFTER,
      '2026-02-20',
      ['2026-03-07', '2026-03-08', '2026-03-09'],
    ],
    [
      'III.H.3 ends as clocks go back',
      policy.VERIFY_SUSPENDS_AFTER,
      '2026-10-16',
      ['2026-10-31', '2026-11-01', '2026-11-02'],
    ],
    [
      'III.H.3 ends on 29 February',
      policy.VERIFY_SUSPENDS_AFTER,
      '2028-02-13',
      ['2028-02-28', '2028-02-29', '2028-03-01'],
    ],
    [
      'III.H.3 ends with the year',
      policy.VERIFY_SUSPENDS_AFTER,
      '2026-12-15',
      ['2026-12-30', '2026-12-31', '2027-01-01'],
    ],
    ['III.M.1 an ordinary summer', policy.DORMANT_AFTER, '2026-06-01', ['2026-07-30', '2026-07-31', '2026-08-01']],
    [
      'III.M.1 over clocks going forward',
      policy.DORMANT_AFTER,
      '2026-01-08',
      ['2026-03-08', '2026-03-09', '2026-03-10'],
    ],
    ['III.M.1 over clocks going back', policy.DORMANT_AFTER, '2026-09-02', ['2026-10-31', '2026-11-01', '2026-11-02']],
    ['III.M.1 over 29 February', policy.DORMANT_AFTER, '2028-01-01', ['2028-02-29', '2028-03-01', '2028-03-02']],
    [
      'III.M.1 over February without one',
      policy.DORMANT_AFTER,
      '2026-01-01',
      ['2026-03-01', '2026-03-02', '2026-03-03'],
    ],
    ['III.M.1 over the end of a year', policy.DORMANT_AFTER, '2026-11-02', ['2026-12-31', '2027-01-01', '2027-01-02']],
  ])('%s: %i days from %s', (_, n, from, [before, last, after]) => {
    expect([before, last, after].map((day) => isOver(day, from, n))).toEqual([false, false, true])
    expect([before, last, after].map((day) => isWithin(day, from, n))).toEqual([true, true, false])
    // To the millisecond: it takes hold at 00:00 of the day after, by the plan's clock.
    const hold = startOfDay(after, zone).getTime()
    expect(isOver(dayOf(new Date(hold - 1), zone), from, n)).toBe(false)
    expect(isOver(dayOf(new Date(hold), zone), from, n)).toBe(true)
  })
})

describe('"every N days" falls due on D+N', () => {
  it.each<[string, number, Day, Three]>([
    ['III.H.1 an ordinary spring', policy.VERIFY_EVERY, '2026-04-01', ['2026-05-15', '2026-05-16', '2026-05-17']],
    [
      'III.H.1 over clocks going forward',
      policy.VERIFY_EVERY,
      '2026-02-01',
      ['2026-03-17', '2026-03-18', '2026-03-19'],
    ],
    ['III.H.1 over clocks going back', policy.VERIFY_EVERY, '2026-10-01', ['2026-11-14', '2026-11-15', '2026-11-16']],
    ['III.H.1 falls on 29 February', policy.VERIFY_EVERY, '2028-01-15', ['2028-02-28', '2028-02-29', '2028-03-01']],
    ['III.H.1 over the end of a year', policy.VERIFY_EVERY, '2026-12-01', ['2027-01-14', '2027-01-15', '2027-01-16']],
    ['III.D.5 an ordinary summer', policy.PASSWORD_LASTS, '2026-06-01', ['2026-07-30', '2026-07-31', '2026-08-01']],
    [
      'III.D.5 falls on clocks going forward',
      policy.PASSWORD_LASTS,
      '2026-01-07',
      ['2026-03-07', '2026-03-08', '2026-03-09'],
    ],
    [
      'III.D.5 falls on clocks going back',
      policy.PASSWORD_LASTS,
      '2026-09-02',
      ['2026-10-31', '2026-11-01', '2026-11-02'],
    ],
    ['III.D.5 falls on 29 February', policy.PASSWORD_LASTS, '2027-12-31', ['2028-02-28', '2028-02-29', '2028-03-01']],
    ['III.D.5 falls on New Year', policy.PASSWORD_LASTS, '2026-11-02', ['2026-12-31', '2027-01-01', '2027-01-02']],
  ])('%s: %i days from %s', (_, n, from, [before, due, after]) => {
    expect([before, due, after].map((day) => day >= dueOn(from, n))).toEqual([false, true, true])
  })
})

describe('at most one year after', () => {
  it.each<[string, Day, Three]>([
    ['III.J.1 an ordinary day', '2026-06-15', ['2027-06-14', '2027-06-15', '2027-06-16']],
    ['III.J.1 from 29 February', '2028-02-29', ['2029-02-27', '2029-02-28', '2029-03-01']],
    ['III.J.1 over 29 February', '2027-03-01', ['2028-02-29', '2028-03-01', '2028-03-02']],
    ['III.J.1 New Year', '2026-01-01', ['2026-12-31', '2027-01-01', '2027-01-02']],
  ])('%s: %s', (_, from, [before, last, after]) => {
    const required = addMonths(from, policy.TRAIN_EVERY)
    expect([before, last, after].map((day) => day > required)).toEqual([false, false, true])
  })
})

describe('monthly is overdue on the 1st of the month after the next', () => {
  it.each<[string, Day, Three]>([
    ['III.I.3 an ordinary month', '2026-05-20', ['2026-06-30', '2026-07-01', '2026-07-02']],
    ['III.I.3 on the last of a month', '2026-01-31', ['2026-02-28', '2026-03-01', '2026-03-02']],
    ['III.I.3 over 29 February', '2028-01-31', ['2028-02-29', '2028-03-01', '2028-03-02']],
    ['III.I.3 over the end of a year', '2026-11-01', ['2026-12-31', '2027-01-01', '2027-01-02']],
    ['II.H in the last month', '2026-12-31', ['2027-01-31', '2027-02-01', '2027-02-02']],
  ])('%s: last done on %s', (_, last, days) => {
    expect(days.map((day) => day >= overdueOn(last, policy.LIST_REVIEWED_EVERY))).toEqual([false, true, true])
    expect(policy.ACCESS_REVIEWED_EVERY).toBe(policy.LIST_REVIEWED_EVERY)
  })
})

describe('more than one business day after', () => {
  const holidays = new Set<Day>(['2026-05-25', '2026-07-03', '2026-11-26', '2026-11-27', '2026-12-25', '2027-01-01'])

  it.each<[string, Day, Three]>([
    ['III.M.3 in the middle of a week', '2026-06-23', ['2026-06-23', '2026-06-24', '2026-06-25']],
    ['III.M.3 ended on a Thursday', '2026-06-25', ['2026-06-25', '2026-06-26', '2026-06-29']],
    ['III.M.3 ended on a Friday', '2026-06-26', ['2026-06-28', '2026-06-29', '2026-06-30']],
    ['III.M.3 ended on a Saturday', '2026-06-27', ['2026-06-27', '2026-06-29', '2026-06-30']],
    ['III.M.3 ended on a Sunday', '2026-06-28', ['2026-06-28', '2026-06-29', '2026-06-30']],
    ['III.M.3 before a holiday on Monday', '2026-05-22', ['2026-05-25', '2026-05-26', '2026-05-27']],
    ['III.M.3 before a holiday on Friday', '2026-07-02', ['2026-07-05', '2026-07-06', '2026-07-07']],
    ['III.M.3 before two holidays and a weekend', '2026-11-25', ['2026-11-29', '2026-11-30', '2026-12-01']],
    ['III.M.3 ended on a holiday', '2026-12-25', ['2026-12-27', '2026-12-28', '2026-12-29']],
    ['III.M.3 over the end of a year', '2026-12-31', ['2027-01-03', '2027-01-04', '2027-01-05']],
    ['III.M.3 over clocks going forward', '2026-03-06', ['2026-03-08', '2026-03-09', '2026-03-10']],
    ['III.M.3 over clocks going back', '2026-10-30', ['2026-11-01', '2026-11-02', '2026-11-03']],
    ['III.M.3 the date is still to come', '2026-06-26', ['2026-06-24', '2026-06-25', '2026-07-01']],
  ])('%s, %s', (_, endedOn, days) => {
    const late = days.map((day) => businessDaysBetween(endedOn, day, holidays) > policy.REVOKE_WITHIN)
    expect(late).toEqual([false, false, true])
  })
})
