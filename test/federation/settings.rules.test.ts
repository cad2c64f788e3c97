import { describe, expect, it } from 'vitest'
import type { Mapping, Provider } from '../../src/federation/provider.ts'
import { asTyped, readClient, readOffice, readReason, readSettings } from '../../src/federation/providers/form.ts'
import {
  addressesFor,
  differences,
  flawsOf,
  grantOf,
  hasSigningKey,
  kindHeldBy,
  narrows,
  obstacles,
  works,
} from '../../src/federation/providers/rules.ts'
import type { Flaw, Settings } from '../../src/federation/providers/settings.ts'
import { isIssuerAddress } from '../../src/federation/rules.ts' // prettier-ignore

const judging = {
  isIssuer: (text: string) => isIssuerAddress(text, false),
  origin: 'https://portal.example',
  held: null,
}
const fields = { name: 'Larkmoor', kind: 'office', issuer: 'https://login.larkmoor.example', groupsClaim: 'groups' }
const read = (more: Record<string, string>, held: Provider['kind'] | null = null) =>
  readSettings(new URLSearchParams({ ...fields, ...more }), { ...judging, held })

describe('section 13 what is typed of a provider', () => {
  it('section 13 all of it, each in its one form', () => {
    const { settings, errors } = read({
      domains: 'Larkmoor.example\r\n\r\n@mail.larkmoor.example\nlarkmoor.example',
      mfa: 'amr mfa\n acr   urn:two:factors \namr mfa',
      group1: 'front desk', grant1: 'role eligibility', group3: 'billing', grant3: 'role claims',
      signalsIssuer: 'https://signals.example', signalsAudience: 'https://portal.example', signalsJwksUri: 'https://signals.example/keys',
    }) // prettier-ignore
    expect(errors).toEqual({})
    expect(settings).toEqual({
      name: 'Larkmoor',
      kind: 'office',
      issuer: 'https://login.larkmoor.example',
      domains: ['larkmoor.example', 'mail.larkmoor.example'],
      mfaWhen: [
        { claim: 'amr', value: 'mfa' },
        { claim: 'acr', value: 'urn:two:factors' },
      ],
      groupsClaim: 'groups',
      mappings: [
        { group: 'front desk', role: 'eligibility' },
        { group: 'billing', role: 'claims' },
      ],
      signals: {
        issuer: 'https://signals.example',
        audience: 'https://portal.example',
        jwksUri: 'https://signals.example/keys',
      },
    })
    // What is shown of it is read as the same again.
    const { mappings, ...typed } = asTyped(settings, 7, grantOf)
    const rows = Object.fromEntries(mappings.flatMap(({ group, grant }, n) => [[`group${n + 1}`, group], [`grant${n + 1}`, grant]])) // prettier-ignore
    expect(readSettings(new URLSearchParams({ ...typed, ...rows }), judging).settings).toEqual({
      ...settings,
      domains: settings.domains.toSorted(),
    })
  })

  it.each([
    ['name', ''],
    ['name', 'x'.repeat(121)],
    ['name', 'a\nb'],
    ['name', 'a\u202eb'],
    ['kind', 'other'],
    ['kind', ''],
    ['issuer', ''],
    ['issuer', 'login.example'],
    ['issuer', 'http://login.example'],
    ['issuer', 'http://localhost:9000'],
    ['issuer', 'javascript:alert(1)'],
    ['issuer', 'https://login.example?x=1'],
    ['issuer', 'https://login.example#x'],
    ['issuer', 'https://user:pass@login.example'],
    ['issuer', 'https:\\\\login.example'],
    ['issuer', 'https://login.example/a b'],
    ['issuer', 'https://lоgin.example'],
    ['issuer', 'https://portal.example'],
    ['issuer', 'https://portal.example/x'],
    ['issuer', `https://login.example/${'x'.repeat(500)}`],
    ['groupsClaim', 'two words'],
    ['groupsClaim', 'x'.repeat(201)],
    ['domains', 'gmail.com'],
    ['domains', 'practice.example\nnonsense'],
    ['domains', Array.from({ length: 51 }, (_, n) => `d${n}.example`).join('\n')],
    ['mfa', 'mfa'],
    ['mfa', 'amr'],
    ['mfa', 'AMR mfa'],
    ['mfa', 'amr mfa otp'],
    ['mfa', 'sub me'],
    ['mfa', `acr ${'x'.repeat(301)}`],
    ['mfa', Array.from({ length: 21 }, (_, n) => `amr m${n}`).join('\n')],
    ['signalsIssuer', 'http://signals.example'],
    ['signalsJwksUri', 'https://signals.example/keys?x'],
    ['signalsAudience', 'two words'],
  ])('section 13 %s %j is refused beside its field', (field, typed) => {
    const { errors, typed: kept } = read({ [field]: typed })
    expect(Object.keys(errors)).toContain(field)
    expect(kept[field as 'name']).toBe(typed.trim())
  })

  it.each([
    [{ group1: 'desk', grant1: '' }, 'grant1', null],
    [{ group1: '', grant1: 'role claims' }, 'group1', null],
    [{ group2: 'x'.repeat(201), grant2: 'role claims' }, 'group1', null],
    [{ group1: 'desk', grant1: 'department privacy' }, 'grant1', null],
    [{ group1: 'desk', grant1: 'capability audit.read' }, 'grant1', 'office'],
    [{ group1: 'desk', grant1: 'role claims', kind: 'plan' }, 'grant1', null],
    // The kind that stays counts, whatever is sent.
    [{ group1: 'desk', grant1: 'department privacy', kind: 'plan' }, 'grant1', 'office'],
    [{ group1: 'desk', grant1: 'constructor' }, 'grant1', null],
    [{ group1: 'desk', grant1: 'department board' }, 'grant1', null],
    [{ group1: 'desk\u0000', grant1: 'role claims' }, 'group1', null],
  ] as const)('II.C the mapping %j is refused at %s', (rows, field, held) => {
    const { errors, settings } = read(rows as never, held)
    expect(Object.keys(errors)).toEqual([field])
    if (field === 'grant1') expect(settings.mappings).toEqual([])
  })

  it('section 13 http is for this machine alone, in development', () => {
    const inDevelopment = { ...judging, isIssuer: (text: string) => isIssuerAddress(text, true) }
    const errorsOf = (issuer: string) => readSettings(new URLSearchParams({ ...fields, issuer }), inDevelopment).errors
    expect(errorsOf('http://localhost:9000')).toEqual({})
    expect(Object.keys(errorsOf('http://login.example'))).toEqual(['issuer'])
  })

  it('section 13 a client has an id, and a secret from the first on', () => {
    const of = (form: Record<string, string>, hasSecret: boolean) => Object.keys(readClient(new URLSearchParams(form), hasSecret).errors) // prettier-ignore
    expect(of({ clientId: 'a', clientSecret: 's' }, false)).toEqual([])
    expect(of({ clientId: 'a', clientSecret: '' }, true)).toEqual([])
    expect(of({ clientId: '', clientSecret: '' }, false)).toEqual(['clientId', 'clientSecret'])
    expect(of({ clientId: 'a'.repeat(300), clientSecret: 's'.repeat(1000) }, false)).toEqual([])
    expect(of({ clientId: 'a'.repeat(301), clientSecret: 's'.repeat(1001) }, false)).toEqual([
      'clientId',
      'clientSecret',
    ])
    expect(of({ clientId: 'a\u0000', clientSecret: 'two\nlines' }, true)).toEqual(['clientId', 'clientSecret'])
    // A secret may end in a blank: it is taken as it came, and is not among what is shown again.
    const { secret, typed } = readClient(new URLSearchParams({ clientId: 'a', clientSecret: ' s ' }), false)
    expect([secret, JSON.stringify(typed).includes(' s ')]).toEqual([' s ', false])
  })

  it('section 13 an office by name or by a right NPI; a reason in a sentence', () => {
    const of = (words: string, office = '') => readOffice(new URLSearchParams({ words, office }))
    expect(of('Lark')).toMatchObject({ words: 'lark', npi: '' })
    expect(of('1234567893')).toMatchObject({ words: '', npi: '1234567893' })
    for (const words of ['', '1234567890', '12', 'x'.repeat(121)]) expect(of(words).error).toBeTypeOf('string')
    expect(of('', 'off_1').error).toBeUndefined()
    const reason = (text: string) => readReason(new URLSearchParams({ reason: text })).error
    expect([reason('x'.repeat(500)), reason('')?.length, reason('x'.repeat(501))?.length].map(Boolean)).toEqual([false, true, true])
  }) // prettier-ignore
})

