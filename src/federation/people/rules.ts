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

/** Of the claims, what an account that the provider made follows: the groups that mean something, each whole. */
export function claimsFollowed(
  claims: Claims,
  { groupsClaim, mappings }: Pick<Provider, 'groupsClaim' | 'mappings'>,
): Claims {
  const groups = groupsIn(claims, groupsClaim)
  return { [groupsClaim]: groups.filter((group) => mappings.some((mapping) => mapping.group === group)) }
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
