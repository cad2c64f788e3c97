import { SYSTEM, concept, identifier, reference, resource, type Coding, type Resource } from './fhir.ts'
import type { Member } from './members.ts'
import { OFFICES, type Office, type Specialty } from './offices.ts'
import type { Random } from './random.ts'
import { claimRecords } from './claim-records.ts'
import { conditionOf, drawVisit, encounterOf, prescriptionOf } from './claims.ts'
import { WAYS, type Category, type Place } from './restricted-ways.ts'
import type { Line, Visit } from './visit.ts'

/** How many claims are made for each code in each place. */
const EACH = 11

/**
 * Claims that nobody may see: each is an ordinary one with one thing added.
 * Their ids begin with `r-<category>-` and their numbers with HV-R, so that a leak is known by sight.
 */
export function restrictedClaims(draw: Random, members: readonly Member[]): Resource[] {
  let serial = 0
  return everyWay().flatMap(({ category, place, code }) =>
    Array.from({ length: EACH }, (_, index) => {
      serial += 1
      const digits = String(serial).padStart(6, '0')
      const visit = drawVisit(draw, `r-${category}-${digits}`, `HV-R${digits}`, members, officeFor(draw, place))
      const shape = index % 4 === 3 ? 'pair' : 'eob'
      return hide({ ...visit, shape, status: 'active' }, place, code)
    }).flat(),
  )
}

function everyWay() {
  return Object.entries(WAYS).flatMap(([category, places]) =>
    Object.entries(places).flatMap(([place, codes]) =>
      codes.map((code) => ({ category: category as Category, place: place as Place, code })),
    ),
  )
}

/** Stays and revenue codes are the hospital's, drugs the pharmacy's, the rest the doctors'. */
function officeFor(draw: Random, place: Place): Office {
  const at = (...specialties: Specialty[]) => draw.pick(OFFICES.filter((one) => specialties.includes(one.specialty)))
  if (place === 'revenue' || place === 'drg') return at('hospital')
  if (place === 'drug' || place.startsWith('prescription')) return at('pharmacy')
  return at('family', 'pediatrics', 'family', 'cardiology')
}

/** The records of the visit with the code put in its place, or behind its link. */
function hide(visit: Visit, place: Place, code: string): Resource[] {
  const also = (change: Partial<Visit>, ...beside: Resource[]) =>
    claimRecords({ ...visit, ...change, beside: [...visit.beside, ...beside] })
  const firstLine = (change: Partial<Line>) =>
    also({ lines: [{ ...visit.lines[0]!, ...change }, ...visit.lines.slice(1)] })
  switch (place) {
    case 'diagnosis':
      return also({ diagnoses: [code] })
    case 'second-diagnosis':
      return also({ diagnoses: [...visit.diagnoses, code] })
    case 'line':
      return also({ lines: [...visit.lines, { product: { system: SYSTEM.service, code }, units: 1, cents: 9500 }] })
    case 'detail':
      return firstLine({ detail: { system: SYSTEM.service, code } })
    case 'modifier':
      return firstLine({ modifier: code })
    case 'place':
      return firstLine({ place: code })
    case 'drug':
      return firstLine({ product: { system: SYSTEM.drug, code } })
    case 'revenue':
      return firstLine({ revenue: code })
    case 'drg':
      return also({ drg: code })
    case 'label':
      return also({ labels: labels(code) })
    case 'claim-only':
      return [
        ...claimRecords({ ...visit, shape: 'pair' }).filter((one) => one.resourceType !== 'Claim'),
        ...claimRecords({ ...visit, shape: 'claim', diagnoses: [code], beside: [] }),
      ]
    case 'condition':
      return withCondition(visit, code)
    case 'encounter':
      return withEncounter(visit, code)
    case 'procedure':
      return also({ procedure: `${visit.id}-procedure` }, procedureOf(visit, code))
    case 'prescription':
      return withPrescription(visit, prescriptionOf(visit, code))
    case 'prescription-reason': {
      const condition = conditionOf(visit, code)
      return withPrescription(visit, prescriptionOf(visit, '198051', condition), condition)
    }
    case 'referral':
      return also({ referral: `${visit.id}-referral` }, referralOf(visit, code))
    case 'related': {
      const earlier: Visit = {
        ...visit,
        id: `${visit.id}-first`,
        number: `${visit.number}A`,
        shape: 'claim',
        diagnoses: [code],
        beside: [],
      }
      return [...claimRecords(earlier), ...also({ related: `${earlier.id}-c` })]
    }
  }
}

/** The sensitivity label of HL7 with the confidentiality "restricted". */
function labels(code: string): Coding[] {
  return [
    { system: SYSTEM.act, code },
    { system: SYSTEM.confidentiality, code: 'R' },
  ]
}

/** Records beside an ordinary visit bear the same ids as these, so these take their place. */
function withCondition(visit: Visit, code: string): Resource[] {
  const condition = conditionOf(visit, code)
  const beside = [...visit.beside.filter((one) => one.id !== condition.id), condition]
  return claimRecords({ ...visit, diagnoses: [{ condition: condition.id }], beside })
}

function withEncounter(visit: Visit, code: string): Resource[] {
  const encounter = encounterOf(visit, code)
  const beside = [...visit.beside.filter((one) => one.id !== encounter.id), encounter]
  return claimRecords({ ...visit, lines: visit.lines.map((line) => ({ ...line, encounter: encounter.id })), beside })
}

function withPrescription(visit: Visit, prescription: Resource, ...reasons: Resource[]): Resource[] {
  return claimRecords({ ...visit, prescription: prescription.id, beside: [...reasons, prescription] })
}

function procedureOf(visit: Visit, code: string): Resource {
  return resource('Procedure', `${visit.id}-procedure`, {
    status: 'completed',
    code: concept(SYSTEM.service, 'G0463'),
    subject: reference('Patient', visit.member.id),
    performedDateTime: visit.from,
    reasonCode: [concept(SYSTEM.diagnosis, code)],
  })
}

function referralOf(visit: Visit, code: string): Resource {
  return resource('ServiceRequest', `${visit.id}-referral`, {
    identifier: [identifier('FILL', SYSTEM.referral, visit.number.replace('HV-R', 'HV-RL'))],
    status: 'active',
    intent: 'order',
    code: concept(SYSTEM.service, 'G0463'),
    subject: reference('Patient', visit.member.id),
    requester: reference('Organization', visit.office.id),
    performer: [reference('Organization', 'port-alder-general-hospital')],
    authoredOn: visit.from,
    occurrenceDateTime: visit.from,
    reasonCode: [concept(SYSTEM.diagnosis, code)],
  })
}
