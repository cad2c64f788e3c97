import * as z from 'zod/mini'
import { type Day, noDate, readDay } from '../../policy/calendar.ts'
import {
  type AccountFilters,
  accountKinds,
  accountStates,
  type ExportPurpose,
  exportPurposes,
} from './account-search.ts'
import { deeds, membershipDeeds } from './deed.ts'

const text = z.catch(z.string().check(z.trim()), '')
const shape = z.object({ name: text, email: text, office: text, state: text, kind: text })

/** The search as typed. */
export type TypedSearch = z.infer<typeof shape>

const longest = { name: 120, email: 254, office: 200 }

/** Reads the search: what to look for, or a sentence for each field. Nothing typed finds every account. */
export function readSearch(
  form: URLSearchParams,
): { typed: TypedSearch; filters: AccountFilters } | { typed: TypedSearch; errors: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const errors: Record<string, string> = {}
  for (const [name, most] of Object.entries(longest)) {
    if (typed[name as keyof typeof longest].length > most) errors[name] = `Write at most ${most} characters.`
  }
  // Addresses are ASCII (III.C.4): anything else would find nobody and not say why.
  if (typed.email !== '' && !/^[\x21-\x7e]+$/.test(typed.email))
    errors.email = 'An e-mail address has no such characters.'
  const state = accountStates.find((one) => one === typed.state)
  const kind = accountKinds.find((one) => one === typed.kind)
  if (typed.state !== '' && !state) errors.state = 'Choose one of the states.'
  if (typed.kind !== '' && !kind) errors.kind = 'Choose one of the two.'
  if (Object.keys(errors).length > 0) return { typed, errors }
  return {
    typed,
    filters: {
      words: typed.name.split(/[\s,]+/).filter((word) => word !== ''),
      email: typed.email.toLowerCase(),
      office: typed.office,
      state: state ?? null,
      kind: kind ?? null,
    },
  }
}

const listing = z.object({
  typed: shape,
  after: z.nullable(z.object({ lastName: z.string(), firstName: z.string(), row: z.number() })),
  page: z.number(),
})

/** What rides in the address of a page of the list. */
export type Listing = z.infer<typeof listing>

/** A listing as it comes out of an address; every account for none. */
export function readListing(opened: unknown): Listing {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { typed: shape.parse({}), after: null, page: 1 }
}

/** What the file of accounts is for; null for any other word. */
export function readPurpose(form: URLSearchParams): ExportPurpose | null {
  return exportPurposes.find((purpose) => purpose === form.get('purpose')) ?? null
}

const typedDeed = z.object({ reason: text, changedOn: text, was: text })

/** What was typed for a deed; `was` is the state that its page showed. */
export type TypedDeed = z.infer<typeof typedDeed>

const REASON_AT_MOST = 1_000

/** Reads a deed: its reason always; the day on which the employment ended where it `asksDate` (III.M.3), today or earlier if `atOnce`. */
export function readDeed(
  form: URLSearchParams,
  { asksDate, atOnce, today }: { asksDate: boolean; atOnce: boolean; today: Day },
): { typed: TypedDeed; reason: string; changedOn: Day; errors: Record<string, string> } {
  const typed = typedDeed.parse(Object.fromEntries(form))
  const errors: Record<string, string> = {}
  const reason = typed.reason.replaceAll('\r\n', '\n')
  if (reason === '') errors.reason = 'Write why: it is kept with the change.'
  if (reason.length > REASON_AT_MOST) errors.reason = `Write at most ${REASON_AT_MOST} characters.`
  const changedOn = readDay(typed.changedOn)
  if (asksDate && !changedOn) errors.changedOn = typed.changedOn === '' ? 'Type the day.' : noDate()
  else if (asksDate && atOnce && changedOn && changedOn > today)
    errors.changedOn = 'An account ends at once. For a day to come, end the access to each office instead.'
  return { typed, reason, changedOn: changedOn ?? today, errors }
}

const doneWords = [...deeds, ...membershipDeeds.map((deed) => `membership-${deed}` as const)]

/** What was just done, as the address says it; undefined for any other word. */
export function readDone(word: string | undefined): (typeof doneWords)[number] | undefined {
  return doneWords.find((one) => one === word)
}
