/** What the core system is told of a submission, in FHIR R4 (Da Vinci PAS), and how its answers are read. Pure. */
import type { JsonObject } from '../../json.ts'
import type { CodeName } from '../../service-codes/code.ts'
import type { Submission } from '../submission.ts'
import { codingOf, serviceRequestOf } from '../submissions/rules.ts'
import type { CoverageFacts, File, Outcome, Resource, Telling } from './delivery.ts'

const NPI = 'http://hl7.org/fhir/sid/us-npi'
const TIN = 'urn:oid:2.16.840.1.113883.4.4'
const TERMS = 'http://terminology.hl7.org/CodeSystem'

const concept = (system: string, code: string): JsonObject => ({ coding: [{ system, code }] })
const coded = (name: CodeName): JsonObject => ({ coding: [codingOf(name)] })
const to = (type: string, id: string): JsonObject => ({ reference: `${type}/${id}` })
const npi = (value: string | null): JsonObject =>
  value === null ? {} : { identifier: [{ type: concept(`${TERMS}/v2-0203`, 'NPI'), system: NPI, value }] }

/** The instant as FHIR has it, in UTC. */
const instantOf = (at: number) => new Date(at).toISOString()

/** The whole request for prior authorization: a Bundle whose first entry is the Claim, as `Claim/$submit` takes it. */
export function bundleOf(telling: Telling): JsonObject {
  const { base, confirmation, submittedAt, submission, coverage } = telling
  const resources = [
    claimOf(telling),
    toldRequestOf(telling),
    patientOf(submission.member),
    ...(coverage ? [coverageOf(coverage, submission.member)] : []),
    officeOf(submission.office),
    requesterOf(submission.requester),
    performerOf(submission.performer),
  ]
  // An office that refers to itself stands there once.
  const once = resources.filter(
    (one, at) =>
      resources.findIndex(({ resourceType, id }) => resourceType === one.resourceType && id === one.id) === at,
  )
  return {
    resourceType: 'Bundle',
    type: 'collection',
    identifier: { value: confirmation },
    timestamp: instantOf(submittedAt),
    entry: once.map((resource) => ({ fullUrl: `${base}/${resource.resourceType}/${resource.id}`, resource })),
  }
}

function claimOf({ confirmation, submittedAt, submission, coverage }: Telling): Resource {
  const { member, office, requester, performer, diagnoses, services, units, startsOn, endsOn, urgency } = submission
  return {
    resourceType: 'Claim',
    id: confirmation,
    identifier: [{ value: confirmation }],
    status: 'active',
    type: concept(`${TERMS}/claim-type`, 'professional'),
    use: 'preauthorization',
    patient: to('Patient', member.sourceId),
    created: instantOf(submittedAt),
    provider: to('Organization', office.sourceId),
    priority: concept(`${TERMS}/processpriority`, urgency === 'urgent' ? 'stat' : 'normal'),
    referral: to('ServiceRequest', confirmation),
    careTeam: [
      { sequence: 1, provider: to('Practitioner', requester.sourceId), role: concept(`${TERMS}/claimcareteamrole`, 'primary') },
      { sequence: 2, provider: to(performer.sourceType, performer.sourceId), role: concept(`${TERMS}/claimcareteamrole`, 'other') },
    ],
    ...(diagnoses.length > 0 && {
      diagnosis: diagnoses.map((diagnosis, at) => ({ sequence: at + 1, diagnosisCodeableConcept: coded(diagnosis) })),
    }),
    insurance: [{ sequence: 1, focal: true, coverage: coverage ? to('Coverage', coverage.sourceId) : { display: 'unknown' } }],
    item: services.map((service, at) => ({
      sequence: at + 1,
      careTeamSequence: [1, 2],
      ...(diagnoses.length > 0 && { diagnosisSequence: diagnoses.map((_, nth) => nth + 1) }),
      productOrService: coded(service),
      servicedPeriod: { start: startsOn, end: endsOn },
      quantity: { value: units },
    })),
  } // prettier-ignore
}

/** The request as the portal keeps it, with what is no part of a record: its coverage, and the notes. */
function toldRequestOf({ confirmation, submittedAt, submission, coverage }: Telling): Resource {
  return {
    ...serviceRequestOf(confirmation, submission, submittedAt),
    ...(coverage && { insurance: [to('Coverage', coverage.sourceId)] }),
    ...(submission.notes !== '' && { note: [{ text: submission.notes }] }),
  }
}

