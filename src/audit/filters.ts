import type { EventName } from './events.ts'

/** What rows are looked for; instants in ms UTC, `to` not included. */
export type AuditFilters = {
  /** E-mail address of who did it. */
  person?: string | undefined
  /** An office's NPI or its whole name. */
  office?: string | undefined
  /** A member number, folded. Only rows that showed the member to somebody. */
  memberNumber?: string | undefined
  event?: EventName | undefined
  from?: number | undefined
  to?: number | undefined
}

/** What a search is led by: the index that it walks. */
export type Lead = 'person' | 'office' | 'event' | 'time' | 'member'

/** A search with its words made into rows of the database, and the index that has the fewest rows for it. */
export type AuditSearch = {
  person?: number[] | undefined
  office?: number[] | undefined
  member?: number[] | undefined
  event?: EventName | undefined
  from?: number | undefined
  to?: number | undefined
  lead: Lead
}

/** The place behind which a page of the log begins: an instant (ms UTC) and a row. */
export type AuditPlace = { at: number; seq: number }
