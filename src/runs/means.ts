import type { Config } from '../config.ts'
import type { Day } from '../policy/calendar.ts'

/** What a job has to work with. */
export type Means = {
  env: Pick<Env, 'DB' | 'MAIL' | 'JOBS' | 'REFERRALS' | 'ATTACHMENTS' | 'ACCOUNT_GUARD'>
  config: Config
  now: Date
  /** The plan's day of `now`. */
  today: Day
  /** How many statements the job may still send to the database in this invocation. */
  room: () => number
  /** Everything that fell due up to this day is done; null: nobody knows. Never a day that is still to come. */
  doneOn: Day | null
  /** Where a run of this day that was cut off goes on; 0: at the beginning. */
  cursor: number
}

/** What came of a job: things done and failed. With `more` there wasn't room for everything: the queue continues it. */
export type Ran = {
  done: number
  failed?: number
  /** The kind of the last failure, never its words (T29). */
  error?: string
  more?: boolean
  /** Everything that fell due up to this day was looked at; it is kept if nothing failed. Undefined: as before. */
  doneOn?: Day
  /** Where to go on; undefined: at the beginning. */
  cursor?: number
}

/** Something that is done each hour. It may run twice at once, or days late, and comes to the same end. */
export type Job = (means: Means) => Promise<Ran>

/** What the queue of jobs carries: those for which one invocation was too short. */
export type JobTicket = { jobs: string[] }
