/**
 * Sealing: AES-256-GCM of a JSON value, for what must leave the server or wait in a table unread
 * (search criteria in an address, a passcode in the outbox). What it is for and whom it is bound to
 * are authenticated with it, so a seal of one place opens nowhere else.
 */
import { base64url, bytesOf, keyedHash } from './digest.ts'
import { Buffer } from 'node:buffer'

/** The sealing keys: the present one, and the one before it while both are accepted. */
export type SealKeys = { present: string; previous?: string | undefined }

const keys = new Map<string, Promise<CryptoKey>>()

/** The name of a sealing key, by which a table remembers which one sealed its row: it tells nothing of the key. */
export function keyName(key: string): string {
  return keyedHash(key, 'key name').slice(0, 8)
}

/** Seals a JSON value for `purpose`, bound to `holder`. Answers base64url text. */
export async function seal(value: unknown, using: SealKeys, purpose: string, holder: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const plain = new TextEncoder().encode(JSON.stringify(value))
  const box = await crypto.subtle.encrypt(gcm(iv, holder), await keyFor(using.present, purpose), plain)
  return base64url(Buffer.concat([iv, new Uint8Array(box)]))
}

/** The longest seal that is opened unless told: what comes in an address is no longer. */
const MOST_CHARACTERS = 8192

/** Opens a seal; `null` for anything that was not sealed for this purpose and holder, or has over `most` characters. */
export async function unseal(
  text: string,
  using: SealKeys,
  purpose: string,
  holder: string,
  most = MOST_CHARACTERS,
): Promise<unknown> {
  if (text.length > most || !/^[A-Za-z0-9_-]{38,}$/.test(text)) return null
  const bytes = bytesOf(text)
  // One text for one seal: other texts that decode alike are refused too.
  if (base64url(bytes) !== text) return null
  for (const key of [using.present, using.previous]) {
    if (!key) continue
    try {
      const plain = await crypto.subtle.decrypt(
        gcm(bytes.slice(0, 12), holder),
        await keyFor(key, purpose),
        bytes.slice(12),
      )
      return JSON.parse(new TextDecoder().decode(plain)) as unknown
    } catch (failure) {
      // Not ours, or altered: the only failure WebCrypto reports here.
      if (!(failure instanceof DOMException)) throw failure
    }
  }
  return null
}

function gcm(iv: Uint8Array<ArrayBuffer>, holder: string) {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(holder) }
}

function keyFor(key: string, purpose: string): Promise<CryptoKey> {
  const name = `${purpose} ${key}`
  let made = keys.get(name)
  if (!made) {
    const raw = Buffer.from(keyedHash(key, 'seal', purpose), 'base64url')
    made = crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
    keys.set(name, made)
  }
  return made
}
