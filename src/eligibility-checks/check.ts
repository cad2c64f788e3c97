import type { Day } from '../policy/calendar.ts'

/** So many rows a list may have (section 12). */
export const MOST_ROWS = 500
/** So many are answered at a time: each step of the progress bar. */
export const AT_ONCE = 100
/** The longest member number and name that are looked for; a text cut would find what nobody asked for. */
export const LONGEST_NUMBER = 40
export const LONGEST_NAME = 80

/** Why a row can't be asked; from `not-found` on, why it has no answer though it was asked. */
export type Problem =
  | 'nothing-to-ask-by'
  | 'no-birth-date'
  | 'no-last-name'
  | 'bad-date'
  | 'doubtful-date'
  | 'future-date'
  | 'bad-number'
  | 'shortened-number'
  | 'too-long'
  | 'repeated'
  | 'not-found'
  | 'several'
  | 'other-birth-date'

/** A row of the list: what was typed, and what is looked for. */
export type AskedRow = {
  /** Its line in what was sent, from 1. */
  line: number
  number: string | null
  lastName: string | null
  firstName: string | null
  birthDate: string | null
  numberKey: string | null
  lastNameKey: string | null
  firstNameKey: string | null
  bornOn: Day | null
  problem: Problem | null
  sameAs: number | null
}

/** What a saved check is narrowed to. */
export const filters = ['all', 'changed', 'not-eligible', 'problems'] as const
export type Filter = (typeof filters)[number]

/** What was found of a member on the day, as it is kept. */
export type Found = {
  answer: 'eligible' | 'not-eligible' | 'unknown'
  planName: string | null
  product: string | null
  network: string | null
  pcpName: string | null
  startsOn: string | null
  endsOn: string | null
  copayCents: number | null
}

/** What it was before, of what is different now. */
export type Changed = Partial<Found>
