/** An extract with restricted records of every kind among ordinary ones, and the same extract without them (III.I.1). */
import type { JsonObject } from '../../src/json.ts'
import { categories, type Category } from '../../src/restricted-info/code-list.ts'
import { hcpcs, icd, rxnorm } from './extract.ts'

const sid = 'http://hl7.org/fhir/sid/'
const concept = (system: string, code: string): JsonObject => ({ coding: [{ system, code }] })
const to = (reference: string): JsonObject => ({ reference })
const usd = (value: number): JsonObject => ({ value, currency: 'USD' })
const CLEAR = icd('J30.9')

/** Where a code stands in a claim, by its system: the test's own list has the code of each category in each system. */
const systems: [system: string, code: (n: number) => string, put: (coded: JsonObject) => JsonObject, uri: string][] = [
  ['icd-10-cm', (n) => `O8${n}`, (c) => ({ diagnosis: [{ sequence: 1, diagnosisCodeableConcept: c }] }), `${sid}icd-10-cm`],
  ['icd-9-cm', (n) => `65${n}`, (c) => ({ diagnosis: [{ sequence: 1, diagnosisCodeableConcept: c }] }), `${sid}icd-9-cm`],
  ['icd-10-pcs', (n) => `10E${n}XZZ`, (c) => ({ procedure: [{ sequence: 1, procedureCodeableConcept: c }] }), `${sid}icd-10-pcs`],
  ['icd-9-pcs', (n) => `73${n}9`, (c) => ({ procedure: [{ sequence: 1, procedureCodeableConcept: c }] }), `${sid}icd-9-cm/procedure`],
  ['hcpcs', (n) => `H005${n}`, (c) => ({ item: [line(c)] }), 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'],
  ['cpt', (n) => `9940${n}`, (c) => ({ item: [line(c)] }), 'http://www.ama-assn.org/go/cpt'],
  ['medi-cal-local', (n) => `Z760${n}`, (c) => ({ item: [line(c)] }), 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'],
  ['hcpcs-modifier', (n) => `H${n}`, (c) => ({ item: [{ ...line(hcpcs('G0180')), modifier: [c] }] }), 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'],
  ['ndc', (n) => `0000907463${n}`, (c) => ({ item: [line(c)] }), `${sid}ndc`],
  ['ms-drg', (n) => `76${n}`, (c) => ({ diagnosis: [{ sequence: 1, diagnosisCodeableConcept: CLEAR, packageCode: c }] }), 'http://terminology.hl7.org/CodeSystem/msdrg'],
  ['nubc-revenue', (n) => `072${n}`, (c) => ({ item: [{ ...line(hcpcs('G0180')), revenue: c }] }), 'https://www.nubc.org/CodeSystem/RevenueCodes'],
  ['snomed', (n) => `7289200${n}`, (c) => ({ diagnosis: [{ sequence: 1, diagnosisCodeableConcept: c }] }), 'http://snomed.info/sct'],
  ['cvx', (n) => `62${n}`, (c) => ({ item: [line(c)] }), `${sid}cvx`],
  ['rxnorm', (n) => `80728${n}`, (c) => ({ item: [line(c)] }), 'http://www.nlm.nih.gov/research/umls/rxnorm'],
] // prettier-ignore

/** The rows of the test's list: each category in each system. */
export const listRows = (of: readonly Category[]): string[] =>
  of.flatMap((category, n) => systems.map(([system, code]) => `${category},${system},exact,${code(n)}`))

/** Offices of the extract, by the ids of their Organizations. */
export const offices = ['org-1', 'org-2', 'org-3'] as const
const MEMBERS = 40

function line(productOrService: JsonObject): JsonObject {
  return { sequence: 1, productOrService, net: usd(120.1), servicedDate: '2026-03-01' }
}

/** Days that ordinary and restricted records share: a gap in a list would be seen. */
function dayOf(nth: number): string {
  return `2026-${String(1 + (nth % 9)).padStart(2, '0')}-${String(1 + (nth % 28)).padStart(2, '0')}`
}

function claimOf(nth: number, id: string, more: JsonObject): JsonObject {
  return {
    resourceType: 'ExplanationOfBenefit',
    id,
    status: 'active',
    use: 'claim',
    outcome: 'complete',
    identifier: [{ value: `N-${id}` }],
    patient: to(`Patient/pat-${nth % MEMBERS}`),
    created: dayOf(nth),
    billablePeriod: { start: dayOf(nth), end: dayOf(nth) },
    provider: to(`Organization/${offices[nth % offices.length]}`),
    careTeam: [{ provider: to(`Practitioner/doc-${nth % 7}`), role: concept('http://role', 'primary') }],
    diagnosis: [{ sequence: 1, diagnosisCodeableConcept: CLEAR }],
    item: [line(hcpcs('G0180'))],
    payment: { amount: usd(nth), date: dayOf(nth) },
    ...more,
  }
}

function referralOf(nth: number, id: string, more: JsonObject): JsonObject {
  return {
    resourceType: 'ServiceRequest',
    id,
    status: 'active',
    intent: 'order',
    priority: nth % 5 === 0 ? 'urgent' : 'routine',
    identifier: [{ value: `N-${id}` }],
    subject: to(`Patient/pat-${nth % MEMBERS}`),
    requester: to(`PractitionerRole/role-${nth % 6}`),
    performer: [to('Organization/org-2')],
    authoredOn: dayOf(nth),
    code: hcpcs('G0180'),
    reasonCode: [CLEAR],
    ...more,
  }
}

/** Beside a claim or referral of the id: what it links to, restricted. */
const condition = (id: string, coded: JsonObject): JsonObject => ({
  resourceType: 'Condition',
  id: `${id}-con`,
  code: coded,
})
const visit = (id: string, more: JsonObject): JsonObject => ({ resourceType: 'Encounter', id: `${id}-enc`, ...more })
const drug = (id: string, coded: JsonObject): JsonObject => ({
  resourceType: 'MedicationRequest',
  id: `${id}-med`,
  medicationCodeableConcept: coded,
}) // prettier-ignore

type Way = (id: string, n: number, category: Category) => { own: JsonObject; beside?: JsonObject[] }

/** A claim that tells nothing by itself, or hides what it is about somewhere else than in its own codes. */
const claimWays: Record<string, Way> = {
  condition: (id, n) => ({ own: { diagnosis: [{ sequence: 1, diagnosisReference: to(`Condition/${id}-con`) }] }, beside: [condition(id, icd(`O8${n}`))] }),
  procedure: (id, n) => ({
    own: { procedure: [{ sequence: 1, procedureReference: to(`Procedure/${id}-pro`) }] },
    beside: [{ resourceType: 'Procedure', id: `${id}-pro`, code: hcpcs(`H005${n}`) }],
  }),
  encounter: (id, n) => ({ own: { item: [{ ...line(hcpcs('G0180')), encounter: [to(`Encounter/${id}-enc`)] }] }, beside: [visit(id, { reasonCode: [icd(`O8${n}`)] })] }),
  chain: (id, n) => ({
    own: { item: [{ ...line(hcpcs('G0180')), encounter: [to(`Encounter/${id}-enc`)] }] },
    beside: [
      visit(id, { reasonReference: [to(`Procedure/${id}-pro`)] }),
      { resourceType: 'Procedure', id: `${id}-pro`, code: hcpcs('G0180'), reasonReference: [to(`Condition/${id}-con`)] },
      condition(id, icd(`O8${n}`)),
    ],
  }),
  prescription: (id, n) => ({ own: { prescription: to(`MedicationRequest/${id}-med`) }, beside: [drug(id, rxnorm(`80728${n}`))] }),
  originalPrescription: (id, n) => ({ own: { originalPrescription: to(`MedicationRequest/${id}-med`) }, beside: [drug(id, rxnorm(`80728${n}`))] }),
  referral: (id, n) => ({ own: { referral: to(`ServiceRequest/${id}-ref`) }, beside: [referralOf(n, `${id}-ref`, { reasonCode: [icd(`O8${n}`)] })] }),
  related: (id, n) => ({ own: { related: [{ claim: to(`Claim/${id}-old`) }] }, beside: [{ ...claimOf(n, `${id}-old`, { diagnosis: [{ sequence: 1, diagnosisCodeableConcept: icd(`O8${n}`) }] }), resourceType: 'Claim' }] }),
  'its Claim': (id, n) => ({
    own: { claim: to(`Claim/${id}-c`) },
    beside: [{ ...claimOf(n, `${id}-c`, { diagnosis: [{ sequence: 1, diagnosisCodeableConcept: icd(`O8${n}`) }] }), resourceType: 'Claim' }],
  }),
  'of a clear Claim': (id, n) => ({
    own: { claim: to(`Claim/${id}-c`), item: [line(hcpcs(`H005${n}`))] },
    beside: [{ ...claimOf(n, `${id}-c`, {}), resourceType: 'Claim' }],
  }),
  'a detail': (_, n) => ({ own: { item: [{ ...line(hcpcs('G0180')), detail: [{ sequence: 1, productOrService: hcpcs(`H005${n}`) }] }] } }),
  'a second diagnosis': (_, n) => ({ own: { diagnosis: [{ sequence: 1, diagnosisCodeableConcept: CLEAR }, { sequence: 2, diagnosisCodeableConcept: icd(`O8${n}`) }] } }),
  'a second line': (_, n) => ({ own: { item: [line(hcpcs('G0180')), { ...line(hcpcs(`H005${n}`)), sequence: 2 }] } }),
  'the group among the information': (_, n) => ({
    own: { supportingInfo: [{ sequence: 1, category: concept('http://x', 'drg'), code: concept('http://terminology.hl7.org/CodeSystem/msdrg', `76${n}`) }] },
  }),
  contained: (_, n) => ({
    own: { contained: [{ resourceType: 'Condition', id: 'c', code: icd(`O8${n}`) }], diagnosis: [{ sequence: 1, diagnosisReference: to('#c') }] },
  }),
  label: () => ({ own: { meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'ETH' }] } } }),
  'a link that leads nowhere': () => ({ own: { prescription: to('MedicationRequest/nowhere') } }),
  'a system that nobody knows': () => ({ own: { item: [line(concept('https://old.example/codes', '4711'))] } }),
} // prettier-ignore

