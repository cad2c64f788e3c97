import * as z from 'zod/mini'
import { normalEmail } from '../accounts/email.ts'
import { foldNumber } from '../members/member.ts'
import { addDays, readDay, startOfDay } from '../policy/calendar.ts'
import { eventNames } from './events.ts'
import type { AuditFilters } from './filters.ts'

/** The search as typed. */
export type Typed = { person: string; office: string; memberNumber: string; event: string; from: string; to: string }

// What is too long is cut, not dropped: without its filter the search would show everything.
const text = (most: number) =>
  z.catch(
    z.pipe(
      z.string(),
      z.transform((typed) => typed.trim().slice(0, most + 1)),
    ),
    '',
  )
const shape = z.object({
  person: text(254),
  office: text(200),
  memberNumber: text(40),
  event: text(40),
  from: text(10),
  to: text(10),
})

/** Reads the search: what to look for, or a sentence for each field. Days are of the plan's zone. */
export function readAuditSearch(
  form: URLSearchParams,
  zone: string,
): { typed: Typed; filters: AuditFilters } | { typed: Typed; errors: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const errors: Record<string, string> = {}
  const person = typed.person === '' ? undefined : normalEmail(typed.person)
  if (person === null) errors.person = 'This is no e-mail address.'
  const event = eventNames.find((name) => name === typed.event)
  if (typed.event !== '' && !event) errors.event = 'Choose one of the kinds.'
  const from = readDay(typed.from)
  const to = readDay(typed.to)
  const noDate = 'This is no date. Write it as year-month-day, such as 2026-04-21.'
  if (typed.from !== '' && !from) errors.from = noDate
  if (typed.to !== '' && !to) errors.to = noDate
  if (from && to && from > to) errors.to = 'This day comes before the first one.'
  if (Object.keys(errors).length > 0) return { typed, errors }
  return {
    typed,
    filters: {
      person: person ?? undefined,
      office: typed.office || undefined,
      memberNumber: typed.memberNumber ? foldNumber(typed.memberNumber) : undefined,
      event,
      from: from && startOfDay(from, zone).getTime(),
      to: to && startOfDay(addDays(to, 1), zone).getTime(),
    },
  }
}

/** What rides in the address of a page of the log. */
export type AuditListing = { typed: Typed; before: number | null }

const listing = z.object({ typed: shape, before: z.nullable(z.number()) })

/** A listing as it comes out of an address; the whole log for none. */
export function readAuditListing(opened: unknown): AuditListing {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { typed: shape.parse({}), before: null }
}
