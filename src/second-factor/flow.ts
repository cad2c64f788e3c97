import type { Flow } from '../account-guard/guard.ts'
import { randomText, sha256 } from '../digest.ts'
import { newId } from '../ids.ts'

/**
 * A flow that the account's guard (by its name) is to know: the flow itself, and the value of the cookie,
 * or of the link in a mail, by which a browser goes on with it.
 */
export function newFlow(guard: string): { cookie: string; flow: Flow } {
  const id = newId('flow')
  const secret = randomText()
  return { cookie: `${guard}.${id}.${secret}`, flow: { id, secretHash: sha256(secret) } }
}