const referralWays: Record<string, Way> = {
  reason: (_, n) => ({ own: { reasonCode: [icd(`O8${n}`)] } }),
  service: (_, n) => ({ own: { code: hcpcs(`H005${n}`) } }),
  reasonReference: (id, n) => ({ own: { reasonReference: [to(`Condition/${id}-con`)] }, beside: [condition(id, icd(`O8${n}`))] }),
  basedOn: (id, n) => ({ own: { basedOn: [to(`MedicationRequest/${id}-med`)] }, beside: [drug(id, rxnorm(`80728${n}`))] }),
  encounter: (id, n) => ({ own: { encounter: to(`Encounter/${id}-enc`) }, beside: [visit(id, { reasonCode: [icd(`O8${n}`)] })] }),
  supportingInfo: (id, n) => ({ own: { supportingInfo: [to(`Condition/${id}-con`)] }, beside: [condition(id, icd(`O8${n}`))] }),
  label: () => ({ own: { meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] } } }),
  'its decision': (id, n) => ({
    // Of the office that refers: another's says nothing of it.
    own: { requester: to(`PractitionerRole/role-${n % 6}`) },
    beside: [
      {
        resourceType: 'ClaimResponse',
        id: `${id}-dec`,
        status: 'active',
        use: 'preauthorization',
        outcome: 'complete',
        created: '2026-09-01',
        identifier: [{ value: `N-${id}` }],
        request: to(`Claim/${id}-pa`),
        addItem: [{ productOrService: hcpcs(`H005${n}`) }],
      },
      { ...claimOf(n, `${id}-pa`, { use: 'preauthorization', referral: to(`ServiceRequest/${id}`) }), resourceType: 'Claim' },
    ],
  }),
} // prettier-ignore

