/** A small extract of a core system: made-up people, every kind of link. */
import type { JsonObject } from '../../src/json.ts'

const coding = (system: string, code: string): JsonObject => ({ coding: [{ system, code }] })
export const icd = (code: string) => coding('http://hl7.org/fhir/sid/icd-10-cm', code)
export const hcpcs = (code: string) => coding('https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code)
export const rxnorm = (code: string) => coding('http://www.nlm.nih.gov/research/umls/rxnorm', code)
const to = (reference: string): JsonObject => ({ reference })
const usd = (value: number): JsonObject => ({ value, currency: 'USD' })

export const patient: JsonObject = {
  resourceType: 'Patient',
  id: 'pat-1',
  identifier: [{ type: coding('http://terminology.hl7.org/CodeSystem/v2-0203', 'MB'), value: 'HV-100' }],
  name: [{ use: 'official', family: 'Núñez', given: ['Ana', 'María'] }],
  gender: 'female',
  birthDate: '1980-02-29',
  generalPractitioner: [to('PractitionerRole/role-1')],
}
export const organization: JsonObject = {
  resourceType: 'Organization',
  id: 'org-1',
  name: 'Harbor Clinic',
  identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' }],
}
export const payer: JsonObject = { resourceType: 'Organization', id: 'payer-1', name: 'Harbor Valley' }
export const practitioner: JsonObject = {
  resourceType: 'Practitioner',
  id: 'doc-1',
  name: [{ family: 'Okafor', given: ['Ben'] }],
}
export const role: JsonObject = {
  resourceType: 'PractitionerRole',
  id: 'role-1',
  practitioner: to('Practitioner/doc-1'),
  organization: to('Organization/org-1'),
}
export const coverage: JsonObject = {
  resourceType: 'Coverage',
  id: 'cov-1',
  status: 'active',
  beneficiary: to('Patient/pat-1'),
  payor: [to('Organization/payer-1')],
  period: { start: '2026-01-01' },
  class: [{ type: coding('http://terminology.hl7.org/CodeSystem/coverage-class', 'plan'), value: 'HMO' }],
}
export const encounter: JsonObject = {
  resourceType: 'Encounter',
  id: 'enc-1',
  serviceProvider: to('Organization/org-1'),
  reasonCode: [icd('J30.9')],
}
export const condition: JsonObject = {
  resourceType: 'Condition',
  id: 'con-1',
  code: icd('J30.9'),
  encounter: to('Encounter/enc-1'),
}
/** A clear claim: to its condition and encounter. */
export const claim: JsonObject = {
  resourceType: 'Claim',
  id: 'clm-1',
  status: 'active',
  use: 'claim',
  type: coding('http://terminology.hl7.org/CodeSystem/claim-type', 'professional'),
  patient: to('Patient/pat-1'),
  created: '2026-03-02',
  billablePeriod: { start: '2026-03-01T09:00:00-08:00', end: '2026-03-01' },
  provider: to('Organization/org-1'),
  diagnosis: [{ sequence: 1, diagnosisReference: to('Condition/con-1') }],
  item: [{ sequence: 1, productOrService: hcpcs('G0180'), net: usd(120.1), encounter: [to('Encounter/enc-1')] }],
  total: usd(120.1),
}
export const benefit: JsonObject = {
  resourceType: 'ExplanationOfBenefit',
  id: 'eob-1',
  status: 'active',
  use: 'claim',
  identifier: [{ value: 'N-77' }],
  patient: to('Patient/pat-1'),
  created: '2026-03-09',
  claim: to('Claim/clm-1'),
  provider: to('PractitionerRole/role-1'),
  outcome: 'complete',
  item: [
    {
      sequence: 1,
      productOrService: hcpcs('G0180'),
      modifier: [hcpcs('25')],
      servicedDate: '2026-03-01',
      quantity: { value: 1 },
      adjudication: [
        { category: coding('http://terminology.hl7.org/CodeSystem/adjudication', 'submitted'), amount: usd(120.1) },
        { category: coding('http://terminology.hl7.org/CodeSystem/adjudication', 'eligible'), amount: usd(100) },
        { category: coding('http://terminology.hl7.org/CodeSystem/adjudication', 'benefit'), amount: usd(80.05) },
        { category: coding('http://terminology.hl7.org/CodeSystem/adjudication', 'copay'), amount: usd(19.95) },
      ],
    },
  ],
  payment: { amount: usd(80.05), date: '2026-03-10' },
}
/** A drug claim that tells nothing but by its prescription. */
export const medication: JsonObject = {
  resourceType: 'MedicationRequest',
  id: 'med-1',
  medicationCodeableConcept: rxnorm('807283'),
}
export const drugClaim: JsonObject = {
  ...claim,
  id: 'clm-2',
  diagnosis: [],
  item: [{ sequence: 1, productOrService: hcpcs('G0180') }],
  prescription: to('MedicationRequest/med-1'),
}
export const referral: JsonObject = {
  resourceType: 'ServiceRequest',
  id: 'ref-1',
  status: 'active',
  intent: 'order',
  subject: to('Patient/pat-1'),
  requester: to('PractitionerRole/role-1'),
  authoredOn: '2026-04-01',
  code: hcpcs('G0180'),
  reasonReference: [to('Condition/con-1')],
}
/** A request for authorization made of the referral, and the plan's answer: denied. */
export const authorization: JsonObject = {
  ...claim,
  id: 'clm-pa',
  use: 'preauthorization',
  diagnosis: [{ sequence: 1, diagnosisCodeableConcept: icd('J30.9') }],
  item: [{ sequence: 1, productOrService: hcpcs('G0180') }],
  referral: to('ServiceRequest/ref-1'),
}
/** A review of one service, as Da Vinci PAS writes it. */
export const review = (action: string, more: JsonObject[] = []): JsonObject => ({
  itemSequence: 1,
  adjudication: [
    {
      category: coding('http://terminology.hl7.org/CodeSystem/adjudication', 'submitted'),
      extension: [
        {
          url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewAction',
          extension: [
            {
              url: 'http://hl7.org/fhir/us/davinci-pas/StructureDefinition/extension-reviewActionCode',
              valueCodeableConcept: coding('https://codesystem.x12.org/005010/306', action),
            },
            ...more,
          ],
        },
      ],
    },
  ],
})
export const reason = (code: string): JsonObject => ({
  url: 'reasonCode',
  valueCodeableConcept: coding('https://x12.org/codes/claim-adjustment-reason-codes', code),
})
export const denied: JsonObject = {
  resourceType: 'ClaimResponse',
  id: 'res-denied',
  status: 'active',
  use: 'preauthorization',
  created: '2026-04-05',
  outcome: 'complete',
  disposition: 'Free text of the core system.',
  request: to('Claim/clm-pa'),
  item: [review('A3', [reason('50')])],
}
export const NUMBER = 'GH-0123456789'
/** What an office submitted here, what the core system made of it, and its answer: approved. */
export const submitted: JsonObject = {
  ...referral,
  id: NUMBER,
  identifier: [{ value: NUMBER }],
  priority: 'urgent',
  authoredOn: '2026-04-02T10:00:00-07:00',
  requester: to('#role'),
  contained: [
    {
      resourceType: 'PractitionerRole',
      id: 'role',
      practitioner: to('Practitioner/doc-1'),
      organization: to('Organization/org-1'),
    },
  ],
  performer: [to('PractitionerRole/role-1')],
  quantityQuantity: { value: 6 },
  occurrencePeriod: { start: '2026-04-10', end: '2026-06-30' },
  reasonReference: [],
  reasonCode: [icd('J30.9')],
}
export const ofTheCore: JsonObject = {
  ...submitted,
  id: 'ref-core',
  identifier: [{ value: NUMBER.toLowerCase() }, { value: 'RF-9' }],
  requester: to('Organization/org-1'),
  contained: [],
}
export const approved: JsonObject = {
  ...denied,
  id: 'res-approved',
  created: '2026-04-04T12:00:00Z',
  request: to(`Claim/${NUMBER}`),
  preAuthRef: 'AUTH-1',
  preAuthPeriod: { start: '2026-04-11', end: '2026-07-11' },
  item: [review('A1')],
}

export const extract: JsonObject[] = [
  patient,
  organization,
  payer,
  practitioner,
  role,
  coverage,
  encounter,
  condition,
  claim,
  benefit,
  medication,
  drugClaim,
  referral,
]

/** The same with what was submitted, asked and decided. */
export const everything: JsonObject[] = [...extract, authorization, denied, submitted, ofTheCore, approved]

/** The rows that make the extract judgeable, and its drug restricted. */
export const list = [
  'pregnancy,icd-10-cm,range,O00..O9A',
  'substance-use,hcpcs,exact,H0050',
  'birth-control,rxnorm,exact,807283',
  'pregnancy,hcpcs-modifier,exact,HD',
]
