import { describe, expect, it } from 'vitest'
import { charactersIn, endsSoon, isEmail, kindsIn, rulesFor, unmet, warningDue } from '../../src/passwords/rules.ts'
import type { Day } from '../../src/policy/calendar.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const hardened = policyOf('hardened')
const email = 'pat.clerk@office.example'
const clauses = (password: string, under = policy) => unmet(password, { email }, under).map(({ clause }) => clause)

describe('III.D.3.a at least seven characters, every Unicode character counts', () => {
  it.each<[string, number]>([
    ['abc', 3],
    ['päßwörd', 7],
    ['pa\u0308ss', 4],
    ['🙂🙂🙂', 3],
    ['密码', 2],
    ['a b', 3],
    ['   ', 3],
    ['', 0],
  ])('III.D.3.a %j has %i', (password, count) => expect(charactersIn(password)).toBe(count))

  it.each<[string, boolean]>([
    ['Abcd1!', false],
    ['Abcde1!', true],
    ['Abcdef1!', true],
    ['Ab1🙂🙂🙂', false],
    ['Ab1🙂🙂🙂🙂', true],
  ])('III.D.3.a %j will do: %s', (password, isGood) => expect(clauses(password)).toEqual(isGood ? [] : ['III.D.3.a']))

  it.each<[number, boolean]>([
    [127, true],
    [128, true],
    [129, false],
  ])('III.D.3.a of %i characters: %s, and never cut', (length, isGood) => {
    const password = `A1${'ü'.repeat(length - 2)}`
    expect(clauses(password)).toEqual(isGood ? [] : ['III.D.3.a'])
  })

  it.each<[string, boolean]>([
    ['Abcdefghi1!', false],
    ['Abcdefghij1!', true],
    ['Abcdefghijk1!', true],
  ])('III.D.3.a hardened: twelve; %j will do: %s', (password, isGood) =>
    expect(clauses(password, hardened)).toEqual(isGood ? [] : ['III.D.3.a']),
  )
})

describe('III.D.3.b three of the four kinds', () => {
  it.each<[string, number]>([
    ['abcdefg', 1],
    ['ABCDEFG', 1],
    ['1234567', 1],
    ['!@#$%*(', 1],
    ['       ', 1],
    ['abcABC', 2],
    ['abc123', 2],
    ['abcABC1', 3],
    ['abcABC!', 3],
    ['ABC123!', 3],
    ['abcA1 ', 4],
    // Letters without case are letters of no kind; an accent belongs to its letter.
    ['密码密码密码密', 0],
    ['שלוםשלום', 0],
    ['密码aA', 2],
    ['e\u0301e\u0301', 1],
    ['x\u0332x\u0332', 1],
    ['éÉ', 2],
    ['ǅ', 1],
    ['жЖ٣', 3],
    ['½Ⅷ', 1],
    ['🙂', 1],
    ['_', 1],
    ['', 0],
  ])('III.D.3.b %j has %i', (password, kinds) => expect(kindsIn(password)).toBe(kinds))

  it.each<[string, boolean]>([
    ['abcdefgh', false],
    ['Abcdefgh', false],
    ['Abcdefg1', true],
    ['abcdef1!', true],
    ['ABCDEF1!', true],
    ['Abcdef!?', true],
  ])('III.D.3.b %j will do: %s', (password, isGood) => expect(clauses(password)).toEqual(isGood ? [] : ['III.D.3.b']))
})

it.each<[string, string, string]>([
  ['III.D.3.b.i lower case letters', 'ABCD123', 'aBCD123'],
  ['III.D.3.b.ii upper case letters', 'abcd123', 'Abcd123'],
  ['III.D.3.b.iii numbers', 'abcdEFG', 'abcdEF7'],
  ['III.D.3.b.iv special characters', 'abcd123', 'abcd12!'],
])('%s are a kind: %j has two, %j the third', (_kind, two, three) => {
  expect([clauses(two), clauses(three)]).toEqual([['III.D.3.b'], []])
})

describe('III.D.4 not the e-mail address', () => {
  it.each<[string, boolean]>([
    ['Pat.Clerk1@office.example', false],
    ['pat.clerk@office.example', true],
    ['PAT.Clerk@OFFICE.example', true],
    [' pat.clerk@office.example ', true],
    ['Pat.Clerk', true],
    ['pat.clerk1', false],
    ['office.example', false],
    ['', false],
  ])('III.D.4 %j is it: %s', (password, is) => expect(isEmail(password, email)).toBe(is))

  it('III.D.4 with every kind in it, it is refused for this alone', () => {
    expect(unmet('Pat.Clerk.1', { email: 'pat.clerk.1@office.example' }, policy).map(({ clause }) => clause)).toEqual([
      'III.D.4',
    ])
  })
})

it('III.D.3 all unmet rules are told at once, and an empty one meets none', () => {
  expect(clauses('abc')).toEqual(['III.D.3.a', 'III.D.3.b'])
  expect(clauses('')).toEqual(['III.D.3.a', 'III.D.3.b'])
  expect(unmet('pat', { email: 'pat@office.example' }, policy).map(({ clause }) => clause)).toEqual([
    'III.D.3.a',
    'III.D.3.b',
    'III.D.4',
  ])
})

it('III.D.3 what is shown while typing is told by the typed text alone', () => {
  const met = (password: string) => rulesFor(password, policy).map((rule) => rule.met)
  expect(met('')).toEqual([null, null, null, null])
  expect(met('abc')).toEqual([false, false, null, null])
  expect(met('abcdefg')).toEqual([true, false, null, null])
  expect(met('Abcdef1')).toEqual([true, true, null, null])
  expect(rulesFor('', hardened)).toHaveLength(5)
})

describe('III.D.5 warnings 10, 5 and 1 days before day 60', () => {
  const setOn: Day = '2026-01-01'
  // Day 60 is March 2.
  it.each<[Day, number | null]>([
    ['2026-02-19', null],
    ['2026-02-20', 10],
    ['2026-02-21', 10],
    ['2026-02-24', 10],
    ['2026-02-25', 5],
    ['2026-02-26', 5],
    ['2026-02-28', 5],
    ['2026-03-01', 1],
    ['2026-03-02', null],
    ['2026-03-03', null],
  ])('III.D.5 on %s: %s', (today, days) => expect(warningDue(setOn, today, policy)).toBe(days))

  it('III.D.5 the banner stands from the first warning to the last day before', () => {
    const soon = (today: Day) => endsSoon(setOn, today, policy)
    expect(soon('2026-02-19')).toBeNull()
    expect(soon('2026-02-20')).toEqual({ on: '2026-03-02', left: 10 })
    expect(soon('2026-03-01')).toEqual({ on: '2026-03-02', left: 1 })
    expect(soon('2026-03-02')).toBeNull()
    expect(endsSoon(null, '2026-03-01', policy)).toBeNull()
  })
})
