import { describe, expect, it } from 'vitest'
import { takePatient } from '../../src/feed/mapping/people.ts'
import { readSearch } from '../../src/members/form.ts'
import { foldName, foldNumber } from '../../src/members/member.ts'
import { eligibleOn, eligibleUnder } from '../../src/members/rules.ts'

describe('III.B.6.a eligibility on a date of service', () => {
  const year = { startsOn: '2026-01-01', endsOn: '2026-12-31', status: 'active' }
  it.each([
    ['the day before it starts', year, '2025-12-31', 'not-eligible'],
    ['the day it starts', year, '2026-01-01', 'eligible'],
    ['the day it ends', year, '2026-12-31', 'eligible'],
    ['the day after it ends', year, '2027-01-01', 'not-eligible'],
    ['an open end', { ...year, endsOn: null }, '2099-01-01', 'eligible'],
    ['no start known', { ...year, startsOn: null }, '2026-05-05', 'unknown'],
    ['no start known, but ended', { ...year, startsOn: null }, '2027-05-05', 'not-eligible'],
    ['cancelled', { ...year, status: 'cancelled' }, '2026-05-05', 'not-eligible'],
    ['entered in error', { ...year, status: 'entered-in-error' }, '2026-05-05', 'not-eligible'],
    ['no status sent', { ...year, status: null }, '2026-05-05', 'eligible'],
  ] as const)('%s', (_case, coverage, on, answer) => {
    expect(eligibleUnder(coverage, on)).toBe(answer)
  })

  it('any coverage that covers the day is enough; none at all is no coverage', () => {
    expect(eligibleOn([{ ...year, status: 'cancelled' }, year], '2026-05-05')).toBe('eligible')
    expect(
      eligibleOn(
        [
          { ...year, startsOn: null },
          { ...year, status: 'cancelled' },
        ],
        '2026-05-05',
      ),
    ).toBe('unknown')
    expect(eligibleOn([], '2026-05-05')).toBe('not-eligible')
  })
})

describe('III.B.6.a what a search may look like', () => {
  const search = (fields: Record<string, string>) => readSearch(new URLSearchParams(fields), '2026-11-22')
  it.each([
    [{ memberId: ' hv 100-1 ' }, { memberId: 'HV1001' }],
    [
      { lastName: 'Núñez-O’Brien', birthDate: '1980-02-29' },
      { lastNameKey: 'nunezobrien', birthDate: '1980-02-29', firstNameKey: '' },
    ],
    [
      { lastName: 'Lee', birthDate: '2026-11-22', firstName: 'A.' },
      { lastNameKey: 'lee', birthDate: '2026-11-22', firstNameKey: 'a' },
    ],
  ])('%o', (fields, criteria) => {
    expect(search(fields)).toMatchObject({ criteria })
  })

  it.each([
    [{}, ['memberId']],
    [{ lastName: 'Lee' }, ['birthDate']],
    [{ birthDate: '1980-01-01' }, ['lastName']],
    [{ lastName: '---', birthDate: '1980-01-01' }, ['lastName']],
    [{ lastName: 'Lee', birthDate: '2026-11-23' }, ['birthDate']],
    [{ lastName: 'Lee', birthDate: '1981-02-29' }, ['birthDate']],
    [{ lastName: 'Lee', birthDate: '4/21/1980' }, ['birthDate']],
    [{ memberId: 'Zoë' }, ['memberId']],
  ])('%o is told beside the field', (fields, names) => {
    const answer = search(fields)
    expect('errors' in answer && Object.keys(answer.errors)).toEqual(names)
    expect(answer.typed).toMatchObject(fields)
  })
})

it('III.B.6.a names and numbers are compared folded', () => {
  expect(foldName('O’Connor')).toBe(foldName("o'connor"))
  expect(foldName('Đặng Müller')).toBe('đangmuller')
  expect(foldNumber('hv 1-2')).toBe('HV12')
})

it.each(['Kaʻahumanu', 'Ｌｅｅ', 'ﬁnn', 'Núñez-O’Brien', 'Đặng', 'Šarić', 'John²'])(
  'III.B.6.a a member whose name came as %s is found by it',
  (name) => {
    const { facts } = takePatient({ name: [{ family: name, given: [name] }] }, 'p1')
    const typed = new URLSearchParams({ lastName: name, firstName: name, birthDate: '1980-02-29' })
    expect(readSearch(typed, '2026-11-22')).toMatchObject({
      criteria: { lastNameKey: facts.lastNameKey, firstNameKey: facts.firstNameKey },
    })
  },
)
