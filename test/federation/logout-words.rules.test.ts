import { describe, expect, it } from 'vitest'
import { isName, signedOutBy, signOutAddress } from '../../src/federation/logout/rules.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const claims = { jti: 'one', sub: 'anna', sid: 'there', events: { [EVENT]: {} } }

describe('T19 whom a logout token signs out', () => {
  it.each([
    ['both', {}, { subject: 'anna', sid: 'there' }],
    ['the person', { sid: undefined }, { subject: 'anna', sid: null }],
    ['one session', { sub: undefined }, { subject: null, sid: 'there' }],
    ['with a second event', { events: { [EVENT]: {}, other: 1 } }, { subject: 'anna', sid: 'there' }],
  ])('T19 %s', (_name, altered, said) => {
    expect(signedOutBy({ ...claims, ...altered })).toEqual({ ...said, jti: 'one' })
  })

  it.each([
    ['nobody', { sub: undefined, sid: undefined }],
    ['a nonce', { nonce: 'x' }],
    ['an empty nonce', { nonce: undefined }],
    ['no events', { events: undefined }],
    ['events that are a list', { events: [EVENT] }],
    ['events that are a text', { events: EVENT }],
    ['another event', { events: { [`${EVENT}2`]: {} } }],
    ['an event that is a text', { events: { [EVENT]: '' } }],
    ['an event that is null', { events: { [EVENT]: null } }],
    ['an event that is a list', { events: { [EVENT]: [] } }],
    ['an event by inheritance', { events: Object.create({ [EVENT]: {} }) as object }],
    ['a person that is a number', { sub: 1 }],
    ['a person that is a list', { sub: ['anna'] }],
    ['a person that is empty', { sub: '' }],
    ['a person that is null', { sub: null }],
    ['a session that is no text', { sid: { like: '%' } }],
    ['a session that is empty', { sid: '' }],
    ['a session of 1,025 characters', { sid: 'x'.repeat(1025) }],
    ['a jti that is a number', { jti: 1 }],
    ['a jti that is empty', { jti: '' }],
    ['a jti without end', { jti: 'x'.repeat(1025) }],
  ])('T19 refused: %s', (_name, altered) => {
    expect(signedOutBy({ ...claims, ...altered })).toBeNull()
  })

  it.each([
    ['x', true],
    ['x'.repeat(1024), true],
    ['x'.repeat(1025), false],
    ['', false],
    [undefined, false],
    [['x'], false],
  ])('a name: %s', (value, isOne) => expect(isName(value)).toBe(isOne))
})

describe('the address for signing out there', () => {
  const words = { idToken: 'a.b.c', clientId: 'gatehouse & more', backTo: 'https://portal.test/sign-in/signed-out', state: 's' } // prettier-ignore

  it('says who asks, with the ID token, and where to come back to', () => {
    const url = new URL(signOutAddress('https://idp.test/end?tenant=1', words))
    expect(url.origin + url.pathname).toBe('https://idp.test/end')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: '1',
      client_id: 'gatehouse & more',
      post_logout_redirect_uri: 'https://portal.test/sign-in/signed-out',
      state: 's',
      id_token_hint: 'a.b.c',
    })
  })

  it.each([
    ['no ID token', null],
    ['one that would make the address longer than servers read', 'x'.repeat(7000)],
  ])('without the hint: %s', (_name, idToken) => {
    const url = new URL(signOutAddress('https://idp.test/end', { ...words, idToken }))
    expect(url.searchParams.has('id_token_hint')).toBe(false)
    expect(url.searchParams.get('client_id')).toBe('gatehouse & more')
  })
})
