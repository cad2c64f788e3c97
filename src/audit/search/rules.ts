import type { AuditSearch, Lead } from '../filters.ts'

/** Rows on a page of the log. */
export const PAGE_SIZE = 50
/** So many rows are looked through for a page where no index has just those that fit. */
export const LOOKED_THROUGH = 2 * PAGE_SIZE

/** The index with the fewest rows for the search; members have one of their own, and time is what all rows have. */
export function leadOf(search: Omit<AuditSearch, 'lead'>, counts: Partial<Record<Lead, number>>): Lead {
  if (search.member) return 'member'
  const given = (['person', 'office', 'event'] as const).filter((one) => search[one] !== undefined)
  const [least] = given.toSorted((a, b) => (counts[a] ?? Infinity) - (counts[b] ?? Infinity))
  return least ?? 'time'
}

/** Whether more than the index and the days narrows the search, so that rows are looked through. */
export function isLookedThrough(search: AuditSearch): boolean {
  return (['person', 'office', 'event'] as const).some((one) => search[one] !== undefined && search.lead !== one)
}

/** Rows looked at for a page, one more than it shows or looks through. */
export function rowsFor(search: AuditSearch): number {
  if (!isLookedThrough(search)) return PAGE_SIZE + 1
  // A list that named a member is two rows: that it did, and the list itself.
  return search.lead === 'member' ? PAGE_SIZE : LOOKED_THROUGH
}

/** Of the rows looked at those to show, and the last one behind which there may be more. */
export function pageOf<Row extends { fits: number }>(
  looked: readonly Row[],
  most: number,
): { shown: Row[]; last: Row | undefined } {
  const shown: Row[] = []
  for (const [at, row] of looked.entries()) {
    if (row.fits) shown.push(row)
    if (shown.length === PAGE_SIZE && at + 1 < looked.length) return { shown, last: row }
  }
  if (shown.length > PAGE_SIZE) return { shown: shown.slice(0, PAGE_SIZE), last: shown[PAGE_SIZE - 1] }
  return { shown, last: looked.length >= most ? looked.at(-1) : undefined }
}
