import * as z from 'zod/mini'
import { normalEmail } from '../accounts/email.ts'
import { tooLong } from '../members/filters.ts'
import { foldNumber } from '../members/member.ts'
import { addDays, readSpan, startOfDay } from '../policy/calendar.ts'
import { eventNames } from './events.ts'
import type { AuditFilters, AuditPlace, AuditSearch } from './filters.ts'

/** The search as typed. */
export type Typed = { person: string; office: string; memberNumber: string; event: string; from: string; to: string }

const text = z.catch(z.string().check(z.trim()), '')
const shape = z.object({
  person: text,
  office: text,
  memberNumber: text,
  event: text,
  from: text,
  to: text,
})

/** The most characters of a text. */
const longest = { office: 200, memberNumber: 40 }

/** Reads the search: what to look for, or a sentence for each field. Days are of the plan's zone. */
export function readAuditSearch(
  form: URLSearchParams,
  zone: string,
): { typed: Typed; filters: AuditFilters } | { typed: Typed; errors: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const errors = tooLong<keyof Typed>(typed, longest)
  const person = typed.person === '' ? undefined : normalEmail(typed.person)
  if (person === null) errors.person = 'This is no e-mail address.'
  const event = eventNames.find((name) => name === typed.event)
  if (typed.event !== '' && !event) errors.event = 'Choose one of the kinds.'
  const { from, to, errors: wrongDays } = readSpan(typed)
  Object.assign(errors, wrongDays)
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

/** What rides in the address of a page of the log: the search as typed, what its words mean, and where the page begins. */
export type AuditListing = { typed: Typed; search: AuditSearch; before: AuditPlace | null }

const rows = z.optional(z.array(z.number()))
const listing = z.object({
  typed: shape,
  search: z.object({
    person: rows,
    office: rows,
    member: rows,
    event: z.optional(z.enum(eventNames)),
    from: z.optional(z.number()),
    to: z.optional(z.number()),
    lead: z.enum(['person', 'office', 'event', 'time', 'member']),
  }),
  before: z.nullable(z.object({ at: z.number(), seq: z.number() })),
})

/** A listing as it comes out of an address; the whole log for none. */
export function readAuditListing(opened: unknown): AuditListing {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { typed: shape.parse({}), search: { lead: 'time' }, before: null }
}