/** What everybody may know: offices, people, members and their coverage. */
function commonRecords(): JsonObject[] {
  const people = Array.from({ length: 7 }, (_, n) => [
    { resourceType: 'Practitioner', id: `doc-${n}`, name: [{ family: `Okafor${n}`, given: ['Ben'] }] },
    {
      resourceType: 'PractitionerRole',
      id: `role-${n}`,
      practitioner: to(`Practitioner/doc-${n}`),
      organization: to(`Organization/${offices[n % offices.length]}`),
    },
  ])
  const members = Array.from({ length: MEMBERS }, (_, n) => [
    {
      resourceType: 'Patient',
      id: `pat-${n}`,
      identifier: [{ type: concept('http://terminology.hl7.org/CodeSystem/v2-0203', 'MB'), value: `HV-${100 + n}` }],
      name: [{ family: `Member${n % 9}`, given: [`Given${n}`] }],
      gender: n % 2 === 0 ? 'female' : 'male',
      birthDate: `19${50 + n}-04-21`,
      generalPractitioner: [to(`PractitionerRole/role-${n % 7}`)],
    },
    {
      resourceType: 'Coverage',
      id: `cov-${n}`,
      status: 'active',
      beneficiary: to(`Patient/pat-${n}`),
      period: { start: '2026-01-01' },
      class: [{ type: concept('http://terminology.hl7.org/CodeSystem/coverage-class', 'plan'), value: 'HMO' }],
    },
  ])
  const npi = ['1234567893', '1245319599', '1679576722']
  const organizations = offices.map((id, n) => ({
    resourceType: 'Organization',
    id,
    name: `Office ${id}`,
    identifier: [{ system: `${sid}us-npi`, value: npi[n]! }],
  }))
  return [...organizations, ...people.flat(), ...members.flat()]
}

