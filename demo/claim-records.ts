import { AS_OF, REFERENCE_ON, addDays, earlier } from './calendar.ts'
import { SYSTEM, concept, money, reference, resource, type Coding, type Resource } from './fhir.ts'
import { practitionerId, roleId } from './offices.ts'
import type { Diagnosis, Line, Visit } from './visit.ts'

/** The FHIR records of one visit: what it points at, and the Claim, the ExplanationOfBenefit or both. */
export function claimRecords(visit: Visit): Resource[] {
  const records = [...visit.beside]
  if (visit.shape !== 'eob') records.push(claim(visit))
  if (visit.shape !== 'claim') records.push(explanation(visit))
  return records
}

/** What the provider billed. */
function claim(visit: Visit): Resource {
  return resource('Claim', `${visit.id}-c`, {
    ...bothSay(visit),
    provider: reference('Organization', visit.office.id),
    priority: { coding: [{ code: 'normal' }] },
    insurance: [{ sequence: 1, focal: true, coverage: reference('Coverage', visit.member.coverage) }],
    item: visit.lines.map((line, index) => ({ ...billed(line, index), net: money(line.cents) })),
    total: money(visit.lines.reduce((sum, line) => sum + line.cents, 0)),
  })
}

/** What the plan decided about it. */
function explanation(visit: Visit): Resource {
  const lines = visit.lines.map((line, index) => ({ line, index, amounts: decide(visit, line, index) }))
  const sum = (name: keyof Amounts) => lines.reduce((total, { amounts }) => total + amounts[name], 0)
  const paid = sum('benefit')
  return resource('ExplanationOfBenefit', `${visit.id}-e`, {
    ...bothSay(visit),
    ...(visit.shape === 'pair' && { claim: reference('Claim', `${visit.id}-c`) }),
    outcome: 'complete',
    insurance: [{ focal: true, coverage: reference('Coverage', visit.member.coverage) }],
    provider: payee(visit),
    item: lines.map(({ line, index, amounts }) => ({
      ...billed(line, index),
      adjudication: [...adjudicated(amounts), ...(amounts.denied ? [denied(visit)] : [])],
    })),
    total: adjudicated({ submitted: sum('submitted'), eligible: sum('eligible'), benefit: paid }),
    ...(paid > 0 &&
      visit.status === 'active' && {
        payment: {
          date: earlier(REFERENCE_ON, addDays(visit.to, 9 + (visit.practitioner % 3) * 7)),
          amount: money(paid),
        },
      }),
    ...(visit.remark && { processNote: [{ number: 1, text: visit.remark }] }),
  })
}

/**
 * Whom the explanation names: core systems name the office, the person in it, or the person alone.
 * The person alone leads to no office, so that stands only beside a Claim, which names the office.
 */
function payee(visit: Visit) {
  if (visit.shape === 'pair' && visit.practitioner === 2)
    return reference('Practitioner', practitionerId(visit.office, visit.practitioner))
  if (visit.practitioner === 3) return reference('PractitionerRole', roleId(visit.office, visit.practitioner))
  return reference('Organization', visit.office.id)
}

/** The fields that a Claim and its ExplanationOfBenefit have in common. */
function bothSay(visit: Visit) {
  const information = [
    ...(visit.drg ? [{ category: concept(SYSTEM.supportingInfo, 'drg'), code: concept(SYSTEM.drg, visit.drg) }] : []),
    ...(visit.document
      ? [{ category: concept(SYSTEM.supportingInfo, 'attachment'), valueReference: { reference: visit.document } }]
      : []),
  ]
  return {
    ...(visit.labels && { meta: { lastUpdated: AS_OF, security: visit.labels } }),
    identifier: [{ system: SYSTEM.claim, value: visit.number }],
    status: visit.status,
    type: concept(SYSTEM.claimType, visit.kind),
    use: 'claim',
    patient: reference('Patient', visit.member.id),
    billablePeriod: { start: visit.from, end: visit.to },
    created: earlier(REFERENCE_ON, addDays(visit.to, 2)),
    insurer: { display: 'Harbor View Health Plan' },
    ...(visit.related && { related: [{ claim: reference('Claim', visit.related) }] }),
    ...(visit.prescription && { prescription: reference('MedicationRequest', visit.prescription) }),
    ...(visit.referral && { referral: reference('ServiceRequest', visit.referral) }),
    careTeam: [{ sequence: 1, provider: reference('Practitioner', practitionerId(visit.office, visit.practitioner)) }],
    ...(information.length > 0 && { supportingInfo: information.map((info, i) => ({ sequence: i + 1, ...info })) }),
    diagnosis: visit.diagnoses.map((diagnosis, i) => ({ sequence: i + 1, ...diagnosed(diagnosis) })),
    ...(visit.procedure && {
      procedure: [{ sequence: 1, procedureReference: reference('Procedure', visit.procedure) }],
    }),
  }
}

function diagnosed(diagnosis: Diagnosis) {
  if (typeof diagnosis === 'string') return { diagnosisCodeableConcept: concept(SYSTEM.diagnosis, diagnosis) }
  if ('condition' in diagnosis) return { diagnosisReference: reference('Condition', diagnosis.condition) }
  return { diagnosisCodeableConcept: { coding: [diagnosis] } }
}

/** One line as billed; a line with a revenue code only says that a product doesn't apply, as payers do. */
function billed(line: Line, index: number) {
  const product: Coding = line.product ?? { system: SYSTEM.absent, code: 'not-applicable' }
  return {
    sequence: index + 1,
    ...(line.revenue && { revenue: concept(SYSTEM.revenue, line.revenue) }),
    productOrService: { coding: [product] },
    ...(line.modifier && { modifier: [concept(SYSTEM.service, line.modifier)] }),
    ...(line.place && { locationCodeableConcept: concept(SYSTEM.place, line.place) }),
    quantity: { value: line.units },
    ...(line.encounter && { encounter: [reference('Encounter', line.encounter)] }),
    ...(line.detail && { detail: [{ sequence: 1, productOrService: { coding: [line.detail] } }] }),
  }
}

type Amounts = {
  submitted: number
  eligible: number
  deductible: number
  copay: number
  benefit: number
  denied: number
}

/** Amounts in cents: allowed = deductible + copay + paid, and nothing is allowed on a denied line. */
function decide(visit: Visit, line: Line, index: number): Amounts {
  const refused =
    visit.decision === 'denied' || (visit.decision === 'partly-denied' && index === visit.lines.length - 1)
  const eligible = refused ? 0 : Math.round((line.cents * visit.allowedPercent) / 100)
  const deductible = Math.min(eligible, index === 0 ? visit.deductibleCents : 0)
  const copay = Math.min(eligible - deductible, index === 0 ? visit.copayCents : 0)
  const benefit = eligible - deductible - copay
  return { submitted: line.cents, eligible, deductible, copay, benefit, denied: refused ? 1 : 0 }
}

/** The adjudication entries, without a deductible or copayment of nothing. */
function adjudicated(amounts: Partial<Amounts>) {
  const said = (['submitted', 'eligible', 'deductible', 'copay', 'benefit'] as const).filter(
    (name) => amounts[name] !== undefined && (amounts[name] > 0 || (name !== 'deductible' && name !== 'copay')),
  )
  return said.map((name) => ({ category: concept(SYSTEM.adjudication, name), amount: money(amounts[name] ?? 0) }))
}

function denied(visit: Visit) {
  return { category: concept(SYSTEM.discriminator, 'denialreason'), reason: concept(SYSTEM.denial, visit.denial) }
}
