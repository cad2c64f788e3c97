import * as z from 'zod/mini'
import { type UnjudgedReason, unjudgedReasons } from './hidden.ts'

const text = z.catch(z.string().check(z.trim()), '')
const shape = z.object({ reason: text, type: text })
export type TypedFilters = z.infer<typeof shape>

/** Reads the filters, the type one of those that are judged, or a sentence for each field. */
export function readFilters(
  form: URLSearchParams,
  judgedTypes: readonly string[],
): {
  typed: TypedFilters
  filters: { reason: UnjudgedReason | ''; type: string }
  errors?: Record<string, string>
} {
  const typed = shape.parse(Object.fromEntries(form))
  const reason = unjudgedReasons.find((one) => one === typed.reason) ?? ''
  const type = judgedTypes.find((one) => one === typed.type) ?? ''
  const errors: Record<string, string> = {}
  if (reason !== typed.reason) errors.reason = 'Choose one of the reasons.'
  if (type !== typed.type) errors.type = 'Choose one of the types.'
  return Object.keys(errors).length > 0
    ? { typed, filters: { reason, type }, errors }
    : { typed, filters: { reason, type } }
}

const listing = z.object({
  typed: shape,
  after: z.nullable(z.object({ reason: z.string(), type: z.string(), record: z.number() })),
  page: z.number(),
})
export type Listing = z.infer<typeof listing>

/** A listing as it comes out of an address; the whole list for none. */
export function readListing(opened: unknown): Listing {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { typed: { reason: '', type: '' }, after: null, page: 1 }
}

const LONGEST = 200

/** Reads a record's id, `Type/id` or the id alone, or a sentence. */
export function readRecordId(form: URLSearchParams): { typed: string; type: string; id: string; error?: string } {
  const typed = (form.get('recordId') ?? '').trim()
  const [, type = '', id = ''] = /^(?:([A-Za-z]+)\/)?([\w.-]{1,128})$/.exec(typed) ?? []
  if (typed === '') return { typed, type, id, error: 'Write the id of a record.' }
  if (typed.length > LONGEST) return { typed: '', type, id, error: `Write at most ${LONGEST} characters.` }
  if (id === '') return { typed, type, id, error: 'This is no id of a record. Write it as Claim/123, or 123 alone.' }
  return { typed, type, id }
}

const asked = z.object({ typed: z.string(), type: z.string(), id: z.string(), records: z.array(z.number()) })
export type Asked = z.infer<typeof asked>

/** What was asked, as it comes out of an address; null for none. */
export function readAsked(opened: unknown): Asked | null {
  const read = asked.safeParse(opened)
  return read.success ? read.data : null
}
