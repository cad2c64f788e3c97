import { day } from '../format.ts'
import type { Feeling } from '../parts/status.tsx'
import type { UserDone } from '../../src/approval/users/form.ts'
import type { UserState } from '../../src/approval/users/user.ts'

/** A user of the office as pages show them. */
export type UserShown = {
  id: string
  firstName: string
  lastName: string
  email: string
  telephone: string | null
  jobTitle: string | null
  jobDescription: string | null
  isLoa: number
  isSelf: boolean
  state: UserState
  /** The last day with access, where an end is set. */
  endsOn: string | null
  /** The day the job ended, and why, as the office said. */
  leftOn: string | null
  leftBecause: string | null
  approvedOn: string
  lastUsedOn: string | null
  hasMobile: number
  hasQuestions: number
  devices: number
  grants: GrantShown[]
}

export type GrantShown = { name: string; endsOn: string | null; state: 'in-force' | 'ended'; providers: string[] }

/** A grant in words: 'Claims Viewer until Nov 22, 2026, for Dr. Ada Example'. */
export function grantWords({ name, endsOn, state, providers }: GrantShown): string {
  const until = endsOn ? (state === 'ended' ? ` ended on ${day(endsOn)}` : ` until ${day(endsOn)}`) : ''
  return `${name}${until}${providers.length > 0 ? `, for ${providers.join(' and ')}` : ''}`
}

type StateWords = { feeling: Feeling; word: string; meaning: string }

/** Each state in a word or two, and what it means for the person. */
export const stateWords: Record<UserState, StateWords> = {
  open: { feeling: 'good', word: 'Open', meaning: 'They can sign in.' },
  ending: { feeling: 'waiting', word: 'Ending', meaning: 'They can sign in until the end of that day.' },
  locked: {
    feeling: 'bad',
    word: 'Locked',
    meaning: 'The password was wrong too often. They choose a new one on the sign-in page: “Forgotten your password?”.',
  },
  dormant: {
    feeling: 'waiting',
    word: 'Dormant',
    meaning: 'Not used for a long time. With a new password the account opens again.',
  },
  'no-password': {
    feeling: 'waiting',
    word: 'No password yet',
    meaning: 'They were approved and have not chosen a password. The link is in their e-mail.',
  },
  'password-ended': {
    feeling: 'waiting',
    word: 'Password ended',
    meaning: 'They choose a new password when they sign in.',
  },
  unverified: {
    feeling: 'bad',
    word: 'Not verified',
    meaning: 'They were not verified in time, so their access is suspended. The plan gives it back.',
  },
  disabled: { feeling: 'bad', word: 'Disabled', meaning: 'Their access to your office is closed.' },
  'account-suspended': {
    feeling: 'bad',
    word: 'Account suspended',
    meaning: 'The plan suspended the account while something is looked into.',
  },
  'account-disabled': { feeling: 'bad', word: 'Account disabled', meaning: 'The plan disabled the account.' },
  'account-ended': { feeling: 'bad', word: 'Account ended', meaning: 'The plan ended the account.' },
  ended: { feeling: 'neutral', word: 'Left', meaning: 'They are no user of your office any more.' },
}

/** How the user stands. */
export function stateOf({ state }: Pick<UserShown, 'state'>): { feeling: Feeling; word: string } {
  const { feeling, word } = stateWords[state]
  return { feeling, word }
}

/** The last day with access of somebody whose end is set, beside whatever else is so of them. */
export function endWords({ state, endsOn }: Pick<UserShown, 'state' | 'endsOn'>): string | null {
  return endsOn && state !== 'ended' ? `Ends on ${day(endsOn)}` : null
}

/** What proves that it is them beside the password. */
export function factorWords({
  hasMobile,
  hasQuestions,
  devices,
}: Pick<UserShown, 'hasMobile' | 'hasQuestions' | 'devices'>): string {
  const ways = ['e-mail', hasMobile === 1 && 'text message', hasQuestions === 1 && 'security questions'].filter(Boolean)
  const known = devices === 0 ? 'no known device' : devices === 1 ? 'one known device' : `${devices} known devices`
  return `By ${ways.join(', ')}; ${known}`
}

const reported = 'It came later than the policy allows, so the plan’s E-Business department has a report of it.'

/** What a banner says after each change. */
export const doneWords: Record<UserDone, { heading: string; sentence: string }> = {
  changed: { heading: 'Roles changed', sentence: 'What is open of theirs obeys from the next page on.' },
  'limited-reported': { heading: 'Roles changed', sentence: reported },
  ended: { heading: 'Access ended', sentence: 'They can’t sign in for your office any more; what was open is closed.' },
  'ended-reported': { heading: 'Access ended', sentence: reported },
  ends: { heading: 'The end is set', sentence: 'Access ends at the end of the day you named; the list shows it.' },
  disabled: {
    heading: 'Access disabled',
    sentence: 'They can’t sign in for your office; what was open is closed. Only the plan can open it again.',
  },
  'disabled-reported': { heading: 'Access disabled', sentence: reported },
}
