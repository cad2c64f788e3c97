/** Small elements of FHIR as rows have them. */
import { numberAt, objectAt, objectsAt, textAt, WrongType, type JsonObject } from '../../json.ts'
import { targetOf, type Target } from '../../restricted-info/reference.ts'

/** The day of a FHIR date or instant as it was written; null when it names no whole day. */
export function dayAt(parent: JsonObject, name: string): string | null {
  const day = /^\d{4}-\d\d-\d\d(?=T|$)/.exec(textAt(parent, name) ?? '')?.[0] ?? null
  return day && !Number.isNaN(Date.parse(day)) ? day : null
}

/** Money in cents. Throws `WrongType` for an amount that no integer holds. */
export function centsAt(parent: JsonObject, name: string): number | null {
  const money = objectAt(parent, name)
  const value = money ? numberAt(money, 'value') : null
  if (value === null) return null
  const cents = Math.round(Number(`${value}e2`.replace(/e([+-]?\d+)e2$/, (_, e) => `e${Number(e) + 2}`)))
  if (!Number.isSafeInteger(cents)) throw new WrongType(name)
  return cents
}

/** The codes of a concept, with the system's address; blank ones left out. */
export function codingsOf(concept: JsonObject | null): { system: string; code: string }[] {
  return (concept ? objectsAt(concept, 'coding') : []).flatMap((coding) => {
    const code = textAt(coding, 'code')
    return code ? [{ system: textAt(coding, 'system') ?? '', code }] : []
  })
}

/** The first code of the concept at the name. */
export function codeAt(parent: JsonObject, name: string): string | null {
  return codingsOf(objectAt(parent, name))[0]?.code ?? null
}

/** What the reference at the name leads to outside the record. */
export function targetAt(parent: JsonObject, name: string): Target | null {
  const reference = objectAt(parent, name)
  return reference && targetOf(textAt(reference, 'reference') ?? '', textAt(reference, 'type') ?? '')
}

/** The contained resource that the reference leads to. */
export function containedAt(record: JsonObject, reference: JsonObject | null): JsonObject | null {
  const text = reference ? textAt(reference, 'reference') : null
  if (!text?.startsWith('#')) return null
  const parts = objectsAt(record, 'contained')
  return parts.find((part) => [text, text.slice(1)].includes(textAt(part, 'id') ?? '')) ?? null
}

/** A text of at most 200 characters without control characters; blank when absent. */
export function shortText(text: string | null): string {
  return (text ?? '')
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, 200)
}

/** First and last name of the name in use: official before usual before any other. Blank where none is given. */
export function nameOf(person: JsonObject): { first: string; last: string } {
  const names = objectsAt(person, 'name')
  const used = (use: string) => names.find((candidate) => textAt(candidate, 'use') === use)
  const name = used('official') ?? used('usual') ?? names[0]
  if (!name) return { first: '', last: '' }
  const given = name.given ?? []
  if (!Array.isArray(given)) throw new WrongType('given')
  const words = given.filter((word) => typeof word === 'string')
  return { first: shortText(words.join(' ')), last: shortText(textAt(name, 'family')) }
}

/** The national provider identifier among the identifiers; null when there is none that passes its check digit. */
export function npiOf(holder: JsonObject): string | null {
  const numbers = objectsAt(holder, 'identifier').filter(
    (identifier) =>
      textAt(identifier, 'system')?.endsWith('/us-npi') ||
      codingsOf(objectAt(identifier, 'type')).some(({ code }) => code.toLowerCase() === 'npi'),
  )
  return numbers.map((identifier) => textAt(identifier, 'value') ?? '').find(isNpi) ?? null
}

/**
 * Whether the text is a national provider identifier: ten digits beginning with 1 or 2, whose Luhn sum with the
 * prefix 80840 is right (45 CFR 162.406). Masks such as 9999999999 and 0000000000 are none.
 */
export function isNpi(text: string): boolean {
  if (!/^[12]\d{9}$/.test(text)) return false
  const sum = `80840${text}`
    .split('')
    .toReversed()
    .reduce((total, digit, place) => {
      const twice = Number(digit) * (1 + (place % 2))
      return total + (twice > 9 ? twice - 9 : twice)
    }, 0)
  return sum % 10 === 0
}

/** The value of the first identifier of the type, those no longer in use left out. */
export function identifierOf(holder: JsonObject, type: string): string | null {
  const wanted = objectsAt(holder, 'identifier').filter(
    (identifier) =>
      textAt(identifier, 'use') !== 'old' &&
      codingsOf(objectAt(identifier, 'type')).some(({ code }) => code === type) &&
      !JSON.stringify(identifier.extension ?? null).includes('"historic"'),
  )
  return wanted.map((identifier) => textAt(identifier, 'value')).find((value) => value !== null) ?? null
}

/** The first object of a list that may be absent. */
export function firstAt(parent: JsonObject, name: string): JsonObject | null {
  return objectsAt(parent, name)[0] ?? null
}

/** The number that the portal gave a submission: `GH-` and ten characters of Crockford's base 32. */
const confirmation = /^GH-[0-9A-HJKMNP-TV-Z]{10}$/

/** The portal's confirmation number: the id itself, else the first among the identifiers; null for none. */
export function confirmationOf(holder: JsonObject, id: string): string | null {
  if (confirmation.test(id)) return id
  const numbers = objectsAt(holder, 'identifier').map((identifier) => (textAt(identifier, 'value') ?? '').toUpperCase())
  return numbers.find((number) => confirmation.test(number)) ?? null
}
