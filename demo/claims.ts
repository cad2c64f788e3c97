import { CLAIM_DAYS, REFERENCE_ON, addDays, earlier, later } from './calendar.ts'
import { SYSTEM, concept, reference, resource, type Resource } from './fhir.ts'
import type { Member } from './members.ts'
import { OFFICES, roleId, type Office } from './offices.ts'
import type { Random } from './random.ts'
import { DENIALS, DRUGS, PRACTICE, STAY } from './services.ts'
import type { Line, Visit } from './visit.ts'

/** How many claims hold nothing that is hidden. */
export const ORDINARY_CLAIMS = 18_900

const filers = OFFICES.flatMap((office) => Array.from({ length: office.share }, () => office))

/**
 * The ordinary claims: each 33rd billed and not yet decided, each tenth sent as Claim and as ExplanationOfBenefit.
 * `referrals` are ids of ordinary referrals that some of them follow.
 */
export function drawClaims(draw: Random, members: readonly Member[], referrals: readonly string[]): Visit[] {
  return Array.from({ length: ORDINARY_CLAIMS }, (_, index) => {
    const serial = String(index + 1).padStart(6, '0')
    const visit = drawVisit(draw, `v-${serial}`, `HV-C${serial}`, members)
    const shape = index % 33 === 0 ? 'claim' : index % 10 === 1 ? 'pair' : 'eob'
    // A dangling supporting document is noted and doesn't hide the claim (requirements 9, reading).
    const document = index % 4000 === 17 ? `DocumentReference/lost-${serial}` : undefined
    return {
      ...visit,
      shape,
      ...(shape === 'claim' && received(draw, visit)),
      ...(draw.chance(0.02) && visit.kind === 'professional' && { referral: draw.pick(referrals) }),
      ...(draw.chance(0.01) && { remark: 'Free text of the core system, which no page may show.' }),
      ...(document && { document }),
    }
  })
}

/** What is not decided yet was billed in the last weeks. */
function received(draw: Random, visit: Visit) {
  const on = later(visit.member.bornOn, addDays(REFERENCE_ON, -draw.between(1, 25)))
  return { status: 'active', from: on, to: on } as const
}

/** One claim of any office that has nothing to hide: restricted ones are made from these by adding one thing. */
export function drawVisit(
  draw: Random,
  id: string,
  number: string,
  members: readonly Member[],
  office = draw.pick(filers),
): Visit {
  const member = drawMember(draw, members, office)
  const stay = office.specialty === 'hospital' && draw.chance(0.3)
  const from = later(member.bornOn, addDays(REFERENCE_ON, -draw.between(3, CLAIM_DAYS)))
  const to = stay ? earlier(REFERENCE_ON, addDays(from, draw.between(1, 8))) : from
  const fate = draw.between(0, 99)
  const visit: Visit = {
    id,
    number,
    kind:
      office.specialty === 'hospital' ? 'institutional' : office.specialty === 'pharmacy' ? 'pharmacy' : 'professional',
    shape: 'eob',
    status: fate >= 97 ? 'cancelled' : fate === 96 && draw.chance(0.3) ? 'entered-in-error' : 'active',
    decision: fate < 8 ? 'denied' : fate < 13 ? 'partly-denied' : 'paid',
    denial: draw.pick(DENIALS),
    office,
    practitioner: draw.between(1, office.practitioners),
    member,
    from,
    to,
    diagnoses: drawSome(draw, PRACTICE[office.specialty].diagnoses, draw.pick([1, 1, 1, 2, 2, 3])),
    lines: [],
    copayCents: draw.pick([0, 0, 0, 1000, 2000, 3500]),
    deductibleCents: draw.chance(0.15) ? draw.between(500, 9000) : 0,
    allowedPercent: draw.between(52, 94),
    beside: [],
  }
  if (visit.kind === 'pharmacy') return dispensed(draw, visit)
  const served = { ...visit, lines: stay ? stayLines(draw) : visitLines(draw, visit) }
  if (stay) return { ...served, drg: draw.pick(STAY.drgs) }
  return draw.chance(0.06) ? charted(served) : served
}

