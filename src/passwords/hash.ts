/**
 * Passwords at rest: scrypt (RFC 7914) with its parameters beside it, so that they can be raised later.
 * node:crypto's is native in workerd; it blocks the isolate, which is why it runs inside the account's object.
 */
import { Buffer } from 'node:buffer'
import { scrypt as scryptNative, timingSafeEqual } from 'node:crypto'

// OWASP's r and p; N comes from the configuration.
const blockSize = 8
const parallel = 5

function derive(password: string, salt: Uint8Array, cost: number, r: number, p: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    // NFC: the same password typed on another keyboard gives the same bytes (NIST SP 800-63B 3.1.1.2).
    scryptNative(password.normalize('NFC'), salt, 32, { N: cost, r, p, maxmem: 256 * cost * r }, (failure, key) =>
      failure ? reject(failure) : resolve(key),
    )
  })
}

/** The password as it is stored, `scrypt$N$r$p$salt$key`; `cost` is N. */
export async function hash(password: string, cost: number): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const key = await derive(password, salt, cost, blockSize, parallel)
  return [
    'scrypt',
    cost,
    blockSize,
    parallel,
    Buffer.from(salt).toString('base64url'),
    Buffer.from(key).toString('base64url'),
  ].join('$')
}

/** Whether the password is the one that was stored. Throws if what was stored is no hash of ours. */
export async function matches(password: string, stored: string): Promise<boolean> {
  const [scheme, cost, r, p, salt, key] = stored.split('$')
  if (scheme !== 'scrypt' || !salt || !key) throw new Error('not a stored password')
  const expected = Buffer.from(key, 'base64url')
  const actual = await derive(password, Buffer.from(salt, 'base64url'), Number(cost), Number(r), Number(p))
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

/** Whether the hash was made with less than the cost asked for now, so it is made anew at the next sign-in. */
export function isOutdated(stored: string, cost: number): boolean {
  return Number(stored.split('$')[1]) < cost
}

/** Spends what a real comparison costs, so that an unknown or locked account takes as long as any other. */
export async function spend(password: string, cost: number): Promise<void> {
  await derive(password, new Uint8Array(16), cost, blockSize, parallel)
}
