import { describe, expect, it } from 'vitest'
import { byDay } from '../../src/audit/tally/rules.ts'
import { eventsByDay, firstDay, verificationsByDay } from '../../src/staff/charts/rules.ts'

const SLOT = 15 * 60_000
const slot = (instant: string) => Math.floor(Date.parse(instant) / SLOT)
const LA = 'America/Los_Angeles'

describe('III.L.1 an event belongs to a day of the plan’s zone', () => {
  it.each([
    ['the last quarter before midnight', '2026-07-01T06:45:00Z', '2026-06-30'],
    ['midnight', '2026-07-01T07:00:00Z', '2026-07-01'],
    ['the last quarter of the short day', '2026-03-09T06:45:00Z', '2026-03-08'],
    ['midnight after the short day', '2026-03-09T07:00:00Z', '2026-03-09'],
    ['midnight before the short day', '2026-03-08T08:00:00Z', '2026-03-08'],
    ['an hour of the long day', '2026-11-01T07:00:00Z', '2026-11-01'],
    ['the last quarter of the long day', '2026-11-02T07:45:00Z', '2026-11-01'],
    ['midnight after the long day', '2026-11-02T08:00:00Z', '2026-11-02'],
  ])('III.L.1 %s', (_, instant, day) => {
    expect(byDay([{ slot: slot(instant), event: 'x', count: 2 }], LA)).toEqual([{ day, event: 'x', count: 2 }])
  })

  it('III.L.1 in a zone of quarters no slot lies in two days', () => {
    expect(byDay([{ slot: slot('2026-07-01T18:15:00Z'), event: 'x', count: 1 }], 'Asia/Kathmandu')).toEqual([
      { day: '2026-07-02', event: 'x', count: 1 },
    ])
  })

  it('III.L.1 slots of one day and event are one number', () => {
    const at = slot('2026-07-01T12:00:00Z')
    expect(
      byDay(
        [
          { slot: at, event: 'b', count: 1 },
          { slot: at + 1, event: 'a', count: 2 },
          { slot: at + 2, event: 'b', count: 3 },
          { slot: at + 96, event: 'b', count: 4 },
        ],
        LA,
      ),
    ).toEqual([
      { day: '2026-07-01', event: 'a', count: 2 },
      { day: '2026-07-01', event: 'b', count: 4 },
      { day: '2026-07-02', event: 'b', count: 4 },
    ])
  })
})

it('30 days, the last of them today, each there and none else', () => {
  expect(firstDay('2026-03-01')).toBe('2026-01-31')
  const days = eventsByDay(
    [
      { day: '2026-01-30', event: 'in', count: 7 },
      { day: '2026-01-31', event: 'in', count: 1 },
      { day: '2026-03-01', event: 'out', count: 2 },
      { day: '2026-03-01', event: 'in', count: 3 },
      { day: '2026-03-01', event: 'in', count: 4 },
    ],
    '2026-03-01',
    [['in'], ['out', 'gone'], []],
  )
  expect(days).toHaveLength(30)
  expect(days[0]).toEqual({ day: '2026-01-31', figures: [1, 0, 1] })
  expect(days[1]).toEqual({ day: '2026-02-01', figures: [0, 0, 0] })
  expect(days[29]).toEqual({ day: '2026-03-01', figures: [7, 2, 9] })
})

it('III.H.1 verifications stand at the day they fell due on', () => {
  const days = verificationsByDay(
    [
      { day: '2026-03-01', state: 'open', count: 2 },
      { day: '2026-02-27', state: 'late', count: 5 },
    ],
    '2026-03-01',
    ['in-time', 'late', 'open'],
  )
  expect(days.at(-1)).toEqual({ day: '2026-03-01', figures: [0, 0, 2] })
  expect(days.at(-3)).toEqual({ day: '2026-02-27', figures: [0, 5, 0] })
})
