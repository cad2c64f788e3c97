/** Codes that nobody sends: of an authenticator app, and recovery codes. Pure. */
import type { Entry } from '../../account-guard/guard.ts'
import type { Policy } from '../../policy/profiles.ts'
import { done, refused, type Result } from '../../result.ts'
import { readRecoveryCode } from '../recovery/rules.ts'
import { passcodeDigits } from '../rules.ts'

/** Which of the two. */
export type CodeKind = 'app' | 'recovery'

/** The typed code as it is compared, or a sentence: what cannot be a code is no try. */
export function readCode(by: CodeKind, typed: string, policy: Policy): Result<string, string> {
  const code = by === 'app' ? passcodeDigits(typed, policy.PASSCODE_DIGITS) : readRecoveryCode(typed)
  if (code !== null) return done(code)
  return refused(
    by === 'app'
      ? `The code has ${policy.PASSCODE_DIGITS} digits.`
      : 'A recovery code has 16 letters and digits, in groups of four.',
  )
}

/** What to tell somebody whose code did not do. */
export function codeSentence(by: CodeKind, entry: Exclude<Entry, { outcome: 'right' | 'gone' }>): string {
  if (entry.outcome === 'locked') return 'No code works for this account now. Call us to open it again.'
  if (entry.outcome === 'void') return 'Too many wrong codes. Take another way, or begin again.'
  const more = `You can try ${entry.triesLeft === 1 ? 'once' : `${entry.triesLeft} times`} more.`
  return by === 'app'
    ? `This code is wrong, or was used before. Wait for the next one. ${more}`
    : `This code is wrong, or was used before. ${more}`
}

/** The titles of the pages that ask for one. */
export const codeTitles: Record<CodeKind, string> = {
  app: 'Enter the code of your app',
  recovery: 'Use a recovery code',
}
