import { describe, expect, it } from 'vitest'
import {
  answeredBy,
  creationOptions,
  descriptors,
  handleOf,
  isCopy,
  offeredUnlessSince,
  questionIn,
  readAssertion,
  readAttestation,
  refusedSentence,
  relyingParty,
  requestOptions,
  signsInAlone,
} from '../../src/second-factor/passkeys/rules.ts'
import { policyOf } from '../support/policy.ts'

const policy = policyOf('IS.1600')
const credential = (response: unknown, more: Record<string, unknown> = {}) =>
  JSON.stringify({ id: 'AAEC', rawId: 'AAEC', type: 'public-key', response, ...more })
const signed = { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA' }
const client = (said: unknown) => Buffer.from(JSON.stringify(said)).toString('base64url')

describe('III.F.2 what a browser says of a passkey', () => {
  it('III.F.2 only what is judged is taken over', () => {
    const text = credential({ ...signed, userHandle: 'YQ', evil: 1 }, { authenticatorAttachment: 'platform' })
    expect(readAssertion(text)).toEqual({ id: 'AAEC', response: { ...signed, userHandle: 'YQ' } })
    expect(readAssertion(credential({ ...signed, userHandle: null }))).toEqual({ id: 'AAEC', response: signed })
    expect(readAttestation(credential({ clientDataJSON: 'e30', attestationObject: 'AA', transports: ['usb', 'evil', 1] }))).toEqual(
      { id: 'AAEC', response: { clientDataJSON: 'e30', attestationObject: 'AA', transports: ['usb'] } },
    )
    expect(readAttestation(credential({ clientDataJSON: 'e30', attestationObject: 'AA' }))?.response.transports).toEqual([])
  }) // prettier-ignore

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['no object', '[1]'],
    ['a number', '1'],
    ['another type', credential(signed, { type: 'password' })],
    ['two ids', credential(signed, { rawId: 'AAED' })],
    ['no id', credential(signed, { id: '', rawId: '' })],
    ['an id that is no base64url', credential(signed, { id: 'A+/=', rawId: 'A+/=' })],
    ['an id of 1,024 bytes', credential(signed, { id: 'A'.repeat(1366), rawId: 'A'.repeat(1366) })],
    ['no response', credential(null)],
    ['a list as response', credential([signed])],
    ['no signature', credential({ ...signed, signature: undefined })],
    ['a signature that is no text', credential({ ...signed, signature: 5 })],
    ['an owner that is no text', credential({ ...signed, userHandle: 5 })],
    ['an owner that is no base64url', credential({ ...signed, userHandle: '"' })],
    ['too long', credential({ ...signed, signature: 'A'.repeat(12_000) })],
  ])('T28 %s is none', (_words, text) => {
    expect(readAssertion(text)).toBeNull()
    expect(readAttestation(text)).toBeNull()
  })

  it.each([
    ['a question', { challenge: 'abc' }, 'abc'],
    ['a question on our own page', { challenge: 'abc', crossOrigin: false }, 'abc'],
    ['a question inside another page', { challenge: 'abc', crossOrigin: true }, null],
    ['a question below another page', { challenge: 'abc', topOrigin: 'https://x.test' }, null],
    ['no question', {}, null],
    ['a question that is no text', { challenge: 5 }, null],
    ['a list', [], null],
  ])('III.F.2 %s', (_words, said, question) => {
    expect(questionIn(client(said))).toBe(question)
  })

  it('III.F.2 bytes that are no JSON ask nothing', () => expect(questionIn('AAAA')).toBeNull())
})

describe('III.F.2 counters, times and names', () => {
  it.each([
    [0, 0, false],
    [0, 1, false],
    [1, 2, false],
    [1, 1, true],
    [2, 1, true],
    [1, 0, true],
  ])('III.F.2 a counter from %i to %i: a copy? %s', (before, after, copy) => expect(isCopy(before, after)).toBe(copy))

  it('III.F.2 a question waits five minutes, an offer 90 days', () => {
    expect(answeredBy(1000, policy)).toBe(301_000)
    expect(offeredUnlessSince(90 * 86_400_000 + 5, policy)).toBe(5)
  })

  it.each([
    ['https://portal.example.org', 'portal.example.org'],
    ['https://portal.example.org:8443', 'portal.example.org'],
    ['http://localhost:8787', 'localhost'],
  ])('T10 %s is the site %s', (origin, site) => expect(relyingParty(origin)).toBe(site))

  it('III.E.1 a passkey signs in alone only where the plan has both', () => {
    const of = (PASSKEYS: boolean, PASSKEY_ALONE: boolean) => signsInAlone({ ...policy, PASSKEYS, PASSKEY_ALONE })
    expect([of(true, true), of(true, false), of(false, true), of(false, false)]).toEqual([true, false, false, false])
    // A deviation: off unless the plan says why.
    expect(signsInAlone(policy)).toBe(false)
  })
})

describe('III.F.2 how a passkey is asked', () => {
  it('III.F.2 its owner verified, on the configured site', () => {
    const own = descriptors([{ credential: 'AA', transports: '["usb"]' }])
    expect(JSON.parse(requestOptions('q', 'https://portal.example.org', policy, own))).toEqual({
      challenge: 'q',
      rpId: 'portal.example.org',
      timeout: 300_000,
      userVerification: 'required',
      allowCredentials: [{ id: 'AA', type: 'public-key', transports: ['usb'] }],
    })
  })

  it('III.F.2 a new one with nothing personal in it that stays on a security key', () => {
    const plan = { origin: 'https://portal.example.org', plan: { name: 'Plan' }, policy }
    const person = { publicId: 'acc_1', email: 'a@b.example', name: 'A B' }
    const options = JSON.parse(creationOptions('q', plan, person, []))
    expect(options.user.id).toBe(handleOf('acc_1'))
    expect(Buffer.from(options.user.id, 'base64url').toString()).toBe('acc_1')
    expect(options.attestation).toBe('none')
  })

  it('III.F.2 what is told tells what to do', () => {
    expect(refusedSentence('late', 'X.')).toContain('once more')
    expect(refusedSentence('copied', 'X.')).toMatch(/copied.*X\.$/)
    expect(refusedSentence('unknown', 'X.')).toBe(refusedSentence('wrong', 'X.'))
  })
})
