/** What is told of hidden records: ids and reasons, never codes or content (III.I.1). */

/** Reasons why a record could not be judged; `no-list` stands for that of any code system. */
export const unjudgedReasons = ['leads-nowhere', 'no-code', 'no-list', 'unknown-shape', 'unknown-system'] as const
export type UnjudgedReason = (typeof unjudgedReasons)[number]

/** A record that could not be judged. `reason` as stored: `no-list:snomed`. */
export type UnjudgedRecord = { record: number; type: string; sourceId: string; reason: string }

/** A record on the way to why: `own`: its own reason; `nowhere`: a judged link of it leads nowhere. */
export type Link = {
  record: number
  type: string
  sourceId: string
  hidden: string | null
  own: string | null
  isJudged: 0 | 1
  isNowhere: 0 | 1
  /** The record that leads here; null at the beginning. */
  from: number | null
}
