import * as z from 'zod/mini'
import { foldNumber } from '../members/member.ts'
import { readDay } from '../policy/calendar.ts'
import { type Cursor, type Filters, stages } from './referral.ts'
import { urgencies } from './submission.ts'

const text = z.catch(z.string().check(z.trim()), '')
const shape = z.object({ number: text, memberNumber: text, from: text, to: text, status: text, urgency: text })

/** The filters as typed. */
export type Typed = z.infer<typeof shape>

/** A text cut or left out would find what nobody asked for: it is told instead. */
const longest = { number: 80, memberNumber: 40 } as const

/** Reads the filters: what to narrow the list to, or a sentence for each field. */
export function readFilters(
  form: URLSearchParams,
): { typed: Typed; filters: Filters } | { typed: Typed; errors: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const errors: Record<string, string> = {}
  for (const name of ['number', 'memberNumber'] as const) {
    if (typed[name].length > longest[name]) errors[name] = `Write at most ${longest[name]} characters.`
  }
  const from = readDay(typed.from)
  const to = readDay(typed.to)
  const noDate = 'This is no date. Write it as year-month-day, such as 2026-04-21.'
  if (typed.from !== '' && !from) errors.from = noDate
  if (typed.to !== '' && !to) errors.to = noDate
  if (from && to && from > to) errors.to = 'This day comes before the first one.'
  const status = stages.find((one) => one === typed.status)
  if (typed.status !== '' && !status) errors.status = 'Choose one of the statuses.'
  const urgency = urgencies.find((one) => one === typed.urgency)
  if (typed.urgency !== '' && !urgency) errors.urgency = 'Choose routine or urgent.'
  if (Object.keys(errors).length > 0) return { typed, errors }
  const memberNumber = typed.memberNumber ? foldNumber(typed.memberNumber) : undefined
  return { typed, filters: { number: typed.number || undefined, memberNumber, from, to, status, urgency } }
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
