import * as z from 'zod/mini'
import { codeSystems, categories } from './code-list.ts'

const text = z.catch(z.string().check(z.trim()), '')
const shape = z.object({ code: text, system: text, category: text })

/** What is searched for, as typed. */
export type Typed = z.infer<typeof shape>

const LONGEST = 60

/** Reads a search, or a sentence for each field. */
export function readSearch(form: URLSearchParams): { typed: Typed; errors?: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const errors: Record<string, string> = {}
  if (typed.code.length > LONGEST) errors.code = `Write at most ${LONGEST} characters.`
  if (typed.system !== '' && !codeSystems.some((one) => one === typed.system))
    errors.system = 'Choose one of the systems.'
  if (typed.category !== '' && !categories.some((one) => one === typed.category)) {
    errors.category = 'Choose one of the categories.'
  }
  return Object.keys(errors).length > 0 ? { typed, errors } : { typed }
}

/** Where a page of the list begins: after this row. */
export type Place = { system: string; code: string; match: string; category: string }

const place = z.object({ system: z.string(), code: z.string(), match: z.string(), category: z.string() })
const listing = z.object({ typed: shape, after: z.nullable(place), page: z.number() })

/** What rides in the address of the list. */
export type Listing = z.infer<typeof listing>

/** A listing as it comes out of an address; the whole list for none. */
export function readListing(opened: unknown): Listing {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { typed: shape.parse({}), after: null, page: 1 }
}

/** A place in a list by ids or versions; 0 for anything else. */
export function readPlace(given: string | undefined): number {
  return given !== undefined && /^[1-9]\d{0,11}$/.test(given) ? Number(given) : 0
}
