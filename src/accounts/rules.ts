/** What an account is. */
import type { Status } from './account.ts'

/** What closes an account; instants in ms UTC. */
export type StatusFacts = {
  suspendedAt: number | null
  suspendedFor: 'incident' | 'disabled' | null
  terminatedAt: number | null
}

/** The one status of the account (III.K.5, III.M.2): an end is stronger than what it was suspended for. */
export function statusOf({ terminatedAt, suspendedAt, suspendedFor }: StatusFacts): Status {
  if (terminatedAt !== null) return 'terminated'
  if (suspendedAt === null) return 'active'
  return suspendedFor === 'disabled' ? 'disabled' : 'suspended'
}
