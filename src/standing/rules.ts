/** May this person use the portal now, and if not, why? Judged from stored dates alone (T14). */
import { addDays, type Day, isOver } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import type { Facts, MembershipFacts } from './facts.ts'
import type { Closed } from './standing.ts'

/** The clause that closes it. */
export const clauseOf: Record<Closed, string> = {
  terminated: 'III.M.2',
  suspended: 'III.K.5',
  dormant: 'III.M.1',
  'no-office': 'II.B',
  'membership-ended': 'III.M.2',
  'membership-suspended': 'III.H.3',
  'office-without-access': 'III.A.1.a',
  'office-suspended': 'III.H.3',
  'office-terminated': 'III.M.4',
}

/** The person may work, in these offices and first through this gate; or not, and why. */
export type Standing =
  | { open: true; gate: 'password' | null; live: MembershipFacts[] }
  | { open: false; why: Closed; clause: string }

/** Why nobody works through the membership on that day; null: it is live. */
export function membershipClosed(membership: MembershipFacts, today: Day): Closed | null {
  if (membership.officeTerminatedOn !== null && membership.officeTerminatedOn <= today) return 'office-terminated'
  if (membership.officeAccessOn === null || membership.officeAccessOn > today) return 'office-without-access'
  if (membership.endedOn !== null && membership.endedOn <= today) return 'membership-ended'
  if (membership.officeSuspendedAt !== null) return 'office-suspended'
  if (membership.suspendedAt !== null) return 'membership-suspended'
  return null
}

/** The person's standing on `today`, a day of the plan's zone. The password is taken to be right. */
export function standing(facts: Facts, today: Day, policy: Policy): Standing {
  const closed = (why: Closed): Standing => ({ open: false, why, clause: clauseOf[why] })
  if (facts.terminatedAt !== null) return closed('terminated')
  if (facts.suspendedAt !== null) return closed('suspended')
  const live = facts.memberships.filter((membership) => membershipClosed(membership, today) === null)
  if (facts.kind === 'office' && live.length === 0) {
    const first = facts.memberships[0]
    return closed(first ? (membershipClosed(first, today) ?? 'no-office') : 'no-office')
  }
  if (isOver(today, facts.lastUsedOn ?? facts.approvedOn, policy.DORMANT_AFTER)) return closed('dormant')
  return { open: true, gate: passwordEnded(facts.passwordSetOn, today, policy) ? 'password' : null, live }
}

/** III.D.5: on day 60 any way in leads only to a new password. A password never set has ended. */
export function passwordEnded(setOn: Day | null, today: Day, policy: Policy): boolean {
  return setOn === null || today >= addDays(setOn, policy.PASSWORD_LASTS)
}

/** III.M.1: today, and the earliest day of last use that still counts; before it the account is dormant. */
export function useDays(today: Day, policy: Policy): { today: Day; notBefore: Day } {
  return { today, notBefore: addDays(today, -policy.DORMANT_AFTER) }
}
