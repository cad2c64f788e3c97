import type { UserDetails, UserState } from '../../approval/users/user.ts'
import type { Day } from '../../policy/calendar.ts'
import type { CardDecision } from '../verification.ts'

/** A user of the office as a verification looks at them, with what was decided about them so far. Instants in ms UTC. */
export type Card = UserDetails & {
  state: UserState
  suspendedAt: number | null
  accountClosedAt: number | null
  lockedAt: number | null
  admittedAt: number
  /** JSON of `CardGrant`, ended ones too. */
  grants: string
  decision: CardDecision | null
  decidedBy: number | null
  decider: string | null
}

/** A role of theirs: until the end of a day, and for some providers (their names); none listed: for all. */
export type CardGrant = { role: string; endsOn: Day | null; providers: string[] }

/** What makes a user worth a closer look, the most serious first. */
export const reasons = [
  'suspended',
  'locked',
  'never-used',
  'unused',
  'no-second-channel',
  'administrator',
  'many-roles',
  'devices',
] as const

/** One of them, with the days or things it counts. */
export type Reason = { kind: (typeof reasons)[number]; count: number }

/** Why something can't be decided about a user: it is oneself, or their access ended with what was decided. */
export type NotToDecide = 'self' | 'left'
