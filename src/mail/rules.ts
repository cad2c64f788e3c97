/** When a message is tried again, and when it is given up. Bounds of the machine, none of the policy. */

/** Why a message was given up. */
export type DeadReason = 'expired' | 'undeliverable' | 'refused' | 'no-mobile' | 'no-address'

/** A message that nobody took in so long is given up. */
export const WAITS_AT_MOST_MS = 24 * 60 * 60_000

const FIRST_WAIT_SECONDS = 15
/** A quarter of an hour: what waited through an outage comes soon after it. */
const LONGEST_WAIT_SECONDS = 900

/** Seconds to wait after so many failed tries: twice as long each time, no less than the provider asked for, both capped. */
export function waitSeconds(tries: number, asked: number | null): number {
  const doubled = FIRST_WAIT_SECONDS * 2 ** (tries - 1)
  return Math.min(Math.max(doubled, asked ?? 0), LONGEST_WAIT_SECONDS)
}

/** Why the message is to be given up at this instant (ms UTC) before any try; null: it isn't. */
export function endOf(message: { createdAt: number; expiresAt: number | null }, at: number): DeadReason | null {
  // III.F.3: an expired passcode is never sent.
  if (message.expiresAt !== null && message.expiresAt <= at) return 'expired'
  return message.createdAt <= at - WAITS_AT_MOST_MS ? 'undeliverable' : null
}

/** The address as a provider may take it, or why there is none: no blank or line break makes a header of it. */
export function addressFor(
  channel: 'email' | 'text',
  address: string | null,
): { to: string } | { dead: 'no-mobile' | 'no-address' } {
  const isEmail = channel === 'email'
  const fits = isEmail ? /^[^\s\p{Cc}<>,;@]+@[^\s\p{Cc}<>,;@]+$/u : /^\+\d{8,15}$/
  if (address !== null && fits.test(address)) return { to: address }
  return { dead: isEmail ? 'no-address' : 'no-mobile' }
}

/** The text on one line, as a subject has to be. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
}
