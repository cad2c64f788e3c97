import type { Done } from '../../src/verification/form.ts'
import { doneWords as userDoneWords } from '../approval/user-words.ts'
import { count, day } from '../format.ts'
import type { Feeling } from '../parts/status.tsx'

/** How long there is, and what happens when it isn't done (III.H.1 to III.H.3). Days as ISO texts. */
export type CourseShown = { phase: string; completeBy: string; restrictsOn: string; suspendsOn: string }

/** What becomes of an office whose users aren't verified in time, in a sentence. */
export function courseWords({ phase, completeBy, restrictsOn, suspendsOn }: CourseShown): string {
  if (phase === 'restricted')
    return `It was to be complete by ${day(completeBy)}. From ${day(suspendsOn)} on nobody of your office can sign in.`
  return `Complete it by ${day(completeBy)}. From ${day(restrictsOn)} on its administrators reach nothing else, and from ${day(suspendsOn)} on nobody of your office can sign in.`
}

/** What makes a user worth a closer look. */
export type ReasonShown = { kind: keyof typeof reasonWords; count: number }

const reasonWords = {
  suspended: () => 'Suspended',
  locked: () => 'Locked',
  'never-used': () => 'Never signed in',
  unused: (days: number) => `Not used for ${count(days, 'day')}`,
  'no-second-channel': () => 'Codes by e-mail only',
  administrator: () => 'Administrator',
  'many-roles': (roles: number) => `Has ${count(roles, 'role')}`,
  devices: (devices: number) => `Remembers ${count(devices, 'device')}`,
}

/** A reason in words: 'Not used for 43 days'. */
export function reasonSentence({ kind, count: of }: ReasonShown): string {
  return reasonWords[kind](of)
}

/** What was decided about a user. */
export const decisionWords: Record<'kept' | 'changed' | 'left', { feeling: Feeling; word: string }> = {
  kept: { feeling: 'good', word: 'Kept' },
  changed: { feeling: 'good', word: 'Roles changed' },
  left: { feeling: 'neutral', word: 'No longer works here' },
}

/** What a banner says after each change; of a user's roles and end it is what the list of users says. */
export const doneWords: Record<Done, { heading: string; sentence?: string }> = {
  ...userDoneWords,
  kept: { heading: 'Saved' },
  completed: { heading: 'The verification is complete. Thank you!' },
}

/** Names one after the other: 'Ann Example and Bo Example'. */
export function namesOf(names: readonly string[]): string {
  return names.join(' and ')
}
