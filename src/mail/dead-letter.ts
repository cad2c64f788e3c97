import type { Channel } from '../mail-config.ts'

/** A message that was given up; never what it said. `email` is its account's. */
export type DeadLetter = {
  row: number
  id: string
  at: number
  message: string
  channel: Channel
  email: string | null
  reason: string
  /** Its content is still there and has not expired. */
  canGoAgain: 0 | 1
}

/** The place after which a page of the list goes on. */
export type Place = { at: number; row: number }
