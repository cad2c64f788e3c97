import { expect, it } from 'vitest'
import { readDuration, steps } from '../../dev/clock/rules.ts'

const HOUR = 3_600_000

it.each([
  ['PT16M', 16 * 60_000],
  ['P45D', 45 * 24 * HOUR],
  ['P2W', 14 * 24 * HOUR],
  ['P1DT2H3M4S', 26 * HOUR + 184_000],
  ['pt1h', HOUR],
  ['PT0S', 0],
])('a duration: %s', (text, ms) => expect(readDuration(text)).toBe(ms))

it.each(['', 'P', 'PT', 'P1DT', 'P1M', 'P1Y', '45D', 'P-1D', 'PT1.5H', 'P1H'])('no duration: "%s"', (text) => {
  expect(readDuration(text)).toBeNull()
})

it('time passes in whole hours and what is left over', () => {
  expect([...steps(2.5 * HOUR)]).toEqual([HOUR, HOUR, HOUR / 2])
  expect([...steps(0)]).toEqual([])
  expect([...steps(-HOUR)]).toEqual([])
})
