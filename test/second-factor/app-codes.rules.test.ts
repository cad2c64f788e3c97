import { describe, expect, it } from 'vitest'
import { appCode, appSteps, codeUse, rightStep } from '../../src/account-guard/rules.ts'
import { keyAddress, offerEnds, readOffer, secretInLetters } from '../../src/second-factor/apps/rules.ts'
import { codeSentence, readCode } from '../../src/second-factor/codes/rules.ts'
import { areFew, readRecoveryCode, recoveryCodeFrom } from '../../src/second-factor/recovery/rules.ts'
import { inFours, readFactorName } from '../../src/second-factor/rules.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const eight = { ...policy, PASSCODE_DIGITS: 8 }
/** The secret of RFC 6238, appendix B, for SHA-1: "12345678901234567890". */
const SECRET = Buffer.from('12345678901234567890').toString('base64url')
const OTHER = Buffer.from('abcdefghijabcdefghij').toString('base64url')
const at = (seconds: number) => seconds * 1000
const now = at(1_111_111_109)
const step = Math.floor(1_111_111_109 / 30)

describe('RFC 6238 codes of an authenticator app', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('III.F.3 appendix B at %s seconds, in eight digits, and the last six of them', (seconds, code) => {
    const [, present] = appSteps(at(seconds), policy)
    expect(appCode(SECRET, present!, eight)).toBe(code)
    expect(appCode(SECRET, present!, policy)).toBe(code.slice(2))
  })

  it.each([
    ['the last millisecond of a step', at(60) - 1, [0, 1, 2]],
    ['the first of the next', at(60), [1, 2, 3]],
    ['a millisecond later', at(60) + 1, [1, 2, 3]],
  ])('III.F.3 %s', (_name, instant, steps) => {
    expect(appSteps(instant, policy)).toEqual(steps)
  })

  it.each([
    ['two steps ago', -2, null],
    ['the one before', -1, step - 1],
    ['the present one', 0, step],
    ['the next', 1, step + 1],
    ['the one after', 2, null],
  ])('III.F.3 a code of %s', (_name, from, right) => {
    expect(rightStep(SECRET, appCode(SECRET, step + from, policy), now, policy)).toBe(right)
  })
})

const app = (row: number, lastStep: number, secret = SECRET) => ({ row, secret, lastStep })
const code = appCode(SECRET, step, policy)

describe('T9 what a right code uses up', () => {
  it.each([
    ['no app', [], null],
    ['another app', [app(1, 0, OTHER)], null],
    ['one that took a code of the step before', [app(1, step - 1)], { rows: [1], step }],
    ['one that took this very code', [app(1, step)], null],
    ['one that took a later one', [app(1, step + 1)], null],
    ['one of two', [app(1, step, OTHER), app(2, 0)], { rows: [2], step }],
    ['two that show the same', [app(1, 0), app(2, 0)], { rows: [1, 2], step }],
    ['two that show the same, one of which took it', [app(1, 0), app(2, step)], null],
  ])('T9 III.F.3 with %s', (_name, apps, use) => {
    expect(codeUse(apps, code, now, policy)).toEqual(use)
  })

  it('T9 III.F.3 a code of the step before, after one of the present: taken no more', () => {
    const earlier = appCode(SECRET, step - 1, policy)
    expect(codeUse([app(1, step - 2)], earlier, now, policy)).toEqual({ rows: [1], step: step - 1 })
    expect(codeUse([app(1, step)], earlier, now, policy)).toBeNull()
  })
})

