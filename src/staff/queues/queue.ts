/** What waits for the plan's staff. */
import type { Day } from '../../policy/calendar.ts'

/** The queues, in the order of the work. */
export type QueueName =
  | 'office-requests'
  | 'access-requests'
  | 'without-loa'
  | 'unreceived'
  | 'restricted'
  | 'suspended'
  | 'to-reinstate'
  | 'late-revocations'
  | 'referred-revocations'
  | 'locked'
  | 'capabilities'
  | 'dead-mail'
  | 'undelivered'
  | 'failed-jobs'
  | 'drafts-to-sign'
  | 'list-review'
  | 'unjudged'
  | 'texts'

/** How many wait in a queue, since when (an instant in ms UTC, or a day), and how many of them longer than they should. */
export type Found = { count: number; since?: number | Day | null; overdue?: number }
