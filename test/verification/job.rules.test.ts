/** The next step about an office's verification, by its dates alone (III.H.1 to III.H.3). */
import { describe, expect, it } from 'vitest'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { foreseen, nextStep, type Standing } from '../../src/verification/rules.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const DUE: Day = '2026-03-01'
const onDay = (n: number) => addDays(DUE, n)

/** An office whose verification fell due on the first of March, open, prompted and received on that day. */
const office = (more: Partial<Standing> = {}): Standing => ({
  accessOn: '2026-01-15',
  verifyDueOn: DUE,
  promptReceivedOn: DUE,
  isOpen: true,
  unprompted: 0,
  mailedOn: DUE,
  remindedDay: 0,
  ...more,
})
const fresh = { isOpen: false, promptReceivedOn: null, mailedOn: null, unprompted: 1 }
const unheard = { promptReceivedOn: null, mailedOn: null }

/** The step in short: what, and what tells it from others. */
function short(standing: Standing, n: number): string {
  const step = nextStep(standing, onDay(n), policy)
  if (step.do === 'wait') return `wait ${step.until}`
  if (step.do === 'remind') return `remind ${step.day}`
  if (step.do === 'receive') return `receive ${step.how} ${step.on}`
  return step.do
}

describe('III.H.1 the prompt', () => {
  it.each([
    ['III.H.1 opens on the day it falls due, not before', office(fresh), [-1, 0, 1], [`wait ${DUE}`, 'open', 'open']],
    [
      'III.H.1 goes to whoever has none, also a day or two later',
      office({ ...unheard, unprompted: 1 }),
      [0, 1, 6],
      ['prompt', 'prompt', 'prompt'],
    ],
    [
      'III.H.1 nobody has received it: looked at each day, at the latest on the seventh it counts',
      office(unheard),
      [5, 6, 7, 8],
      [`wait ${onDay(6)}`, `wait ${onDay(7)}`, `receive latest ${onDay(7)}`, `receive latest ${onDay(7)}`],
    ],
    [
      'III.H.1 the day the provider took it is the day of the receipt, whenever it is written down',
      office({ promptReceivedOn: null, mailedOn: onDay(2) }),
      [2, 3, 20],
      [`receive mail ${onDay(2)}`, `receive mail ${onDay(2)}`, `receive mail ${onDay(2)}`],
    ],
    [
      'III.H.1 a mail that went out after the seventh day counts no more',
      office({ promptReceivedOn: null, mailedOn: onDay(8) }),
      [8, 9, 10],
      [`receive latest ${onDay(7)}`, `receive latest ${onDay(7)}`, `receive latest ${onDay(7)}`],
    ],
    [
      'III.H.1 whoever is reminded at once gets no prompt before it',
      office({ unprompted: 1 }),
      [6, 7, 8],
      ['prompt', 'remind 7', 'remind 7'],
    ],
  ] as const)('%s', (_what, standing, on, steps) => {
    expect(on.map((n) => short(standing, n))).toEqual(steps)
  })

  it('III.H.1 an office without access waits, whatever its dates say', () => {
    expect(nextStep(office({ accessOn: null }), DUE, policy)).toEqual({ do: 'wait', until: onDay(1) })
  })
})

describe('III.H.1 reminders', () => {
  it.each([
    [0, 6, `wait ${onDay(7)}`],
    [0, 7, 'remind 7'],
    [0, 8, 'remind 7'],
    [7, 8, `wait ${onDay(12)}`],
    [7, 11, `wait ${onDay(12)}`],
    [7, 12, 'remind 12'],
    [7, 13, 'remind 12'],
    [12, 13, `wait ${onDay(14)}`],
    [12, 14, 'remind 14'],
    [14, 14, `wait ${onDay(15)}`],
    [14, 15, 'remind 15'],
    [15, 15, `wait ${onDay(16)}`],
    [15, 16, 'remind 16'],
    // What is over is not told: of missed ones the latest alone goes out.
    [0, 14, 'remind 14'],
    [7, 16, 'remind 16'],
    [16, 16, `wait ${onDay(17)}`],
  ])('III.H.1 after the reminder of day %s, on day %s: %s', (remindedDay, on, step) => {
    expect(short(office({ remindedDay }), on)).toBe(step)
  })
})

describe('III.H.3 the suspension', () => {
  it.each([
    ['III.H.3 comes on P + 17', office({ remindedDay: 16 }), [16, 17, 18], [`wait ${onDay(17)}`, 'suspend', 'suspend']],
    ['III.H.3 whatever was not reminded', office(), [16, 17, 30], ['remind 16', 'suspend', 'suspend']],
    [
      'III.H.3 P being the seventh day after it fell due, the receipt is written down first',
      office(unheard),
      [23, 24, 25],
      [`receive latest ${onDay(7)}`, `receive latest ${onDay(7)}`, `receive latest ${onDay(7)}`],
    ],
    [
      'III.H.3 seven days later where nobody received it',
      office({ promptReceivedOn: onDay(7), mailedOn: null, remindedDay: 16 }),
      [23, 24, 25],
      [`wait ${onDay(24)}`, 'suspend', 'suspend'],
    ],
  ] as const)('%s', (_what, standing, on, steps) => {
    expect(on.map((n) => short(standing, n))).toEqual(steps)
  })
})

describe('III.H.3 what is foreseen', () => {
  const by = (standing: Standing, today: number, n: number) => foreseen(standing, onDay(today), onDay(n), policy)

  it.each([
    ['the day before it falls due', -1, null, 0, null, null],
    ['the day it does', 0, DUE, 0, null, null],
    ['the day before the first reminder', 6, DUE, 0, null, null],
    ['the day of it', 7, DUE, 1, null, null],
    ['the last day', 15, DUE, 4, null, null],
    ['the day after', 16, DUE, 5, onDay(16), null],
    ['a day more', 17, DUE, 5, onDay(16), onDay(17)],
    ['much later', 400, DUE, 5, onDay(16), onDay(17)],
  ] as const)('III.H.3 of an office that is to be prompted, by %s', (_when, n, promptedOn, reminders, restrictedOn, suspendedOn) => {
    const seen = by(office(fresh), -20, n)
    expect({ ...seen, reminders: seen.reminders.length }).toEqual({ promptedOn, reminders, restrictedOn, suspendedOn })
  }) // prettier-ignore

  it('III.H.3 nobody to prompt: it counts a week later', () => {
    expect(by(office({ ...fresh, unprompted: 0 }), -20, 24)).toMatchObject({
      promptedOn: onDay(7),
      restrictedOn: onDay(23),
      suspendedOn: onDay(24),
    })
    expect(by(office({ ...fresh, unprompted: 0 }), -20, 23).suspendedOn).toBeNull()
  })

  it('III.H.3 it begins where the office stands', () => {
    expect(by(office({ remindedDay: 14 }), 14, 17)).toEqual({
      promptedOn: DUE,
      reminders: [onDay(15), onDay(16)],
      restrictedOn: onDay(16),
      suspendedOn: onDay(17),
    })
  })
})