describe('III.F.2 the secret of a new app', () => {
  it('RFC 4648 in letters and groups of four, and as the address that apps read', () => {
    expect(inFours(secretInLetters(SECRET))).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')
    expect(keyAddress(SECRET, 'Pacific & Co: Health', 'clerk+1@office.example', policy)).toBe(
      'otpauth://totp/Pacific%20%26%20Co%3A%20Health:clerk%2B1%40office.example?issuer=Pacific%20%26%20Co%3A%20Health&algorithm=SHA1' +
        '&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&period=30&digits=6',
    )
  })

  const id = `app_${'a'.repeat(24)}` as const
  const offer = { id, secret: SECRET, until: 1000 }
  it.each([
    ['as it was made', offer, 999, offer],
    ['at its end', offer, 1000, null],
    ['later', offer, 1001, null],
    ['with a shorter secret', { ...offer, secret: 'AAAA' }, 0, null],
    ['with a secret that is none', { ...offer, secret: 7 }, 0, null],
    ['with an id of another kind', { ...offer, id: `pky_${'a'.repeat(24)}` }, 0, null],
    ['without an end', { id, secret: SECRET }, 0, null],
    ['that did not open', null, 0, null],
  ])('T21 an offer %s', (_name, opened, instant, read) => {
    expect(readOffer(opened, instant)).toEqual(read)
    expect(offerEnds(0, policy)).toBe(15 * 60_000)
  })

  it.each([
    ['  My  telephone ', 'My telephone'],
    ['a\u0000b\nc\u202Ed', 'a b c d'],
    ['a\u001Bb', 'a b'],
    ['', null],
    [' \u200B\t', null],
    ['x'.repeat(60), 'x'.repeat(60)],
    ['x'.repeat(61), null],
  ])('T25 the name %j', (typed, name) => {
    expect(readFactorName(typed)).toBe(name)
  })
})

describe('III.F.2 recovery codes', () => {
  it('ten random bytes are sixteen letters', () => {
    expect(recoveryCodeFrom(new Uint8Array(10).fill(255))).toBe('7'.repeat(16))
    expect(recoveryCodeFrom(new Uint8Array(10))).toBe('A'.repeat(16))
  })

  it.each([
    ['ABCD EFGH IJKO B234', 'ABCDEFGHIJKOB234'],
    ['abcd-efgh–ijko b234 ', 'ABCDEFGHIJKOB234'],
    ['ABCDEFGH1JK08234', 'ABCDEFGHIJKOB234'],
    ['ＡＢＣＤ EFGH IJKO B234', 'ABCDEFGHIJKOB234'],
    ['ABCD EFGH IJKO B23', null],
    ['ABCD EFGH IJKO B2345', null],
    ['ABCD EFGH IJKO B239', null],
    ['ABCD.EFGH.IJKO.B234', null],
    ['', null],
  ])('typed as %j', (typed, read) => {
    expect(readRecoveryCode(typed)).toBe(read)
  })

  it.each([
    [{ made: 0, left: 0 }, false],
    [{ made: 10, left: 4 }, false],
    [{ made: 10, left: 3 }, true],
    [{ made: 10, left: 2 }, true],
    [{ made: 10, left: 0 }, true],
  ])('%j: are few left?', (left, few) => {
    expect(areFew(left, policy)).toBe(few)
  })
})

describe('III.F.3 what people are told', () => {
  it('what cannot be a code is no try', () => {
    expect(readCode('app', ' 12 34-56', policy)).toEqual({ ok: true, value: '123456' })
    expect(readCode('app', '12345', policy)).toMatchObject({ ok: false })
    expect(readCode('recovery', 'abcd efgh ijko b234', policy)).toEqual({ ok: true, value: 'ABCDEFGHIJKOB234' })
    expect(readCode('recovery', '123456', policy)).toMatchObject({ ok: false })
  })

  it('a locked second factor says so', () => {
    for (const by of ['app', 'recovery'] as const) {
      expect(codeSentence(by, { outcome: 'locked' })).toContain('No code works for this account now')
      expect(codeSentence(by, { outcome: 'void' })).toContain('Too many wrong codes')
      expect(codeSentence(by, { outcome: 'wrong', triesLeft: 1 })).toContain('You can try once more')
      expect(codeSentence(by, { outcome: 'wrong', triesLeft: 4 })).toContain('You can try 4 times more')
    }
  })
})
