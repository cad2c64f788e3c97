/** What a draft of the list would do to the stored records (III.I.2). */

/** `judging`: records by their own codes; `following`: links to the end; `comparing`: with what is hidden now. */
export type Phase = 'judging' | 'following' | 'comparing' | 'done' | 'void'

/** So many records of a type, of an office (null: of none), newly hidden or newly shown. */
export type Consequence = { change: 'hidden' | 'shown'; type: string; office: string | null; count: number }

/** A run as stored. Instants in ms UTC; `cursor` is a record's id, in `following` a place in its queue. */
export type Run = {
  id: number
  draft: number
  state: number
  phase: Phase
  cursor: number
  askedAt: number
  endedAt: number | null
  /** JSON: the consequences, once it is done. */
  outcome: string | null
}
