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
