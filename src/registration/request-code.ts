/** A passcode for the address of a registration (III.A.1.c.iii): at its begin, and anew whenever it is asked for. */
import type { Guard, Origin } from '../account-guard/guard.ts'
import type { Recipient } from '../mail/messages.ts'
import { done, refused, type Result } from '../result.ts'
import type { SessionKey } from '../session-key.ts'

/** What asking for a code needs of the program around it. */
export type Guards = { accounts: Env['ACCOUNT_GUARD']; addresses: Env['ADDRESS_GUARD']; origin: Origin }

/**
 * Sends a code for the flow, which begins anew if it is over. `to` null: a code that nobody is told, so that an address
 * that cannot be registered looks like any other (T6).
 */
export async function requestCode(
  { accounts, addresses, origin }: Guards,
  { guard: name, id, secretHash }: SessionKey,
  to: Recipient | null,
): Promise<Result<'sent', { retryAfterSeconds: number }>> {
  const admitted = await addresses.getByName(origin.ip).admitSend(origin.at)
  if (!admitted.admitted) return refused({ retryAfterSeconds: admitted.retryAfterSeconds })
  const guard: Guard = accounts.getByName(name)
  const flow = { id, secretHash }
  // A flow that lives keeps its count of wrong codes.
  if ((await guard.stage(flow, origin.at, 'registration')) === 'gone') {
    await guard.begin({ flow, purpose: 'registration', account: null }, origin)
  }
  const sending = await guard.sendPasscode(flow, { channel: 'email', to }, origin)
  return sending.sent ? done('sent') : refused({ retryAfterSeconds: sending.retryAfterSeconds })
}
