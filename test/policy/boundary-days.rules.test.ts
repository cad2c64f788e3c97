import { describe, expect, it } from 'vitest'
import { lastUsedOnFor } from '../../src/dormancy/rules.ts'
import { nearestWarning } from '../../src/notices/rules.ts'
import { accessFrom, courseOf, nextDueOn } from '../../src/offices/verification/rules.ts'
import { warningDue } from '../../src/passwords/rules.ts'
import { addDays, type Day, dayOf, daysBetween, startOfDay } from '../../src/policy/calendar.ts'
import type { Facts, MembershipFacts } from '../../src/standing/facts.ts'
import { standing } from '../../src/standing/rules.ts'
import { decideBy, isLate, revokedOn } from '../../src/termination/rules.ts'
import { policyOf } from '../support/policy.ts'
import { dayRows, type DayRow } from './boundary-days.ts'

const policy = policyOf('IS.1600')
const LOS_ANGELES = 'America/Los_Angeles'
const never: Day = '2199-01-01'

/** What the person of the row reaches on the day: everything, a gate, or nothing and why. */
function reached([, , { through, ...given }]: DayRow, today: Day): string {
  const membership: MembershipFacts = {
    id: 1, publicId: 'mbs_1', officeId: 1, office: 'Office', isLoa: false, suspendedAt: null, suspendedFor: null, endedOn: null,
    officeAccessOn: '2000-01-01', officeSuspendedAt: null, officeTerminatedOn: null, officeVerifyDueOn: never,
    officePromptReceivedOn: null, roles: ['claims'], ...through,
  } // prettier-ignore
  const facts: Facts = {
    accountId: 1, email: 'a@b.example', guard: 'g', kind: 'office', department: null, firstName: 'A', lastName: 'B', mobile: null,
    approvedOn: today, lastUsedOn: today, suspendedAt: null, suspendedFor: null, terminatedAt: null, passwordSetOn: today, passwordAfter: 0,
    trainedOn: today, agreedVersion: 1, agreementInForce: 1, capabilities: [], memberships: [membership], ...given,
  } // prettier-ignore
  const stands = standing(facts, today, { policy, trainingOn: null })
  return stands.open ? (stands.gate ?? 'open') : stands.why
}

describe('the day before, the day, the day after', () => {
  it('there are enough rows, and their days follow one another', () => {
    expect(dayRows.length).toBeGreaterThanOrEqual(40)
    for (const [, , , [before, day, after]] of dayRows) {
      expect([before, after]).toEqual([addDays(day, -1), addDays(day, 1)])
    }
  })

  it.each(dayRows)('%s %s', (...row) => {
    const [, , , days, expected] = row
    expect(days.map((day) => reached(row, day))).toEqual(expected)
  })

  // A change takes hold at 00:00 by the plan's clock: to the millisecond, in zones before and behind UTC, over their changes of the clock.
  it.each([LOS_ANGELES, 'Pacific/Auckland', 'America/Sao_Paulo', 'America/New_York', 'UTC'])(
    'III.M.1, III.D.5, III.H.3 it takes hold at midnight of %s, whatever the hour is elsewhere',
    (zone) => {
      for (const row of dayRows) {
        const [, , , days, expected] = row
        for (const [place, day] of days.entries()) {
          const starts = startOfDay(day, zone).getTime()
          expect(reached(row, dayOf(new Date(starts), zone))).toBe(expected[place])
          if (place > 0) expect(reached(row, dayOf(new Date(starts - 1), zone))).toBe(expected[place - 1])
        }
      }
    },
  )
})

/** Midnights as instants, reckoned apart from the program; the second of each three is the first of its day. */
const midnights: [string, Day, [string, string, string]][] = [
  [LOS_ANGELES, '2026-06-15', ['2026-06-15T06:59:59.999Z', '2026-06-15T07:00:00.000Z', '2026-06-16T06:59:59.999Z']],
  [LOS_ANGELES, '2026-01-15', ['2026-01-15T07:59:59.999Z', '2026-01-15T08:00:00.000Z', '2026-01-16T07:59:59.999Z']],
  [LOS_ANGELES, '2026-03-08', ['2026-03-08T07:59:59.999Z', '2026-03-08T08:00:00.000Z', '2026-03-09T06:59:59.999Z']],
  [LOS_ANGELES, '2026-11-01', ['2026-11-01T06:59:59.999Z', '2026-11-01T07:00:00.000Z', '2026-11-02T07:59:59.999Z']],
  [LOS_ANGELES, '2028-02-29', ['2028-02-29T07:59:59.999Z', '2028-02-29T08:00:00.000Z', '2028-03-01T07:59:59.999Z']],
  [LOS_ANGELES, '2027-01-01', ['2027-01-01T07:59:59.999Z', '2027-01-01T08:00:00.000Z', '2027-01-02T07:59:59.999Z']],
  ['Pacific/Auckland', '2026-06-15', ['2026-06-14T11:59:59.999Z', '2026-06-14T12:00:00.000Z', '2026-06-15T11:59:59.999Z']],
  ['Pacific/Auckland', '2026-09-27', ['2026-09-26T11:59:59.999Z', '2026-09-26T12:00:00.000Z', '2026-09-27T10:59:59.999Z']],
  ['Pacific/Auckland', '2026-04-05', ['2026-04-04T10:59:59.999Z', '2026-04-04T11:00:00.000Z', '2026-04-05T11:59:59.999Z']],
  ['America/Sao_Paulo', '2026-06-15', ['2026-06-15T02:59:59.999Z', '2026-06-15T03:00:00.000Z', '2026-06-16T02:59:59.999Z']],
  // There the clock skipped midnight, and at another one it struck eleven twice.
  ['America/Sao_Paulo', '2018-11-04', ['2018-11-04T02:59:59.999Z', '2018-11-04T03:00:00.000Z', '2018-11-05T01:59:59.999Z']],
  ['America/Sao_Paulo', '2018-02-18', ['2018-02-18T02:59:59.999Z', '2018-02-18T03:00:00.000Z', '2018-02-19T02:59:59.999Z']],
] // prettier-ignore

