/** What a provider's word of a person is worth here: pure decisions. */
import { normalEmail } from '../../accounts/email.ts'
import type { Id } from '../../ids.ts'
import type { ProviderWay } from '../../sessions/way.ts'
import type { Claims, Provider } from '../provider.ts'
import { grantsOf, groupsIn, speaksFor } from '../rules.ts'
import type { Grants } from './person.ts'

/** No name of a person is longer. */
const MOST_OF_A_NAME = 60

/**
 * The address that the provider vouches for, in its normal form; null: it has none, has not verified it (`email_verified`
 * is the boolean true and nothing else), or its domain is not the provider's (T18).
 */
export function vouchedEmail(claims: Claims, provider: Pick<Provider, 'domains'>): string | null {
  const { email, email_verified: isVerified } = claims
  const normal = typeof email === 'string' && isVerified === true ? normalEmail(email) : null
  return normal !== null && speaksFor(provider, normal) ? normal : null
}

/** What the claims give a person of the plan's staff; null: no department, so no access. */
export function staffGrants(claims: Claims, { groupsClaim, mappings }: Provider): Grants | null {
  const { department, capabilities } = grantsOf(groupsIn(claims, groupsClaim), mappings)
  return department === null ? null : { department, capabilities }
}

/** First and last name as the provider says them; of one that says neither, the address stands in. */
export function namesOf(claims: Claims, email: string): { firstName: string; lastName: string } {
  const said = (name: string) => (typeof claims[name] === 'string' ? plainName(claims[name]) : '')
  const [first = '', ...rest] = said('name').split(' ')
  return {
    firstName: said('given_name') || first || email.slice(0, email.indexOf('@')).slice(0, MOST_OF_A_NAME),
    lastName: said('family_name') || rest.join(' ') || '-',
  }
}

/** A name without anything that is none: controls, directions, doubled blanks. */
function plainName(text: string): string {
  const plain = text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
  return [...plain].slice(0, MOST_OF_A_NAME).join('').trim()
}

/** Which of the capabilities are to be given, and which that the provider gave are to be taken. */
export function capabilityChanges(
  wanted: readonly string[],
  { given, held }: { given: readonly string[]; held: readonly string[] },
): { give: string[]; take: string[] } {
  return { give: wanted.filter((one) => !held.includes(one)), take: given.filter((one) => !wanted.includes(one)) }
}

/** What a page or a flow keeps of the claims: who, how they signed in, and their groups, not more than an address takes. */
export function claimsKept(claims: Claims, groupsClaim: string): Claims {
  const names = ['sub', 'email', 'email_verified', 'name', 'given_name', 'family_name', 'amr', 'acr']
  const told = names.filter((name) => Object.hasOwn(claims, name)).map((name) => [name, cut(claims[name])])
  const groups = groupsIn(claims, groupsClaim).slice(0, MOST_KEPT)
  return {
    ...Object.fromEntries(told),
    ...(Object.hasOwn(claims, groupsClaim) ? { [groupsClaim]: groups.map(cut) } : {}),
  }
}

/** So many values of one claim are kept, and so much of each. */
const MOST_KEPT = 50
const MOST_OF_A_VALUE = 80

function cut(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, MOST_OF_A_VALUE * 4)
  return Array.isArray(value) ? value.slice(0, MOST_KEPT).map(String) : value
}

/** What the flow of a link carried: as whom there, at which provider, and what it said. */
export function readLink(carried: string | undefined): {
  way: ProviderWay
  id: Id<'identity-provider'>
  claims: Claims
} {
  if (carried === undefined) throw new Error('a link was begun without anything to link')
  return JSON.parse(carried) as { way: ProviderWay; id: Id<'identity-provider'>; claims: Claims }
}
