import type { Coding, Resource } from './fhir.ts'
import type { Office } from './offices.ts'
import type { Member } from './members.ts'

/** One line of a claim before it is written as FHIR. */
export type Line = {
  /** Absent on a line of a stay, which has a revenue code only. */
  product?: Coding
  /** The product inside the line: a kit's part, a compound's drug. */
  detail?: Coding
  revenue?: string
  modifier?: string
  place?: string
  units: number
  cents: number
  encounter?: string
}

/** A diagnosis: an ICD-10-CM code, any other coding, or the id of a Condition. */
export type Diagnosis = string | Coding | { condition: string }

/** What happened to one member at one office: written as a Claim, an ExplanationOfBenefit, or both. */
export type Visit = {
  id: string
  number: string
  kind: 'professional' | 'institutional' | 'pharmacy'
  shape: 'eob' | 'pair' | 'claim'
  status: 'active' | 'cancelled' | 'entered-in-error'
  decision: 'paid' | 'denied' | 'partly-denied'
  denial: string
  office: Office
  practitioner: number
  member: Member
  from: string
  to: string
  diagnoses: Diagnosis[]
  lines: Line[]
  copayCents: number
  deductibleCents: number
  /** What the plan allows of the billed amount, in percent. */
  allowedPercent: number
  drg?: string
  prescription?: string
  procedure?: string
  referral?: string
  /** The Claim that this one follows. */
  related?: string
  /** A document the claim names that the core system doesn't send. */
  document?: string
  labels?: Coding[]
  remark?: string
  /** What the claim points at, written along with it. */
  beside: Resource[]
}