const settings: Settings = {
  name: 'Larkmoor', kind: 'plan', issuer: 'https://a.example', groupsClaim: 'groups', domains: ['a.example', 'b.example'],
  mfaWhen: [{ claim: 'amr', value: 'mfa' }], signals: null,
  mappings: [{ group: 'x', department: 'privacy' }, { group: 'y', department: 'e-business' }],
} // prettier-ignore
const more: Mapping = { group: 'z', capability: 'audit.read' }

describe('T13 which changes take something from somebody', () => {
  it.each<[string, Partial<Settings>, boolean]>([
    ['nothing', {}, false],
    ['another name', { name: 'Moor' }, false],
    ['signals', { signals: { issuer: 'https://s.example', audience: 'a', jwksUri: 'https://s.example/k' } }, false],
    ['one more domain', { domains: ['c.example', 'b.example', 'a.example'] }, false],
    ['one more sign', { mfaWhen: [{ claim: 'acr', value: '2' }, ...settings.mfaWhen] }, false],
    ['one more mapping after the others', { mappings: [...settings.mappings, more] }, false],
    ['a domain less', { domains: ['a.example'] }, true],
    ['a sign less', { mfaWhen: [] }, true],
    ['the same value of another claim', { mfaWhen: [{ claim: 'acr', value: 'mfa' }] }, true],
    ['a mapping less', { mappings: settings.mappings.slice(0, 1) }, true],
    ['mappings in another order', { mappings: settings.mappings.toReversed() }, true],
    ['one more mapping before the others', { mappings: [more, ...settings.mappings] }, true],
    ['a group that gives something else', { mappings: [{ group: 'x', capability: 'audit.read' }, settings.mappings[1]!] }, true],
    ['another group that gives the same', { mappings: [{ group: 'X', department: 'privacy' }, settings.mappings[1]!] }, true],
    ['another issuer', { issuer: 'https://b.example' }, true],
    ['another kind', { kind: 'office' }, true],
    ['another claim', { groupsClaim: 'roles' }, true],
  ])('T13 %s', (_, change, expected) => {
    expect(narrows(settings, { ...settings, ...change })).toBe(expected)
  }) // prettier-ignore

  it('III.L.3 each difference by its field, with before and after', () => {
    expect(differences(settings, settings)).toEqual([])
    expect(differences(settings, { ...settings, domains: settings.domains.toReversed() })).toEqual([])
    const after = { ...settings, name: 'Moor', domains: [], mappings: [...settings.mappings, more] }
    expect(differences(settings, after)).toEqual([
      { field: 'name', before: 'Larkmoor', after: 'Moor' },
      { field: 'domains', before: 'a.example, b.example', after: null },
      {
        field: 'mappings',
        before: 'x: department privacy, y: department e-business',
        after: 'x: department privacy, y: department e-business, z: capability audit.read',
      },
    ])
  })

  it('section 13 the kind stays as soon as something hangs on it', () => {
    const provider = { disabledAt: 1, offices: [], mappings: [] } as unknown as Provider
    const facts = { linked: 0, managed: 0 } as never
    expect(kindHeldBy(provider, facts)).toBeNull()
    expect(kindHeldBy({ ...provider, disabledAt: null }, facts)).toBe('on')
    expect(kindHeldBy(provider, { linked: 1, managed: 0 } as never)).toBe('people')
    expect(kindHeldBy(provider, { linked: 0, managed: 1 } as never)).toBe('people')
    expect(kindHeldBy({ ...provider, offices: [1] }, facts)).toBe('offices')
    expect(kindHeldBy({ ...provider, mappings: [more] }, facts)).toBe('mappings')
  })
})

