/** What an account is, and what an Enterprise Administrator may do to it (III.E.4.a, III.K.5, III.M.2). */
import { addDays, type Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import { passwordEnded, useDays } from '../../standing/rules.ts'
import type { AccountEvent, AccountState, StateDays, StateFacts } from './account-search.ts'
import type { Deed, DeedFacts, DeedRefusal, MembershipDeed, MembershipState } from './deed.ts'

/** The days by which a query tells who is dormant (III.M.1), whose password has ended (III.D.5) and whose access (III.M.2). */
export function stateDays(today: Day, policy: Policy): StateDays {
  return {
    today,
    dormantBefore: useDays(today, policy).notBefore,
    passwordEndedOn: addDays(today, -policy.PASSWORD_LASTS),
  }
}

/** What the account is on that day, the gravest first; `active` where it is nothing else. */
export function statesOf(facts: StateFacts, today: Day, policy: Policy): AccountState[] {
  const { kind, offices, suspendedAt, suspendedFor, terminatedAt, lockedAt, lastUsedOn, approvedOn, passwordSetOn } =
    facts
  const states: (AccountState | false)[] = [
    terminatedAt !== null && 'ended',
    suspendedAt !== null && (suspendedFor === 'disabled' ? 'disabled' : 'suspended'),
    lockedAt !== null && 'locked',
    // An account that has ended has none anyway.
    terminatedAt === null && kind === 'office' && offices === 0 && 'no-office',
    (lastUsedOn ?? approvedOn) < useDays(today, policy).notBefore && 'dormant',
    passwordSetOn === null && 'no-password',
    passwordSetOn !== null && passwordEnded(passwordSetOn, today, policy) && 'password-ended',
    lastUsedOn === null && 'never-used',
  ]
  const found = states.filter((state) => state !== false)
  return found.length > 0 ? found : ['active']
}

/**
 * Who did what the event tells. The log has the owner of a session with its end, whoever closed it: only what was signed
 * out was closed by them.
 */
export function doerOf({ event, by, detail }: Pick<AccountEvent, 'event' | 'by' | 'detail'>): string | null {
  if (event !== 'session.closed') return by
  const { why } = JSON.parse(detail ?? '{}') as { why?: string }
  return why === 'signed-out' || why === 'signed-out-everywhere' || why === 'ended-by-owner' || why === 'unlinked'
    ? by
    : null
}

/** Whether a deed opens something: then it wants a second factor given just now. */
export function opens(deed: Deed | MembershipDeed): boolean {
  return (
    deed === 'unlocking' ||
    deed === 'set-up-link' ||
    deed === 'reinstatement' ||
    // What is left then is the mailbox alone.
    deed === 'second-factor-removal'
  )
}

/** Why the deed can't be done to the account; null: it can. */
export function refusalOf(deed: Deed, facts: DeedFacts): DeedRefusal | null {
  const { isSelf, status, isLocked, hasPassword, sessions, devices, factors } = facts
  if (isSelf) return 'own'
  switch (deed) {
    case 'unlocking':
      return isLocked ? null : 'not-locked'
    case 'set-up-link':
      if (hasPassword) return 'has-password'
      return status === 'active' ? null : 'closed'
    case 'session-end':
      return sessions > 0 ? null : 'no-sessions'
    case 'device-revocation':
      return devices > 0 ? null : 'no-devices'
    case 'second-factor-removal':
      return factors > 0 ? null : 'no-factors'
    case 'suspension':
      return status === 'active' || status === 'disabled' ? null : 'closed'
    case 'disabling':
      return status === 'active' ? null : 'not-active'
    case 'termination':
      return status === 'terminated' ? 'ended' : null
    case 'reinstatement':
      return status === 'active' ? 'open' : null
    default:
      return deed satisfies never
  }
}

/** What the membership is on that day, whatever its office is. */
export function membershipStateOf(
  {
    endedOn,
    suspendedAt,
    suspendedFor,
  }: { endedOn: Day | null; suspendedAt: number | null; suspendedFor: string | null },
  today: Day,
): MembershipState {
  if (endedOn !== null && endedOn <= today) return 'ended'
  if (suspendedAt === null) return 'active'
  return suspendedFor === 'disabled' ? 'disabled' : 'unverified'
}

/**
 * Why the deed can't be done to the membership; null: it can. An end is for good: the person asks for access anew. Who was
 * not verified in time is given back by e-business alone (III.H.5).
 */
export function membershipRefusalOf(
  deed: MembershipDeed,
  { state, isSelf, reinstatesUnverified }: { state: MembershipState; isSelf: boolean; reinstatesUnverified: boolean },
): DeedRefusal | null {
  if (isSelf) return 'own'
  if (deed === 'reinstatement') {
    if (state === 'active') return 'open'
    if (state === 'ended') return 'asks-anew'
    return state === 'unverified' && !reinstatesUnverified ? 'e-business' : null
  }
  if (state === 'ended') return 'ended'
  return deed === 'disabling' && state !== 'active' ? 'not-active' : null
}
