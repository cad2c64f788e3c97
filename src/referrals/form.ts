import * as z from 'zod/mini'
import { readRecordFilters } from '../members/filters.ts'
import { type Cursor, type Filters, stages } from './referral.ts'
import { urgencies } from './submission.ts'

const text = z.catch(z.string().check(z.trim()), '')
const shape = z.object({ number: text, memberNumber: text, from: text, to: text, status: text, urgency: text })

/** The filters as typed. */
export type Typed = z.infer<typeof shape>

/** Reads the filters: what to narrow the list to, or a sentence for each field. */
export function readFilters(
  form: URLSearchParams,
): { typed: Typed; filters: Filters } | { typed: Typed; errors: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const { filters, errors } = readRecordFilters(typed)
  const status = stages.find((one) => one === typed.status)
  if (typed.status !== '' && !status) errors.status = 'Choose one of the statuses.'
  const urgency = urgencies.find((one) => one === typed.urgency)
  if (typed.urgency !== '' && !urgency) errors.urgency = 'Choose routine or urgent.'
  if (Object.keys(errors).length > 0) return { typed, errors }
  return { typed, filters: { ...filters, status, urgency } }
}

/** What rides in the address of a list: the filters as typed, and the cursor of the page. */
export type Listing = { typed: Typed; after: Cursor | null; page: number }

const listing = z.object({
  typed: shape,
  after: z.nullable(z.object({ authoredOn: z.string(), row: z.number() })),
  page: z.number(),
})

/** A listing as it comes out of an address; the whole list for none. */
export function readListing(opened: unknown): Listing {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { typed: shape.parse({}), after: null, page: 1 }
}
