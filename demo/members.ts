import { REFERENCE_ON, addDays, later } from './calendar.ts'
import { EDGE_MEMBERS, type EdgeMember } from './edge-members.ts'
import { SYSTEM, concept, identifier, money, reference, resource, type Resource } from './fhir.ts'
import { drawName } from './names.ts'
import { OFFICES, roleId } from './offices.ts'
import type { Random } from './random.ts'

/** How many members the demo plan has. */
export const MEMBERS = 2200

/** What a claim has to know of its member. */
export type Member = {
  id: string
  bornOn: string
  child: boolean
  coverage: string
  patient: Resource
  coverages: Resource[]
}

const plans = [
  { code: 'HMO', plan: 'HV-HMO-20', name: 'Harbor View HMO 20', group: 'G1100', copay: 2000 },
  { code: 'HMO', plan: 'HV-HMO-40', name: 'Harbor View HMO 40', group: 'G1140', copay: 4000 },
  { code: 'PPO', plan: 'HV-PPO', name: 'Harbor View PPO Open Water', group: 'G2200', copay: 3500 },
  { code: 'EPO', plan: 'HV-EPO', name: 'Harbor View EPO Inlet', group: 'G2300', copay: 2500 },
  { code: 'HMO', plan: 'HV-CARE', name: 'Harbor View Care for All', group: 'G3000', copay: 0 },
] as const

/** Every member, the hard cases first, each with coverage. */
export function drawMembers(draw: Random): Member[] {
  let family = ''
  return Array.from({ length: MEMBERS }, (_, index) => {
    const drawn = drawName(draw)
    // Every third member or so shares the family name of the one before: households.
    if (index <= EDGE_MEMBERS.length || !draw.chance(0.35)) family = drawn.family
    const edge = EDGE_MEMBERS[index]
    return enrol(draw, index, edge ?? { given: [drawn.given], family, birthDate: drawBirth(draw) })
  })
}

function drawBirth(draw: Random): string {
  const years = draw.chance(0.28)
    ? draw.between(0, 17)
    : draw.chance(0.65)
      ? draw.between(18, 64)
      : draw.between(65, 98)
  return addDays(REFERENCE_ON, -years * 365 - draw.between(1, 365))
}

function enrol(draw: Random, index: number, known: EdgeMember): Member {
  const id = `m-${String(index + 1).padStart(5, '0')}`
  const number = `HV${1_000_001 + index}`
  // A year or a month alone stands for its first day when a claim asks since when the member lives.
  const bornOn = `${known.birthDate ?? '1960'}-01-01`.slice(0, 10)
  const child = bornOn > addDays(REFERENCE_ON, -18 * 365)
  const name = { use: 'official', ...(known.family && { family: known.family }), given: known.given }
  const patient = resource('Patient', id, {
    ...(known.number !== 'none' && { identifier: [identifier(known.number ?? 'MB', SYSTEM.member, number)] }),
    active: true,
    name: known.formerFamily ? [{ ...name, use: 'old', family: known.formerFamily }, name] : [name],
    gender: draw.pick(['female', 'male', 'female', 'male', 'other', 'unknown']),
    ...(known.birthDate && { birthDate: known.birthDate }),
    generalPractitioner: [drawCarer(draw, child)],
  })
  const first = coverage(draw, id, number, bornOn, index)
  const coverages = draw.chance(0.07) ? [first, secondCoverage(id, number, bornOn)] : [first]
  return { id, bornOn, child, coverage: first.id, patient, coverages }
}

/** The primary care provider: children go to the pediatricians. */
function drawCarer(draw: Random, child: boolean) {
  const office = draw.pick(OFFICES.filter((one) => one.active && one.specialty === (child ? 'pediatrics' : 'family')))
  return reference('PractitionerRole', roleId(office, draw.between(1, office.practitioners)))
}

/** Of 100 members, 84 are covered without an end, 10 were until some day, 3 will be, and 3 are cancelled. */
function coverage(draw: Random, member: string, number: string, bornOn: string, index: number): Resource {
  const plan = draw.pick(plans)
  const fate = index < EDGE_MEMBERS.length ? 0 : draw.between(0, 99)
  const start =
    fate >= 94 && fate < 97 ? '2027-01-01' : later(bornOn, `${draw.between(2015, 2024)}-0${draw.between(1, 9)}-01`)
  const end = fate >= 84 && fate < 94 ? later(start, addDays(REFERENCE_ON, -draw.between(1, 600))) : undefined
  return resource('Coverage', `cov-${member}`, {
    status: fate >= 97 ? 'cancelled' : 'active',
    type: concept(SYSTEM.act, plan.code),
    subscriberId: number,
    beneficiary: reference('Patient', member),
    relationship: concept(
      'http://terminology.hl7.org/CodeSystem/subscriber-relationship',
      draw.pick(['self', 'self', 'child', 'spouse']),
    ),
    period: { start, ...(end && { end }) },
    payor: [{ display: 'Harbor View Health Plan' }],
    class: [group('group', plan.group, `Employer group ${plan.group.slice(1)}`), group('plan', plan.plan, plan.name)],
    order: 1,
    network: draw.pick(['Harbor View Select', 'Harbor View Broad', 'Alder Independent Physicians']),
    costToBeneficiary: [
      {
        type: concept('http://terminology.hl7.org/CodeSystem/coverage-copay-type', 'copay'),
        valueMoney: money(plan.copay),
      },
    ],
  })
}

/** Coverage with another payer, which pays after this plan. */
function secondCoverage(member: string, number: string, bornOn: string): Resource {
  return resource('Coverage', `cov2-${member}`, {
    status: 'active',
    type: concept(SYSTEM.act, 'PPO'),
    subscriberId: `SB-${number.slice(2)}`,
    beneficiary: reference('Patient', member),
    relationship: concept('http://terminology.hl7.org/CodeSystem/subscriber-relationship', 'spouse'),
    period: { start: later(bornOn, '2023-01-01') },
    payor: [{ display: 'Seabright Mutual' }],
    class: [group('plan', 'SB-1', 'Seabright Companion')],
    order: 2,
  })
}

function group(type: string, value: string, name: string) {
  return { type: concept('http://terminology.hl7.org/CodeSystem/coverage-class', type), value, name }
}
