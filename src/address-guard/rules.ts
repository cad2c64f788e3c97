import type { Policy } from '../policy/profiles.ts'

/** A failed sign-in from the address: at which account (its guard's name), when (ms). */
export type Failure = { account: string; at: number }

/** Whether the address may try, or in how many seconds again. */
export type Admission = { admitted: true } | { admitted: false; retryAfterSeconds: number }

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** Whether one more try at the account is admitted, after `failures` of the address in ascending order (III.E.3, T5). */
export function admission(failures: readonly Failure[], account: string, now: number, policy: Policy): Admission {
  const span = policy.ADDRESS_WATCHED_FOR * HOUR
  const recent = failures.filter((failure) => failure.at > now - span)
  const accounts = new Set(recent.map((failure) => failure.account))
  const tooMany = recent.length >= policy.ADDRESS_FAILURES
  const tooWide = accounts.size >= policy.ADDRESS_ACCOUNTS && !accounts.has(account)
  const first = recent[0]
  if (!first || (!tooMany && !tooWide)) return { admitted: true }
  return { admitted: false, retryAfterSeconds: Math.ceil((first.at + span - now) / 1000) }
}

/** Whether one more passcode may be sent to the address, after sends at those instants (ms, ascending; III.F.3). */
export function sendAdmission(sentAt: readonly number[], now: number, policy: Policy): Admission {
  const span = policy.PASSCODE_SENDS_WATCHED_FOR * MINUTE
  const recent = sentAt.filter((at) => at > now - span)
  const first = recent[0]
  if (first === undefined || recent.length < policy.PASSCODE_SENDS_PER_ADDRESS) return { admitted: true }
  return { admitted: false, retryAfterSeconds: Math.ceil((first + span - now) / 1000) }
}
