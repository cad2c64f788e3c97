import * as z from 'zod/mini'
import { readDay } from '../policy/calendar.ts'
import { foldNumber } from '../members/member.ts'
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

/** A text cut or left out would find what nobody asked for: it is told instead. */
const longest = { number: 80, memberNumber: 40 }

/** Reads the filters: what to narrow the list to, or a sentence for each field. */
export function readFilters(
  form: URLSearchParams,
): { typed: Typed; filters: Filters } | { typed: Typed; errors: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const errors: Record<string, string> = {}
  for (const [name, most] of Object.entries(longest)) {
    if (typed[name as keyof typeof longest].length > most) errors[name] = `Write at most ${most} characters.`
  }
  const from = readDay(typed.from)
  const to = readDay(typed.to)
  const noDate = 'This is no date. Write it as year-month-day, such as 2026-04-21.'
  if (typed.from !== '' && !from) errors.from = noDate
  if (typed.to !== '' && !to) errors.to = noDate
  if (from && to && from > to) errors.to = 'This day comes before the first one.'
  const status = statuses.find((one) => one === typed.status)
  if (typed.status !== '' && !status) errors.status = 'Choose one of the statuses.'
  if (typed.provider !== '' && !/^\d{1,15}$/.test(typed.provider)) errors.provider = 'Choose one of the providers.'
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
