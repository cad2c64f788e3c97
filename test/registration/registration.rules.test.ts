import { describe, expect, it } from 'vitest'
import { readTelephone } from '../../src/accounts/telephone.ts'
import type { Person } from '../../src/registration/registration.ts'
import { forgottenBefore, occupied, personProblems, questionProblems, routeOf } from '../../src/registration/rules.ts'
import { foldAnswer, foldedAnswers, securityQuestions } from '../../src/second-factor/questions.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const nell: Person = {
  firstName: 'Nell', lastName: 'O’Newcomb-Ávila', street: '12 Pier Street', city: 'Port Alder', zip: '93001', telephone: '+18055550123',
  jobTitle: 'Receptionist', jobDescription: 'Greets patients.\nMakes appointments.',
} // prettier-ignore

describe('III.A.1.c.i a person', () => {
  it('III.A.1.c.i is complete with everything, on several lines where lines are asked for', () => {
    expect(personProblems(nell)).toEqual({})
  })

  it.each(Object.keys(nell) as (keyof Person)[])('III.A.1.c.i %s is required, and no blanks will do', (field) => {
    for (const value of ['', '   ', '\t'])
      expect(Object.keys(personProblems({ ...nell, [field]: value }))).toEqual([field])
  })

  it.each([
    ['III.A.1.c.i.a', { firstName: 'x'.repeat(60) }, { firstName: 'x'.repeat(61) }],
    ['III.A.1.c.i.b', { lastName: 'Ng' }, { lastName: '...' }],
    ['III.A.1.c.i.c', { street: 'x'.repeat(120) }, { street: 'x'.repeat(121) }],
    ['III.A.1.c.i.d', { city: 'Port Alder' }, { city: 'Port\nAlder' }],
    ['III.A.1.c.i.e', { zip: '92868-1234' }, { zip: '92868-123' }],
    ['III.A.1.c.i.e', { zip: '00501' }, { zip: '9286' }],
    ['III.A.1.c.i.e', { zip: '928681234' }, { zip: '92868 1234' }],
    ['III.A.1.c.i.e', { zip: '92868' }, { zip: '٩٢٨٦٨' }],
    ['III.A.1.c.i.f', { telephone: '805.555.0123' }, { telephone: '555-0123' }],
    ['III.A.1.c.i.h', { jobTitle: 'x'.repeat(100) }, { jobTitle: 'x'.repeat(101) }],
    ['III.B.6', { jobDescription: 'x'.repeat(1000) }, { jobDescription: 'x'.repeat(1001) }],
    ['T25', { firstName: 'Nell' }, { firstName: 'Nell\u202e' }],
    ['T25', { jobDescription: 'a\r\nb\tc' }, { jobDescription: 'a\u0007b' }],
  ])('%s %j will do, %j will not', (_clause, good, bad) => {
    expect(personProblems({ ...nell, ...good })).toEqual({})
    expect(Object.keys(personProblems({ ...nell, ...bad }))).toEqual(Object.keys(bad))
  })
})

describe('III.A.1.c.i.f a telephone number', () => {
  it.each([
    '8055550123', '(805) 555-0123', '805-555-0123', '805.555.0123', '805/555 0123', '+1 805 555 0123', '1-805-555-0123', ' +18055550123 ',
  ])('III.A.1.c.i.f %s is kept as +18055550123', (typed) => {
    expect(readTelephone(typed)).toBe('+18055550123')
  }) // prettier-ignore

  it.each([
    '', '555-0123', '805555012', '80555501234', '28055550123', '0055550123', '1055550123', '8050550123', '8051550123', '9115550123', '8054110123',
    '805-555-0123 x5', '+44 20 7946 0123', '+8055550123', '805555O123', '٨٠٥٥٥٥٠١٢٣', '++18055550123', '805-555-0123\n805-555-0124',
  ])('III.A.1.c.i.f %s is none', (typed) => {
    expect(readTelephone(typed)).toBeNull()
  }) // prettier-ignore
})

