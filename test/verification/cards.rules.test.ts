import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/verification/cards/card.ts'
import { isLookedAt, isVerifiedBySelf, notToDecide, ranked, reasonsOf } from '../../src/verification/cards/rules.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const today: Day = '2040-06-15'
const roles = (n: number, endsOn: Day | null = null) =>
  JSON.stringify(['eligibility', 'claims', 'view-referrals', 'submit-referrals'].slice(0, n).map((role) => ({ role, endsOn, providers: [] }))) // prettier-ignore

/** Somebody who gives no reason to look closer, but for what is told. */
const card = (told: Partial<Card> = {}): Card => ({
  id: 'mbs_1', row: 1, account: 1, firstName: 'Ann', lastName: 'Example', email: 'ann@office.example', telephone: null, jobTitle: null,
  jobDescription: null, isLoa: 0, state: 'open', suspendedAt: null, accountClosedAt: null, lockedAt: null, approvedOn: '2040-01-01', admittedAt: 1,
  endedOn: null, lastUsedOn: today, hasMobile: 1, hasQuestions: 0, devices: 0, grants: roles(1), decision: null, decidedBy: null,
  decider: null, ...told,
}) // prettier-ignore
const kinds = (told: Partial<Card>) => reasonsOf(card(told), today, policy).map(({ kind, count }) => `${kind} ${count}`)

describe('III.H.1 what makes a user worth a closer look', () => {
  it.each<[string, Partial<Card>, string[]]>([
    ['nothing', {}, []],
    ['a suspended membership', { suspendedAt: 5 }, ['suspended 1']],
    ['a suspended account', { accountClosedAt: 5 }, ['suspended 1']],
    ['a lock', { lockedAt: 5 }, ['locked 1']],
    ['never used', { lastUsedOn: null }, ['never-used 1']],
    ['29 days unused', { lastUsedOn: addDays(today, -29) }, []],
    ['30 days unused', { lastUsedOn: addDays(today, -30) }, ['unused 30']],
    ['31 days unused', { lastUsedOn: addDays(today, -31) }, ['unused 31']],
    ['codes by e-mail alone', { hasMobile: 0 }, ['no-second-channel 1']],
    ['questions are a second channel', { hasMobile: 0, hasQuestions: 1 }, []],
    ['an administrator', { isLoa: 1 }, ['administrator 1']],
    ['2 roles', { grants: roles(2) }, []],
    ['3 roles', { grants: roles(3) }, ['many-roles 3']],
    ['4 roles, ended yesterday', { grants: roles(4, addDays(today, -1)) }, []],
    ['4 roles, until today', { grants: roles(4, today) }, ['many-roles 4']],
    ['a remembered device', { devices: 2 }, ['devices 2']],
    ['several, the most serious first', { devices: 1, isLoa: 1, lockedAt: 5 }, ['locked 1', 'administrator 1', 'devices 1']],
  ])('III.H.1 %s', (_name, told, expected) => {
    expect(kinds(told)).toEqual(expected)
  }) // prettier-ignore

  it('III.H.1 the most serious reason comes first, then how many, then the name', () => {
    const people: Record<string, Partial<Card>> = {
      Plain: {},
      Adam: {},
      Device: { devices: 1 },
      Roles: { grants: roles(4) },
      Two: { grants: roles(4), devices: 1 },
      Unused: { lastUsedOn: addDays(today, -40) },
      Never: { lastUsedOn: null },
      Locked: { lockedAt: 5 },
      Gone: { suspendedAt: 5 },
    }
    const all = Object.entries(people).map(([lastName, told]) => card({ ...told, lastName }))
    const cards = ranked(all.map((one) => ({ ...one, reasons: reasonsOf(one, today, policy) })))
    expect(cards.map(({ lastName }) => lastName)).toEqual(['Gone', 'Locked', 'Never', 'Unused', 'Two', 'Roles', 'Device', 'Adam', 'Plain']) // prettier-ignore
  })
})

describe('III.H.1 who is looked at, and by whom', () => {
  it('III.H.1 whoever was admitted after the day of the prompt counts as verified', () => {
    expect([99, 100, 101].map((admittedAt) => isLookedAt(card({ admittedAt }), 100))).toEqual([true, false, false])
    expect(isLookedAt(card({ admittedAt: 101, decision: 'left' }), 100)).toBe(true)
  })

  it('III.H.1 nobody verifies themself where there is another administrator; the only one does', () => {
    const own = card({ account: 7, isLoa: 1 })
    expect([notToDecide(own, 7, true), notToDecide(own, 7, false), notToDecide(own, 8, true)]).toEqual(['self', null, null]) // prettier-ignore
  })

  it('III.H.1 who left isn’t taken back, until the membership is given back', () => {
    expect(notToDecide(card({ decision: 'left', endedOn: today }), 7, true)).toBe('left')
    expect(notToDecide(card({ decision: 'left', endedOn: null }), 7, true)).toBeNull()
    expect(notToDecide(card({ decision: 'kept', endedOn: today }), 7, true)).toBeNull()
  })

  it('III.H.1 an administrator who decided about themself is flagged, another user never', () => {
    expect(isVerifiedBySelf([card({ account: 7, isLoa: 1, decidedBy: 7 }), card({ account: 8, decidedBy: 7 })])).toBe(true) // prettier-ignore
    expect(isVerifiedBySelf([card({ account: 7, isLoa: 1, decidedBy: 8 }), card({ account: 8, decidedBy: 7 })])).toBe(false) // prettier-ignore
  })
})
