import type { Day } from '../../policy/calendar.ts'

/** How often an event happened within one stretch of time; `slot` counts them from 1970 on. */
export type Slot = { slot: number; event: string; count: number }

/** How often an event happened on a day of the plan's zone. */
export type Tally = { day: Day; event: string; count: number }
