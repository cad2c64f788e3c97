import * as z from 'zod/mini'
import { readRecordFilters } from '../members/filters.ts'
import { type Cursor, type Filters, statuses } from './claim.ts'

/** The filters as typed. */
export type Typed = {
  number: string
  memberNumber: string
  provider: string
  from: string
  to: string
  status: string
}

const text = z.catch(z.string().check(z.trim()), '')
const shape = z.object({ number: text, memberNumber: text, provider: text, from: text, to: text, status: text })

/** Reads the filters: what to narrow the list to, or a sentence for each field. */
export function readFilters(
  form: URLSearchParams,
): { typed: Typed; filters: Filters } | { typed: Typed; errors: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const { filters, errors } = readRecordFilters(typed)
  const status = statuses.find((one) => one === typed.status)
  if (typed.status !== '' && !status) errors.status = 'Choose one of the statuses.'
  if (typed.provider !== '' && !/^\d{1,15}$/.test(typed.provider)) errors.provider = 'Choose one of the providers.'
  if (Object.keys(errors).length > 0) return { typed, errors }
  return { typed, filters: { ...filters, status } }
}

/**
 * What rides in the address of a list: the filters as typed, the core system's ids of the provider chosen (null: none was),
 * and the cursor of the page.
 */
export type Listing = { typed: Typed; sources: string[] | null; after: Cursor | null; page: number }

const listing = z.object({
  typed: shape,
  sources: z.nullable(z.array(z.string())),
  after: z.nullable(z.object({ servicedFrom: z.string(), row: z.number() })),
  page: z.number(),
})

/** A listing as it comes out of an address; the whole list for none. */
export function readListing(opened: unknown): Listing {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { typed: shape.parse({}), sources: null, after: null, page: 1 }
}

/** What a listing is narrowed to: what was typed in it was read before it was sealed. */
export function filtersOf({ typed, sources }: Listing): Filters {
  const read = readFilters(new URLSearchParams(typed))
  return { ...('filters' in read ? read.filters : {}), sources: sources ?? undefined }
}
