import { describe, expect, it } from 'vitest'
import { everyNumber } from '../../src/policy/numbers.ts'
import { describePolicy, type Policy, readPolicy } from '../../src/policy/profiles.ts'

const read = (overrides: object = {}, deviations: object = {}, profile = 'IS.1600') =>
  readPolicy({
    POLICY_PROFILE: profile,
    POLICY_OVERRIDES: JSON.stringify(overrides),
    POLICY_DEVIATIONS: JSON.stringify(deviations),
  })

function inForce(...args: Parameters<typeof read>): Policy {
  const policy = read(...args)
  if (!policy.ok) throw new Error(policy.refusal.join('\n'))
  return policy.value
}

describe('IS.1600, to the letter', () => {
  it.each([
    ['III.D.3.a', 'PASSWORD_AT_LEAST', 7],
    ['III.D.3.b', 'PASSWORD_KINDS', 3],
    ['III.D.5', 'PASSWORD_LASTS', 60],
    ['III.E.2', 'SESSION_CLOSES_AFTER', 15],
    ['III.E.3', 'LOCK_AFTER_FAILURES', 5],
    ['III.F.3', 'PASSCODE_DIGITS', 6],
    ['III.F.3', 'PASSCODE_LASTS', 15],
    ['III.H.1', 'VERIFY_EVERY', 45],
    ['III.H.2', 'VERIFY_RESTRICTS_AFTER', 15],
    ['III.H.3', 'VERIFY_SUSPENDS_AFTER', 16],
    ['III.I.3', 'LIST_REVIEWED_EVERY', 1],
    ['III.J.1', 'TRAIN_EVERY', 12],
    ['III.K.1', 'REPORT_WITHIN', 24],
    ['III.K.2.d', 'DETAIL_WITHIN', 48],
    ['III.M.1', 'DORMANT_AFTER', 60],
    ['III.M.3', 'REVOKE_WITHIN', 1],
  ] as const)('%s %s is %i', (clause, name, value) => {
    expect(describePolicy(inForce()).find((one) => one.name === name)).toMatchObject({ clause, value, standard: value })
  })

  it('every number is in force as its clause states it', () => {
    const policy = inForce()
    expect(everyNumber.filter(([name, { value }]) => policy[name] !== value)).toEqual([])
    expect(policy.deviations).toEqual({})
  })
})

it('hardened is only stricter', () => {
  const changed = describePolicy(inForce({}, {}, 'hardened')).filter(({ value, standard }) => value !== standard)
  expect(Object.fromEntries(changed.map(({ name, value }) => [name, value]))).toEqual({
    PASSWORD_AT_LEAST: 12,
    PASSWORD_NOT_BREACHED: true,
    PASSCODE_LASTS: 10,
    SECURITY_QUESTIONS: false,
    DEVICE_KNOWN_FOR: 30,
  })
})

describe('an override', () => {
  it('may be stricter, in both profiles', () => {
    expect(inForce({ DORMANT_AFTER: 30 }).DORMANT_AFTER).toBe(30)
    expect(inForce({ PASSWORD_AT_LEAST: 8, VERIFY_REMINDED: [3, 5] }, {}, 'hardened')).toMatchObject({
      PASSWORD_AT_LEAST: 8,
      VERIFY_REMINDED: [3, 5],
      PASSCODE_LASTS: 10,
    })
  })

  it.each<[string, object, string]>([
    ['III.D.3.a', { PASSWORD_AT_LEAST: 6 }, 'PASSWORD_AT_LEAST is 6; the policy asks for at least 7.'],
    ['III.M.1', { DORMANT_AFTER: 61 }, 'DORMANT_AFTER is 61; the policy asks for at most 60 days.'],
    ['III.F.3', { PASSCODE_DIGITS: 8 }, 'PASSCODE_DIGITS is 8; the policy asks for exactly 6.'],
    ['III.M.3', { REVOKE_WITHIN: 2 }, 'REVOKE_WITHIN is 2; the policy asks for at most 1 business day.'],
    ['III.M.1', { DORMANT_AFTER: 0 }, 'DORMANT_AFTER is 0; it has to be a whole number above 0.'],
    ['III.M.1', { DORMANT_AFTER: -5 }, 'DORMANT_AFTER is -5; it has to be a whole number above 0.'],
    ['III.M.1', { DORMANT_AFTER: 1.5 }, 'DORMANT_AFTER is 1.5; it has to be a whole number above 0.'],
    ['III.M.1', { DORMANT_AFTER: '30' }, 'DORMANT_AFTER is "30"; it has to be a whole number above 0.'],
    ['III.M.1', { DORMANT_AFTER: null }, 'DORMANT_AFTER is null; it has to be a whole number above 0.'],
    ['III.F.2.b', { SECURITY_QUESTIONS: 0 }, 'SECURITY_QUESTIONS is 0; it has to be true or false.'],
    ['III.D.5', { PASSWORD_WARNED: [] }, 'PASSWORD_WARNED is []; it has to be a list of whole numbers above 0.'],
    ['III.D.3.b', { PASSWORD_KINDS: 5 }, 'PASSWORD_KINDS is above the four that exist.'],
    ['III.E.2', { SESSION_CLOSES_AFTER: 2 }, 'SESSION_WARNS_BEFORE is 2; it has to be below SESSION_CLOSES_AFTER.'],
  ])('%s stops the start: %o', (clause, overrides, sentence) => {
    expect(read(overrides)).toEqual({ ok: false, refusal: [`${clause}: ${sentence}`] })
  })

  it('that names no number stops the start', () => {
    const refusal = ['POLICY_OVERRIDES names "toString", which is no number of the policy.']
    expect(read({ toString: 1 })).toEqual({ ok: false, refusal })
  })
})

