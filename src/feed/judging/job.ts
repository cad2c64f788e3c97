import type { Job, JobTicket } from '../../runs/means.ts'
import { judgeNext } from '../judge-again.ts'

/** Statements of one step, with room to spare. */
const STEP = 40
/** Steps of one invocation: a few seconds, after which the queue begins another. */
const STEPS = 8

/**
 * III.I.2: judges what is stored under the version in force, whatever was published meanwhile. What is not judged yet is
 * shown to nobody, so pages never depend on it (T14). A dry run may have waited for the last of it.
 */
export const judgeRecords: Job = async ({ env, now, room }) => {
  let done = 0
  for (let step = 0; step < STEPS && room() > STEP; step += 1) {
    const { records, isLast } = await judgeNext(env.DB, now)
    done += records
    if (!isLast) continue
    if (done > 0) await env.JOBS.send({ jobs: ['restricted_list.dry_run'] } satisfies JobTicket)
    return { done }
  }
  return { done, more: true }
}
