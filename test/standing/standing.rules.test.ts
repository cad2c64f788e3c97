import { describe, expect, it } from 'vitest'
import type { Day } from '../../src/policy/calendar.ts'
import type { Facts, MembershipFacts } from '../../src/standing/facts.ts'
import {
  clauseOf,
  isFresh,
  membershipClosed,
  passwordEnded,
  standing,
  trainingDueOn,
} from '../../src/standing/rules.ts'
import type { Closed } from '../../src/standing/standing.ts'
import { standingWords } from '../../views/standing/words.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const rules = { policy, trainingOn: null }
const today: Day = '2026-06-15'

const live: MembershipFacts = {
  id: 1, publicId: 'mbs_1', officeId: 1, office: 'Office', isLoa: false, suspendedAt: null, suspendedFor: null,
  endedOn: null, officeAccessOn: '2020-01-01', officeSuspendedAt: null, officeTerminatedOn: null,
  officeVerifyDueOn: '2099-01-01', officePromptReceivedOn: null, roles: ['claims'],
} // prettier-ignore

function person(changed: Partial<Facts> = {}): Facts {
  return {
    accountId: 1, email: 'a@b.example', guard: 'g', kind: 'office', department: null, firstName: 'A',
    lastName: 'B', mobile: null, approvedOn: today, lastUsedOn: today, suspendedAt: null, suspendedFor: null, terminatedAt: null,
    passwordSetOn: today, passwordAfter: 0, trainedOn: '2026-01-01', agreedVersion: 1, agreementInForce: 1, capabilities: [], memberships: [live], ...changed,
  } // prettier-ignore
}

const through = (changed: Partial<MembershipFacts>) => person({ memberships: [{ ...live, ...changed }] })

const why = (facts: Facts, on = today) => {
  const stands = standing(facts, on, rules)
  return stands.open ? (stands.gate ?? 'open') : stands.why
}

describe('III.M.1 an account unused for over 60 days is dormant', () => {
  it.each<[string, Facts, Day, string]>([
    ['day 59', person({ lastUsedOn: '2026-01-10', passwordSetOn: '2026-03-01' }), '2026-03-10', 'open'],
    ['day 60', person({ lastUsedOn: '2026-01-10', passwordSetOn: '2026-03-01' }), '2026-03-11', 'open'],
    ['day 61', person({ lastUsedOn: '2026-01-10', passwordSetOn: '2026-03-01' }), '2026-03-12', 'dormant'],
    ['over 29 February, day 60', person({ lastUsedOn: '2028-01-01', passwordSetOn: '2028-02-20', trainedOn: '2028-01-01' }), '2028-03-01', 'open'],
    ['over 29 February, day 61', person({ lastUsedOn: '2028-01-01', passwordSetOn: '2028-02-20', trainedOn: '2028-01-01' }), '2028-03-02', 'dormant'],
    ['never used, day 60 from its approval', person({ lastUsedOn: null, approvedOn: '2025-11-10', passwordSetOn: '2026-01-01' }), '2026-01-09', 'open'],
    ['never used, day 61', person({ lastUsedOn: null, approvedOn: '2025-11-10', passwordSetOn: '2026-01-01' }), '2026-01-10', 'dormant'],
    ['staff, day 61', person({ kind: 'staff', department: 'privacy', memberships: [], lastUsedOn: '2026-01-10' }), '2026-03-12', 'dormant'],
  ])('%s', (_name, facts, on, expected) => expect(why(facts, on)).toBe(expected)) // prettier-ignore
})

describe('III.D.5 on day 60 any way in leads only to a new password', () => {
  it.each<[Day, boolean]>([
    ['2026-07-29', false],
    ['2026-07-30', true],
    ['2026-07-31', true],
  ])('set on 2026-05-31, asked on %s', (on, ended) => expect(passwordEnded('2026-05-31', on, policy)).toBe(ended))

  it('a password never set has ended', () => expect(passwordEnded(null, today, policy)).toBe(true))
  it('it is a gate, not a closing', () => {
    expect(standing(person({ passwordSetOn: '2020-01-01' }), today, rules)).toMatchObject({
      open: true,
      gate: 'password',
    })
  })
})

