/**
 * The policy's boundaries that are minutes, hours and counts, as data: what is answered just before, at and just after.
 * Instants are milliseconds after the thing they are counted from.
 */
import { describe, expect, it } from 'vitest'
import { closing, isPasscodeAlive, locks, restsUntil, secondsUntilSend } from '../../src/account-guard/rules.ts'
import { admission, sendAdmission } from '../../src/address-guard/rules.ts'
import { linkState } from '../../src/links/rules.ts'
import { recognise } from '../../src/second-factor/rules.ts'
import { isFresh } from '../../src/standing/rules.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Both changes of the clock, 29 February and New Year in Los Angeles; elapsed time knows none of them. */
const bases = ['2026-03-08T09:50:00Z', '2026-11-01T08:50:00Z', '2028-02-29T07:50:00Z', '2027-01-01T07:50:00Z', '2026-06-15T19:00:00Z'].map((at) => Date.parse(at)) // prettier-ignore

const device = (at: number) => ({ id: 1, valueHash: 'v', previousHash: null, factorAt: at, expiresAt: at + 365 * DAY, revokedAt: null }) // prettier-ignore
const link = (at: number, lasts: number) => ({ row: 1, id: 'lnk', purpose: 'set-up', guard: 'g', account: 1, registration: null, invitation: null, expiresAt: at + lasts, usedAt: null, revokedAt: null }) as const // prettier-ignore
const presented = { guard: 'g', id: 'lnk', secretHash: 'h' }

type Row = [
  clause: string,
  what: string,
  boundary: number,
  rule: (at: number, now: number) => unknown,
  answers: [unknown, unknown, unknown],
]
const rows: Row[] = [
  ['III.E.2', 'idle for 15 minutes', 15 * MINUTE, (at, now) => closing({ lastUsedAt: at, endsAt: at + 12 * HOUR }, now, policy), [null, 'idle', 'idle']],
  ['III.E.2', 'idle, to the second: 14:59, 15:00, 15:01', 15 * MINUTE, (at, now) => closing({ lastUsedAt: at, endsAt: at + 12 * HOUR }, at + Math.round((now - at - 15 * MINUTE) * SECOND) + 15 * MINUTE, policy), [null, 'idle', 'idle']],
  ['III.E.2', 'open for 12 hours, in use', 12 * HOUR, (at, now) => closing({ lastUsedAt: now - 1, endsAt: at + policy.SESSION_LASTS_AT_MOST * HOUR }, now, policy), [null, 'expired', 'expired']],
  ['III.E.2', 'both ends at once', 15 * MINUTE, (at, now) => closing({ lastUsedAt: at, endsAt: at + 15 * MINUTE }, now, policy), [null, 'idle', 'idle']],
  ['III.F.3', 'a passcode of 15 minutes', 15 * MINUTE, (at, now) => isPasscodeAlive({ sentAt: at, tries: 0 }, now, policy), [true, false, false]],
  ['III.F.1.c', 'a second factor of 5 minutes', 5 * MINUTE, (at, now) => isFresh({ factorAt: at, factorFor: 'step-up' }, 'step-up', now, policy), [true, false, false]],
  ['III.F.1', 'the one of the sign-in, for exports and grants', 5 * MINUTE, (at, now) => isFresh({ factorAt: at, factorFor: 'sign-in' }, 'any', now, policy), [true, false, false]],
  ['III.F.1.b', 'a device of 90 days', 90 * DAY, (at, now) => recognise('v', device(at), now, policy).known, [true, false, false]],
  ['III.D.1', 'a set-up link of 72 hours', 72 * HOUR, (at, now) => linkState(presented, link(at, policy.SET_UP_LINK_LASTS * HOUR), now), ['open', 'expired', 'expired']],
  ['III.A.1.c', 'a registration’s link of 14 days', 14 * DAY, (at, now) => linkState(presented, link(at, policy.REGISTRATION_LINK_LASTS * DAY), now), ['open', 'expired', 'expired']],
  ['III.A.1.b', 'an invitation of 14 days', 14 * DAY, (at, now) => linkState(presented, link(at, policy.INVITATION_LASTS * DAY), now), ['open', 'expired', 'expired']],
  ['III.F.2.b', 'questions that rest for a day', DAY, (at, now) => now < restsUntil(at, policy), [true, false, false]],
  ['III.F.3', 'three sends, and the first of them 15 minutes ago', 15 * MINUTE, (at, now) => secondsUntilSend([at, at + 1, at + 2], now, policy) === 0, [false, true, true]],
  ['III.F.3', 'sixty sends to one address, the first of them 15 minutes ago', 15 * MINUTE, (at, now) => sendAdmission(Array.from({ length: 60 }, () => at), now, policy).admitted, [false, true, true]],
  ['III.E.3', 'sixty failures of one address, an hour ago', HOUR, (at, now) => admission(Array.from({ length: 60 }, () => ({ account: 'a', at })), 'a', now, policy).admitted, [false, true, true]],
] // prettier-ignore

describe.each(rows)('%s %s', (_clause, _what, boundary, rule, answers) => {
  it.each(bases)('just before, at and just after, counted from %i', (at) => {
    expect([-1, 0, 1].map((ms) => rule(at, at + boundary + ms))).toEqual(answers)
  })
})

type Counted = [clause: string, what: string, boundary: number, rule: (count: number) => unknown, answers: unknown[]]
const counts: Counted[] = [
  ['III.E.3', 'the failed password that locks', 5, (n) => locks(n, policy), [false, true, true]],
  ['III.F.3', 'wrong entries that void a passcode', 5, (n) => isPasscodeAlive({ sentAt: 0, tries: n }, 1, policy), [true, false, false]],
  ['III.F.3', 'passcodes sent to one account from one address', 3, (n) => secondsUntilSend(Array.from({ length: n }, () => 1), 1, policy) === 0, [true, false, false]],
  ['III.F.3', 'passcodes sent from one address', 60, (n) => sendAdmission(Array.from({ length: n }, () => 1), 1, policy).admitted, [true, false, false]],
  ['III.E.3', 'accounts that one address fails on, before another one', 10, (n) => admission(Array.from({ length: n }, (_, nth) => ({ account: `a${nth}`, at: 1 })), 'new', 1, policy).admitted, [true, false, false]],
  ['III.E.3', 'failures of one address', 60, (n) => admission(Array.from({ length: n }, () => ({ account: 'a', at: 1 })), 'a', 1, policy).admitted, [true, false, false]],
] // prettier-ignore

it.each(counts)('%s %s: one fewer than %i, so many, one more', (_clause, _what, boundary, rule, answers) => {
  expect([-1, 0, 1].map((more) => rule(boundary + more))).toEqual(answers)
})
