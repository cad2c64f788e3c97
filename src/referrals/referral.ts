import type { Day } from '../policy/calendar.ts'

/** Where a referral stands: one word of the core system's status and decision; `stage` in the database. */
export const stages = [
  'submitted',
  'received',
  'in-review',
  'approved',
  'modified',
  'denied',
  'cancelled',
  'completed',
] as const
export type Stage = (typeof stages)[number]

/** How soon a referral is needed. */
export const urgencies = ['routine', 'urgent'] as const
export type Urgency = (typeof urgencies)[number]

/** What a list of referrals is narrowed to; an empty one means all of the office. */
export type Filters = {
  number?: string | undefined
  memberNumber?: string | undefined
  from?: Day | undefined
  to?: Day | undefined
  status?: Stage | undefined
  urgency?: Urgency | undefined
}

/** The place in a list behind which a page begins: the last row shown before it, newest first. */
export type Cursor = { authoredOn: string; row: number }

/**
 * By when a referral has to be decided (CMS-0057-F): the last day of it, or the instant, ms UTC, where hours count;
 * `late` once that has passed.
 */
export type Due = ({ on: Day } | { at: number }) & { late: boolean }
