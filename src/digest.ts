/** Random values, hashes and their comparison: what secrets are made of. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { Buffer } from 'node:buffer'

const encoder = new TextEncoder()

/** Random bytes as base64url text; 32 bytes unless told. */
export function randomText(bytes = 32): string {
  return base64url(crypto.getRandomValues(new Uint8Array(bytes)))
}

/** Bytes as base64url text without padding. */
export function base64url(bytes: ArrayBuffer | Uint8Array): string {
  return Buffer.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)).toString('base64url')
}

/** The bytes of a base64url text; characters that aren't of it are passed over. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, 'base64url'))
}

/** SHA-256 of the text, base64url: how a secret is stored that is long and random by itself. */
export function sha256(text: string): string {
  return sha256Of('base64url', text)
}

/** SHA-256 of several parts after one another. */
export function sha256Of(encoding: 'base64' | 'base64url', ...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest(encoding)
}

/** HMAC-SHA-256 of the parts under the key, base64url. Parts are told apart by their length, so none can run into the next. */
export function keyedHash(key: string, ...parts: string[]): string {
  const mac = createHmac('sha256', key)
  for (const part of parts) mac.update(`${part.length}:${part}`)
  return mac.digest('base64url')
}

/** Whether two texts are equal, in a time that tells nothing of where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = encoder.encode(a)
  const right = encoder.encode(b)
  return left.length === right.length && timingSafeEqual(left, right)
}
