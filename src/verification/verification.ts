import type { Day } from '../policy/calendar.ts'

/** A verification that isn't complete. Rows are of D1, days of the plan's zone. */
export type OpenVerification = {
  row: number
  id: string
  office: number
  officeName: string
  accessOn: Day
  dueOn: Day
  /** The day of the prompt that counts, as far as it was received. */
  promptReceivedOn: Day | null
  suspendedAt: number | null
  remindedDay: number
  alarmedAt: number | null
}

/** What can be decided about a user (III.H.1). */
export type CardDecision = 'kept' | 'changed' | 'left'

/** III.H.4: whom of the office the plan spoke with, on which day, and what was said. */
export type Spoken = { with: string; on: Day; notes: string }

/** What whoever completes a verification attests, in these words (III.H.1). */
export const VERIFIED =
  'I have looked at every user of the office one by one: each still works here, has the roles that the job needs and no more, and signs in in a way that is safe. Who left has no access any more.'
