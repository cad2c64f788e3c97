import { AS_OF } from './calendar.ts'

/** One FHIR R4 resource, a line of NDJSON. */
export type Resource = { resourceType: string; id: string; [field: string]: unknown }

/** A code and the system it belongs to; one without a system can't be judged. */
export type Coding = { system?: string; code: string }

/** The system addresses as payers write them. */
export const SYSTEM = {
  diagnosis: 'http://hl7.org/fhir/sid/icd-10-cm',
  service: 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  drug: 'http://hl7.org/fhir/sid/ndc',
  ingredient: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  revenue: 'https://www.nubc.org/CodeSystem/RevenueCodes',
  drg: 'https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/AcuteInpatientPPS/MS-DRG-Classifications-and-Software',
  place: 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set',
  specialty: 'http://nucc.org/provider-taxonomy',
  adjudication: 'http://terminology.hl7.org/CodeSystem/adjudication',
  denial: 'https://x12.org/codes/claim-adjustment-reason-codes',
  identifier: 'http://terminology.hl7.org/CodeSystem/v2-0203',
  act: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  confidentiality: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality',
  absent: 'http://terminology.hl7.org/CodeSystem/data-absent-reason',
  claimType: 'http://terminology.hl7.org/CodeSystem/claim-type',
  supportingInfo: 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType',
  discriminator: 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBAdjudicationDiscriminator',
  npi: 'http://hl7.org/fhir/sid/us-npi',
  tin: 'urn:oid:2.16.840.1.113883.4.4',
  member: 'https://harbor-view.example/member',
  claim: 'https://harbor-view.example/claim',
  referral: 'https://harbor-view.example/referral',
} as const

/** A resource with the day it was last updated. */
export function resource(resourceType: string, id: string, fields: Record<string, unknown>): Resource {
  return { resourceType, id, meta: { lastUpdated: AS_OF }, ...fields }
}

/** A CodeableConcept of one coding. */
export function concept(system: string, code: string) {
  return { coding: [{ system, code }] }
}

/** A reference to another resource of the demo plan. */
export function reference(resourceType: string, id: string) {
  return { reference: `${resourceType}/${id}` }
}

/** An identifier of one HL7 table 0203 type (MB, NPI, TAX …). */
export function identifier(type: string, system: string, value: string) {
  return { type: concept(SYSTEM.identifier, type), system, value }
}

/** An amount in dollars from whole cents. */
export function money(cents: number) {
  return { value: cents / 100, currency: 'USD' }
}
