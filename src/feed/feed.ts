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

/** Referrals that were submitted here are kept as an import that nobody sent. */
export const PORTAL_IMPORT = 'portal-submissions'

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

/** The same as it is kept for the staff's pages. */
export type CountRow = Omit<Counts, 'suppressed'> & { type: string; hidden: number }

/** A type of which a whole import brought so many fewer records than the one before that it is an alarm. */
export type Shrunk = { type: string; before: number; now: number }

/** What the core system may call an office by: its Organization's id, its NPI, or its TIN without dashes. */
export type OfficeNumber = { kind: 'organization' | 'npi' | 'tin'; value: string }

/** By which door an import came: the command or the core system itself, the staff's page, or fetched from its server. */
export type Door = 'command' | 'upload' | 'pull'

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

/** A record that the core system deleted, or took back as entered in error; null: it doesn't say when (ms UTC). */
export type Deletion = { type: StoredType; sourceId: string; deletedAt: number | null }

/** What one line of the feed is; a line of deletions may have none of a stored type. */
export type Line =
  | { kind: 'record'; record: FeedRecord }
  | { kind: 'deleted'; type: string; deletions: Deletion[] }
  | { kind: 'ignored'; type: string }
  | { kind: 'rejected'; type: string; reason: Rejection }
