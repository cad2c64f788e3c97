import { type Day, noDate } from '../policy/calendar.ts'

/** A membership whose access is revoked (rows of D1). */
export type Revoked = { membership: number; account: number; office: number }

/** What becomes of it: it ends, it is closed until somebody opens it again, or its roles are fewer (III.M.2, III.M.3). */
export type RevocationKind = 'ended' | 'disabled' | 'limited'

/** III.M.3: what, as of which day the employment ended or the job changed, as the office says, and why. */
export type Revocation = { kind: RevocationKind; changedOn: Day; reason: string | null }

/** What can be wrong with the day that the office names. */
export type WrongDay = 'missing' | 'no-date' | 'too-far' | 'not-yet' | 'keep-until' | 'before-access' | 'ends-sooner'

/** The sentence at the field for each of them. */
export const wrongDaySentences: Record<WrongDay, string> = {
  missing: 'Write the day.',
  'no-date': noDate(),
  'too-far': 'This day is more than a year ahead. Come back when it is nearer.',
  'not-yet': 'This day is to come, but disabling takes hold at once. Write today or an earlier day.',
  'keep-until':
    'This day is to come, but a role that is not ticked goes at once. Leave it ticked, and write this day as its last.',
  'before-access': 'On this day they had no access here yet. Look at the date again.',
  'ends-sooner': 'Their access ends before that already. Write an earlier day, or call the plan to keep them longer.',
}

/** What e-business finds of a late revocation: no breach, or the privacy office has to look at it (III.M.3). */
export const decisions = ['no-breach', 'referred'] as const
export type ReportDecision = (typeof decisions)[number]
