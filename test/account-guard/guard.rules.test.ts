import { describe, expect, it } from 'vitest'
import {
  absoluteEnd,
  closing,
  idleEnd,
  isPasscodeAlive,
  locks,
  passcodeFrom,
  secondsUntilSend,
} from '../../src/account-guard/rules.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const hardened = policyOf('hardened')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const t0 = Date.UTC(2026, 5, 15, 12)

it.each([
  [1, false],
  [4, false],
  [5, true],
  [6, true],
])('III.E.3 the failure %i in a row locks: %s', (failures, locked) => expect(locks(failures, policy)).toBe(locked))

describe('III.E.2 a session closes 15 minutes after its last use', () => {
  const endsAt = absoluteEnd(t0, policy)
  it.each<[string, number, ReturnType<typeof closing>]>([
    ['at once', 0, null],
    ['at 14:59', 14 * MINUTE + 59_000, null],
    ['at 14:59.999', 15 * MINUTE - 1, null],
    ['at 15:00', 15 * MINUTE, 'idle'],
    ['at 15:00.001', 15 * MINUTE + 1, 'idle'],
  ])('%s', (_name, after, expected) => expect(closing({ lastUsedAt: t0, endsAt }, t0 + after, policy)).toBe(expected))

  it.each<[string, number, ReturnType<typeof closing>]>([
    ['used, a millisecond before 12 hours', 12 * HOUR - 1, null],
    ['used, at 12 hours', 12 * HOUR, 'expired'],
    ['used, a millisecond after', 12 * HOUR + 1, 'expired'],
  ])('%s', (_name, after, expected) => {
    expect(closing({ lastUsedAt: t0 + 12 * HOUR - MINUTE, endsAt }, t0 + after, policy)).toBe(expected)
  })

  it('what came first is the reason, however late it is looked at', () => {
    expect(closing({ lastUsedAt: t0, endsAt }, t0 + 30 * HOUR, policy)).toBe('idle')
    expect(closing({ lastUsedAt: endsAt - 10 * MINUTE, endsAt }, t0 + 30 * HOUR, policy)).toBe('expired')
    expect(idleEnd(t0, policy)).toBe(t0 + 15 * MINUTE)
  })
})

describe('III.F.3 a passcode is good for 15 minutes and five tries', () => {
  it.each<[string, number, number, boolean]>([
    ['at 14:59.999', 15 * MINUTE - 1, 0, true],
    ['at 15:00', 15 * MINUTE, 0, false],
    ['at 15:00.001', 15 * MINUTE + 1, 0, false],
    ['after four wrong', 0, 4, true],
    ['after five wrong', 0, 5, false],
    ['after six wrong', 0, 6, false],
  ])('%s', (_name, after, tries, alive) =>
    expect(isPasscodeAlive({ sentAt: t0, tries }, t0 + after, policy)).toBe(alive),
  )

  it('III.F.3 hardened: ten minutes', () => {
    expect(isPasscodeAlive({ sentAt: t0, tries: 0 }, t0 + 10 * MINUTE - 1, hardened)).toBe(true)
    expect(isPasscodeAlive({ sentAt: t0, tries: 0 }, t0 + 10 * MINUTE, hardened)).toBe(false)
  })
})

describe('III.F.3 three are sent in 15 minutes', () => {
  it.each<[string, number[], number, number]>([
    ['none before', [], 0, 0],
    ['two before', [t0, t0], 0, 0],
    ['three at once', [t0, t0, t0], 0, 900],
    ['three, a millisecond before the first is forgotten', [t0, t0 + 1000, t0 + 2000], 15 * MINUTE - 1, 1],
    ['three, as the first is forgotten', [t0, t0 + 1000, t0 + 2000], 15 * MINUTE, 0],
    ['three, the second soon forgotten', [t0 - HOUR, t0, t0, t0], 5 * MINUTE, 600],
    ['many, by mistake: until fewer than three are left', [t0, t0 + 1000, t0 + 2000, t0 + 3000], 4000, 897],
  ])('%s', (_name, sentAt, after, seconds) => expect(secondsUntilSend(sentAt, t0 + after, policy)).toBe(seconds))
})

const draws =
  (...numbers: number[]) =>
  () =>
    numbers.shift()!

it('III.F.3 a passcode is drawn by rejection, all six digits', () => {
  const fair = Math.floor(2 ** 32 / 1e6) * 1e6
  expect(passcodeFrom(draws(0), 6)).toBe('000000')
  expect(passcodeFrom(draws(42), 6)).toBe('000042')
  expect(passcodeFrom(draws(fair - 1), 6)).toBe('999999')
  expect(passcodeFrom(draws(fair, 2 ** 32 - 1, 7), 6)).toBe('000007')
})
