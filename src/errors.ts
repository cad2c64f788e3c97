import type { Closed, Gate } from './standing/standing.ts'

/** Full stops: thrown where they happen, turned into one page each by `http/problem.tsx`. */
export type Stop =
  /** `form`: what was posted too late, or without the factor, and may be kept (III.E.2). */
  | { kind: 'session_closed'; why: 'idle' | 'expired' | 'ended' | 'none'; form?: URLSearchParams }
  | { kind: 'standing'; why: Closed }
  /** A gate is not met: its page comes first. */
  | { kind: 'gate'; gate: Gate }
  /** The page wants a second factor that is fresh (III.F.1.c). */
  | { kind: 'second_factor'; form?: URLSearchParams }
  | { kind: 'no_right' }
  /** What is of the whole account is not for who came in through a provider of some of its offices. */
  | { kind: 'whole_account' }
  | { kind: 'not_found' }
  | { kind: 'foreign_request' }
  | { kind: 'changed_meanwhile' }
  | { kind: 'too_many_attempts'; retryAfterSeconds: number }
  | { kind: 'bad_request'; sentence: string }
  | { kind: 'too_large' }
  | { kind: 'misconfigured'; sentences: string[] }

/** An expected full stop of a request. Its message holds the kind alone, never data. */
export class AppError extends Error {
  readonly stop: Stop

  constructor(stop: Stop) {
    super(stop.kind)
    this.stop = stop
  }
}

/** What kind of failure it was, for the log: its own words may hold anything (T29). */
export function kindOf(failure: unknown): string {
  return failure instanceof Error ? failure.name : typeof failure
}
