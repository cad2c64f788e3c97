import { describe, expect, it } from 'vitest'
import type { Device } from '../../src/second-factor/device.ts'
import { knownUntil, recognise } from '../../src/second-factor/rules.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const hardened = policyOf('hardened')
const DAY = 24 * 60 * 60_000
const t0 = Date.UTC(2026, 5, 15, 12)

const device: Device = {
  id: 1,
  valueHash: 'newest',
  previousHash: 'previous',
  factorAt: t0,
  expiresAt: knownUntil(t0, policy),
  revokedAt: null,
}
const outcome = (presented: string, changed: Partial<Device>, now: number, by = policy) => {
  const seen = recognise(presented, { ...device, ...changed }, now, by)
  return seen.known ? 'known' : seen.why
}

describe('III.F.1.b a device is known for 90 days after its second factor', () => {
  it.each<[string, number, string]>([
    ['at once', 0, 'known'],
    ['a millisecond before day 90 is over', 90 * DAY - 1, 'known'],
    ['at 90 days', 90 * DAY, 'expired'],
    ['at 90 days and a millisecond', 90 * DAY + 1, 'expired'],
  ])('%s', (_name, after, expected) => expect(outcome('newest', {}, t0 + after)).toBe(expected))

  it.each<[string, number, string]>([
    ['a millisecond before 30 days', 30 * DAY - 1, 'known'],
    ['at 30 days', 30 * DAY, 'expired'],
  ])('hardened also counts cookies set before it was: %s', (_name, after, expected) => {
    expect(outcome('newest', {}, t0 + after, hardened)).toBe(expected)
  })

  it('III.F.1.b a policy that grew longer lengthens no old device', () => {
    expect(outcome('newest', { expiresAt: t0 + DAY }, t0 + DAY)).toBe('expired')
  })
})

it.each<[string, string, Partial<Device>, string]>([
  ['III.F.1.b the newest value', 'newest', {}, 'known'],
  ['III.F.1.b the value before, its answer was lost', 'previous', {}, 'known'],
  ['III.F.1.b an older value: copied', 'older', {}, 'copied'],
  ['III.F.1.b the only value there was', 'newest', { previousHash: null }, 'known'],
  ['III.F.1.b an older value, no previous one', 'older', { previousHash: null }, 'copied'],
  ['III.F.1.b revoked, by its newest value', 'newest', { revokedAt: t0 }, 'revoked'],
  ['III.F.1.b revoked, by an older value', 'older', { revokedAt: t0 }, 'revoked'],
  ['III.F.1.b revoked at the first instant there was', 'newest', { revokedAt: 0 }, 'revoked'],
])('%s', (_name, presented, changed, expected) => expect(outcome(presented, changed, t0 + 1)).toBe(expected))

it('III.F.1.b no device, no value: unknown', () => {
  expect(recognise('', null, t0, policy)).toEqual({ known: false, why: 'none' })
})
