import { describe, expect, it } from 'vitest'
import { statusOf } from '../../src/accounts/rules.ts'
import type { Status } from '../../src/accounts/account.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import type { StateFacts } from '../../src/staff/accounts/account-search.ts'
import {
  type Deed,
  type DeedFacts,
  deeds,
  membershipDeeds,
  type MembershipState,
} from '../../src/staff/accounts/deed.ts'
import {
  doerOf,
  membershipRefusalOf,
  membershipStateOf,
  opens,
  refusalOf,
  stateDays,
  statesOf,
} from '../../src/staff/accounts/rules.ts'
import { policyOf } from '../support/policy.ts'
import { deedTable, statuses } from '../support/deeds.ts'

const policy = policyOf('IS.1600')
const TODAY: Day = '2026-06-15'
const facts: DeedFacts = {
  isSelf: false,
  status: 'active',
  isLocked: true,
  hasPassword: true,
  sessions: 1,
  devices: 1,
  factors: 1,
}
const of = (deed: Deed, status: Status) => ({ ...facts, status, hasPassword: deed !== 'set-up-link' })

describe('III.M.2 what an Enterprise Administrator may do to an account', () => {
  it.each(deeds.flatMap((deed) => statuses.map((status) => [deed, status, deedTable[deed].includes(status)] as const)))(
    'III.M.2, III.K.5, III.K.8 %s of one that is %s: %s',
    (deed, status, may) => expect(refusalOf(deed, of(deed, status)) === null).toBe(may),
  )

  it.each(deeds)('III.M.2 %s of the own account: never', (deed) =>
    expect(refusalOf(deed, { ...of(deed, 'active'), isSelf: true })).toBe('own'),
  )

  it('III.E.4.a what is not there is not ended', () => {
    expect(refusalOf('unlocking', { ...facts, isLocked: false })).toBe('not-locked')
    expect(refusalOf('session-end', { ...facts, sessions: 0 })).toBe('no-sessions')
    expect(refusalOf('device-revocation', { ...facts, devices: 0 })).toBe('no-devices')
    expect(refusalOf('second-factor-removal', { ...facts, factors: 0 })).toBe('no-factors')
    expect(refusalOf('set-up-link', facts)).toBe('has-password')
  })

  it('III.F.1 what opens something wants a fresh second factor', () => {
    expect(deeds.filter(opens)).toEqual(['unlocking', 'set-up-link', 'second-factor-removal', 'reinstatement'])
  })
})

describe('III.M.2 what they may do to a membership', () => {
  const all = {
    disabling: ['active'],
    end: ['active', 'unverified', 'disabled'],
    reinstatement: ['unverified', 'disabled'],
  }
  const states: MembershipState[] = ['active', 'unverified', 'disabled', 'ended']
  it.each(membershipDeeds.flatMap((deed) => states.map((state) => [deed, state, all[deed].includes(state)] as const)))(
    'III.M.2 %s of one that is %s: %s',
    (deed, state, may) => {
      expect(membershipRefusalOf(deed, { state, isSelf: false, reinstatesUnverified: true }) === null).toBe(may)
      expect(membershipRefusalOf(deed, { state, isSelf: true, reinstatesUnverified: true })).toBe('own')
    },
  )

  it('III.H.5 who was not verified is given back by e-business alone; who was disabled by any of them', () => {
    const by = (state: MembershipState) => ({ state, isSelf: false, reinstatesUnverified: false })
    expect(membershipRefusalOf('reinstatement', by('unverified'))).toBe('e-business')
    expect(membershipRefusalOf('reinstatement', by('disabled'))).toBe(null)
    expect(membershipRefusalOf('reinstatement', by('ended'))).toBe('asks-anew')
  })

  it.each([
    [addDays(TODAY, 1), 'active'],
    [TODAY, 'ended'],
    [addDays(TODAY, -1), 'ended'],
  ] as const)('III.M.3 ended on %s, today being 2026-06-15: %s', (endedOn, state) =>
    expect(membershipStateOf({ endedOn, suspendedAt: null, suspendedFor: null }, TODAY)).toBe(state),
  )
})

describe('what an account is', () => {
  const active: StateFacts = {
    kind: 'office', offices: 1, suspendedAt: null, suspendedFor: null, terminatedAt: null, lockedAt: null, lastUsedOn: TODAY, approvedOn: '2026-01-01',
    passwordSetOn: TODAY,
  } // prettier-ignore
  const states = (some: Partial<StateFacts>) => statesOf({ ...active, ...some }, TODAY, policy)

  it.each([
    [59, ['active']],
    [60, ['active']],
    [61, ['dormant']],
  ])('III.M.1 last used %d days ago: %s', (days, expected) => {
    const lastUsedOn = addDays(TODAY, -days)
    expect(states({ lastUsedOn })).toEqual(expected)
    expect(lastUsedOn < stateDays(TODAY, policy).dormantBefore).toBe(expected.includes('dormant'))
  })

  it.each([
    [59, ['active']],
    [60, ['password-ended']],
    [61, ['password-ended']],
  ])('III.D.5 password set %d days ago: %s', (days, expected) => {
    const passwordSetOn = addDays(TODAY, -days)
    expect(states({ passwordSetOn })).toEqual(expected)
    expect(passwordSetOn <= stateDays(TODAY, policy).passwordEndedOn).toBe(expected.includes('password-ended'))
  })

  it('III.M.2 without an office, where one is needed and the account has not ended', () => {
    expect(states({ offices: 0 })).toEqual(['no-office'])
    expect(states({ offices: 0, kind: 'staff' })).toEqual(['active'])
    expect(states({ offices: 0, terminatedAt: 1 })).toEqual(['ended'])
  })

  it.each([
    ['session.closed', '{"why":"signed-out"}', 'ana'],
    ['session.closed', '{"why":"signed-out-everywhere"}', 'ana'],
    ['session.closed', '{"why":"ended-by-owner"}', 'ana'],
    ['session.closed', '{"why":"suspended"}', null],
    ['session.closed', '{"why":"terminated"}', null],
    ['session.closed', '{"why":"ended-by-plan"}', null],
    ['session.closed', '{"why":"idle"}', null],
    ['session.closed', null, null],
    ['session.opened', null, 'ana'],
  ] as const)('III.L.2 %s %s was done by %s', (event, detail, by) =>
    expect(doerOf({ event, detail, by: 'ana' })).toBe(by),
  )

  it('II.B each state by itself, several together, the gravest first', () => {
    expect(states({ suspendedAt: 1, suspendedFor: 'incident' })).toEqual(['suspended'])
    expect(states({ suspendedAt: 1, suspendedFor: 'disabled' })).toEqual(['disabled'])
    expect(states({ lastUsedOn: null, approvedOn: TODAY, passwordSetOn: null })).toEqual(['no-password', 'never-used'])
    expect(states({ terminatedAt: 2, suspendedAt: 1, suspendedFor: 'disabled', lockedAt: 3 })).toEqual(['ended', 'disabled', 'locked'])
    expect(statusOf({ ...active, terminatedAt: 2, suspendedAt: 1, suspendedFor: 'incident' })).toBe('terminated')
  }) // prettier-ignore
})
