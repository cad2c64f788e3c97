/** How a job of the hourly run stands. */
import type { Day } from '../policy/calendar.ts'
import type { JobRow } from './job-row.ts'

/** The run comes each hour; one that was missed is made good by the next. */
const LATE_AFTER_MS = 7_200_000

/** Whether the job's last run in which nothing failed is too long ago at `now` (ms UTC). */
export function isLate({ okAt }: Pick<JobRow, 'okAt'>, now: number): boolean {
  return okAt === null || now - okAt > LATE_AFTER_MS
}

/** Where a run of the job begins. */
export type Beginning = {
  doneOn: Day | null
  cursor: number
  /** What it goes on with was begun by a run before: its failures count on. */
  failed: number
  done: number
}

/**
 * Where the job goes on at the day and under the rules of today. A watermark says nothing of days that are still to come,
 * nor under other numbers or in another zone; a place in a day's list says nothing of another day's.
 */
export function beginningOf(row: JobRow | undefined, today: Day, startedOn: Day | null, reckonedBy: string): Beginning {
  const holds = row !== undefined && row.reckonedBy === reckonedBy
  const doneOn = holds && row.doneOn !== null && row.doneOn <= today ? row.doneOn : null
  const goesOn = holds && row.cursor > 0 && startedOn === today
  return goesOn
    ? { doneOn, cursor: row.cursor, failed: row.failed, done: row.done }
    : { doneOn, cursor: 0, failed: 0, done: 0 }
}
