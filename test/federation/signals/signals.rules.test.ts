import { describe, expect, it } from 'vitest'
import { effectsOf, faultOf, signalIn } from '../../../src/federation/signals/rules.ts'
import type { SignalEvent } from '../../../src/federation/signals/signal.ts'

const ISSUER = 'https://idp.test'
const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/'
const RISC = 'https://schemas.openid.net/secevent/risc/event-type/'
const anna = { format: 'iss_sub', iss: ISSUER, sub: 'anna' }
const of = (sub_id: unknown, ...uris: string[]) => ({
  events: Object.fromEntries((uris.length > 0 ? uris : [`${CAEP}session-revoked`]).map((uri) => [uri, {}])),
  sub_id,
})
const about = (claims: Record<string, unknown>) => {
  const read = signalIn(claims, ISSUER)
  return read.ok ? read.value.about : read.refusal
}
const nobody = { person: null, sid: null }

describe('Shared Signals: what a token says', () => {
  it.each<[string, SignalEvent[]]>([
    [`${CAEP}session-revoked`, ['session-revoked']],
    [`${CAEP}credential-change`, ['credential-change']],
    [`${RISC}account-disabled`, ['account-disabled']],
    [`${RISC}account-purged`, ['account-disabled']],
    ['https://schemas.openid.net/secevent/ssf/event-type/verification', ['verification']],
    [`${CAEP}device-compliance-change`, []],
    [`${RISC}account-enabled`, []],
    ['toString', []],
    ['session-revoked', []],
    [`${CAEP}session-revoked/`, []],
  ])('%s', (uri, events) => {
    expect(signalIn(of(anna, uri), ISSUER)).toMatchObject({ ok: true, value: { events } })
  })

  it.each<[string, unknown, unknown]>([
    ['by issuer and subject', anna, { person: { by: 'subject', subject: 'anna' }, sid: null }],
    ['T18 of another issuer', { ...anna, iss: 'https://other.test' }, nobody],
    ['T18 of an issuer that begins alike', { ...anna, iss: `${ISSUER}/` }, nobody],
    ['without a name', { ...anna, sub: '' }, nobody],
    ['of a name that is none', { ...anna, sub: 7 }, nobody],
    ['of a name that is too long', { ...anna, sub: 'a'.repeat(1025) }, nobody],
    ['by e-mail, in its normal form', { format: 'email', email: ' Anna@Office.Example' }, { person: { by: 'email', email: 'anna@office.example' }, sid: null }],
    ['T4 by an address of look-alikes', { format: 'email', email: 'аnna@office.example' }, nobody],
    ['in a format that is not known', { format: 'phone_number', phone_number: '+17145550101' }, nobody],
    ['opaque', { format: 'opaque', id: 'anna' }, nobody],
    ['without a format', { iss: ISSUER, sub: 'anna' }, nobody],
    ['complex', { format: 'complex', user: anna, session: { format: 'opaque', id: 's1' } }, { person: { by: 'subject', subject: 'anna' }, sid: 's1' }],
    ['complex, of older drafts', { user: anna, session: { format: 'opaque', id: 's1' } }, { person: { by: 'subject', subject: 'anna' }, sid: 's1' }],
    ['complex, of a session alone', { format: 'complex', session: { format: 'opaque', id: 's1' } }, { person: null, sid: 's1' }],
    ['complex, whose session is not known: every one', { format: 'complex', user: anna, session: { format: 'x' } }, { person: { by: 'subject', subject: 'anna' }, sid: null }],
    ['T18 complex, of somebody else’s user: their session neither', { format: 'complex', user: { ...anna, iss: 'https://other.test' }, session: { format: 'opaque', id: 's1' } }, nobody],
    ['nothing', undefined, nobody],
    ['null', null, nobody],
    ['a list', [anna], nobody],
    ['a text', 'anna', nobody],
  ])('of whom: %s', (_name, subject, read) => {
    expect(about(of(subject))).toEqual(read)
  }) // prettier-ignore

  it('of whom: inside the event, as older drafts have it; what stands in sub_id is stronger', () => {
    const events = { [`${CAEP}session-revoked`]: { subject: { ...anna, sub: 'ben' } } }
    expect(about({ events })).toMatchObject({ person: { subject: 'ben' } })
    expect(about({ events, sub_id: anna })).toMatchObject({ person: { subject: 'anna' } })
  })

  it('events of two subjects are refused', () => {
    const events = {
      [`${CAEP}session-revoked`]: { subject: anna },
      [`${RISC}account-disabled`]: { subject: { ...anna, sub: 'ben' } },
    }
    expect(signalIn({ events }, ISSUER)).toMatchObject({ ok: false, refusal: { err: 'invalid_request' } })
  })

  it.each([null, 'x', [], 1])('an event that is %j is refused', (payload) => {
    const events = { [`${CAEP}session-revoked`]: payload }
    expect(signalIn({ events, sub_id: anna }, ISSUER)).toMatchObject({ ok: false, refusal: { err: 'invalid_request' } })
  })
})

