/** By which ways an account can give its second factor, besides a passcode to its mailbox (III.F.2). */
import type { Policy } from '../policy/profiles.ts'

/** As a row has it: `questions` is a JSON list of the security questions' words; null: none are established. */
export type WaysRow = {
  byText: 0 | 1
  questions: string | null
  passkey: 0 | 1
  app: 0 | 1
  recovery: 0 | 1
}

/** Those that the policy lets count. */
export type Ways = { byText: boolean; questions: string | null; passkey: boolean; app: boolean; recovery: boolean }

/** The ways of a row that count under the policy. */
export function readWays(row: WaysRow, policy: Policy): Ways {
  return {
    byText: row.byText === 1,
    questions: policy.SECURITY_QUESTIONS ? row.questions : null,
    passkey: policy.PASSKEYS && row.passkey === 1,
    app: policy.AUTHENTICATOR_APPS && row.app === 1,
    // Codes stay good without what they were made for: they are the way back in.
    recovery: row.recovery === 1,
  }
}
