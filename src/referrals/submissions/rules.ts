/** A submission as the record that the core system would have sent of it. Pure. */
import type { JsonObject } from '../../json.ts'
import type { CodeName, ReferralSystem } from '../../service-codes/code.ts'
import type { Submission } from '../submission.ts'

const uris: Record<ReferralSystem, string> = {
  'icd-10-cm': 'http://hl7.org/fhir/sid/icd-10-cm',
  hcpcs: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  cpt: 'http://www.ama-assn.org/go/cpt',
}

/** A code as FHIR has it. ICD-10-CM is written with a dot after the third character wherever it travels. */
export function codingOf({ system, code }: CodeName): JsonObject {
  const isDotted = system === 'icd-10-cm' && code.length > 3
  return { system: uris[system], code: isDotted ? `${code.slice(0, 3)}.${code.slice(3)}` : code }
}

/** The FHIR R4 ServiceRequest of a submission, with its confirmation number as id. Notes are words: they are no part of it. */
export function serviceRequestOf(
  confirmation: string,
  submission: Submission,
  submittedAt: number,
): JsonObject & { resourceType: string; id: string } {
  const { member, requester, performer, diagnoses, services, units, startsOn, endsOn, urgency } = submission
  return {
    resourceType: 'ServiceRequest',
    id: confirmation,
    identifier: [{ value: confirmation }],
    status: 'active',
    intent: 'order',
    priority: urgency,
    // Every coding of a concept is judged: so is each service.
    code: { coding: services.map(codingOf) },
    quantityQuantity: { value: units },
    subject: { reference: `Patient/${member.sourceId}` },
    occurrencePeriod: { start: startsOn, end: endsOn },
    authoredOn: new Date(submittedAt).toISOString(),
    requester: { reference: `Practitioner/${requester.sourceId}` },
    performer: [{ reference: `${performer.sourceType}/${performer.sourceId}` }],
    // FHIR knows no empty list.
    ...(diagnoses.length > 0 && { reasonCode: diagnoses.map((diagnosis) => ({ coding: [codingOf(diagnosis)] })) }),
  }
}
