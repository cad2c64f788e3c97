import * as z from 'zod/mini'
import { readDay } from '../policy/calendar.ts'
import { foldNumber } from '../members/member.ts'
import { type Cursor, type Filters, type Purpose, purposes, statuses } from './claim.ts'

/** The filters as typed. */
export type Typed = { number: string; memberNumber: string; from: string; to: string; status: string }

// What is too long is cut, not dropped: without its filter the search would show everything.
const text = (most: number) =>
  z.catch(
    z.pipe(
      z.string(),
      z.transform((typed) => typed.trim().slice(0, most + 1)),
    ),
    '',
  )
const shape = z.object({ number: text(80), memberNumber: text(40), from: text(10), to: text(10), status: text(20) })

/** Reads the filters: what to narrow the list to, or a sentence for each field. */
export function readFilters(
  form: URLSearchParams,
): { typed: Typed; filters: Filters } | { typed: Typed; errors: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const errors: Record<string, string> = {}
  const from = readDay(typed.from)
  const to = readDay(typed.to)
  const noDate = 'This is no date. Write it as year-month-day, such as 2026-04-21.'
  if (typed.from !== '' && !from) errors.from = noDate
  if (typed.to !== '' && !to) errors.to = noDate
  if (from && to && from > to) errors.to = 'This day comes before the first one.'
  const status = statuses.find((one) => one === typed.status)
  if (typed.status !== '' && !status) errors.status = 'Choose one of the statuses.'
  if (Object.keys(errors).length > 0) return { typed, errors }
  return {
    typed,
    filters: {
      number: typed.number || undefined,
      memberNumber: typed.memberNumber ? foldNumber(typed.memberNumber) : undefined,
      from,
      to,
      status,
    },
  }
}

/** What rides in the address of a list: the filters as typed, and the cursor of the page. */
export type Listing = { typed: Typed; after: Cursor | null; page: number }

const listing = z.object({
  typed: shape,
  after: z.nullable(z.object({ servicedFrom: z.string(), row: z.number() })),
  page: z.number(),
})

/** A listing as it comes out of an address; the whole list for none. */
export function readListing(opened: unknown): Listing {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { typed: shape.parse({}), after: null, page: 1 }
}

/** The purpose of a print; null for any other word. */
export function readPurpose(word: string | undefined): Purpose | null {
  return purposes.find((purpose) => purpose === word) ?? null
}
