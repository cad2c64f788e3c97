/** A referral that is being written (III.B.6.d): what was typed so far, right or wrong. */
import type { CodeKind, CodeName } from '../../service-codes/code.ts'

/** The pages of the form, in their order. */
export const steps = ['member', 'providers', 'codes', 'notes', 'files', 'review'] as const
export type Step = (typeof steps)[number]

/** What is typed on each page. */
export const fieldsOf = {
  member: ['memberNumber', 'lastName', 'birthDate', 'firstName'],
  providers: ['requester', 'requesterName', 'performerName', 'performerSpecialty', 'performerZip', 'performer'],
  codes: ['diagnoses', 'findDiagnosis', 'services', 'findService', 'units', 'startsOn', 'endsOn', 'urgency'],
  notes: ['notes'],
  files: [],
  review: [],
} as const satisfies Record<Step, readonly string[]>
export type Field = (typeof fieldsOf)[Step][number]

/** The fields as typed; one that is not there was never typed. */
export type Typed = Partial<Record<Field, string>>

/** A code that was typed and could be read. */
export type NamedCode = CodeName & { kind: CodeKind }

/** What is kept of a draft. */
export type Content = {
  fields: Typed
  /** The public id of the member that was found; null: none yet. */
  member: string | null
  /** The codes that stand in the fields, so that they can be looked up without reading them again. */
  named: NamedCode[]
  /** The page that wrote last: it may write on without being told of its own changes. */
  tab: string
}

/** A code of a draft, as the plan's loaded codes know it. */
export type FoundCode = NamedCode & { isKnown: 0 | 1; isLoaded: 0 | 1; words: string | null }

/** Whom the draft's member is referred to, with the place. */
export type ChosenPerformer = {
  id: string
  name: string
  organization: string | null
  npi: string | null
  specialty: string | null
  city: string | null
  sourceType: 'PractitionerRole' | 'Organization'
  sourceId: string
}

/** Who of the office may refer, by the provider's row. */
export type Requester = { id: number; name: string; npi: string | null; sourceId: string }

/** What a draft's ids and codes turned out to be. */
export type Found = {
  hasMember: boolean
  requester: Requester | undefined
  performer: ChosenPerformer | undefined
  codes: readonly FoundCode[]
}

/** A sentence for each field that is not right yet, by page. */
export type Problems = Record<Step, Partial<Record<Field | 'form', string>>>
