/** An export of the core system's FHIR server, fetched step by step (HL7 Bulk Data Access IG v2). */

export type PullState = 'asking' | 'waiting' | 'taking' | 'done' | 'failed'

export type PullRow = {
  id: number
  state: PullState
  importId: string
  begunAt: number
  endedAt: number | null
  by: number | null
  since: string | null
  statusUrl: string | null
  transactionTime: string | null
  needsToken: number
  nextAt: number
  tries: number
  error: string | null
}

/** A file of an export; what is stored of it in bytes, lines and parts. */
export type PullFile = {
  place: number
  name: string
  url: string
  lines: number | null
  bytesDone: number
  linesDone: number
  partsDone: number
  /** What names the bytes that are stored; null: nothing does. */
  validator: string | null
  /** How many times it was another file than the one that was begun. */
  changes: number
  tries: number
}

/** Kinds of trouble with a server, never its own words. */
export type Trouble =
  | 'unreachable'
  | 'no-token'
  | 'refused'
  | 'busy'
  | 'expired'
  | 'server-failed'
  | 'wrong-answer'
  | 'half-sent'
  | 'changed'
