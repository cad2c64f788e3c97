/** What the core system sends, and what came of it (requirements 12, "Feed"). */
import type { JudgedLink } from '../restricted-info/judge.ts'
import type { JudgedCode } from '../restricted-info/verdict.ts'

/** The types that are stored; every other is counted as ignored. */
export const storedTypes = [
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'Patient',
  'Coverage',
  'ExplanationOfBenefit',
  'Claim',
  'ClaimResponse',
  'ServiceRequest',
  'Condition',
  'Procedure',
  'MedicationRequest',
  'Encounter',
] as const
export type StoredType = (typeof storedTypes)[number]

/** What came of the lines of one type. */
export type Counts = {
  read: number
  stored: number
  unchanged: number
  ignored: number
  rejected: number
  suppressed: number
}
export type CountsByType = Record<string, Counts>

/** The row of lines whose type cannot be told. */
export const UNREADABLE = '(unreadable)'

/** Why a line was rejected: never what was in it. */
export type Rejection =
  | 'not-utf-8'
  | 'not-json'
  | 'not-a-resource'
  | 'no-id'
  | 'bad-id'
  | 'too-deep'
  | 'too-large'
  | `wrong-type:${string}`

/** What may tell the office of a claim or referral; see `feed_clue`. `type` is empty when unknown. */
export type Clue = { rank: number; type: string; id: string }

/** An office that a record itself describes, known by its NPI. */
export type OwnOffice = { sourceId: string; npi: string; name: string }

/** Facts that rows of pages are made of: names, numbers, days, cents, code numbers; never words about health. */
export type Facts = { [name: string]: string | number | null | Facts[] }

/** What is taken from a resource, beside what it is judged by. */
export type Taken = {
  facts: Facts
  pairSourceId?: string | null
  /** The portal's number of the referral that the record is about. */
  confirmation?: string | null
  officeSourceId?: string | null
  clues?: Clue[]
  offices?: OwnOffice[]
}

/** A resource as it is stored. */
export type FeedRecord = Required<Taken> & {
  type: StoredType
  sourceId: string
  digest: string
  sentAt: number | null
  codes: JudgedCode[]
  links: JudgedLink[]
}

/** What one line of the feed is. */
export type Line =
  | { kind: 'record'; record: FeedRecord }
  | { kind: 'ignored'; type: string }
  | { kind: 'rejected'; type: string; reason: Rejection }
