import type { Day } from '../policy/calendar.ts'

/** A job as it stands. Instants in ms UTC. */
export type JobRow = {
  name: string
  startedAt: number
  endedAt: number | null
  /** The end of the last run in which nothing failed. */
  okAt: number | null
  done: number
  failed: number
  /** The kind of the last failure, never its words. */
  error: string | null
  doneOn: Day | null
  cursor: number
  /** A digest of the numbers and the zone that `doneOn` and `cursor` were reckoned by. */
  reckonedBy: string
}
