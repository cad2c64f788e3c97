/** What an account is. */
import type { Status } from './account.ts'

/** What closes an account; instants in ms UTC. */
export type StatusFacts = {
  suspendedAt: number | null
  suspendedFor: 'incident' | 'disabled' | null
  terminatedAt: number | null
}

/** The one status of the account (III.K.5, III.M.2): an end is stronger than what it was suspended for. */
export function statusOf(facts: StatusFacts): Status {
  return facts.terminatedAt === null ? statusBeneath(facts) : 'terminated'
}

/** What an account that has ended would be without its end: an incident it was suspended for is still one (III.K.8). */
export function statusBeneath({ suspendedAt, suspendedFor }: StatusFacts): Exclude<Status, 'terminated'> {
  if (suspendedAt === null) return 'active'
  return suspendedFor === 'disabled' ? 'disabled' : 'suspended'
}
