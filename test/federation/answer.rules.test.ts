import { describe, expect, it } from 'vitest'
import { callbackOf, claimsOf, isBelievable, isFrom, stateOf, wantsUserinfo } from '../../src/federation/flow/rules.ts'
import type { Provider } from '../../src/federation/provider.ts'
import {
  capabilityChanges,
  claimsFollowed,
  namesOf,
  readLink,
  staffGrants,
  vouchedEmail,
} from '../../src/federation/people/rules.ts'

const NOW = Date.UTC(2026, 2, 2)
const SECONDS = NOW / 1000
const state = 'x'.repeat(43)

describe('T17 what an answer has to be', () => {
  it.each([
    ['as it is made here', `state=${state}&code=a`, { state }],
    ['no state', 'code=a', { why: 'not-begun' }],
    ['a longer one', `state=${state}x`, { why: 'not-begun' }],
    ['a shorter one', `state=${state.slice(1)}`, { why: 'not-begun' }],
    ['another alphabet', `state=${state.slice(1)}%2B`, { why: 'not-begun' }],
    ['two of them', `state=${state}&state=${state}`, { why: 'malformed' }],
    ['anything twice', `state=${state}&x=1&x=1`, { why: 'malformed' }],
  ])('T17 %s', (_name, query, read) => {
    expect(stateOf(new URLSearchParams(query))).toEqual(read)
  })

  it.each([
    ['', true, false],
    ['', false, true],
    ['iss=https%3A%2F%2Fa.test', true, true],
    ['iss=https%3A%2F%2Fb.test', false, false],
    ['iss=', false, false],
  ])('T17 iss %j, promised %s: %s', (query, promised, from) => {
    expect(isFrom(new URLSearchParams(query), 'https://a.test', promised)).toBe(from)
  })

  it.each([
    ['as it should be', {}, true],
    ['issued 60 seconds ahead', { iat: SECONDS + 60 }, true],
    ['61 seconds ahead', { iat: SECONDS + 61 }, false],
    ['no iat', { iat: undefined }, false],
    ['a sub of 255', { sub: 'a'.repeat(255) }, true],
    ['a sub of 256', { sub: 'a'.repeat(256) }, false],
    ['no sub', { sub: undefined }, false],
    ['an empty one', { sub: '' }, false],
    ['azp ours', { azp: 'us' }, true],
    ['azp another’s', { azp: 'them' }, false],
  ])('T17 claims: %s', (_name, more, believed) => {
    expect(isBelievable({ sub: 'anna', iat: SECONDS, ...more }, 'us', NOW, 60)).toBe(believed)
  })

  it('the one address that a provider answers to', () => {
    expect(callbackOf('https://portal.test', 'idp_x')).toBe('https://portal.test/sign-in/with/idp_x/callback')
  })

  it('userinfo is asked for what the token leaves out, and says nothing of how one signed in', () => {
    expect(wantsUserinfo({ email: 'a@b.example' }, 'groups', [])).toBe(false)
    expect(wantsUserinfo({}, 'groups', [])).toBe(true)
    expect(wantsUserinfo({ email: 'a@b.example' }, 'groups', [{}])).toBe(true)
    expect(wantsUserinfo({ email: 'a@b.example', groups: [] }, 'groups', [{}])).toBe(false)
    const told = claimsOf({ sub: 'a', email: 'token' }, { sub: 'b', email: 'info', name: 'N', amr: ['mfa'], acr: 'x' })
    expect(told).toEqual({ sub: 'a', email: 'token', name: 'N' })
    expect(claimsOf({ amr: ['pwd'] }, { amr: ['mfa'] })).toEqual({ amr: ['pwd'] })
  })
})

describe('T18 an address that a provider may vouch for', () => {
  const provider = { domains: ['clinic.example'] }
  it.each([
    [{ email: 'Anna@Clinic.Example', email_verified: true }, 'anna@clinic.example'],
    [{ email: 'anna@clinic.example', email_verified: 'true' }, null],
    [{ email: 'anna@clinic.example', email_verified: 1 }, null],
    [{ email: 'anna@clinic.example' }, null],
    [{ email: ['anna@clinic.example'], email_verified: true }, null],
    [{ email: 'anna@clinic.example.evil.example', email_verified: true }, null],
    [{ email: 'anna@sub.clinic.example', email_verified: true }, null],
    [{ email: 'anna@evil.example@clinic.example', email_verified: true }, null],
    [{ email_verified: true }, null],
  ])('T18 %j: %s', (claims, email) => {
    expect(vouchedEmail(claims, provider)).toBe(email)
  })
})

describe('what claims make of the plan’s staff', () => {
  const provider = {
    groupsClaim: 'groups',
    mappings: [
      { group: 'p', department: 'privacy' },
      { group: 'e', department: 'e-business' },
      { group: 'a', capability: 'audit.read' },
    ],
  } as Provider
  it('the first mapping that fits gives the department; without one there is nothing', () => {
    expect(staffGrants({ groups: ['a', 'e', 'p'] }, provider)).toEqual({
      department: 'privacy',
      capabilities: ['audit.read'],
    })
    expect(staffGrants({ groups: ['a'] }, provider)).toBeNull()
    expect(staffGrants({ groups: 'e' }, provider)).toEqual({ department: 'e-business', capabilities: [] })
    expect(staffGrants({}, provider)).toBeNull()
  })

  it('III.L.4 gives what is missing, takes what the provider gave, and leaves what a person gave', () => {
    const given = ['one', 'two']
    expect(capabilityChanges(['two', 'three'], { given, held: ['one', 'two', 'by name'] })).toEqual({
      give: ['three'],
      take: ['one'],
    })
    expect(capabilityChanges(['by name'], { given, held: ['one', 'two', 'by name'] }).give).toEqual([])
  })

  it.each([
    [{ given_name: 'Ann', family_name: 'Lee' }, 'Ann', 'Lee'],
    [{ name: 'Ann Mary Lee' }, 'Ann', 'Mary Lee'],
    [{ given_name: ' A\u0000n\u202En ', family_name: 'L'.repeat(90) }, 'A n n', 'L'.repeat(60)],
    [{ given_name: 7, name: '' }, 'ann.lee', '-'],
  ])('names of %j', (claims, firstName, lastName) => {
    expect(namesOf(claims, 'ann.lee@plan.example')).toEqual({ firstName, lastName })
  })

  it('what a link carries on of the claims is what is followed, none of it cut', () => {
    const groups = [...Array.from({ length: 200 }, (_, n) => `group ${n}`), 'p', 'a']
    expect(claimsFollowed({ sub: 'x', groups }, provider)).toEqual({ groups: ['p', 'a'] })
    expect(claimsFollowed({ sub: 'x' }, provider)).toEqual({ groups: [] })
  })

  it('a link that carries nothing is none', () => {
    expect(() => readLink(undefined)).toThrow()
    expect(readLink('{"id":"idp_x"}')).toEqual({ id: 'idp_x' })
  })
})
