/** What a request carries from the first middleware on. */
import type { Config } from '../config.ts'
import type { Actor } from './actor.ts'

export type Variables = {
  /** The instant of the request: the clock is asked once. */
  now: Date
  /** Random; stands on audit rows, in the log and on the page of an unexpected error. */
  requestId: string
  config: Config
  /** What a form posted, once it was read. */
  form?: URLSearchParams
  /** Whoever is signed in, once the gate has judged it: problem pages keep their frame. */
  actor?: Actor | undefined
}

/** The environment of every Hono app here. */
export type App = { Bindings: Env; Variables: Variables }
