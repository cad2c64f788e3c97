/** The next version of the list while it is worked on. Instants in ms UTC. */
export type Draft = {
  id: number
  baseVersion: number
  /** Counts its changes: what a form was made from. */
  state: number
  /** JSON: the optional categories that it switches on. */
  moreCategories: string
  changedAt: number
  changedBy: string
  reason: string | null
  sentAt: number | null
  sentBy: string | null
  returnedAt: number | null
  returnedBy: string | null
  returnedReason: string | null
  added: number
  ended: number
  /** The version in force, and the categories that it has on. */
  version: number
  onNow: string
  /** Whether the account that asks had a hand in it. */
  isAuthor: 0 | 1
}

/** A row that the draft adds, or one in force (`ends`) that it ends. */
export type DraftRow = {
  row: number
  ends: number | null
  category: string
  system: string
  match: string
  code: string
  source: string
  reason: string
}
