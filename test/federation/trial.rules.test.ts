import { describe, expect, it } from 'vitest'
import type { Claims, Provider } from '../../src/federation/provider.ts'
import {
  claimRows,
  claimsShown,
  leadingOf,
  missingClaims,
  trialGrants,
} from '../../src/federation/providers/trial/rules.ts'
import type { Leading, TrialFacts } from '../../src/federation/providers/trial/trial.ts'

const plan = {
  kind: 'plan', domains: ['plan.example'], groupsClaim: 'groups', mfaWhen: [{ claim: 'amr', value: 'mfa' }],
  mappings: [{ group: 'privacy-team', department: 'privacy' }, { group: 'auditors', capability: 'audit.read' }],
} as unknown as Provider // prettier-ignore
const office = { ...plan, kind: 'office', mappings: [{ group: 'billing', role: 'claims' }] } as Provider
const claims: Claims = {
  sub: '7', email: 'Ann@plan.example', email_verified: true, given_name: 'Ann', family_name: 'Ash', amr: ['mfa'], groups: ['privacy-team'],
} // prettier-ignore
const nobody: TrialFacts = { linked: null, addressed: null }
const account = { id: 'acc_1' as const, name: 'Ann Ash', kind: 'staff' as const, isManaged: 0 as const }

describe('T18 where a sign-in would lead', () => {
  it.each<[string, Claims, Provider, TrialFacts, Leading]>([
    ['linked', claims, plan, { linked: account, addressed: null }, { to: 'linked', account }],
    ['linked, whatever the address says', { sub: '7', email: 'x@elsewhere.example' }, office, { linked: account, addressed: null }, { to: 'linked', account }],
    ['linked and managed, the department gone', { ...claims, groups: [] }, plan, { linked: { ...account, isManaged: 1 }, addressed: null }, { to: 'nowhere', why: 'ended' }],
    ['nobody', { ...claims, sub: undefined }, plan, nobody, { to: 'nowhere', why: 'no-subject' }],
    ['a subject that is a number', { ...claims, sub: 7 }, plan, nobody, { to: 'nowhere', why: 'no-subject' }],
    ['an address that may be linked', claims, plan, { linked: null, addressed: { ...account, isHere: true } }, { to: 'linking', account: { ...account, isHere: true } as never }],
    ['an address that may not', claims, plan, { linked: null, addressed: { ...account, isHere: false } }, { to: 'nowhere', why: 'other-account' }],
    ['an unverified address', { ...claims, email_verified: false }, plan, { linked: null, addressed: { ...account, isHere: true } }, { to: 'nowhere', why: 'no-address' }],
    ['verified in words', { ...claims, email_verified: 'true' }, plan, nobody, { to: 'nowhere', why: 'no-address' }],
    ['an address of another domain', { ...claims, email: 'ann@plan.example.evil.example' }, plan, nobody, { to: 'nowhere', why: 'no-address' }],
    ['no address', { ...claims, email: undefined }, plan, nobody, { to: 'nowhere', why: 'no-address' }],
    ['new at the plan', claims, plan, nobody, { to: 'new-account' }],
    ['new at the plan without a department', { ...claims, groups: ['auditors'] }, plan, nobody, { to: 'nowhere', why: 'no-department' }],
    ['new at an office', claims, office, nobody, { to: 'nowhere', why: 'not-registered' }],
  ])('T18 %s', (_, said, provider, facts, expected) => {
    expect(leadingOf(said, provider, facts)).toEqual(expected)
  }) // prettier-ignore

  it('II.C what the groups would give', () => {
    expect(trialGrants({ groups: ['auditors', 'privacy-team', 'x'] }, plan)).toEqual({
      department: 'privacy',
      capabilities: ['audit.read'],
      roles: [],
    })
    expect(trialGrants({ groups: 'billing' }, office).roles).toEqual(['claims'])
    expect(trialGrants({ Groups: ['billing'] }, office).roles).toEqual([])
  })
})

describe('section 13 what the page shows', () => {
  it.each<[string, Claims, Provider, string[]]>([
    ['all there', claims, plan, []],
    ['one name for both', { ...claims, given_name: undefined, family_name: '', name: 'Ann Ash' }, plan, []],
    ['nothing', {}, plan, ['sub', 'email', 'email_verified', 'given_name', 'family_name', 'groups', 'amr']],
    ['nothing for an office', {}, office, ['sub', 'email', 'email_verified', 'groups', 'amr']],
    ['verified in words', { ...claims, email_verified: 'true' }, plan, ['email_verified']],
    ['nothing asked of them', { ...claims, amr: undefined, groups: undefined }, { ...plan, mappings: [], mfaWhen: [] }, []],
  ])('section 13 missing: %s', (_, said, provider, expected) => {
    expect(missingClaims(said, provider)).toEqual(expected)
  }) // prettier-ignore

  it('section 13 every claim, long ones cut, the mapped groups kept before others', () => {
    const groups = [...Array.from({ length: 300 }, (_, n) => `group-${n}`), 'privacy-team']
    const said = { ...claims, groups, note: 'x'.repeat(9000), deep: { a: [1] }, on: true, none: null }
    const shown = claimsShown(said, plan)
    expect(trialGrants(shown, plan).department).toBe('privacy')
    expect(shown['note']).toHaveLength(300)
    expect(Object.keys(shown)).toEqual(expect.arrayContaining([...Object.keys(claims), 'deep', 'on', 'none']))
    expect(claimRows(shown).find(({ name }) => name === 'deep')?.value).toBe('{"a":[1]}')
    expect(claimRows({ amr: ['pwd', 'mfa'], on: true })).toEqual([
      { name: 'amr', value: 'pwd, mfa' },
      { name: 'on', value: 'true' },
    ])
  })

  it('T28 however much it says, an address carries it', () => {
    const said = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`claim-${n}`, 'ü'.repeat(400)]))
    const shown = claimsShown({ ...said, ...claims }, plan)
    expect(Buffer.byteLength(JSON.stringify(shown))).toBeLessThan(12_000)
    expect(shown).toMatchObject(claims)
  })
})
