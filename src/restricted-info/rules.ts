/** III.I.2: which rows of the list in force a code falls under. Pure. */
import type { Category, CodeSystem, ListedRow } from './code-list.ts'

type Hit = { id: number; category: Category }
type Rows = { exact: Map<string, Hit[]>; prefix: Map<string, Hit[]>; lengths: Set<number>; ranges: Range[] }
type Range = Hit & { first: string; last: string }

/** The list in force, laid out for looking codes up. */
export type CodeIndex = ReadonlyMap<CodeSystem, Rows>

/** Outer blanks off; dots, blanks and hyphens out; upper case. */
export function normalised(code: string): string {
  return code.replace(/[.\s-]/g, '').toUpperCase()
}

/** Numbers lose leading zeros on the way, or get some: how many digits they have at least. */
const width: Partial<Record<CodeSystem, number>> = {
  'ms-drg': 3,
  'nubc-revenue': 4,
  'cms-pos': 2,
  rxnorm: 1,
  snomed: 1,
  cvx: 1,
}

/** The code as the list's rows of the system write it: one way, or three for an ambiguous drug code. */
export function spellings(system: CodeSystem, code: string): string[] {
  if (system === 'ndc') return drugCodes(code)
  const plain = normalised(code)
  return plain === '' ? [] : [withZeros(system, plain)]
}

function withZeros(system: CodeSystem, plain: string): string {
  const digits = width[system]
  return digits && /^\d+$/.test(plain) ? plain.replace(/^0+/, '').padStart(digits, '0') : plain
}

/** The first and last code of a range `A..B` as the system's codes are looked up; null when it is none. */
export function endsOf(system: CodeSystem, range: string): { first: string; last: string } | null {
  const [first, last, more] = range.split('..').map((end) => withZeros(system, normalised(end)))
  return first && last && more === undefined ? { first, last } : null
}

/**
 * A drug code in 11 digits (5-4-2). With hyphens 4-4-2, 5-3-2 and 5-4-1 get their zero; 12 digits with a leading
 * zero lose it; ten bare digits are tried in all three ways. Any other shape is none.
 */
export function drugCodes(code: string): string[] {
  const parts = code.trim().split('-')
  const shape = parts.map((part) => part.length).join('-')
  const digits = parts.join('')
  if (/^(5-4-2|4-4-2|5-3-2|5-4-1)$/.test(shape) && /^\d+$/.test(digits)) {
    return [parts[0]!.padStart(5, '0') + parts[1]!.padStart(4, '0') + parts[2]!.padStart(2, '0')]
  }
  if (parts.length > 1 && shape !== '6-4-2') return []
  if (/^\d{11}$/.test(digits)) return [digits]
  if (/^0\d{11}$/.test(digits)) return [digits.slice(1)]
  if (!/^\d{10}$/.test(digits)) return []
  return [`0${digits}`, `${digits.slice(0, 5)}0${digits.slice(5)}`, `${digits.slice(0, 9)}0${digits.slice(9)}`]
}

/** Lays the rows out. A range that is no `A..B` is left out: `parseList` refuses it before it is stored. */
export function indexOf(rows: Iterable<ListedRow>): CodeIndex {
  const index = new Map<CodeSystem, Rows>()
  for (const { id, category, system, match, code } of rows) {
    let own = index.get(system)
    if (!own) index.set(system, (own = { exact: new Map(), prefix: new Map(), lengths: new Set(), ranges: [] }))
    const hit = { id, category }
    if (match === 'range') {
      const ends = endsOf(system, code)
      if (ends) own.ranges.push({ ...hit, ...ends })
      continue
    }
    for (const spelled of match === 'prefix' ? [normalised(code)] : spellings(system, code)) {
      const hits = own[match].get(spelled)
      if (hits) hits.push(hit)
      else own[match].set(spelled, [hit])
      if (match === 'prefix') own.lengths.add(spelled.length)
    }
  }
  return index
}

/** Physicians' and other procedure codes come under one name at some senders: each is tried in the other's list. */
function listsOf(system: CodeSystem): CodeSystem[] {
  return system === 'hcpcs' || system === 'cpt' ? ['hcpcs', 'cpt'] : [system]
}

/** The rows that hold the code; none for a blank code or one of no known shape. */
export function rowsHolding(index: CodeIndex, system: CodeSystem, code: string): Hit[] {
  return listsOf(system).flatMap((list) => {
    const rows = index.get(list)
    return rows ? spellings(list, code).flatMap((spelled) => hitsOf(rows, spelled)) : []
  })
}

function hitsOf(rows: Rows, code: string): Hit[] {
  const hits = [...(rows.exact.get(code) ?? [])]
  for (const length of rows.lengths) {
    if (length <= code.length) hits.push(...(rows.prefix.get(code.slice(0, length)) ?? []))
  }
  // Letters sort after digits in ASCII, so O00..O9A holds O99 and O9A.
  for (const row of rows.ranges) {
    if (row.first <= code.slice(0, row.first.length) && code.slice(0, row.last.length) <= row.last) hits.push(row)
  }
  return hits
}

/** The categories the code falls under, sorted; empty when it is on no row. */
export function categoriesOf(index: CodeIndex, system: CodeSystem, code: string): Category[] {
  return [...new Set(rowsHolding(index, system, code).map((hit) => hit.category))].toSorted()
}

/** The ids of the rows that hold the code in any system, and of those that are written just so. */
export function holdersOf(rows: readonly ListedRow[], code: string): Set<number> {
  const index = indexOf(rows)
  const written = normalised(code)
  const holders = [...index.keys()].flatMap((system) => rowsHolding(index, system, code).map(({ id }) => id))
  return new Set([...holders, ...rows.filter((row) => normalised(row.code) === written).map(({ id }) => id)])
}
