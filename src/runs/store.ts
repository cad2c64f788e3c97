/** What each job of the hourly run keeps: how it went, and how far everything is done. */
import { type Prepared, prepared } from '../db/client.ts'
import type { JobRow } from './job-row.ts'

/** Every job that ever ran, by name. */
export const jobsRun: Prepared<JobRow> = prepared(
  `SELECT name AS name, started_at AS startedAt, ended_at AS endedAt, ok_at AS okAt, done AS done, failed AS failed,
     error AS error, done_on AS doneOn, cursor AS cursor, reckoned_by AS reckonedBy FROM job ORDER BY name`,
)

/** The job ran; `okAt` null keeps the last one. */
export function jobRan(row: JobRow): Prepared<never> {
  return prepared(
    `INSERT INTO job (name, started_at, ended_at, ok_at, done, failed, error, done_on, cursor, reckoned_by)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
     ON CONFLICT (name) DO UPDATE SET started_at = ?2, ended_at = ?3, ok_at = coalesce(?4, ok_at), done = ?5, failed = ?6, error = ?7,
       done_on = ?8, cursor = ?9, reckoned_by = ?10`,
    row.name,
    row.startedAt,
    row.endedAt,
    row.okAt,
    row.done,
    row.failed,
    row.error,
    row.doneOn,
    row.cursor,
    row.reckonedBy,
  )
}
