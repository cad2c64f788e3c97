import { CLAIM_DAYS, REFERENCE_ON, addDays, later } from './calendar.ts'
import { SYSTEM, concept, identifier, reference, resource, type Resource } from './fhir.ts'
import type { Member } from './members.ts'
import { OFFICES, roleId } from './offices.ts'
import type { Random } from './random.ts'
import { PRACTICE } from './services.ts'

/** How many referrals hold nothing that is hidden. */
const ORDINARY = 540

/** Restricted referrals: the category and the diagnosis that tells it. */
const RESTRICTED = [
  ['birth-control', 'Z30.2'],
  ['pregnancy', 'O09.521'],
  ['abortion', 'Z33.2'],
  ['sti-reportable', 'A53.9'],
  ['hiv-aids', 'B20'],
  ['sexual-assault', 'Z04.41'],
  ['substance-use', 'F10.20'],
  ['mental-health', 'F33.1'],
  ['abuse', 'T74.11XA'],
] as const

const senders = OFFICES.filter((office) => office.specialty === 'family' || office.specialty === 'pediatrics')
const receivers = OFFICES.filter((office) => !senders.includes(office) && office.specialty !== 'pharmacy')

/** The referrals of the demo plan, restricted ones last: ids `r-…`, numbers HV-RF…. */
export function drawReferrals(draw: Random, members: readonly Member[]): Resource[] {
  const ordinary = Array.from({ length: ORDINARY }, (_, index) => {
    const serial = String(index + 1).padStart(6, '0')
    return referral(draw, members, `f-${serial}`, `HV-F${serial}`)
  })
  const restricted = [...RESTRICTED, ...RESTRICTED, ...RESTRICTED].map(([category, code], index) => {
    const serial = String(index + 1).padStart(6, '0')
    return referral(draw, members, `r-${category}-f${serial}`, `HV-RF${serial}`, code)
  })
  return [...ordinary, ...restricted]
}

function referral(draw: Random, members: readonly Member[], id: string, number: string, diagnosis?: string): Resource {
  const [from, to, member] = [draw.pick(senders), draw.pick(receivers), draw.pick(members)]
  const { diagnoses, services } = PRACTICE[to.specialty]
  const on = later(member.bornOn, addDays(REFERENCE_ON, -draw.between(0, CLAIM_DAYS)))
  const requester = draw.chance(0.6)
    ? reference('PractitionerRole', roleId(from, draw.between(1, from.practitioners)))
    : reference('Organization', from.id)
  return resource('ServiceRequest', id, {
    identifier: [identifier('FILL', SYSTEM.referral, number)],
    status: draw.pick(['active', 'active', 'active', 'completed', 'completed', 'revoked', 'on-hold']),
    intent: 'order',
    priority: draw.chance(0.12) ? 'urgent' : 'routine',
    code: concept(SYSTEM.service, draw.pick(services)[0]),
    quantityQuantity: { value: draw.between(1, 12) },
    subject: reference('Patient', member.id),
    requester,
    performer: [reference('Organization', to.id)],
    insurance: [reference('Coverage', member.coverage)],
    authoredOn: on,
    occurrencePeriod: { start: addDays(on, 3), end: addDays(on, 90) },
    reasonCode: [concept(SYSTEM.diagnosis, diagnosis ?? draw.pick(diagnoses))],
    ...(draw.chance(0.05) && { note: [{ text: 'Free text of the core system, which no page may show.' }] }),
  })
}
