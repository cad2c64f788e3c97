/** Runs jobs one after the other within what one invocation may send to the database; the queue continues the rest. */
import { recorded } from '../audit/statement.ts'
import type { Config } from '../config.ts'
import { batch, counted } from '../db/client.ts'
import { sha256 } from '../digest.ts'
import { kindOf } from '../errors.ts'
import { dayOf } from '../policy/calendar.ts'
import type { Job, JobTicket, Means, Ran } from './means.ts'
import { beginningOf } from './rules.ts'
import { jobRan, jobsRun } from './store.ts'

/** The platform's limit of an invocation is 1,000 statements; what is left is for what a job sends in one go. */
const STATEMENTS = 800
/** A job that has less room than this doesn't begin: more than any of them wants for its first step. */
const LEAST = 200

/** A failure of a job: its kind alone, since its own words may hold anything (T29). */
export type JobFailure = { job: string; error: string }

/**
 * Runs the jobs in their order. One that fails keeps no other from running: it is recorded, and tried again within the
 * hour. Answers the failures, for the log. `clock` is asked when each job begins and ends.
 */
export async function runJobs(
  jobs: readonly (readonly [name: string, job: Job])[],
  env: Means['env'],
  config: Config,
  clock: () => Date,
): Promise<JobFailure[]> {
  const { db, sent } = counted(env.DB)
  const room = () => STATEMENTS - sent()
  const rows = new Map((await batch(db, [jobsRun])).rows[0].map((row) => [row.name, row]))
  const reckonedBy = sha256(JSON.stringify([config.policy, config.zone, config.trainingOn]))
  const left: string[] = []
  const failures: JobFailure[] = []
  for (const [name, job] of jobs) {
    if (room() < LEAST) {
      left.push(name)
      continue
    }
    const now = clock()
    const today = dayOf(now, config.zone)
    const row = rows.get(name)
    const startedOn = row ? dayOf(new Date(row.startedAt), config.zone) : null
    const { doneOn, cursor, ...before } = beginningOf(row, today, startedOn, reckonedBy)
    let ran: Ran
    try {
      ran = await job({ env: { ...env, DB: db }, config, now, today, room, doneOn, cursor })
    } catch (failure) {
      ran = { done: 0, failed: 1, error: kindOf(failure), cursor }
    }
    const failed = ran.failed ?? 0
    const error = failed > 0 ? (ran.error ?? 'some') : null
    if (error !== null) failures.push({ job: name, error })
    // What got nowhere would go round and round: the next hour tries it again.
    const more = ran.more === true && ran.done > 0
    const failedInAll = before.failed + failed
    const endedAt = clock().getTime()
    await batch(db, [
      jobRan({
        name,
        startedAt: now.getTime(),
        endedAt,
        okAt: failedInAll === 0 ? endedAt : null,
        done: before.done + ran.done,
        failed: failedInAll,
        error: error ?? (failedInAll > 0 ? (row?.error ?? null) : null),
        // What failed is looked for again: the watermark waits for it.
        doneOn: failedInAll === 0 ? (ran.doneOn ?? doneOn) : doneOn,
        cursor: ran.cursor ?? 0,
        reckonedBy,
      }),
      recorded({
        name: 'job.ran',
        at: now.getTime(),
        detail: { job: name, done: ran.done, failed, more: more ? 1 : 0 },
      }),
    ])
    if (more) left.push(name)
    else if (ran.againInSeconds !== undefined) {
      await env.JOBS.send({ jobs: [name] } satisfies JobTicket, { delaySeconds: ran.againInSeconds })
    }
  }
  // A lost ticket loses nothing: the next hour begins where this one ended.
  if (left.length > 0) await env.JOBS.send({ jobs: left } satisfies JobTicket)
  return failures
}
