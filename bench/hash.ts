/** The peer of signing in: a Worker that does nothing but the password's hash, with the same parameters. */
import { scrypt } from 'node:crypto'

const cost = 2 ** 14

export default {
  fetch: () =>
    new Promise<Response>((resolve, reject) => {
      scrypt(
        'Correct-horse-7',
        new Uint8Array(16),
        32,
        { N: cost, r: 8, p: 5, maxmem: 256 * cost * 8 },
        (failure, key) => (failure ? reject(failure) : resolve(new Response(String(key.length)))),
      )
    }),
}
