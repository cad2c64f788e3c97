import { describe, expect, it } from 'vitest'
import { readPolicy } from '../../src/policy/profiles.ts'
import { holdersOf } from '../../src/restricted-info/rules.ts'
import { overdueDay } from '../../src/restricted-info/reviews/rules.ts'
import { pageOf, readChangePlace } from '../../src/restricted-info/versions/rules.ts'

const read = readPolicy({ POLICY_PROFILE: 'IS.1600', POLICY_OVERRIDES: '{}', POLICY_DEVIATIONS: '{}' })
const policy = read.ok ? read.value : (undefined as never)
const zone = 'America/Los_Angeles'

describe('III.I.3 once in each month, overdue on the 1st of the next', () => {
  it.each([
    ['2026-01-01', '2026-03-01T07:59:59Z', false],
    ['2026-01-01', '2026-03-01T08:00:00Z', true],
    ['2026-01-31', '2026-03-01T08:00:00Z', true],
    ['2026-02-01', '2026-03-31T12:00:00Z', false],
    // Daylight saving began in between: the 1st begins an hour earlier.
    ['2026-02-28', '2026-04-01T06:59:59Z', false],
    ['2026-02-28', '2026-04-01T07:00:00Z', true],
    ['2027-11-30', '2028-01-01T08:00:00Z', true],
  ] as const)('III.I.3 reviewed %s, at %s overdue: %s', (lastOn, now, isOverdue) => {
    expect(overdueDay({ lastOn, firstAt: 0 }, new Date(now), zone, policy).isOverdue).toBe(isOverdue)
  })

  it('III.I.3 never reviewed, it counts from the first version; without one nothing is due', () => {
    const firstAt = Date.parse('2026-01-15T12:00:00Z')
    expect(overdueDay({ lastOn: null, firstAt }, new Date('2026-03-01T08:00:00Z'), zone, policy)).toEqual({
      overdueOn: '2026-03-01',
      isOverdue: true,
    })
    expect(overdueDay({ lastOn: null, firstAt: null }, new Date('2099-01-01T08:00:00Z'), zone, policy).isOverdue).toBe(
      false,
    )
  })
})

describe('III.I.2 looking the list up', () => {
  const row = (id: number, system: 'icd-10-cm' | 'hcpcs', match: 'exact' | 'prefix' | 'range', code: string) => ({
    id, category: 'pregnancy' as const, system, match, code,
  }) // prettier-ignore
  const rows = [row(1, 'icd-10-cm', 'range', 'O00..O9A'), row(2, 'icd-10-cm', 'prefix', 'O8'), row(3, 'hcpcs', 'exact', 'H0050'), row(4, 'icd-10-cm', 'exact', 'O80.1')] // prettier-ignore

  it.each([
    ['O80', [1, 2]],
    ['o80.1', [1, 2, 4]],
    ['O801', [1, 2, 4]],
    ['H0050', [3]],
    ['O00..O9A', [1]],
    ['Z99', []],
    ['', []],
  ])('III.I.2 %s is held by the rows %j', (code, held) => {
    expect([...holdersOf(rows, code)].toSorted((one, other) => one - other)).toEqual(held)
  })
})

describe('section 12: pages of what versions changed', () => {
  const change = (what: 'added' | 'ended', row: number) => ({ change: what, version: 2, row })
  it('additions come first, and the next page begins after the last of this one', () => {
    const added = [change('added', 1), change('added', 2)]
    const ended = [change('ended', 1)]
    expect(pageOf(added, ended, 3)).toEqual({ rows: [...added, ...ended], next: undefined })
    expect(pageOf(added, ended, 2).next).toBe('added-2-2')
    expect(readChangePlace('added-2-2')).toEqual(change('added', 2))
  })

  it.each(['', 'x', 'added', 'added-0-1', 'added-1-0', 'other-1-1', 'added-1-1-1', "added-1-1'"])(
    '%s is the beginning',
    (text) => {
      expect(readChangePlace(text)).toEqual({ change: 'added', version: 0, row: 0 })
    },
  )
})
