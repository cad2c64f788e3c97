/** What an identity provider's claims mean here: pure decisions. */
import type { Capability, Department } from '../accounts/account.ts'
import type { Role } from '../policy/roles.ts'
import type { Claims, Mapping, MfaSign, Provider } from './provider.ts'

/** III.F.1: whether the claims say that more than one factor was given, by the signs that the plan trusts for this provider. */
export function isMultiFactor(claims: Claims, signs: readonly MfaSign[]): boolean {
  const said = { amr: textsIn(claims['amr']), acr: textsIn(claims['acr']) }
  return signs.some(({ claim, value }) => said[claim].includes(value))
}

/** The groups that the claim of that name holds: a list of texts, or one text. Anything else is no group. */
export function groupsIn(claims: Claims, claim: string): string[] {
  return textsIn(Object.hasOwn(claims, claim) ? claims[claim] : undefined)
}

/**
 * Whether the groups were left out because they are too many for a token, and are to be asked for elsewhere ("groups overage" of
 * Entra ID; distributed claims, OpenID Connect Core 1.0, section 5.6.2): that says nothing of which they are.
 */
export function groupsAreElsewhere(claims: Claims, claim: string): boolean {
  const names = claims['_claim_names']
  const elsewhere = typeof names === 'object' && names !== null && Object.hasOwn(names, claim)
  return !Object.hasOwn(claims, claim) && (elsewhere || claims['hasgroups'] === true)
}

/** What groups give a person of the plan's staff, the first department in the order of the mappings; and what roles they suggest. */
export function grantsOf(
  groups: readonly string[],
  mappings: readonly Mapping[],
): { department: Department | null; capabilities: Capability[]; roles: Role[] } {
  const meant = mappings.filter(({ group }) => groups.includes(group))
  return {
    department: meant.find((one) => 'department' in one)?.department ?? null,
    capabilities: unique(meant.flatMap((one) => ('capability' in one ? [one.capability] : []))),
    roles: unique(meant.flatMap((one) => ('role' in one ? [one.role] : []))),
  }
}

/** Whether the provider may speak of the address (in its normal form): its domain is one of the provider's. */
export function speaksFor({ domains }: Pick<Provider, 'domains'>, email: string): boolean {
  return domains.includes(domainOf(email))
}

/** What follows the last @ of an address. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase()
}

/** Whether the text can be an issuer, or an address of one's keys: https without query or fragment; http on this machine alone, in development. */
export function isIssuerAddress(text: string, isDevelopment: boolean): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(text)
  if (username || password || search || hash) return false
  return (
    protocol === 'https:' || (isDevelopment && protocol === 'http:' && ['localhost', '127.0.0.1'].includes(hostname))
  )
}

function textsIn(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((one) => typeof one === 'string')
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Set(list)]
}