function patientOf({ sourceId, number, firstName, lastName, birthDate }: Submission['member']): Resource {
  const name = { ...(lastName !== '' && { family: lastName }), ...(firstName !== '' && { given: [firstName] }) }
  return {
    resourceType: 'Patient',
    id: sourceId,
    identifier: [{ type: concept(`${TERMS}/v2-0203`, 'MB'), value: number }],
    ...(Object.keys(name).length > 0 && { name: [name] }),
    ...(birthDate && { birthDate }),
  }
}

function coverageOf(facts: CoverageFacts, { sourceId, number }: Submission['member']): Resource {
  return {
    resourceType: 'Coverage',
    id: facts.sourceId,
    status: 'active',
    subscriberId: number,
    beneficiary: to('Patient', sourceId),
    payor: [
      {
        ...(facts.payorSourceId && to('Organization', facts.payorSourceId)),
        display: facts.payor ?? facts.planName ?? 'unknown',
      },
    ],
  }
}

function officeOf({ sourceId, name, npi: number, tin }: Submission['office']): Resource {
  const numbers = [
    ...(number ? [{ type: concept(`${TERMS}/v2-0203`, 'NPI'), system: NPI, value: number }] : []),
    ...(tin ? [{ type: concept(`${TERMS}/v2-0203`, 'TAX'), system: TIN, value: tin }] : []),
  ]
  return { resourceType: 'Organization', id: sourceId, ...(numbers.length > 0 && { identifier: numbers }), name }
}

function requesterOf({ sourceId, name, npi: number }: Submission['requester']): Resource {
  return { resourceType: 'Practitioner', id: sourceId, ...npi(number), name: [{ text: name }] }
}

function performerOf({ sourceType, sourceId, name, organization, npi: number }: Submission['performer']): Resource {
  if (sourceType === 'Organization') return { resourceType: 'Organization', id: sourceId, ...npi(number), name }
  return {
    resourceType: 'PractitionerRole',
    id: sourceId,
    practitioner: { ...(number && { identifier: { system: NPI, value: number } }), display: name },
    ...(organization && { organization: { display: organization } }),
  }
}

/** A file of the submission as a DocumentReference; `data` is its bytes in base64. */
export function documentOf(telling: Pick<Telling, 'confirmation' | 'submission'>, file: File, data: string): Resource {
  return {
    resourceType: 'DocumentReference',
    // A public id has a character that FHIR's ids don't.
    id: file.id.replaceAll('_', '-'),
    identifier: [{ value: file.id }],
    status: 'current',
    subject: to('Patient', telling.submission.member.sourceId),
    date: instantOf(file.addedAt),
    content: [{ attachment: { contentType: file.mediaType, title: file.name, size: file.bytes, data } }],
    context: { related: [to('ServiceRequest', telling.confirmation), to('Claim', telling.confirmation)] },
  }
}

/** An answer of the core system, read by its status and headers alone. `type`: of its content, null when it has none. */
export function outcomeOf(status: number, type: string | null, retryAfter: string | null, at: number): Outcome {
  const kind = Math.trunc(status / 100)
  if (kind === 2) {
    // A page to sign in with, or a proxy's: the core system itself has said nothing.
    return type === null || /\bjson\b/i.test(type) ? { is: 'taken' } : { is: 'later', seen: 'not-json' }
  }
  if (kind === 3) return { is: 'later', seen: 'redirect' }
  return kind === 4 && status !== 408 && status !== 429
    ? { is: 'refused', seen: `${status}` }
    : { is: 'later', seen: `${status}`, afterSeconds: secondsOf(retryAfter, at) }
}

/** RFC 9110, 10.2.3: seconds, or an instant; null for anything else. */
function secondsOf(text: string | null, at: number): number | null {
  if (text === null) return null
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const seconds = Math.ceil((Date.parse(text) - at) / 1000)
  return seconds > 0 ? seconds : null
}

/** Mail's rhythm: half a minute, then twice as long each time. */
const FIRST_WAIT_SECONDS = 30
/** A quarter of an hour: what waited through an outage goes soon after it. */
const LONGEST_WAIT_SECONDS = 900

/** Seconds to wait after so many failed tries, no less than the core system asked for, both capped. */
export function waitSeconds(tries: number, asked: number | null): number {
  const doubled = FIRST_WAIT_SECONDS * 2 ** Math.min(tries - 1, 10)
  return Math.min(Math.max(doubled, asked ?? 0), LONGEST_WAIT_SECONDS)
}
