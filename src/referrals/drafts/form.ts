import * as z from 'zod/mini'
import { type Criteria, foldName, foldNumber } from '../../members/member.ts'
import { type Day, noDate, readDay } from '../../policy/calendar.ts'
import type { CodeKind } from '../../service-codes/code.ts'
import { type Field, fieldsOf, type Step, type Typed } from './draft.ts'

const text = z.catch(z.string(), '')

/** What was typed on a page: every field of it, as it is kept. */
export function readTyped(step: Step, form: URLSearchParams): Typed {
  const fields: readonly Field[] = fieldsOf[step]
  return Object.fromEntries(
    fields.map((field) => {
      const typed = text.parse(form.get(field) ?? '')
      return [field, field === 'notes' ? typed.replaceAll('\r\n', '\n') : typed.trim()]
    }),
  )
}

/** What the page was made from, and which page it is. */
export function readOrigin(form: URLSearchParams): { state: string; tab: string } {
  return { state: form.get('state') ?? '', tab: (form.get('tab') ?? '').slice(0, 40) }
}

/** Whom to look up: a member number, or last name and birth date; or a sentence for each field. */
export function readMember(typed: Typed, today: Day): { criteria: Criteria } | { errors: Typed } {
  const { memberNumber = '', lastName = '', birthDate = '', firstName = '' } = typed
  const number = foldNumber(memberNumber)
  if (number !== '') {
    if (number.length <= 40 && /^[\x21-\x7e]+$/.test(number)) return { criteria: { memberId: number } }
    return { errors: { memberNumber: 'A member number has letters and digits only.' } }
  }
  if (lastName === '' && birthDate === '') {
    return { errors: { memberNumber: 'Type a member number, or a last name and a birth date.' } }
  }
  const errors: Typed = {}
  const [lastNameKey, day] = [foldName(lastName), readDay(birthDate)]
  if (lastNameKey === '') errors.lastName = 'Type the last name, or a member number.'
  if (!day) errors.birthDate = birthDate === '' ? 'Type the birth date.' : noDate('1980-04-21')
  else if (day > today) errors.birthDate = 'The birth date lies in the future.'
  if (!day || Object.keys(errors).length > 0) return { errors }
  return { criteria: { lastNameKey, birthDate: day, firstNameKey: foldName(firstName) } }
}

/** What a button of the page asks for, beside going on. */
export type Asked =
  | { what: 'go-on' }
  | { what: 'find-provider' }
  | { what: 'find-requester' }
  | { what: 'find-code'; kind: CodeKind }
  | { what: 'add' | 'remove'; kind: CodeKind; code: string }

/** What is asked for. Return in a field of a search finds, if that field was changed since `before`; else it goes on. */
export function readAsked(form: URLSearchParams, typed: Typed, before: Typed): Asked {
  const pressed = form.get('do') ?? ''
  const [, what, kind, code] = /^(add|remove|find):(diagnosis|service):?([\w.]{0,10})$/.exec(pressed) ?? []
  if (what && kind && what !== 'find') return { what: what as 'add', kind: kind as CodeKind, code: code ?? '' }
  if (what && kind) return { what: 'find-code', kind: kind as CodeKind }
  if (pressed === 'find:provider') return { what: 'find-provider' }
  if (pressed === 'find:requester') return { what: 'find-requester' }
  if (pressed !== 'return') return { what: 'go-on' }
  const isNew = (field: Field) => (typed[field] ?? '') !== '' && typed[field] !== (before[field] ?? '')
  if (isNew('findDiagnosis')) return { what: 'find-code', kind: 'diagnosis' }
  if (isNew('findService')) return { what: 'find-code', kind: 'service' }
  if (isNew('requesterName')) return { what: 'find-requester' }
  const providers = ['performerName', 'performerSpecialty', 'performerZip'] as const
  return providers.some(isNew) ? { what: 'find-provider' } : { what: 'go-on' }
}

const search = z.union([
  z.object({ kind: z.enum(['diagnosis', 'service']), text: z.string() }),
  z.object({ requester: z.string() }),
  z.object({ name: z.string(), specialty: z.string(), zip: z.string() }),
])

/** A search as it comes out of an address; null for none. */
export function readSearch(opened: unknown) {
  const read = search.safeParse(opened)
  return read.success ? read.data : null
}
export type Search = NonNullable<ReturnType<typeof readSearch>>
