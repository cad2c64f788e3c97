import * as z from 'zod/mini'
import { type Day, noDate, readDay } from '../policy/calendar.ts'
import { type Criteria, foldName, foldNumber } from './member.ts'

/** What was typed into the search, as it goes back into the fields. */
export type Typed = { memberId: string; lastName: string; birthDate: string; firstName: string }

const text = z.catch(z.string().check(z.trim()), '')
const shape = z.object({ memberId: text, lastName: text, birthDate: text, firstName: text })

/** A text cut or left out would find what nobody asked for: it is told instead. */
const longest = { memberId: 40, lastName: 80, firstName: 80 }

/** Reads the search: a member number, or last name and birth date. Answers criteria, or a sentence for each field. */
export function readSearch(
  form: URLSearchParams,
  today: Day,
): { typed: Typed; criteria: Criteria } | { typed: Typed; errors: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const errors: Record<string, string> = {}
  for (const [name, most] of Object.entries(longest)) {
    if (typed[name as keyof typeof longest].length > most) errors[name] = `Write at most ${most} characters.`
  }
  if (Object.keys(errors).length > 0) return { typed, errors }
  if (typed.memberId !== '') {
    const memberId = foldNumber(typed.memberId)
    if (!/^[\x21-\x7e]+$/.test(memberId))
      return { typed, errors: { memberId: 'A member number has letters and digits only.' } }
    return { typed, criteria: { memberId } }
  }
  const lastNameKey = foldName(typed.lastName)
  const birthDate = readDay(typed.birthDate)
  if (typed.lastName === '' && typed.birthDate === '') {
    return { typed, errors: { memberId: 'Type a member number, or a last name and a birth date.' } }
  }
  if (lastNameKey === '') errors.lastName = 'Type the last name, or a member number.'
  if (!birthDate) errors.birthDate = typed.birthDate === '' ? 'Type the birth date.' : noDate('1980-04-21')
  else if (birthDate > today) errors.birthDate = 'The birth date lies in the future.'
  if (!birthDate || Object.keys(errors).length > 0) return { typed, errors }
  return { typed, criteria: { lastNameKey, birthDate, firstNameKey: foldName(typed.firstName) } }
}

const sealed = z.union([
  z.object({ memberId: z.string() }),
  z.object({
    lastNameKey: z.string(),
    birthDate: z.templateLiteral([z.number(), '-', z.number(), '-', z.number()]),
    firstNameKey: z.string(),
  }),
])

/** Criteria as they come out of an address; null for none, or for what is no search. */
export function readCriteria(opened: unknown): Criteria | null {
  const read = sealed.safeParse(opened)
  return read.success ? read.data : null
}
