/** How a request of an office stands to the core system, and whether it may be accepted (III.A.1.a). */
import type { Day } from '../policy/calendar.ts'
import type { Comparison, CoreRecord, OfficeDetails, ScanType, Verdict } from './office-request.ts'

/** The fields that are held against the core system's. */
export const compared = ['legalName', 'tin', 'npi', 'street', 'city', 'state', 'zip', 'telephone'] as const

/** Each field of the request beside the record's. */
export function compare(details: OfficeDetails, core: CoreRecord): Record<(typeof compared)[number], Comparison> {
  const judge = (asked: string, known: string | null, fold: (text: string) => string): Comparison =>
    known === null || known === '' ? 'unknown' : fold(asked) === fold(known) ? 'same' : 'differs'
  return {
    legalName: judge(details.legalName, core.name, nameKey),
    tin: judge(details.tin, core.tin, digits),
    npi: judge(details.npi, core.npi, digits),
    street: judge(details.street, core.street, streetKey),
    city: judge(details.city, core.city, wordsKey),
    state: judge(details.state, core.state, wordsKey),
    zip: judge(details.zip, core.zip, (zip) => zip.slice(0, 5)),
    telephone: judge(details.telephone, core.telephone, (number) => digits(number).slice(-10)),
  }
}

/**
 * The verdict over all records that bear the request's TIN or NPI: a match is one live record that bears both, with
 * a name that shares half of its words, in the same place. Records that are terminated count where there is no other.
 */
export function verdict(details: OfficeDetails, records: readonly CoreRecord[]): Verdict {
  if (records.length === 0) return 'not-found'
  const live = records.filter(({ isTerminated }) => isTerminated === 0)
  if (live.length === 0) return 'terminated'
  const both = live.filter((one) => {
    const { tin, npi } = compare(details, one)
    return tin === 'same' && npi === 'same'
  })
  return both.some((one) => isAlike(details, one)) ? 'match' : 'mismatch'
}

function isAlike(details: OfficeDetails, core: CoreRecord): boolean {
  const { city, state, zip } = compare(details, core)
  const isThere = zip === 'same' || (city === 'same' && state === 'same')
  const isPlaceUnknown = zip === 'unknown' && city === 'unknown'
  return (isThere || isPlaceUnknown) && namesAlike(details.legalName, core.name)
}

/** Whether two names share at least half of the words that either has. */
function namesAlike(one: string, other: string): boolean {
  const [left, right] = [one, other].map((name) => new Set(nameKey(name).split(' '))) as [Set<string>, Set<string>]
  const shared = [...left].filter((word) => right.has(word)).length
  return shared * 2 >= new Set([...left, ...right]).size
}

function digits(text: string): string {
  return text.replaceAll(/\D/g, '')
}

function wordsKey(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** A name without the words that say only what kind of company it is; all of it where nothing else is left. */
function nameKey(name: string): string {
  const words = wordsKey(name.replaceAll('.', ''))
  const telling = words
    .split(' ')
    .filter((word) => !/^(inc|llc|llp|pc|pllc|corp|co|ltd|the|of|and)$/.test(word))
    .join(' ')
  return telling || words
}

const short: Record<string, string> = { street: 'st', avenue: 'ave', road: 'rd', boulevard: 'blvd', drive: 'dr', lane: 'ln', suite: 'ste', court: 'ct', north: 'n', south: 's', east: 'e', west: 'w' } // prettier-ignore

function streetKey(street: string): string {
  return wordsKey(street)
    .split(' ')
    .map((word) => short[word] ?? word)
    .join(' ')
}

/** Why a request can't be accepted for the chosen record; null: it can. */
export type Hindrance = 'not-found' | 'choose' | 'terminated' | 'reason' | 'date'

/** III.A.1.a: only an office that the core system knows and that is not terminated; from today on; a mismatch for a reason. */
export function hindrance(
  asked: { chosen: CoreRecord | undefined; on: Day; reason: string; verdict: Verdict; records: number },
  today: Day,
): Hindrance | null {
  if (asked.records === 0) return 'not-found'
  if (!asked.chosen) return 'choose'
  if (asked.chosen.isTerminated === 1) return 'terminated'
  if (asked.verdict !== 'match' && asked.reason === '') return 'reason'
  return asked.on < today ? 'date' : null
}

/** What people name a request by on the telephone: 40 of its id's 120 bits. */
export function confirmationNumber(id: string): string {
  return id.slice(4, 12).toUpperCase().replace(/^(.{4})/, '$1-') // prettier-ignore
}

const beginnings: [ScanType, readonly number[]][] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
]

/** What a file is by its first bytes, whatever its name or sender says (section 18); null: none of the kinds taken. */
export function scanType(bytes: Uint8Array): ScanType | null {
  return beginnings.find(([, begins]) => begins.every((byte, place) => bytes[place] === byte))?.[0] ?? null
}
