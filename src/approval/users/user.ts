import type { Day } from '../../policy/calendar.ts'

/** How a user of an office stands, the first that applies; `ended`: they are no user of it any more. */
export const userStates = [
  'open',
  'ending',
  'locked',
  'dormant',
  'no-password',
  'password-ended',
  'unverified',
  'disabled',
  'account-suspended',
  'account-disabled',
  'account-ended',
  'ended',
] as const
export type UserState = (typeof userStates)[number]

/** What a state depends on: today, the earliest last use that still counts, and the latest day of passwords that have ended; the instant in ms UTC. */
export type Times = { today: Day; notBefore: Day; passwordsUntil: Day; now: number }

/** What the list is narrowed to: part of a name, and one state; without one everybody who has not left. */
export type UserFilters = { name: string; state: UserState | undefined }

/** What the list of users and a verification both show of a user: the membership's public id, its row, and the account's. */
export type UserDetails = {
  id: string
  row: number
  account: number
  firstName: string
  lastName: string
  email: string
  telephone: string | null
  jobTitle: string | null
  jobDescription: string | null
  isLoa: number
  /** The first day without access, where an end is set. */
  endedOn: Day | null
  approvedOn: Day
  lastUsedOn: Day | null
  hasMobile: number
  hasQuestions: number
  devices: number
}
