/** What the forms of the registration post. Fields that a step doesn't ask for are never read (T21). */
import * as z from 'zod/mini'
import { readTelephone } from '../accounts/telephone.ts'
import { readZip } from '../offices/identifiers.ts'
import { type Person, personFields } from './registration.ts'

/** Longer than any field may be: what is too long is kept this far, to be shown again. */
const MOST_KEPT = 2000

/** The person as typed, outer blanks off; a telephone number that is one in E.164, a ZIP code with its hyphen. */
export function readPerson(form: URLSearchParams): Person {
  const typed = personFields.map((field) => {
    const value = (form.get(field) ?? '').replaceAll('\r\n', '\n').trim().slice(0, MOST_KEPT)
    return [field, value]
  })
  const person = Object.fromEntries(typed) as Person
  const { telephone, zip } = person
  return { ...person, telephone: readTelephone(telephone) ?? telephone, zip: readZip(zip) ?? zip }
}

/** What an office is searched by, as it stands sealed in the address. */
export const officeSearch = z.object({ typed: z.string().check(z.minLength(2), z.maxLength(100)) })
export const searchSentence = 'Type two characters or more of the name or city, or the whole NPI or tax id.'
