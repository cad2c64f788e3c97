/** What an answer of a provider has to be: pure decisions. */
import type { Id } from '../../ids.ts'
import type { Claims } from '../provider.ts'

/** The longest `sub` there may be (OpenID Connect Core, section 2). */
const MOST_SUBJECT = 255

/** The one address of the provider's that it answers to, for sign-ins and trials; it is registered there as the redirect URI. */
export function callbackOf(origin: string, provider: Id<'identity-provider'>): string {
  return `${origin}/sign-in/with/${provider}/callback`
}

/** Whether the parameters are those of an answer: none twice, and a state as it is made here. */
export function stateOf(answer: URLSearchParams): { state: string } | { why: 'malformed' | 'not-begun' } {
  const names = [...answer.keys()]
  if (new Set(names).size !== names.length) return { why: 'malformed' }
  const state = answer.get('state') ?? ''
  return /^[A-Za-z0-9_-]{43}$/.test(state) ? { state } : { why: 'not-begun' }
}

/** RFC 9207: whether the answer is from that issuer; `promised`: it says so in every answer. */
export function isFrom(answer: URLSearchParams, issuer: string, promised: boolean): boolean {
  const from = answer.get('iss')
  return from === null ? !promised : from === issuer
}

/**
 * Whether an ID token's claims, whose signature, issuer, audience, nonce and end were found right, are to be believed for this
 * client at `now` (ms UTC): somebody is named, it is meant for us (OpenID Connect Core, section 3.1.3.7), and not from the future.
 */
export function isBelievable(claims: Claims, clientId: string, now: number, clocksDifferBy: number): boolean {
  const { sub, iat, azp } = claims
  if (typeof sub !== 'string' || sub.length === 0 || sub.length > MOST_SUBJECT) return false
  if (azp !== undefined && azp !== clientId) return false
  return typeof iat === 'number' && iat <= now / 1000 + clocksDifferBy
}

/** Whether the userinfo is to be asked too: the token leaves out who it is, or what the mappings go by. */
export function wantsUserinfo(claims: Claims, groupsClaim: string, mappings: readonly unknown[]): boolean {
  return claims['email'] === undefined || (mappings.length > 0 && !Object.hasOwn(claims, groupsClaim))
}

/**
 * What is known of the person: the token's word, and for what it left out the userinfo's, which is signed by nobody. How they
 * signed in (`amr`, `acr`) the token alone says.
 */
export function claimsOf(token: Claims, userinfo: Claims): Claims {
  const { amr: _methods, acr: _class, ...rest } = userinfo
  return { ...rest, ...token }
}