describe('III.F.2.b security questions', () => {
  const three = securityQuestions.slice(0, 3)

  it('III.F.2.b there are ten or more, none twice', () => {
    expect(new Set(securityQuestions).size).toBe(securityQuestions.length)
    expect(securityQuestions.length).toBeGreaterThanOrEqual(10)
  })

  it('III.F.2.b an answer is folded for case, spaces and the form of its letters, and for nothing else', () => {
    for (const typed of ['Elm  Lane', ' elm lane ', 'ELM\tLANE', 'Ｅlm Lane'])
      expect(foldAnswer(typed)).toBe('elm lane')
    expect(foldAnswer('Jose\u0301')).toBe(foldAnswer('JOSÉ'))
    expect(foldAnswer('Elm-Lane')).not.toBe('elm lane')
    // No answer can run into the next: a line break is a blank.
    expect(foldedAnswers(['a\nb', 'c'])).not.toBe(foldedAnswers(['a', 'b\nc']))
  })

  it.each([
    ['all well', [...three], ['abc', 'def', 'ghi'], []],
    ['two letters', [...three], ['ab', 'def', 'ghi'], ['answer1']],
    ['blanks', [...three], ['a   ', 'def', 'ghi'], ['answer1']],
    ['101 letters', [...three], ['abc', 'def', 'x'.repeat(101)], ['answer3']],
    ['one question twice', [three[0]!, three[1]!, three[0]!], ['abc', 'def', 'ghi'], ['question3']],
    ['one answer twice', [...three], ['abc', 'def', 'ABC '], ['answer3']],
    ['a question of their own', [three[0]!, 'What is 1 + 1?', three[2]!], ['abc', 'def', 'ghi'], ['question2']],
    ['nothing', [], [], ['question1', 'answer1', 'question2', 'answer2', 'question3', 'answer3']],
  ])('III.F.2.b %s', (_name, chosen, answers, wrong) => {
    expect(Object.keys(questionProblems(chosen, answers, policy))).toEqual(wrong)
  })
})

describe('III.B.1 III.B.2 who decides', () => {
  it.each([
    ['III.B.1 an office with an LOA: they do', true, false, 'loa'],
    ['III.B.2 one without: the plan', false, false, 'plan'],
    ['III.B.2 who is to be an LOA: the plan', true, true, 'plan'],
    ['III.B.2 the first LOA: the plan', false, true, 'plan'],
  ] as const)('%s', (_name, officeHasLoa, wantsLoa, route) => {
    expect(routeOf({ officeHasLoa, wantsLoa })).toBe(route)
  })
})

describe('III.C.3 an address that is taken', () => {
  const nobody = { account: null, kind: null, suspendedAt: null, terminatedAt: null, memberships: 0, waiting: null }
  const someone = { ...nobody, account: 1, kind: 'office' as const }
  it.each([
    ['nobody', nobody, null],
    ['an account', { ...someone, memberships: 1 }, 'account'],
    ['III.N.1 one whose memberships have all ended', someone, null],
    ['a suspended one without memberships', { ...someone, suspendedAt: 1 }, 'account'],
    ['a terminated one without memberships', { ...someone, terminatedAt: 1 }, 'account'],
    ['staff', { ...someone, kind: 'staff' as const }, 'account'],
    ['a request that waits', { ...nobody, waiting: 'Nell' }, 'waiting'],
  ])('III.C.3 %s', (_name, facts, why) => {
    expect(occupied(facts)).toBe(why)
  })
})

describe('III.L.5 when a registration is forgotten', () => {
  it.each([
    ['2026-05-31', '2026-03-03T08:00:00Z'],
    // Over the change to daylight saving, the day still begins at midnight.
    ['2026-06-06', '2026-03-09T07:00:00Z'],
  ] as const)('III.L.5 on %s, what ended before %s', (today, before) => {
    expect(new Date(forgottenBefore(today, 'America/Los_Angeles', policy)).toISOString()).toBe(
      before.replace('Z', '.000Z'),
    )
  })
})