it.each(midnights)('III.M.2 %s: a membership without access from %s on, at the midnights around it', (zone, on, at) => {
  const row: DayRow = ['', '', { through: { endedOn: on } }, [on, on, on], ['', '', '']]
  const [before, first, last] = at.map((instant) => reached(row, dayOf(new Date(instant), zone)))
  expect([before, first, last]).toEqual(['open', 'membership-ended', 'membership-ended'])
  expect(dayOf(new Date(new Date(at[2]).getTime() + 1), zone)).toBe(addDays(on, 1))
})

describe('III.H.1 every 45 days from the date of access', () => {
  it.each<[string, Day, [Day, Day, Day], Day]>([
    ['an ordinary spring', '2026-04-01', ['2026-05-15', '2026-05-16', '2026-05-17'], '2026-06-30'],
    ['over clocks going forward', '2026-02-01', ['2026-03-17', '2026-03-18', '2026-03-19'], '2026-05-02'],
    ['over clocks going back', '2026-10-01', ['2026-11-14', '2026-11-15', '2026-11-16'], '2026-12-30'],
    ['falls on 29 February', '2028-01-15', ['2028-02-28', '2028-02-29', '2028-03-01'], '2028-04-14'],
    ['over the end of a year', '2026-12-01', ['2027-01-14', '2027-01-15', '2027-01-16'], '2027-03-01'],
  ])('III.H.1 %s: access on %s', (_, accessOn, days, second) => {
    const due = days[1]
    expect(accessFrom(accessOn, policy)).toEqual({ on: accessOn, verifyOn: due })
    const dates = { accessOn, verifyDueOn: due, promptReceivedOn: null }
    expect(days.map((day) => courseOf(dates, day, policy)?.phase)).toEqual(['not-due', 'due', 'due'])
    // Until the next falls due, what is completed goes on to it; on that day it is absorbed.
    expect([accessOn, addDays(due, -1), due, addDays(second, -1)].map((day) => nextDueOn(accessOn, day, policy))).toEqual([due, due, second, second]) // prettier-ignore
  })

  it.each<[string, Day | null, [Day, Day, Day], string[]]>([
    ['received on the day it fell due', '2026-06-01', ['2026-05-31', '2026-06-01', '2026-06-02'], ['not-due', 'prompted', 'prompted']],
    ['received three days later', '2026-06-04', ['2026-06-03', '2026-06-04', '2026-06-05'], ['due', 'prompted', 'prompted']],
    ['received by nobody: the seventh day counts', null, ['2026-06-07', '2026-06-08', '2026-06-09'], ['due', 'prompted', 'prompted']],
    ['received too late: the seventh day counts', '2026-06-10', ['2026-06-07', '2026-06-08', '2026-06-09'], ['due', 'prompted', 'prompted']],
    ['an old receipt is none of it', '2026-05-20', ['2026-06-07', '2026-06-08', '2026-06-09'], ['due', 'prompted', 'prompted']],
    ['complete by P+15, restricted on P+16', '2026-06-01', ['2026-06-15', '2026-06-16', '2026-06-17'], ['prompted', 'prompted', 'restricted']],
    ['restricted on P+16, suspended from P+17', '2026-06-01', ['2026-06-16', '2026-06-17', '2026-06-18'], ['prompted', 'restricted', 'suspended']],
  ])('III.H.1, III.H.2, III.H.3 due on 2026-06-01, %s', (_, promptReceivedOn, days, phases) => {
    const dates = { accessOn: '2026-04-17', verifyDueOn: '2026-06-01', promptReceivedOn } as const
    expect(days.map((day) => courseOf(dates, day, policy)?.phase)).toEqual(phases)
  }) // prettier-ignore
})