describe('III.J.1, III.J.3 after the last day of the training only the training', () => {
  const trained = (trainedOn: Day | null) => person({ trainedOn, passwordSetOn: '2026-06-01' })
  it.each<[string, Day | null, Day, string]>([
    ['the day before', '2025-06-16', '2026-06-15', 'open'],
    ['the day itself', '2025-06-15', '2026-06-15', 'open'],
    ['the day after', '2025-06-14', '2026-06-15', 'training'],
    ['never trained', null, '2026-06-15', 'training'],
    ['of 29 February, the day itself', '2028-02-29', '2029-02-28', 'open'],
    ['of 29 February, the day after', '2028-02-29', '2029-03-01', 'training'],
  ])('%s', (_name, trainedOn, on, expected) => {
    expect(why({ ...trained(trainedOn), lastUsedOn: on, passwordSetOn: on }, on)).toBe(expected)
  })

  it.each<[Day, string | null, Day]>([
    ['2025-06-15', null, '2026-06-15'],
    ['2025-06-15', '01-31', '2026-01-31'],
    ['2025-01-30', '01-31', '2026-01-30'],
    ['2025-01-31', '01-31', '2026-01-31'],
    ['2025-02-01', '01-31', '2026-01-31'],
  ])('trained on %s, common date %s: due on %s', (on, trainingOn, due) => {
    expect(trainingDueOn(on, { policy, trainingOn })).toBe(due)
  })
})

describe('III.A.1.c.iv a new version of the User Agreement is asked of everybody', () => {
  it.each([
    [1, 1, 'open'],
    [1, 2, 'agreement'],
    [2, 2, 'open'],
    [0, 1, 'agreement'],
    [0, 0, 'open'],
  ])('agreed to %i, in force %i: %s', (agreedVersion, agreementInForce, expected) => {
    expect(why(person({ agreedVersion, agreementInForce }))).toBe(expected)
  })
})

it('III.D.5 III.A.1.c.iv III.J.3 the gates come in their order', () => {
  const facts = person({ passwordSetOn: '2020-01-01', agreedVersion: 0, trainedOn: null })
  expect(why(facts)).toBe('password')
  facts.passwordSetOn = today
  expect(why(facts)).toBe('agreement')
  facts.agreedVersion = 1
  expect(why(facts)).toBe('training')
})

describe('III.F.1.c a second factor is fresh for five minutes, and the one of the sign-in is not this page’s', () => {
  const given = (factorFor: 'sign-in' | 'step-up', msAgo: number) => ({ factorAt: 1e12 - msAgo, factorFor })
  it.each<['step-up' | 'any', 'sign-in' | 'step-up', number, boolean]>([
    ['step-up', 'step-up', 5 * 60_000 - 1, true],
    ['step-up', 'step-up', 5 * 60_000, false],
    ['step-up', 'step-up', 5 * 60_000 + 1, false],
    ['step-up', 'sign-in', 0, false],
    ['any', 'sign-in', 5 * 60_000 - 1, true],
    ['any', 'sign-in', 5 * 60_000, false],
    ['any', 'step-up', 5 * 60_000, false],
  ])('wanted %s, given at a %s %i ms ago: %s', (wanted, factorFor, msAgo, fresh) => {
    expect(isFresh(given(factorFor, msAgo), wanted, 1e12, policy)).toBe(fresh)
  })
  it('a session without one has none', () => {
    expect(isFresh({ factorAt: null, factorFor: null }, 'any', 1e12, policy)).toBe(false)
  })
})