function drawMember(draw: Random, members: readonly Member[], office: Office): Member {
  const child = office.specialty === 'pediatrics'
  for (;;) {
    const member = draw.pick(members)
    if (member.child === child || (!child && draw.chance(0.1))) return member
  }
}

function drawSome<T>(draw: Random, list: readonly T[], count: number): T[] {
  return [...new Set(Array.from({ length: count }, () => draw.pick(list)))]
}

function visitLines(draw: Random, visit: Visit): Line[] {
  const { services, modifiers } = PRACTICE[visit.office.specialty]
  const count = draw.chance(0.03) ? draw.between(5, 8) : draw.pick([1, 1, 1, 1, 1, 2, 2, 3])
  return drawSome(draw, services, count).map(([code, price]) => {
    const units = price < 3000 && draw.chance(0.3) ? draw.between(2, 6) : 1
    return {
      product: { system: SYSTEM.service, code },
      ...(visit.kind === 'institutional'
        ? { revenue: code.startsWith('A04') ? '0540' : '0510' }
        : draw.chance(0.15) && { place: '11' }),
      ...(modifiers && draw.chance(0.4) && { modifier: draw.pick(modifiers) }),
      units,
      cents: price * units,
    }
  })
}

function stayLines(draw: Random): Line[] {
  const nights = draw.between(1, 6)
  const [room, price] = draw.pick(STAY.rooms)
  const extras = drawSome(draw, STAY.extras, draw.between(1, 5))
  return [
    { revenue: room, units: nights, cents: price * nights },
    ...extras.map(([revenue, cents]) => ({ revenue, units: 1, cents })),
  ]
}

/** A drug, its prescription and, for some, the Condition it was prescribed for. */
function dispensed(draw: Random, visit: Visit): Visit {
  const drug = draw.pick(DRUGS)
  const fills = draw.pick([1, 1, 1, 2])
  const condition = draw.chance(0.25) ? conditionOf(visit, drug.diagnosis) : undefined
  const prescription = prescriptionOf(visit, drug.rxnorm, condition)
  return {
    ...visit,
    practitioner: 1,
    diagnoses: [drug.diagnosis],
    lines: [{ product: { system: SYSTEM.drug, code: drug.ndc }, units: 30 * fills, cents: drug.cents * fills }],
    prescription: prescription.id,
    beside: [...(condition ? [condition] : []), prescription],
  }
}

/** The same visit with its first diagnosis as a Condition and its encounter written out. */
function charted(visit: Visit): Visit {
  const [first, ...rest] = visit.diagnoses
  const condition = conditionOf(visit, String(first))
  const encounter = encounterOf(visit)
  return {
    ...visit,
    diagnoses: [{ condition: condition.id }, ...rest],
    lines: visit.lines.map((line) => ({ ...line, encounter: encounter.id })),
    beside: [condition, encounter],
  }
}

/** A Condition of the visit's member with one ICD-10-CM code. */
export function conditionOf(visit: Visit, code: string): Resource {
  return resource('Condition', `${visit.id}-condition`, {
    code: concept(SYSTEM.diagnosis, code),
    subject: reference('Patient', visit.member.id),
  })
}

/** A MedicationRequest for the visit's member, by RxNorm number. */
export function prescriptionOf(visit: Visit, rxnorm: string, reason?: Resource): Resource {
  return resource('MedicationRequest', `${visit.id}-prescription`, {
    status: 'completed',
    intent: 'order',
    medicationCodeableConcept: concept(SYSTEM.ingredient, rxnorm),
    subject: reference('Patient', visit.member.id),
    authoredOn: visit.from,
    ...(reason && { reasonReference: [reference('Condition', reason.id)] }),
  })
}

/** The Encounter of the visit, with a reason where one is given. */
export function encounterOf(visit: Visit, reason?: string): Resource {
  return resource('Encounter', `${visit.id}-encounter`, {
    status: 'finished',
    class: { system: SYSTEM.act, code: 'AMB' },
    subject: reference('Patient', visit.member.id),
    period: { start: visit.from, end: visit.to },
    participant: [{ individual: reference('PractitionerRole', roleId(visit.office, visit.practitioner)) }],
    serviceProvider: reference('Organization', visit.office.id),
    ...(reason && { reasonCode: [concept(SYSTEM.diagnosis, reason)] }),
  })
}
