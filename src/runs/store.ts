/** What each job of the hourly run keeps: how it went, and how far everything is done. */
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'
import type { Ran } from './means.ts'

/** A job as it stands. Instants in ms UTC. */
export type JobRow = {
  name: string
  startedAt: number
  endedAt: number | null
  okAt: number | null
  done: number
  failed: number
  error: string | null
  doneOn: Day | null
  cursor: number
}

/** Every job that ever ran, by name. */
export const jobsRun: Prepared<JobRow> = prepared(
  `SELECT name AS name, started_at AS startedAt, ended_at AS endedAt, ok_at AS okAt, done AS done, failed AS failed,
     error AS error, done_on AS doneOn, cursor AS cursor FROM job ORDER BY name`,
)

/** The job ran from the one instant to the other; `doneOn` undefined keeps what was. */
export function jobRan(
  name: string,
  startedAt: number,
  endedAt: number,
  error: string | null,
  ran: Ran,
): Prepared<never> {
  const { done, failed = 0, doneOn, cursor = 0 } = ran
  return prepared(
    `INSERT INTO job (name, started_at, ended_at, ok_at, done, failed, error, done_on, cursor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
     ON CONFLICT (name) DO UPDATE SET started_at = ?2, ended_at = ?3, ok_at = coalesce(?4, ok_at), done = ?5, failed = ?6, error = ?7,
       done_on = CASE WHEN ?8 IS NULL OR ?8 < done_on THEN done_on ELSE ?8 END, cursor = ?9`,
    name,
    startedAt,
    endedAt,
    failed === 0 ? endedAt : null,
    done,
    failed,
    error,
    doneOn ?? null,
    cursor,
  )
}
