import { describe, expect, it } from 'vitest'
import { cursorOf, endingsToTell, nearestWarning, placeOf } from '../../src/notices/rules.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'

const times = { warned: [10, 5, 1], least: 1 } as const
const training = { warned: [30, 14, 3], least: 0 } as const
const today: Day = '2026-11-22'

describe('III.D.5, III.M.1 the warning that is due', () => {
  it.each([[11, null], [10, 10], [9, 10], [6, 10], [5, 5], [4, 5], [2, 5], [1, 1], [0, null], [-1, null]] as const)(
    '%s days before the end: %s', (left, expected) => expect(nearestWarning(left, times)).toBe(expected),
  ) // prettier-ignore
  it.each([[31, null], [30, 30], [29, 30], [15, 30], [14, 14], [13, 14], [4, 14], [3, 3], [0, 3], [-1, null]] as const)(
    'III.J.1 %s days before the training is due: %s', (left, expected) => expect(nearestWarning(left, training)).toBe(expected),
  ) // prettier-ignore
})

/** The ends to tell as days before, with the warning of each. */
const told = (done: number | null, rules: Parameters<typeof endingsToTell>[2] = times) =>
  endingsToTell(done === null ? null : addDays(today, -done), today, rules).map(({ end, before }) => {
    const left = [...Array(40).keys()].find((days) => addDays(today, days) === end)
    return `${left}:${before}`
  })

describe('III.D.5, III.M.1 the ends whose warning fell due since a day', () => {
  it('today already: none', () => expect(told(0)).toEqual([]))
  it('yesterday: exactly those of today', () => expect(told(1)).toEqual(['1:1', '5:5', '10:10']))
  it('three days ago: the nearest of each', () =>
    expect(told(3)).toEqual(['1:1', '3:5', '4:5', '5:5', '8:10', '9:10', '10:10']))
  it.each([['a year ago', 365], ['never', null]] as const)('%s: every one that is to be told at all, once', (_name, done) => {
    expect(told(done)).toEqual(['1:1', '2:5', '3:5', '4:5', '5:5', '6:10', '7:10', '8:10', '9:10', '10:10'])
  }) // prettier-ignore
  it('III.J.1 the day itself is in time for a training', () =>
    expect(told(4, training)).toEqual(['0:3', '1:3', '2:3', '3:3', '11:14', '12:14', '13:14', '14:14', '27:30', '28:30', '29:30', '30:30'])) // prettier-ignore
  it('day after day tells the same as once after all of them', () => {
    const each = Array.from({ length: 12 }, (_, nth) => addDays(today, nth)).flatMap((day) =>
      endingsToTell(addDays(day, -1), day, times).map(({ end }) => end),
    )
    // Everybody whose end comes within the days is found each time that a warning of theirs falls due.
    expect(new Set(each).size).toBe(21)
    expect(each.length).toBe(12 * 3)
  })
})

it.each([[0, 0], [0, 7], [3, 0], [372, 4_294_967_295]])('III.D.5 a run goes on where it was cut off: day %s, row %s', (place, after) => {
  const cursor = cursorOf({ place, after })
  expect([placeOf(cursor), Number.isSafeInteger(cursor)]).toEqual([{ place, after }, true])
}) // prettier-ignore
