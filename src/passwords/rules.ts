/** What a password has to be (III.D), and when its end is told. Pure: the same for setting up, changing and resetting. */
import { nearestWarning } from '../notices/rules.ts'
import { addDays, type Day, daysBetween } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'

/** A rule of a new password, in words. `met` is null where the typed text alone does not tell. */
export type Rule = { clause: string; sentence: string; met: boolean | null }

/** A rule that a new password does not meet. */
export type Unmet = { clause: string; sentence: string }

/** How a password is counted and compared: as it is hashed, so that one keyboard's é is another's. */
const composed = (password: string) => password.normalize('NFC')

/** III.D.3.a: every Unicode character counts as one. */
export function charactersIn(password: string): number {
  return [...composed(password)].length
}

/**
 * III.D.3.b: of the four kinds, those the password has. A letter that knows no case (as of most of the world's
 * scripts) is of no kind, an accent belongs to its letter, and everything that is neither letter nor number is special.
 */
export function kindsIn(password: string): number {
  const kinds = [
    /\p{Ll}/u, // III.D.3.b.i
    /[\p{Lu}\p{Lt}]/u, // III.D.3.b.ii
    /\p{N}/u, // III.D.3.b.iii
    /[^\p{L}\p{M}\p{N}]/u, // III.D.3.b.iv
  ]
  return kinds.filter((kind) => kind.test(composed(password))).length
}

/** III.D.4: whether the password is the e-mail address or what stands before its @, however written. */
export function isEmail(password: string, email: string): boolean {
  const folded = (text: string) => composed(text).trim().toLowerCase()
  return [folded(email), folded(email).split('@')[0]].includes(folded(password))
}

/** The rules as they are shown while somebody types; '' is nothing typed yet. Judged by the typed text alone: no oracle. */
export function rulesFor(password: string, policy: Policy): Rule[] {
  const told = (met: boolean) => (password === '' ? null : met)
  return [
    {
      clause: 'III.D.3.a',
      sentence: `At least ${policy.PASSWORD_AT_LEAST} characters.`,
      met: told(charactersIn(password) >= policy.PASSWORD_AT_LEAST),
    },
    {
      clause: 'III.D.3.b',
      sentence: `At least ${policy.PASSWORD_KINDS} of these: a lower case letter, an upper case letter, a number, a special character such as ! or #.`,
      met: told(kindsIn(password) >= policy.PASSWORD_KINDS),
    },
    { clause: 'III.D.4', sentence: 'Not your e-mail address, nor what stands before its @.', met: null },
    { clause: 'III.D.5', sentence: 'Not a password that you had just before.', met: null },
    ...(policy.PASSWORD_NOT_BREACHED
      ? [{ clause: 'III.D.3', sentence: 'Not one that is known from a break-in somewhere else.', met: null }]
      : []),
  ]
}

/** III.D.3, III.D.4: every rule that the password does not meet, all at once; none: it may be set, as far as can be told here. */
export function unmet(password: string, { email }: { email: string }, policy: Policy): Unmet[] {
  const failed: Unmet[] = rulesFor(password, policy)
    .filter(({ met }) => met === false || (met === null && password === ''))
    .filter(({ clause }) => clause.startsWith('III.D.3.'))
    .map(({ clause, sentence }) => ({ clause, sentence }))
  if (charactersIn(password) > policy.PASSWORD_AT_MOST) {
    failed.push({ clause: 'III.D.3.a', sentence: `At most ${policy.PASSWORD_AT_MOST} characters.` })
  }
  if (password !== '' && isEmail(password, email)) {
    failed.push({ clause: 'III.D.4', sentence: 'Not your e-mail address, nor what stands before its @.' })
  }
  return failed
}

/** III.D.5: the day from which on the password of `setOn` leads only to a new one. */
export function endsOn(setOn: Day, policy: Policy): Day {
  return addDays(setOn, policy.PASSWORD_LASTS)
}

/**
 * III.D.5: the warning that is due on `today`, as so many days before the end; null: none. Of several that were missed
 * only the nearest is due, and an ended password is told at the sign-in.
 */
export function warningDue(setOn: Day, today: Day, policy: Policy): number | null {
  return nearestWarning(daysBetween(today, endsOn(setOn, policy)), { warned: policy.PASSWORD_WARNED, least: 1 })
}

/** III.D.5: what the banner tells from the first warning on: the day of the end, and the days left; null: nothing yet. */
export function endsSoon(setOn: Day | null, today: Day, policy: Policy): { on: Day; left: number } | null {
  if (setOn === null || warningDue(setOn, today, policy) === null) return null
  const on = endsOn(setOn, policy)
  return { on, left: daysBetween(today, on) }
}