describe('section 13 what keeps a provider off', () => {
  const ready = { kind: 'office', clientId: 'c', domains: ['a.example'], offices: [1] } as const
  it.each([
    ['ready', ready, 0, true, []],
    ['nothing typed', { kind: 'office', clientId: '', domains: [], offices: [] }, 1, true, ['client', 'domains', 'offices']],
    ['policy', ready, 1, false, ['policy']],
    ['the plan’s own, nobody for the broken glass', { ...ready, kind: 'plan', offices: [] }, 0, true, ['break-glass']],
    ['the plan’s own', { ...ready, kind: 'plan', offices: [] }, 1, true, []],
  ] as const)('section 13 %s', (_, provider, isBreakGlassReady, isAllowed, expected) => {
    expect(obstacles(provider as never, { isBreakGlassReady }, isAllowed)).toEqual(expected)
  }) // prettier-ignore

  const issuer = 'https://login.example'
  const metadata = {
    issuer, authorization_endpoint: `${issuer}/a?tenant=1`, token_endpoint: `${issuer}/t`, jwks_uri: `${issuer}/k`,
    response_types_supported: ['code'], code_challenge_methods_supported: ['S256'], id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
  } // prettier-ignore
  const flaws = (value: unknown) => flawsOf(value, { issuer, isDevelopment: false, algorithms: ['RS256', 'ES256'] })
  it.each<[string, unknown, Flaw[]]>([
    ['as it should be', metadata, []],
    ['nothing', null, ['unreachable']],
    ['text', 'hello', ['unreachable']],
    ['another issuer', { ...metadata, issuer: `${issuer}/` }, ['other-issuer']],
    ['no issuer', {}, ['other-issuer']],
    ['no addresses', { issuer }, ['no-addresses']],
    ['an address without encryption', { ...metadata, token_endpoint: 'http://login.example/t' }, ['no-addresses']],
    ['a script for an address', { ...metadata, authorization_endpoint: 'javascript:alert(1)' }, ['no-addresses']],
    ['a number for an address', { ...metadata, jwks_uri: 7 }, ['no-addresses']],
    ['no code flow', { ...metadata, response_types_supported: ['id_token'] }, ['no-code']],
    ['PKCE of the plain kind', { ...metadata, code_challenge_methods_supported: ['plain'] }, ['no-pkce']],
    ['nothing said of PKCE', { ...metadata, code_challenge_methods_supported: undefined }, ['unsaid-pkce']],
    ['shared keys alone', { ...metadata, id_token_signing_alg_values_supported: ['HS256', 'none'] }, ['no-algorithm']],
    ['keys of another curve', { ...metadata, id_token_signing_alg_values_supported: ['ES256'] }, []],
    ['no secrets', { ...metadata, token_endpoint_auth_methods_supported: ['private_key_jwt'] }, ['no-client-secret']],
    [
      'several at once',
      { ...metadata, response_types_supported: [], code_challenge_methods_supported: [] },
      ['no-code', 'no-pkce'],
    ],
  ])('section 13 %s', (_, value, expected) => {
    expect(flaws(value)).toEqual(expected)
    expect(works(expected)).toBe(expected.every((one) => one === 'unsaid-pkce'))
  })

  it('T19 a key for signing, of two halves', () => {
    expect(hasSigningKey([{ kty: 'oct' }, { kty: 'RSA', use: 'enc' }, {}])).toBe(false)
    expect(hasSigningKey([{ kty: 'oct' }, { kty: 'EC' }])).toBe(true)
    expect(hasSigningKey([{ kty: 'RSA', use: 'sig' }])).toBe(true)
  })

  it('T10 the portal’s addresses are of its configured origin', () => {
    const made = addressesFor('https://portal.example', 'idp_1')
    expect(Object.values(made).every((one) => one.startsWith('https://portal.example/'))).toBe(true)
    expect(made.callback).toBe('https://portal.example/sign-in/with/idp_1/callback')
  })
})