describe('Shared Signals: what comes of it', () => {
  const person = { by: 'subject', subject: 'anna' } as const
  it.each<[SignalEvent[], string | null, ReturnType<typeof effectsOf>]>([
    [['session-revoked'], 's1', { sessions: 'of-sid', forgetsDevices: false, suspends: false }],
    [['session-revoked'], null, { sessions: 'all', forgetsDevices: false, suspends: false }],
    [['credential-change'], 's1', { sessions: 'all', forgetsDevices: true, suspends: false }],
    [['session-revoked', 'credential-change'], 's1', { sessions: 'all', forgetsDevices: true, suspends: false }],
    [['account-disabled'], null, { sessions: 'none', forgetsDevices: false, suspends: true }],
    [['verification'], null, { sessions: 'none', forgetsDevices: false, suspends: false }],
    [[], null, { sessions: 'none', forgetsDevices: false, suspends: false }],
  ])('%j of session %s', (events, sid, effects) => {
    expect(effectsOf({ events, about: { person, sid } })).toEqual(effects)
  })

  it('an account is disabled by its person alone, not by a session', () => {
    expect(effectsOf({ events: ['account-disabled'], about: { person: null, sid: 's1' } }).suspends).toBe(false)
  })
})

describe('Shared Signals: what is wrong with a token, by itself', () => {
  const NOW = Date.parse('2026-03-02T17:00:00Z')
  const seconds = NOW / 1000
  const expected = { issuer: ISSUER, audience: 'here', maxAge: 3600, tolerance: 60 }
  const good = { iss: ISSUER, aud: 'here', iat: seconds, jti: '1', events: { x: {} } }
  const judged = (claims: object, header: object = { typ: 'secevent+jwt' }) =>
    faultOf({ ...header }, { ...good, ...claims }, expected, NOW)?.err ?? null

  it.each<[string, object, string | null]>([
    ['nothing', {}, null],
    ['one audience of several', { aud: ['there', 'here'] }, null],
    ['as old as it may be', { iat: seconds - 3660 }, null],
    ['a second older', { iat: seconds - 3661 }, 'invalid_request'],
    ['from a clock a minute ahead', { iat: seconds + 60 }, null],
    ['a second more', { iat: seconds + 61 }, 'invalid_request'],
    ['no instant', { iat: undefined }, 'invalid_request'],
    ['an instant that is text', { iat: String(seconds) }, 'invalid_request'],
    ['another issuer', { iss: 'https://other.test' }, 'invalid_issuer'],
    ['no issuer', { iss: undefined }, 'invalid_issuer'],
    ['another audience', { aud: 'there' }, 'invalid_audience'],
    ['no audience', { aud: undefined }, 'invalid_audience'],
    ['an audience inside a word', { aud: 'where' }, 'invalid_audience'],
    ['no jti', { jti: undefined }, 'invalid_request'],
    ['an empty jti', { jti: '' }, 'invalid_request'],
    ['no events', { events: undefined }, 'invalid_request'],
    ['an empty object of events', { events: {} }, 'invalid_request'],
    ['a list of events', { events: ['x'] }, 'invalid_request'],
  ])('%s', (_name, claims, err) => {
    expect(judged(claims)).toBe(err)
  })

  it.each<[string | undefined, string | null]>([
    ['secevent+jwt', null],
    ['application/secevent+jwt', null],
    ['SecEvent+JWT', null],
    ['JWT', 'invalid_request'],
    ['logout+jwt', 'invalid_request'],
    [undefined, 'invalid_request'],
  ])('the type %s', (typ, err) => {
    expect(judged({}, { typ })).toBe(err)
  })
})
