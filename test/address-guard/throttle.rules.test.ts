import { describe, expect, it } from 'vitest'
import { admission, type Failure, sendAdmission } from '../../src/address-guard/rules.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const t0 = Date.UTC(2026, 5, 15, 12)

const failures = (count: number, accounts: number): Failure[] =>
  Array.from({ length: count }, (_, nth) => ({ account: `a${nth % accounts}`, at: t0 + nth }))
const wait = (list: Failure[], account: string, now: number) => {
  const answer = admission(list, account, now, policy)
  return answer.admitted ? 0 : answer.retryAfterSeconds
}

describe('T5 III.E.3 ten accounts and sixty failures an hour for one address', () => {
  it.each<[string, Failure[], string, number, number]>([
    ['the first', [], 'a', t0, 0],
    ['nine accounts, a tenth', failures(9, 9), 'new', t0 + 9, 0],
    ['ten accounts, an eleventh', failures(10, 10), 'new', t0 + 10, 3600],
    ['ten accounts, one of them', failures(10, 10), 'a3', t0 + 10, 0],
    ['59 failures', failures(59, 5), 'a0', t0 + 59, 0],
    ['60 failures', failures(60, 5), 'a0', t0 + 60, 3600],
    ['60 failures, a millisecond before the first is forgotten', failures(60, 5), 'a0', t0 + HOUR - 1, 1],
    ['60 failures, as the first is forgotten', failures(60, 5), 'a0', t0 + HOUR, 0],
    ['ten accounts, as the first is forgotten', failures(10, 10), 'new', t0 + HOUR, 0],
  ])('%s', (_name, list, account, now, seconds) => expect(wait(list, account, now)).toBe(seconds))
})

describe('III.F.3 sixty passcodes in 15 minutes to one address', () => {
  const sends = (count: number) => Array.from({ length: count }, (_, nth) => t0 + nth)
  it.each<[string, number[], number, number]>([
    ['59 before', sends(59), t0 + 100, 0],
    ['60 before', sends(60), t0 + 100, 900],
    ['60, a millisecond before the first is forgotten', sends(60), t0 + 15 * MINUTE - 1, 1],
    ['60, as the first is forgotten', sends(60), t0 + 15 * MINUTE, 0],
  ])('%s', (_name, list, now, seconds) => {
    const answer = sendAdmission(list, now, policy)
    expect(answer.admitted ? 0 : answer.retryAfterSeconds).toBe(seconds)
  })
})
