import type { Day } from '../../policy/calendar.ts'

/** What the verification of an office's users hangs on. Days of the plan's zone. */
export type Dates = {
  /** Since when the office has access; null: it has none, and nothing falls due. */
  accessOn: Day | null
  /** The day its users are verified next; null: 45 days after the access. */
  verifyDueOn: Day | null
  /** The day the prompt for it was received; null: not yet. */
  promptReceivedOn: Day | null
}

/** How far it is: nothing is due; due, and nobody has the prompt; in its 15 days; its LOAs reach nothing else; the office is suspended. */
export type Phase = 'not-due' | 'due' | 'prompted' | 'restricted' | 'suspended'

/** What follows from the dates: the phase on a day, and on which days the next ones begin if nobody does anything. */
export type Course = {
  phase: Phase
  dueOn: Day
  /** P: the prompt was received on this day; null: it wasn't, and the latest day it counts as received hasn't come. */
  promptedOn: Day | null
  /** The last day to complete it (P + 15); reckoned from the latest P while there is none. */
  completeBy: Day
  /** The first day on which LOAs reach nothing else (P + 16). */
  restrictsOn: Day
  /** The first day on which the office is suspended (P + 17). */
  suspendsOn: Day
}

/** An office's access: the day from which it has it, and the day of its first verification. */
export type Access = { on: Day; verifyOn: Day }