describe('III.M.2 III.M.4 III.H.3 III.A.1.a each way a membership or an account is closed', () => {
  it.each<[string, Facts, string]>([
    ['III.M.4 the office ends tomorrow', through({ officeTerminatedOn: '2026-06-16' }), 'open'],
    ['III.M.4 the office ends today', through({ officeTerminatedOn: '2026-06-15' }), 'office-terminated'],
    ['III.M.4 the office ended yesterday', through({ officeTerminatedOn: '2026-06-14' }), 'office-terminated'],
    ['III.A.1.a the office has no access', through({ officeAccessOn: null }), 'office-without-access'],
    ['III.A.1.a access begins tomorrow', through({ officeAccessOn: '2026-06-16' }), 'office-without-access'],
    ['III.A.1.a access begins today', through({ officeAccessOn: '2026-06-15' }), 'open'],
    ['III.M.2 the membership ends tomorrow', through({ endedOn: '2026-06-16' }), 'open'],
    ['III.M.2 the membership ends today', through({ endedOn: '2026-06-15' }), 'membership-ended'],
    ['III.H.3 the office is suspended', through({ officeSuspendedAt: 1 }), 'office-suspended'],
    ['III.H.3 the membership is suspended', through({ suspendedAt: 1 }), 'membership-suspended'],
    ['suspended at the first instant there was', person({ suspendedAt: 0 }), 'suspended'],
    ['terminated at the first instant there was', person({ terminatedAt: 0 }), 'terminated'],
    ['an office suspended then too', through({ officeSuspendedAt: 0 }), 'office-suspended'],
    ['II.B no membership at all', person({ memberships: [] }), 'no-office'],
    ['staff need no office', person({ kind: 'staff', department: 'privacy', memberships: [] }), 'open'],
  ])('%s', (_name, facts, expected) => expect(why(facts)).toBe(expected))

  it('one live membership of several is enough, and is the one worked through', () => {
    const facts = person({
      memberships: [
        { ...live, suspendedAt: 1 },
        { ...live, id: 2 },
      ],
    })
    expect(standing(facts, today, rules)).toMatchObject({ open: true, live: [{ id: 2 }] })
  })
})

it('II.C the order of reasons: what weighs most is said, each taken away in turn', () => {
  const facts = person({
    terminatedAt: 1,
    suspendedAt: 1,
    lastUsedOn: '2026-01-01',
    memberships: [
      {
        ...live,
        officeTerminatedOn: today,
        officeAccessOn: null,
        endedOn: today,
        officeSuspendedAt: 1,
        suspendedAt: 1,
      },
    ],
  })
  const [membership] = facts.memberships
  const said: string[] = [why(facts)]
  facts.terminatedAt = null
  said.push(why(facts))
  facts.suspendedAt = null
  said.push(why(facts))
  membership!.officeTerminatedOn = null
  said.push(why(facts))
  membership!.officeAccessOn = '2026-01-01'
  said.push(why(facts))
  membership!.endedOn = null
  said.push(why(facts))
  membership!.officeSuspendedAt = null
  said.push(why(facts))
  membership!.suspendedAt = null
  said.push(why(facts))
  facts.lastUsedOn = today
  facts.passwordSetOn = '2020-01-01'
  said.push(why(facts))
  expect(said).toEqual([
    'terminated', 'suspended', 'office-terminated', 'office-without-access', 'membership-ended', 'office-suspended',
    'membership-suspended', 'dormant', 'password',
  ]) // prettier-ignore
})

it('III.H.3 every closing names its clause', () => {
  const closings = Object.keys(clauseOf) as Closed[]
  expect(closings).toHaveLength(11)
  for (const facts of [person({ suspendedAt: 1 }), through({ endedOn: today }), person({ memberships: [] })]) {
    const stands = standing(facts, today, rules)
    expect(stands.open ? null : stands.clause).toBe(stands.open ? 'closed' : clauseOf[stands.why])
  }
  expect(membershipClosed(live, today, policy)).toBeNull()
})

it('III.M.1 III.D.5 no words name a number of days: a plan may have others', () => {
  for (const words of Object.values(standingWords)) expect(JSON.stringify(words)).not.toMatch(/\d/)
})
