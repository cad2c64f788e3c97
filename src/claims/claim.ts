import type { Day } from '../policy/calendar.ts'

/** What can be said of a claim's way through the plan. */
export const statuses = ['received', 'paid', 'partly-paid', 'denied', 'cancelled'] as const
export type ClaimStatus = (typeof statuses)[number]

/** What a list of claims is narrowed to; an empty one means all of the office. */
export type Filters = {
  number?: string | undefined
  memberNumber?: string | undefined
  from?: Day | undefined
  to?: Day | undefined
  status?: ClaimStatus | undefined
  /** The core system's ids of one provider, itself and its roles in offices; none of them: no claim fits. */
  sources?: readonly string[] | undefined
}

/** The place in a list behind which a page begins: the last row shown before it, newest first. */
export type Cursor = { servicedFrom: string; row: number }
