/** Runs jobs one after the other within what one invocation may send to the database; the queue continues the rest. */
import { recorded } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, counted } from '../db/client.ts'
import { kindOf } from '../errors.ts'
import { dayOf } from '../policy/calendar.ts'
import type { Job, JobTicket, Means, Ran } from './means.ts'
import { jobRan, jobsRun } from './store.ts'

/** The platform's limit of an invocation is 1,000 statements; what is left is for what a job sends in one go. */
const STATEMENTS = 800
/** A job that has less room than this doesn't begin. */
const LEAST = 60

/** A failure of a job: its kind alone, since its own words may hold anything (T29). */
export type JobFailure = { job: string; error: string }

/**
 * Runs the jobs in their order. One that fails keeps no other from running: it is recorded, and tried again within the
 * hour. Answers the failures, for the log. `clock` is asked when the run and each job begin and end.
 */
export async function runJobs(
  jobs: readonly (readonly [name: string, job: Job])[],
  env: Means['env'],
  config: Config,
  clock: () => Date,
): Promise<JobFailure[]> {
  const { db, sent } = counted(env.DB)
  const room = () => STATEMENTS - sent()
  const marks = new Map((await batch(db, [jobsRun])).rows[0].map((row) => [row.name, row]))
  const left: string[] = []
  const failures: JobFailure[] = []
  for (const [name, job] of jobs) {
    if (room() < LEAST) {
      left.push(name)
      continue
    }
    const now = clock()
    const { doneOn = null, cursor = 0 } = marks.get(name) ?? {}
    const means: Means = { env: { ...env, DB: db }, config, now, today: dayOf(now, config.zone), room, doneOn, cursor }
    let ran: Ran
    let error: string | null = null
    try {
      ran = await job(means)
      if (ran.failed) error = 'some'
    } catch (failure) {
      error = kindOf(failure)
      ran = { done: 0, failed: 1, cursor }
    }
    if (error !== null) failures.push({ job: name, error })
    const { done, failed = 0 } = ran
    // What got nowhere would go round and round: the next hour tries it again.
    const more = ran.more === true && done > 0
    await batch(db, [
      jobRan(name, now.getTime(), clock().getTime(), error, ran),
      recorded({ name: 'job.ran', at: now.getTime(), detail: { job: name, done, failed, more: more ? 1 : 0 } }),
    ])
    if (more) left.push(name)
  }
  // A lost ticket loses nothing: the next hour begins where this one ended.
  if (left.length > 0) await env.JOBS.send({ jobs: left } satisfies JobTicket)
  return failures
}
