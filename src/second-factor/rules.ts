import type { Entry } from '../account-guard/guard.ts'
import type { Policy } from '../policy/profiles.ts'
import type { Device, Recognition } from './device.ts'
import { foldAnswer } from './questions.ts'

const DAY = 24 * 60 * 60_000

/** Until when (ms) a device is known after a second factor on it now; the hardened profile makes it 30 days. */
export function knownUntil(factorAt: number, policy: Policy): number {
  return factorAt + policy.DEVICE_KNOWN_FOR * DAY
}

/**
 * III.F.1.b: whether the presented value makes its device known; at the first sign-in none is (III.F.1.a). `device` is the account's device that ever had the value.
 * The policy of today counts, not the one of the day the cookie was set.
 */
export function recognise(presentedHash: string, device: Device | null, now: number, policy: Policy): Recognition {
  if (!device) return { known: false, why: 'none' }
  if (device.revokedAt !== null) return { known: false, why: 'revoked' }
  if (presentedHash !== device.valueHash && presentedHash !== device.previousHash)
    return { known: false, why: 'copied' }
  if (now >= Math.min(device.expiresAt, knownUntil(device.factorAt, policy))) return { known: false, why: 'expired' }
  return { known: true, device }
}

/** The longest name that somebody may give a passkey or an app. */
export const FACTOR_NAME_AT_MOST = 60

/** The name somebody typed for a passkey or an app, in one line and of what is seen (T25); null: none, or too long. */
export function readFactorName(typed: string): string | null {
  const name = typed
    .normalize('NFC')
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
  return name !== '' && name.length <= FACTOR_NAME_AT_MOST ? name : null
}

/** The digits of a typed passcode, blanks and hyphens between them left out; null if it cannot be one (III.F.3). */
export function passcodeDigits(typed: string, digits: number): string | null {
  const code = typed.replaceAll(/[\s-]/g, '')
  return new RegExp(`^\\d{${digits}}$`).test(code) ? code : null
}

/** What to tell somebody whose passcode did not do. */
export function entrySentence(entry: Exclude<Entry, { outcome: 'right' | 'gone' }>): string {
  if (entry.outcome === 'locked') return 'No code works for this account now. Call us to open it again.'
  if (entry.outcome === 'void') return 'This code no longer works. Send a new one.'
  return `This code is wrong. You can try ${entry.triesLeft === 1 ? 'once' : `${entry.triesLeft} times`} more.`
}

/** What to tell somebody whose answers did not do (III.F.2.b). */
export function answersSentence(entry: Exclude<Entry, { outcome: 'right' | 'gone' }>): string {
  if (entry.outcome !== 'wrong') return 'Your security questions cannot be used for a day. Ask for a code instead.'
  return `The answers are not right. You can try ${entry.triesLeft === 1 ? 'once' : `${entry.triesLeft} times`} more.`
}

/** The questions somebody chose, as they are stored: a JSON list of their words. */
export function chosenOf(stored: string): string[] {
  return JSON.parse(stored) as string[]
}

/** The answers a form brought, `answer1` and so on, one to each of the chosen questions (as stored). */
export function answersTo(chosen: string, form: URLSearchParams): string[] {
  return chosenOf(chosen).map((_, place) => form.get(`answer${place + 1}`) ?? '')
}

/** A sentence for each answer that was left blank; undefined if none was. A blank is no try. */
export function blankAnswers(answers: readonly string[]): Record<string, string> | undefined {
  const blank = answers.flatMap((answer, place) =>
    foldAnswer(answer) === '' ? [[`answer${place + 1}`, 'Answer this question too.']] : [],
  )
  return blank.length > 0 ? (Object.fromEntries(blank) as Record<string, string>) : undefined
}

/** Letters in groups of four, as people read and type them. */
export function inFours(letters: string): string {
  return letters.replaceAll(/(.{4})(?=.)/g, '$1 ')
}
