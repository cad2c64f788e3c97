/** What a change of a provider means, what keeps one from being switched on, and what its metadata lacks: pure decisions. */
import { isIssuerAddress } from '../rules.ts'
import type { Mapping, MfaSign, Provider } from '../provider.ts'
import type { Difference, Field, Flaw, Obstacle, ProviderFacts, Settings } from './settings.ts'

/** What of the settings is otherwise than before, in words. */
export function differences(before: Settings, after: Settings): Difference[] {
  const [was, is] = [inWords(before), inWords(after)]
  return Object.entries(is).flatMap(([field, text]) => {
    const old = was[field as keyof typeof was]
    return old === text ? [] : [{ field: field as Field, before: old || null, after: text || null }]
  })
}

function inWords(settings: Settings) {
  const { name, kind, issuer, domains, mfaWhen, groupsClaim, mappings, signals } = settings
  return {
    name,
    kind,
    issuer,
    domains: domains.toSorted().join(', '),
    'second factor': mfaWhen.map(signInWords).join(', '),
    'groups claim': groupsClaim,
    mappings: mappings.map((one) => `${one.group}: ${grantOf(one)}`).join(', '),
    'shared signals': signals ? `${signals.issuer} for ${signals.audience}, keys at ${signals.jwksUri}` : '',
  } satisfies Partial<Record<Field, string>>
}

/** A sign of several factors as it is typed: `amr mfa`. */
export function signInWords({ claim, value }: MfaSign): string {
  return `${claim} ${value}`
}

/** What a mapping gives or suggests, as the form's value for it: `department privacy`. */
export function grantOf(mapping: Mapping): string {
  if ('department' in mapping) return `department ${mapping.department}`
  return 'capability' in mapping ? `capability ${mapping.capability}` : `role ${mapping.role}`
}

/**
 * Whether a change of the settings narrows who may come in, or as what: then whoever is in through the provider signs in anew.
 * More domains, signs or mappings after those there are take nothing from anybody.
 */
export function narrows(before: Settings, after: Settings): boolean {
  const signs = after.mfaWhen.map(signInWords)
  return (
    before.issuer !== after.issuer ||
    before.kind !== after.kind ||
    before.groupsClaim !== after.groupsClaim ||
    before.domains.some((domain) => !after.domains.includes(domain)) ||
    before.mfaWhen.some((sign) => !signs.includes(signInWords(sign))) ||
    // The first department counts, so the order is part of what they mean.
    before.mappings.some((mapping, place) => {
      const now = after.mappings[place]
      return !now || now.group !== mapping.group || grantOf(now) !== grantOf(mapping)
    })
  )
}

/** Why the kind stays what it is: people or settings hang on it; null: it may change. */
export function kindHeldBy(
  { disabledAt, offices, mappings }: Provider,
  { linked, managed }: ProviderFacts,
): 'on' | 'people' | 'offices' | 'mappings' | null {
  if (disabledAt === null) return 'on'
  if (linked > 0 || managed > 0) return 'people'
  if (offices.length > 0) return 'offices'
  return mappings.length > 0 ? 'mappings' : null
}

/** What is to be done before the provider can be switched on; none: its own metadata decides. */
export function obstacles(
  { kind, clientId, domains, offices }: Pick<Provider, 'kind' | 'clientId' | 'domains' | 'offices'>,
  { isBreakGlassReady }: Pick<ProviderFacts, 'isBreakGlassReady'>,
  isAllowed: boolean,
): Obstacle[] {
  const found: [Obstacle, boolean][] = [
    ['policy', !isAllowed],
    ['client', clientId === ''],
    ['domains', domains.length === 0],
    ['offices', kind === 'office' && offices.length === 0],
    // Else a fault of the plan's provider would keep everybody out who could put it right.
    ['break-glass', kind === 'plan' && isBreakGlassReady === 0],
  ]
  return found.filter(([, is]) => is).map(([obstacle]) => obstacle)
}

/** Whether the flaws leave it to be switched on: what it merely doesn't say, it may have all the same. */
export function works(found: readonly Flaw[]): boolean {
  return found.every((flaw) => flaw === 'unsaid-pkce')
}

/**
 * What the provider's metadata (OpenID Connect Discovery 1.0, RFC 8414) lacks. `value` is what came from its address, whatever
 * that is; null: nothing came. `algorithms`: those that ID tokens may be signed by here.
 */
export function flawsOf(
  value: unknown,
  { issuer, isDevelopment, algorithms }: { issuer: string; isDevelopment: boolean; algorithms: readonly string[] },
): Flaw[] {
  if (typeof value !== 'object' || value === null) return ['unreachable']
  const read = value as Record<string, unknown>
  if (read['issuer'] !== issuer) return ['other-issuer']
  const addresses = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'].map((name) => read[name])
  const isAddress = (one: unknown) => typeof one === 'string' && isIssuerAddress(one.split('?')[0] ?? '', isDevelopment)
  if (!addresses.every(isAddress)) return ['no-addresses']
  const lacks = (name: string, wanted: readonly string[]) =>
    Array.isArray(read[name]) && !wanted.some((one) => (read[name] as unknown[]).includes(one))
  const found: [Flaw, boolean][] = [
    ['no-code', lacks('response_types_supported', ['code'])],
    ['no-pkce', lacks('code_challenge_methods_supported', ['S256'])],
    ['unsaid-pkce', !Array.isArray(read['code_challenge_methods_supported'])],
    ['no-algorithm', lacks('id_token_signing_alg_values_supported', algorithms)],
    ['no-client-secret', lacks('token_endpoint_auth_methods_supported', ['client_secret_basic', 'client_secret_post'])],
  ]
  return found.filter(([, is]) => is).map(([flaw]) => flaw)
}

/** Whether a set of keys (RFC 7517) has one that ID tokens can be signed by: of two halves, and not for encryption. */
export function hasSigningKey(keys: readonly { kty?: unknown; use?: unknown }[]): boolean {
  return keys.some(({ kty, use }) => ['RSA', 'EC', 'OKP'].includes(String(kty)) && (use === undefined || use === 'sig'))
}

/** The portal's addresses that are typed at the provider. */
export function addressesFor(origin: string, id: Provider['id']) {
  const way = `${origin}/sign-in/with/${id}`
  return {
    callback: `${way}/callback`,
    backChannel: `${way}/back-channel-logout`,
    frontChannel: `${way}/front-channel-logout`,
    signedOut: `${origin}/sign-in/signed-out`,
    scim: `${origin}/scim/v2/${id}`,
    signals: `${origin}/signals/${id}`,
  }
}
