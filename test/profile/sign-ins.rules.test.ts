import { describe, expect, it } from 'vitest'
import type { SignInRow } from '../../src/profile/security/overview/overview.ts'
import { signIns } from '../../src/profile/security/overview/rules.ts'

let at = 1_000
const row = (event: SignInRow['event'], detail: object = {}, more: Partial<SignInRow> = {}): SignInRow => ({
  at: (at -= 1),
  event,
  device: 'Firefox on Windows',
  ip: '192.0.2.1',
  detail: JSON.stringify(detail),
  provider: null,
  ...more,
})
const wrong = (more: Partial<SignInRow> = {}) => row('sign_in.failed', { failures: 1 }, more)
const opened = (by = 'password') => row('session.opened', { session: 'ses_x', by })
const told = (rows: SignInRow[], most = 10) => signIns(rows, most).map(({ result, by, times }) => [result, by, times])

describe('III.L.4 one’s own recent sign-ins', () => {
  it('III.L.4 each with what came of it, and by which way', () => {
    expect(
      told([
        opened('passkey'),
        opened(),
        row('session.opened', { by: 'provider' }, { provider: 'Larkmoor' }),
        row('sign_in.refused', { why: 'suspended' }),
        row('sign_in.refused', { why: 'locked' }),
        row('sign_in.failed', { locked: 1 }),
        wrong(),
      ]),
    ).toEqual([
      ['in', 'passkey', 1],
      ['in', 'password', 1],
      ['in', 'provider', 1],
      ['refused', null, 1],
      ['locked', null, 1],
      ['locked', 'password', 1],
      ['wrong', 'password', 1],
    ])
  })

  it('III.E.3 wrong passwords one after another are one, with their number and the newest instant', () => {
    const rows = [wrong(), wrong(), wrong(), opened(), wrong()]
    const [first, second, third] = signIns(rows, 10)
    expect([first, second!.result, third]).toMatchObject([{ times: 3, at: rows[0]!.at }, 'in', { times: 1 }])
  })

  it('III.E.3 from another device or address they are another’s', () => {
    const rows = [wrong(), wrong({ ip: '192.0.2.2' }), wrong({ ip: '192.0.2.2', device: 'Browser' })]
    expect(told(rows).map(([, , times]) => times)).toEqual([1, 1, 1])
  })

  it('signing in twice is twice', () => {
    expect(told([opened(), opened()])).toHaveLength(2)
  })

  it('at most so many, the last of them counted to its end', () => {
    expect(told([opened(), wrong(), wrong(), opened()], 2)).toEqual([
      ['in', 'password', 1],
      ['wrong', 'password', 2],
    ])
    expect(told([])).toEqual([])
  })

  it('a row without a detail is one, too', () => {
    expect(told([row('session.opened', {}, { detail: null })])).toEqual([['in', null, 1]])
  })
})