/** A record with what it brings along; `restricted` ones are left out of the second portal. */
export type Entry = { restricted: boolean; records: JsonObject[] }

/** The extract in the order in which a core system might send it: ordinary and restricted records in turns. */
export function extractOf(of: readonly Category[] = categories): { common: JsonObject[]; entries: Entry[] } {
  let nth = 0
  const made = (id: string, way: ReturnType<Way>, make: typeof claimOf): Entry => ({
    restricted: true,
    records: [make((nth += 1), id, way.own), ...(way.beside ?? [])],
  })
  const restricted = of.flatMap((category, n) => [
    ...systems.map(([system, code, put, uri]) =>
      made(`r-${n}-${system}`, { own: put(concept(uri, code(n))) }, claimOf),
    ),
    ...Object.entries(claimWays).map(([way, make], w) => {
      const id = `r-${n}-w${w}`
      return { ...made(id, make(id, n, category), claimOf), way }
    }),
    ...Object.entries(referralWays).map(([way, make], w) => {
      const id = `r-${n}-f${w}`
      return { ...made(id, make(id, n, category), referralOf), way }
    }),
  ])
  const ordinary = Array.from({ length: 150 }, (_, n): Entry => ({
    restricted: false,
    // Every office gets some of each.
    records: [(n % 3 === 2 ? referralOf : claimOf)(n + Math.floor(n / 3), `o-${n}`, {})],
  }))
  const every = restricted.length / ordinary.length
  const entries = ordinary.flatMap((one, n) => [
    one,
    ...restricted.slice(Math.floor(n * every), Math.floor((n + 1) * every)),
  ])
  return { common: commonRecords(), entries }
}
