import * as z from 'zod/mini'
import { type Department, departments } from '../../accounts/account.ts'
import { normalEmail } from '../../accounts/email.ts'

const text = z.catch(z.string().check(z.trim()), '')
const typedPerson = z.object({ email: text, firstName: text, lastName: text, department: text })

/** What was typed of a person to invite to the staff. */
export type TypedPerson = z.infer<typeof typedPerson>

const LONGEST = 120

/** Reads whom to invite to the plan's staff, or says a sentence for each field. */
export function readPerson(form: URLSearchParams): {
  typed: TypedPerson
  person: { email: string; firstName: string; lastName: string; department: Department }
  errors: Record<string, string>
} {
  const typed = typedPerson.parse(Object.fromEntries(form))
  const { firstName, lastName } = typed
  const errors: Record<string, string> = {}
  const email = normalEmail(typed.email)
  const department = departments.find((one) => one === typed.department)
  if (email === null) errors.email = 'Type an e-mail address such as name@plan.example.'
  if (firstName === '') errors.firstName = 'Type the first name.'
  if (lastName === '') errors.lastName = 'Type the last name.'
  if (firstName.length > LONGEST) errors.firstName = `Write at most ${LONGEST} characters.`
  if (lastName.length > LONGEST) errors.lastName = `Write at most ${LONGEST} characters.`
  if (!department) errors.department = 'Choose the department.'
  return { typed, person: { email: email ?? '', firstName, lastName, department: department ?? 'privacy' }, errors }
}

const listing = z.object({ after: z.nullable(z.object({ lastName: z.string(), row: z.number() })) })

/** A page of the list, as it stands sealed in an address; the first for anything else. */
export function readListing(opened: unknown): z.infer<typeof listing> {
  const read = listing.safeParse(opened)
  return read.success ? read.data : { after: null }
}
