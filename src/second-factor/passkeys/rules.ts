/** What of a browser's word for a passkey is taken, and how it is asked (WebAuthn). Pure. */
import { Buffer } from 'node:buffer'
import { isObject, type JsonObject } from '../../json.ts'
import type { Policy } from '../../policy/profiles.ts'
import { FACTOR_NAME_AT_MOST } from '../rules.ts'
import type { Assertion, Attestation, Descriptor, PasskeyRow, Refused } from './passkey.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** ES256, Ed25519 and RS256 (COSE): what devices make; nothing of SHA-1, and no `none`. */
export const ALGORITHMS = [-7, -8, -257]

/** An answer of a browser is shorter: an RSA key, with all its names for things, has 2,000 characters. */
const MOST_CHARACTERS = 12_000
/** WebAuthn, section 4: a credential id has 1,023 bytes at most. */
const MOST_OF_ID = 1364

const transports = ['usb', 'nfc', 'ble', 'smart-card', 'hybrid', 'internal']

/** The relying party that passkeys are made for: the host of the configured origin, never of a request (T10). */
export function relyingParty(origin: string): string {
  return new URL(origin).hostname
}

/** Whether the policy lets a passkey sign somebody in without a password. */
export function signsInAlone(policy: Policy): boolean {
  return policy.PASSKEYS && policy.PASSKEY_ALONE
}

/** The instant (ms) since which nobody has put off what is offered at `now`. */
export function offeredUnlessSince(now: number, policy: Policy): number {
  return now - policy.PASSKEY_OFFERED_EVERY * DAY
}

/** The instant (ms) from which on an answer to a question of that instant comes too late. */
export function answeredBy(askedAt: number, policy: Policy): number {
  return askedAt + policy.PASSKEY_CHALLENGE_LASTS * MINUTE
}

/** The assertion in a form's field; null for anything else. Only what is judged is taken over. */
export function readAssertion(text: string): Assertion | null {
  const read = readCredential(text)
  if (!read) return null
  const { clientDataJSON, authenticatorData, signature, userHandle } = read.response
  if (!isBytes(clientDataJSON) || !isBytes(authenticatorData) || !isBytes(signature)) return null
  if (userHandle !== undefined && userHandle !== null && !isBytes(userHandle)) return null
  return {
    id: read.id,
    response: { clientDataJSON, authenticatorData, signature, ...(isBytes(userHandle) ? { userHandle } : {}) },
  }
}

/** The attestation in a form's field; null for anything else. */
export function readAttestation(text: string): Attestation | null {
  const read = readCredential(text)
  if (!read) return null
  const { clientDataJSON, attestationObject, transports: reached } = read.response
  if (!isBytes(clientDataJSON) || !isBytes(attestationObject)) return null
  const known = Array.isArray(reached) ? transports.filter((one) => reached.includes(one)) : []
  return { id: read.id, response: { clientDataJSON, attestationObject, transports: known } }
}

function readCredential(text: string): { id: string; response: JsonObject } | null {
  const value = text.length <= MOST_CHARACTERS ? readObject(text) : null
  if (!value || value.type !== 'public-key' || !isBytes(value.id) || value.id !== value.rawId) return null
  if (value.id.length > MOST_OF_ID) return null
  const { response } = value
  return isObject(response) ? { id: value.id, response } : null
}

function readObject(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as unknown
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

function isBytes(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]+$/.test(value)
}

/** The question that the browser says was answered; null if it says none, or that a page of elsewhere asked it. */
export function questionIn(clientDataJSON: string): string | null {
  const said = readObject(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
  // No page of ours is ever inside another's (section 13.4.9).
  if (!said || said.crossOrigin === true || said.topOrigin !== undefined) return null
  return typeof said.challenge === 'string' ? said.challenge : null
}

/** Whether a counter tells of a copy: it did not go on (section 6.1.1). Devices without one always say 0. */
export function isCopy(before: number, after: number): boolean {
  return (before > 0 || after > 0) && after <= before
}

/** The account's public id as a passkey keeps it: nothing personal, and base64url on its way (section 14.6.1). */
export function handleOf(publicId: string): string {
  return Buffer.from(publicId, 'utf8').toString('base64url')
}

/** Passkeys as a browser is told of them. */
export function descriptors(rows: readonly PasskeyRow[]): Descriptor[] {
  return rows.map(({ credential, transports: reached }) => ({
    id: credential,
    type: 'public-key',
    transports: JSON.parse(reached) as string[],
  }))
}

/** How a signature is asked for (section 5.5), as JSON. Without `allowed` any passkey of the portal's may answer. */
export function requestOptions(challenge: string, origin: string, policy: Policy, allowed: Descriptor[] = []): string {
  return JSON.stringify({
    challenge,
    rpId: relyingParty(origin),
    timeout: policy.PASSKEY_CHALLENGE_LASTS * MINUTE,
    userVerification: 'required',
    allowCredentials: allowed,
  })
}

/** How a new passkey is asked for (section 5.4), as JSON: one that finds its account itself, and no word of its maker. */
export function creationOptions(
  challenge: string,
  { origin, plan, policy }: { origin: string; plan: { name: string }; policy: Policy },
  person: { publicId: string; email: string; name: string },
  own: Descriptor[],
): string {
  return JSON.stringify({
    challenge,
    rp: { id: relyingParty(origin), name: `${plan.name} Provider Portal` },
    user: { id: handleOf(person.publicId), name: person.email, displayName: person.name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: policy.PASSKEY_CHALLENGE_LASTS * MINUTE,
    excludeCredentials: own,
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  })
}

/** What to tell of a name that is none. */
export const NAME_SENTENCE = `Give it a name of at most ${FACTOR_NAME_AT_MOST} characters, such as “Telephone” or “Key on my ring”.`

/** What to tell somebody whose passkey did not do; `instead` says what they can do in place of it. */
export function refusedSentence(why: Refused, instead: string): string {
  if (why === 'late') return 'That took too long. Use the passkey once more.'
  if (why === 'copied') return `This passkey may have been copied, so it was refused, and we wrote to you. ${instead}`
  return `This passkey doesn’t work here. ${instead}`
}
