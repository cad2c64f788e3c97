/** What a provider says when somebody signs out there: pure decisions. */
import { isObject } from '../../json.ts'
import type { Claims } from '../provider.ts'

const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout'
/** The longest name of a person or a session that is looked for. */
const MOST_CHARACTERS = 1024
/** A longer address is cut off by many servers; then the ID token stays at home. */
const LONGEST_ADDRESS = 7000

/**
 * Whom a logout token (its claims, already verified) signs out: the person, one session of theirs, or both. Null for what is
 * none: without the event, with a nonce, as an ID token has one, or naming nobody (OpenID Connect Back-Channel Logout 1.0, 2.6).
 */
export function signedOutBy(claims: Claims): { subject: string | null; sid: string | null; jti: string } | null {
  const { events, sub, sid, jti } = claims
  if (Object.hasOwn(claims, 'nonce') || !isObject(events) || !Object.hasOwn(events, LOGOUT)) return null
  if (!isObject(events[LOGOUT])) return null
  if (![sub, sid].every((one) => one === undefined || isName(one)) || !isName(jti)) return null
  if (sub === undefined && sid === undefined) return null
  return { subject: isName(sub) ? sub : null, sid: isName(sid) ? sid : null, jti }
}

/** Whether the text can name a session or a person at a provider. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MOST_CHARACTERS
}

/** The provider's address for signing out with these words (OpenID Connect RP-Initiated Logout 1.0, 2). */
export function signOutAddress(
  endpoint: string,
  words: { idToken: string | null; clientId: string; backTo: string; state: string },
): string {
  const { idToken, clientId, backTo, state } = words
  const without = withQuery(endpoint, { client_id: clientId, post_logout_redirect_uri: backTo, state })
  const whole = idToken === null ? without : withQuery(without, { id_token_hint: idToken })
  return whole.length <= LONGEST_ADDRESS ? whole : without
}

function withQuery(address: string, words: Record<string, string>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(words)) url.searchParams.set(name, value)
  return url.href
}
