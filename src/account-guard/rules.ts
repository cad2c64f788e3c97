/** What the guard decides, from what it stored: pure, so every boundary is a row of a table. */
import { generateHOTP } from '@oslojs/otp'
import { bytesOf, sameText } from '../digest.ts'
import type { Policy } from '../policy/profiles.ts'
import type { Purpose } from './guard.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** III.E.3: whether this failure, the n-th in a row, locks the account. */
export function locks(failures: number, policy: Policy): boolean {
  return failures >= policy.LOCK_AFTER_FAILURES
}

/** III.E.2: the instant (ms) a session closes if it is not used again. */
export function idleEnd(lastUsedAt: number, policy: Policy): number {
  return lastUsedAt + policy.SESSION_CLOSES_AFTER * MINUTE
}

/** The absolute end (ms) of a session opened now. */
export function absoluteEnd(openedAt: number, policy: Policy): number {
  return openedAt + policy.SESSION_LASTS_AT_MOST * HOUR
}

/** Whether and why a session is closed now (III.E.2: at 15:00 it is, at 14:59 it is not). */
export function closing(
  session: { lastUsedAt: number; endsAt: number },
  now: number,
  policy: Policy,
): 'idle' | 'expired' | null {
  const idle = idleEnd(session.lastUsedAt, policy)
  if (now < idle && now < session.endsAt) return null
  return idle <= session.endsAt ? 'idle' : 'expired'
}

/** III.F.3: whether a passcode may still be entered. */
export function isPasscodeAlive(code: { sentAt: number; tries: number }, now: number, policy: Policy): boolean {
  return now < code.sentAt + policy.PASSCODE_LASTS * MINUTE && code.tries < policy.PASSCODE_TRIES
}

/** How many seconds until another passcode may be sent to this requester; 0: now. `sentAt` ascending, in ms. */
export function secondsUntilSend(sentAt: readonly number[], now: number, policy: Policy): number {
  const span = policy.PASSCODE_SENDS_WATCHED_FOR * MINUTE
  const recent = sentAt.filter((at) => at > now - span)
  if (recent.length < policy.PASSCODE_SENDS) return 0
  return Math.ceil((recent[recent.length - policy.PASSCODE_SENDS]! + span - now) / 1000)
}

/** A six-digit code from random 32-bit numbers by rejection, so that every code is as likely as any other (III.F.3). */
export function passcodeFrom(random: () => number, digits: number): string {
  const codes = 10 ** digits
  const fair = Math.floor(2 ** 32 / codes) * codes
  let number = random()
  while (number >= fair) number = random()
  return String(number % codes).padStart(digits, '0')
}

/** Whether wrong codes of such a flow lock the account's second factor: only of those who proved its password. */
export function countsAgainstAccount(purpose: Purpose): boolean {
  return purpose === 'sign-in' || purpose === 'step-up'
}

/** III.F.2.b: whether answered questions prove anything to the flow; of a reset they are the second proof, after the mailbox. */
export function takesAnswers({ purpose, mailboxProved }: { purpose: Purpose; mailboxProved: 0 | 1 }): boolean {
  return countsAgainstAccount(purpose) || (purpose === 'reset' && mailboxProved === 1)
}

/**
 * III.F.3: whether resets look at no more codes of an app. They are the way out of the lock, and anybody in the mailbox can
 * begin them without end: they have as many wrong codes beyond the lock as led to it.
 */
export function isResetSpent(failures: number, policy: Policy): boolean {
  return failures - policy.SECOND_FACTOR_LOCKS_AFTER >= policy.SECOND_FACTOR_LOCKS_AFTER
}

/** III.F.2.b: the instant (ms) until which only passcodes serve. */
export function restsUntil(now: number, policy: Policy): number {
  return now + policy.SECURITY_QUESTIONS_REST_FOR * DAY
}

/** What an app's secret is sealed for; its holder is the app's public id. */
export const APP_SECRET = 'authenticator app'

/** RFC 6238: the code of an app's secret (base64url) at a step. */
export function appCode(secret: string, step: number, policy: Policy): string {
  return generateHOTP(bytesOf(secret), BigInt(step), policy.PASSCODE_DIGITS)
}

/** The latest step at which this is the code of the secret, if it is taken at `now` (ms); null: it is wrong. */
export function rightStep(secret: string, code: string, now: number, policy: Policy): number | null {
  const right = appSteps(now, policy).filter((step) => sameText(appCode(secret, step, policy), code))
  return right.at(-1) ?? null
}

/** An app as the guard looks at it: its row, the secret (base64url), and the step of the last code that was right. */
export type AppSecret = { row: number; secret: string; lastStep: number }

/**
 * What a right code uses up: every app it is a code of, up to its step. Null: it is none, or one of these apps took a code
 * of that step or a later one before. So a code is taken once, also where two apps happen to show the same.
 */
export function codeUse(
  apps: readonly AppSecret[],
  code: string,
  now: number,
  policy: Policy,
): { rows: number[]; step: number } | null {
  const right = apps.flatMap(({ row, secret, lastStep }) => {
    const step = rightStep(secret, code, now, policy)
    return step === null ? [] : [{ row, step, lastStep }]
  })
  if (right.length === 0 || right.some(({ step, lastStep }) => step <= lastStep)) return null
  return { rows: right.map(({ row }) => row), step: Math.max(...right.map(({ step }) => step)) }
}

/** The steps whose codes are taken at `now` (ms): this one, and one to either side for clocks that differ (RFC 6238, section 5.2). */
export function appSteps(now: number, policy: Policy): number[] {
  const step = Math.floor(now / (policy.APP_CODE_LASTS * 1000))
  return [step - 1, step, step + 1]
}
