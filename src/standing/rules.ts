/** May this person use the portal now, and if not, why? Judged from stored dates alone (T14). */
import { courseOf } from '../offices/verification/rules.ts'
import type { Course } from '../offices/verification/dates.ts'
import { addDays, addMonths, type Day, isOver } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import type { Facts, MembershipFacts } from './facts.ts'
import type { Closed, Gate } from './standing.ts'

const MINUTE = 60_000

/** The clause that closes it. */
export const clauseOf: Record<Closed, string> = {
  terminated: 'III.M.2',
  suspended: 'III.K.5',
  disabled: 'III.M.2',
  dormant: 'III.M.1',
  'no-office': 'II.B',
  'membership-ended': 'III.M.2',
  'membership-suspended': 'III.H.5',
  'membership-disabled': 'III.M.2',
  'office-without-access': 'III.A.1.a',
  'office-suspended': 'III.H.3',
  'office-terminated': 'III.M.4',
}

/** What standing is judged by: the policy, and the plan's common date of training ("MM-DD") if it set one. */
export type Rules = { policy: Policy; trainingOn: string | null }

/** The person may work, in these offices and first through this gate; or not, and why. */
export type Standing =
  | { open: true; gate: Gate | null; live: MembershipFacts[] }
  | { open: false; why: Closed; clause: string }

/** Why nobody works through the membership on that day; null: it is live. */
export function membershipClosed(membership: MembershipFacts, today: Day, policy: Policy): Closed | null {
  if (membership.officeTerminatedOn !== null && membership.officeTerminatedOn <= today) return 'office-terminated'
  if (membership.officeAccessOn === null || membership.officeAccessOn > today) return 'office-without-access'
  if (membership.endedOn !== null && membership.endedOn <= today) return 'membership-ended'
  // III.H.3 holds from its day on, whether or not the hourly run has written it down (T14).
  if (membership.officeSuspendedAt !== null || verificationOf(membership, today, policy)?.phase === 'suspended')
    return 'office-suspended'
  if (membership.suspendedAt !== null)
    return membership.suspendedFor === 'disabled' ? 'membership-disabled' : 'membership-suspended'
  return null
}

/** III.H: how the verification of the membership's office stands on that day; null: the office has no access. */
export function verificationOf(membership: MembershipFacts, today: Day, policy: Policy): Course | null {
  const { officeAccessOn, officeVerifyDueOn, officePromptReceivedOn } = membership
  const dates = { accessOn: officeAccessOn, verifyDueOn: officeVerifyDueOn, promptReceivedOn: officePromptReceivedOn }
  return courseOf(dates, today, policy)
}

/** The clause of each gate. */
export const clauseOfGate: Record<Gate, string> = {
  password: 'III.D.5',
  agreement: 'III.A.1.c.iv',
  training: 'III.J.2',
  verification: 'III.H.2',
}

/**
 * The person's standing on `today`, a day of the plan's zone. The password is taken to be right. `through` is the
 * membership (its row) worked through, on which the gate of verification depends; the first live one unless told.
 */
export function standing(facts: Facts, today: Day, rules: Rules, through?: number | null): Standing {
  const { policy } = rules
  const closed = (why: Closed): Standing => ({ open: false, why, clause: clauseOf[why] })
  if (facts.terminatedAt !== null) return closed('terminated')
  if (facts.suspendedAt !== null) return closed(facts.suspendedFor === 'disabled' ? 'disabled' : 'suspended')
  const live = facts.memberships.filter((membership) => membershipClosed(membership, today, policy) === null)
  if (facts.kind === 'office' && live.length === 0) {
    const first = facts.memberships[0]
    return closed(first ? (membershipClosed(first, today, policy) ?? 'no-office') : 'no-office')
  }
  if (isOver(today, facts.lastUsedOn ?? facts.approvedOn, policy.DORMANT_AFTER)) return closed('dormant')
  const active = through == null ? live[0] : live.find(({ id }) => id === through)
  return { open: true, gate: gateOf(facts, active, today, rules), live }
}

/** III.D.5: on day 60 any way in leads only to a new password. A password never set has ended. */
export function passwordEnded(setOn: Day | null, today: Day, policy: Policy): boolean {
  return setOn === null || today >= addDays(setOn, policy.PASSWORD_LASTS)
}

/** III.M.1: today, and the earliest day of last use that still counts; before it the account is dormant. */
export function useDays(today: Day, policy: Policy): { today: Day; notBefore: Day } {
  return { today, notBefore: addDays(today, -policy.DORMANT_AFTER) }
}

/** The first gate that is not met. */
function gateOf(facts: Facts, active: MembershipFacts | undefined, today: Day, rules: Rules): Gate | null {
  // Whoever has none came in through an identity provider, which sees to its own.
  if (facts.passwordSetOn !== null && passwordEnded(facts.passwordSetOn, today, rules.policy)) return 'password'
  if (facts.agreedVersion < facts.agreementInForce) return 'agreement'
  const due = trainingDueOn(facts.trainedOn, rules)
  if (due === null || today > due) return 'training'
  if (active?.isLoa && verificationOf(active, today, rules.policy)?.phase === 'restricted') return 'verification'
  return null
}

/**
 * III.J.1: the last day on which the training of `trainedOn` is enough; null: it is due at once.
 * A year after it, or the plan's common date where that comes earlier.
 */
export function trainingDueOn(trainedOn: Day | null, { policy, trainingOn }: Rules): Day | null {
  if (trainedOn === null) return null
  const due = addMonths(trainedOn, policy.TRAIN_EVERY)
  if (trainingOn === null) return due
  const inYear = (year: number): Day => `${String(year).padStart(4, '0')}-${trainingOn}` as Day
  // Whoever trains once prompted has trained for that common date; the one that counts is the next.
  const from = addDays(trainedOn, Math.max(...policy.TRAINING_PROMPTED))
  const year = Number(from.slice(0, 4))
  const common = inYear(year) > from ? inYear(year) : inYear(year + 1)
  return common < due ? common : due
}

/** III.F.1.c: whether the session's last second factor is fresh at `now` (ms): given here of late, or at the sign-in where any will do. */
export function isFresh(
  { factorAt, factorFor }: { factorAt: number | null; factorFor: 'sign-in' | 'step-up' | null },
  wanted: 'step-up' | 'any',
  now: number,
  policy: Policy,
): boolean {
  if (factorAt === null || (wanted === 'step-up' && factorFor !== 'step-up')) return false
  return now < factorAt + policy.STEP_UP_LASTS * MINUTE
}

/**
 * Whether the person has a membership that has not ended in an office beside those that `brought` the session's provider (a
 * JSON list of rows; null: the session came by no provider).
 */
export function worksElsewhere({ memberships }: Facts, brought: string | null, today: Day): boolean {
  if (brought === null) return false
  const offices = JSON.parse(brought) as number[]
  return memberships.some(
    ({ officeId, endedOn }) => !offices.includes(officeId) && (endedOn === null || endedOn > today),
  )
}
