import * as z from 'zod/mini'
import { normalEmail } from '../../accounts/email.ts'
import { type OfficeFilters, type Selection, selections } from '../../offices/office.ts'
import { type Day, readDay } from '../../policy/calendar.ts'
import type { Contact, Nominee } from '../office-request.ts'

type Errors = Record<string, string>
const text = z.catch(z.string().check(z.trim()), '')
const LONGEST = 120
const NOTES_AT_MOST = 2_000

const typedSearch = z.object({ words: text, selection: text })

/** What was typed into the search of offices. */
export type TypedSearch = z.infer<typeof typedSearch>

/** Reads the search: words of name or city, or the digits of a TIN or NPI. */
export function readSearch(form: URLSearchParams): { typed: TypedSearch; filters: OfficeFilters; error?: string } {
  const typed = typedSearch.parse(Object.fromEntries(form))
  const selection: Selection = selections.find((one) => one === typed.selection) ?? 'all'
  const isNumber = /^[\d\s-]+$/.test(typed.words)
  const filters = {
    selection,
    text: isNumber ? '' : typed.words.toLowerCase(),
    digits: isNumber ? typed.words.replaceAll(/\D/g, '') : '',
  }
  return typed.words.length > LONGEST
    ? { typed, filters, error: `Write at most ${LONGEST} characters.` }
    : { typed, filters }
}

const listing = z.object({
  words: z.catch(z.string(), ''),
  selection: z.catch(z.string(), 'all'),
  after: z.catch(z.nullable(z.object({ name: z.string(), row: z.number() })), null),
})

/** A page of the list, as it stands sealed in an address. */
export type Listing = z.infer<typeof listing>

/** The page of the list that an address asks for; the first of all offices for any other. */
export function readListing(opened: unknown): Listing {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { words: '', selection: 'all', after: null }
}

const typedNominee = z.object({ firstName: text, lastName: text, email: text })
const typedContact = z.object({ person: text, notes: text, request: text })
const typedNamed = z.object({ loaFirstName: text, loaLastName: text, loaEmail: text })

/** What was typed of a person to invite, and of a talk. */
export type TypedNominee = z.infer<typeof typedNominee>
export type TypedContact = z.infer<typeof typedContact> & TypedNominee

/** Reads whom to invite as LOA (III.A.1.b). */
export function readNominee(form: URLSearchParams): { typed: TypedNominee; nominee: Nominee; errors: Errors } {
  return judgeNominee(typedNominee.parse(Object.fromEntries(form)))
}

function judgeNominee(typed: TypedNominee): { typed: TypedNominee; nominee: Nominee; errors: Errors } {
  const { firstName, lastName } = typed
  const errors: Errors = {}
  const email = normalEmail(typed.email)
  if (firstName === '') errors.firstName = 'Type the first name.'
  if (lastName === '') errors.lastName = 'Type the last name.'
  if (firstName.length > LONGEST) errors.firstName = `Write at most ${LONGEST} characters.`
  if (lastName.length > LONGEST) errors.lastName = `Write at most ${LONGEST} characters.`
  if (email === null) errors.email = 'Type an e-mail address such as name@office.example.'
  return { typed, nominee: { firstName, lastName, email: email ?? '' }, errors }
}

/** Reads a talk with the manager (III.B.3.b); the person named and the request confirmed may both be missing. */
export function readContact(
  form: URLSearchParams,
  requests: readonly string[],
): { typed: TypedContact; contact: Contact; errors: Errors } {
  const named = typedNamed.parse(Object.fromEntries(form))
  const who = { firstName: named.loaFirstName, lastName: named.loaLastName, email: named.loaEmail }
  const typed = { ...typedContact.parse(Object.fromEntries(form)), ...who }
  const { person, notes } = typed
  const errors: Errors = {}
  if (person === '') errors.person = 'Type whom you spoke to.'
  if (person.length > LONGEST) errors.person = `Write at most ${LONGEST} characters.`
  if (notes === '') errors.notes = 'Write what was said.'
  if (notes.length > NOTES_AT_MOST) errors.notes = `Write at most ${NOTES_AT_MOST} characters.`
  const request = requests.find((one) => one === typed.request) ?? null
  if (typed.request !== '' && !request) errors.request = 'This request was decided meanwhile. Choose again.'
  const isNamed = Object.values(who).some((value) => value !== '')
  const { nominee, errors: wrong } = judgeNominee(who)
  const { firstName, lastName, email } = wrong
  const unnamed = { loaFirstName: firstName, loaLastName: lastName, loaEmail: email }
  if (isNamed) for (const [name, sentence] of Object.entries(unnamed)) if (sentence) errors[name] = sentence
  const contact = { person, notes: notes.replaceAll('\r\n', '\n'), request, nominee: isNamed ? nominee : null }
  return { typed, contact, errors }
}

/** Reads a new date of access (III.N.1): today or later. */
export function readAccessDate(
  form: URLSearchParams,
  today: Day,
): { typed: string; on: Day | undefined; error?: string } {
  const typed = form.get('on') ?? ''
  const on = readDay(typed)
  if (!on) return { typed, on, error: 'Type the date of access, such as 2026-04-21.' }
  return on < today ? { typed, on, error: 'The date of access is today or later.' } : { typed, on }
}