describe('every limit', () => {
  const limits = everyNumber.filter(([, { value, bound }]) => typeof value === 'number' && bound !== 'any')

  it.each(limits.map(([name, number]) => [number.clause, name, number] as const))('%s %s', (clause, name, number) => {
    const weaker = Number(number.value) + (number.bound === 'at least' ? -1 : 1)
    const refused = read({ [name]: weaker })
    expect(!refused.ok && refused.refusal[0]).toContain(`${clause}: ${name} is ${weaker}; `)
    expect(read({ [name]: number.value }).ok).toBe(true)
  })
})

describe('a deviation', () => {
  it('III.H.1 lets a number be weaker, and is told with its reason', () => {
    const policy = inForce({ VERIFY_EVERY: 60 }, { VERIFY_EVERY: 'The state contract says 60.' })
    expect(policy.VERIFY_EVERY).toBe(60)
    expect(describePolicy(policy).filter((one) => one.deviation)).toMatchObject([
      {
        name: 'VERIFY_EVERY',
        value: 60,
        standard: 45,
        unit: 'days',
        clause: 'III.H.1',
        deviation: 'The state contract says 60.',
      },
    ])
  })

  it.each<[string, object, object, string]>([
    [
      'III.H.1',
      { VERIFY_EVERY: 60 },
      { VERIFY_EVERY: ' ' },
      'POLICY_DEVIATIONS gives no reason for VERIFY_EVERY; a reason is a sentence.',
    ],
    [
      'III.H.1',
      {},
      { VERIFY_EVERY: 'Old.' },
      'VERIFY_EVERY keeps to the policy; take its reason out of POLICY_DEVIATIONS.',
    ],
  ])('%s stops the start with %o and %o', (clause, overrides, deviations, sentence) => {
    expect(read(overrides, deviations)).toEqual({ ok: false, refusal: [`${clause}: ${sentence}`] })
  })

  it('never lets a number be none', () => {
    expect(read({ VERIFY_EVERY: -1 }, { VERIFY_EVERY: 'Never.' }).ok).toBe(false)
  })
})

it.each(['', 'not JSON', '[]', 'null', '"text"', '5'])('the start is stopped by POLICY_OVERRIDES=%s', (text) => {
  const policy = readPolicy({ POLICY_PROFILE: 'IS.1600', POLICY_OVERRIDES: text, POLICY_DEVIATIONS: '{}' })
  expect(policy).toEqual({
    ok: false,
    refusal: ['POLICY_OVERRIDES is not a JSON object such as {"DORMANT_AFTER": …}.'],
  })
})

it.each(['', 'Hardened', 'constructor', '__proto__'])('the start is stopped by POLICY_PROFILE=%s', (profile) => {
  const refusal = [`POLICY_PROFILE is ${JSON.stringify(profile)}; it can be IS.1600 or hardened.`]
  expect(read({}, {}, profile)).toEqual({ ok: false, refusal })
})

it('every mistake is told at once', () => {
  const policy = read({ DORMANT_AFTER: 90, PASSWORD_AT_LEAST: 6, X: 1 }, { Y: 'why' }, 'none')
  expect(!policy.ok && policy.refusal).toHaveLength(5)
})
