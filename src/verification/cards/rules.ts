/** Whom to look at first, and who may decide about whom (III.H.1). */
import { daysBetween, type Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import { type Card, type CardGrant, type NotToDecide, type Reason, reasons } from './card.ts'

/** What makes the user worth a closer look on that day, the most serious first. */
export function reasonsOf(card: Card, today: Day, policy: Policy): Reason[] {
  const roles = (JSON.parse(card.grants) as CardGrant[]).filter(({ endsOn }) => endsOn === null || today <= endsOn)
  const unused = card.lastUsedOn === null ? 0 : daysBetween(card.lastUsedOn, today)
  // How much there is of each; 0: it is not so.
  const counts: Record<Reason['kind'], number> = {
    suspended: card.suspendedAt === null && card.accountClosedAt === null ? 0 : 1,
    locked: card.lockedAt === null ? 0 : 1,
    'never-used': card.lastUsedOn === null ? 1 : 0,
    unused: unused >= policy.VERIFY_UNUSED_FOR ? unused : 0,
    'no-second-channel': card.hasMobile === 0 && card.hasQuestions === 0 ? 1 : 0,
    administrator: card.isLoa,
    'many-roles': roles.length >= policy.VERIFY_MANY_ROLES ? roles.length : 0,
    devices: card.devices,
  }
  return reasons.map((kind) => ({ kind, count: counts[kind] })).filter(({ count }) => count > 0)
}

/** The cards by risk: the most serious reason counts first, then how many there are, then the name. */
export function ranked<C extends Card & { reasons: readonly Reason[] }>(cards: readonly C[]): C[] {
  const worst = ({ reasons: [first] }: C) => (first ? reasons.indexOf(first.kind) : reasons.length)
  return cards.toSorted(
    (one, other) =>
      worst(one) - worst(other) ||
      other.reasons.length - one.reasons.length ||
      `${one.lastName} ${one.firstName} ${one.id}`.localeCompare(`${other.lastName} ${other.firstName} ${other.id}`),
  )
}

/** Whether the user is looked at: who was admitted from `before` on (ms) counts as verified by their approval. */
export function isLookedAt({ admittedAt, decision }: Card, before: number): boolean {
  return decision !== null || admittedAt < before
}

/** Why the account can't decide about the user; null: it can. `hasOthers`: the office has another live administrator. */
export function notToDecide(card: Card, by: number, hasOthers: boolean): NotToDecide | null {
  if (card.account === by && hasOthers) return 'self'
  // What was ended isn't taken back here; somebody who was reinstated is decided about anew.
  return card.decision === 'left' && card.endedOn !== null ? 'left' : null
}

/** Whether an administrator was verified by themself: the office has no other, and the plan is told. */
export function isVerifiedBySelf(cards: readonly Card[]): boolean {
  return cards.some(({ account, decidedBy, isLoa }) => isLoa === 1 && account === decidedBy)
}
