/**
 * What a provider publishes about itself, and its keys. Both are cached for each isolate, as values: never a request in flight,
 * which belongs to one request alone and would fail the next one's.
 */
import type { JSONWebKeySet } from 'jose'
import type { ServerMetadata } from 'openid-client'
import { done, refused, type Result } from '../result.ts'
import { isIssuerAddress } from './rules.ts'

/** How long what was published is taken as it was, in ms; and how soon keys are asked for again when one is missing. */
const METADATA_LASTS = 600_000
const KEYS_LAST = 300_000
const MISSING_KEY_RESTS = 10_000
/** While the provider is down, what is known of it serves on for so long, in ms. */
const STALE_SERVES = 86_400_000
/** Of a whole way through a provider, each answer has so long, in ms: a clear message comes within 5 seconds. */
const ANSWER_WITHIN = 2_000
const MOST_BYTES = 262_144

type Kept<T> = { value: T; at: number }
const metadataKept = new Map<string, Kept<ServerMetadata>>()
const keysKept = new Map<string, Kept<JSONWebKeySet> & { askedAt: number }>()

/** Fetches with a deadline, without following redirects: a provider's answers come from where it said. */
const fetchInTime = (url: string, init: RequestInit = {}): Promise<Response> => {
  const deadline = AbortSignal.timeout(ANSWER_WITHIN)
  const signal = init.signal ? AbortSignal.any([init.signal, deadline]) : deadline
  return fetch(url, { ...init, redirect: 'manual', signal })
}

/** The same with its whole body, read in the same time. Throws for one that is longer than anything a provider has to say. */
export async function fetchWhole(url: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetchInTime(url, init)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.length
    if (size > MOST_BYTES) throw new RangeError('a provider’s answer is too long')
    chunks.push(chunk)
  }
  const { status, headers } = answer
  const type = headers.get('Content-Type')
  const body = status === 204 || status === 304 ? null : whole(chunks, size)
  return new Response(body, { status, headers: type === null ? {} : { 'Content-Type': type } })
}

function whole(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** Where an issuer publishes its metadata (OpenID Connect Discovery 1.0, section 4.1). */
export function metadataAddress(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
}

/** The metadata of the issuer (OpenID Connect Discovery 1.0), whose `issuer` was seen to be this one. `now` in ms UTC. */
export async function metadataOf(
  issuer: string,
  isDevelopment: boolean,
  now: number,
): Promise<Result<ServerMetadata, 'provider-down'>> {
  const kept = metadataKept.get(issuer)
  if (kept && isYoung(kept, METADATA_LASTS, now)) return done(kept.value)
  const value = await published(metadataAddress(issuer))
  if (!isMetadata(value, issuer, isDevelopment)) {
    return kept && isYoung(kept, STALE_SERVES, now) ? done(kept.value) : refused('provider-down')
  }
  metadataKept.set(issuer, { value, at: now })
  return done(value)
}

/** The keys at that address. `missing`: a key was wanted that was not among them, so they are asked for again, though not at once. */
export async function keysAt(
  jwksUri: string,
  now: number,
  { missing = false }: { missing?: boolean } = {},
): Promise<Result<JSONWebKeySet, 'provider-down'>> {
  const kept = keysKept.get(jwksUri)
  const asksAgain = missing && !(kept && isYoung({ at: kept.askedAt }, MISSING_KEY_RESTS, now))
  if (kept && !asksAgain && isYoung(kept, KEYS_LAST, now)) return done(kept.value)
  const value = await published(jwksUri)
  if (!isKeySet(value)) {
    if (kept && missing) kept.askedAt = now
    return kept && isYoung(kept, STALE_SERVES, now) ? done(kept.value) : refused('provider-down')
  }
  keysKept.set(jwksUri, { value, at: now, askedAt: missing ? now : (kept?.askedAt ?? 0) })
  return done(value)
}

/** What a server says in place of one that is down (RFC 9110, 15.6.3–15.6.5). */
const AWAY = [502, 503, 504]

/** Whether anybody answers at the address now: what is known of a provider that is down would lead a browser to a dead page. */
export async function isAnswering(url: string): Promise<boolean> {
  try {
    return !AWAY.includes((await fetchInTime(url, { method: 'HEAD' })).status)
  } catch {
    // Not in time, or not at all: for whoever is on the way there it is the same.
    return false
  }
}

/** Forgets what is cached of a provider: it was set up anew. */
export function forgetPublished(issuer: string, jwksUri?: string): void {
  metadataKept.delete(issuer)
  if (jwksUri !== undefined) keysKept.delete(jwksUri)
}

/** The JSON at that address; null for any other answer, and for none in time. */
export async function published(url: string): Promise<unknown> {
  try {
    const answer = await fetchWhole(url, { headers: { Accept: 'application/json' } })
    return answer.ok ? await answer.json<unknown>() : null
  } catch {
    // Whatever it was, the provider can't be asked now; its own words are nobody's business here.
    return null
  }
}

/** Says that it is this issuer, and names addresses that may be called. */
function isMetadata(value: unknown, issuer: string, isDevelopment: boolean): value is ServerMetadata {
  if (typeof value !== 'object' || value === null || !('issuer' in value) || value.issuer !== issuer) return false
  const read = value as Record<string, unknown>
  return ['authorization_endpoint', 'token_endpoint', 'jwks_uri'].every(
    (name) => typeof read[name] === 'string' && isIssuerAddress(read[name].split('?')[0]!, isDevelopment),
  )
}

/** Whether it is a set of keys (RFC 7517, section 5). */
export function isKeySet(value: unknown): value is JSONWebKeySet {
  return typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys)
}

/** Not older than `lasts`, and not from a clock that was ahead. */
function isYoung({ at }: { at: number }, lasts: number, now: number): boolean {
  return at <= now && now < at + lasts
}