describe('III.M.3 more than one business day after the job ended', () => {
  const holidays = new Set<Day>(['2026-05-25', '2026-07-03', '2026-11-26', '2026-11-27', '2026-12-25', '2027-01-01'])
  it.each<[string, Day, [Day, Day, Day]]>([
    ['a Tuesday', '2026-06-23', ['2026-06-23', '2026-06-24', '2026-06-25']],
    ['a Friday: Monday is one day late', '2026-06-26', ['2026-06-28', '2026-06-29', '2026-06-30']],
    ['a Saturday', '2026-06-27', ['2026-06-28', '2026-06-29', '2026-06-30']],
    ['a Friday before a holiday on Monday', '2026-05-22', ['2026-05-25', '2026-05-26', '2026-05-27']],
    ['before two holidays and a weekend', '2026-11-25', ['2026-11-29', '2026-11-30', '2026-12-01']],
    ['over the end of a year', '2026-12-31', ['2027-01-03', '2027-01-04', '2027-01-05']],
    ['over clocks going forward', '2026-03-06', ['2026-03-08', '2026-03-09', '2026-03-10']],
    ['over clocks going back', '2026-10-30', ['2026-11-01', '2026-11-02', '2026-11-03']],
    ['over 29 February', '2028-02-28', ['2028-02-28', '2028-02-29', '2028-03-01']],
  ])('III.M.3 it ended on %s, %s', (_, endedOn, days) => {
    expect(days.map((today) => isLate(endedOn, revokedOn(endedOn, today), policy, holidays))).toEqual([false, false, true])
  }) // prettier-ignore

  it.each<[string, Day, [Day, Day, Day], [Day, Day, Day]]>([
    ['a future date takes hold on the day after', '2026-06-15', ['2026-06-14', '2026-06-15', '2026-06-16'], ['2026-06-16', '2026-06-15', '2026-06-16']],
    ['over the end of a year', '2026-12-31', ['2026-12-30', '2026-12-31', '2027-01-01'], ['2027-01-01', '2026-12-31', '2027-01-01']],
    ['over 28 February of a leap year', '2028-02-28', ['2028-02-27', '2028-02-28', '2028-02-29'], ['2028-02-29', '2028-02-28', '2028-02-29']],
  ])('III.M.3 %s: ended on %s', (_, endedOn, days, revoked) => {
    expect(days.map((today) => revokedOn(endedOn, today))).toEqual(revoked)
  }) // prettier-ignore

  it('III.M.3 e-business has five business days to decide, holidays left out', () => {
    const made: [Day, Day][] = [['2026-06-26', '2026-07-06'], ['2026-11-25', '2026-12-04'], ['2026-12-24', '2027-01-04']] // prettier-ignore
    for (const [on, by] of made) expect([on, decideBy(on, policy, holidays)]).toEqual([on, by])
  })
})

describe('warnings so many days before', () => {
  it.each<[string, Day, [number | null, number | null, number | null]]>([
    ['10 days before', '2026-07-21', [null, 10, 10]],
    ['5 days before', '2026-07-26', [10, 5, 5]],
    ['1 day before', '2026-07-30', [5, 1, null]],
  ])('III.D.5 a password set on 2026-06-01, %s', (_, day, due) => {
    const days = [addDays(day, -1), day, addDays(day, 1)]
    expect(days.map((today) => warningDue('2026-06-01', today, policy))).toEqual(due)
  })

  it.each<[string, Day, [number | null, number | null, number | null]]>([
    ['30 days before', '2026-05-16', [null, 30, 30]],
    ['14 days before', '2026-06-01', [30, 14, 14]],
    ['3 days before', '2026-06-12', [14, 3, 3]],
    ['the day itself', '2026-06-15', [3, 3, null]],
  ])('III.J.1 a training due on 2026-06-15, %s', (_, day, due) => {
    const days = [addDays(day, -1), day, addDays(day, 1)]
    const times = { warned: policy.TRAINING_PROMPTED, least: 0 } as const
    expect(days.map((today) => nearestWarning(daysBetween(today, '2026-06-15'), times))).toEqual(due)
  })

  it.each<[string, Day, [number | null, number | null, number | null]]>([
    ['10 days before', '2026-07-22', [null, 10, 10]],
    ['5 days before', '2026-07-27', [10, 5, 5]],
    ['1 day before', '2026-07-31', [5, 1, null]],
  ])('III.M.1 last used on 2026-06-01, closed from 2026-08-01, %s', (_, day, due) => {
    const days = [addDays(day, -1), day, addDays(day, 1)]
    const times = { warned: policy.DORMANCY_WARNED, least: 1 } as const
    expect(lastUsedOnFor('2026-08-01', policy)).toBe('2026-06-01')
    expect(days.map((today) => nearestWarning(daysBetween(today, '2026-08-01'), times))).toEqual(due)
  })
})
