import { CLAIM_DAYS, addDays, endOf, later } from './calendar.ts'
import { DECIDED_DAYS } from './decisions.ts'
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

/** The referrals of the demo plan up to the day `until`, restricted ones last: ids `r-…`, numbers HV-RF…. */
export function drawReferrals(draw: Random, members: readonly Member[], until: string): Resource[] {
  const ordinary = Array.from({ length: ORDINARY }, (_, index) => {
    const serial = String(index + 1).padStart(6, '0')
    return referral(draw, members, until, `f-${serial}`, `HV-F${serial}`)
  })
  const restricted = [...RESTRICTED, ...RESTRICTED, ...RESTRICTED].map(([category, code], index) => {
    const serial = String(index + 1).padStart(6, '0')
    return referral(draw, members, until, `r-${category}-f${serial}`, `HV-RF${serial}`, code)
  })
  return [...ordinary, ...restricted]
}

/** Every third one is of the last weeks, so that there is something to decide. */
function daysAgo(draw: Random, id: string): number {
  return draw.between(0, Number(id.slice(-1)) % 3 === 0 ? 45 : CLAIM_DAYS)
}

function referral(
  draw: Random,
  members: readonly Member[],
  until: string,
  id: string,
  number: string,
  diagnosis?: string,
): Resource {
  const [from, to, member] = [draw.pick(senders), draw.pick(receivers), draw.pick(members)]
  const { diagnoses, services } = PRACTICE[to.specialty]
  const on = later(member.bornOn, addDays(until, -daysAgo(draw, id)))
  const drawn = draw.pick(['active', 'active', 'active', 'completed', 'completed', 'revoked', 'on-hold'])
  const requester = draw.chance(0.6)
    ? reference('PractitionerRole', roleId(from, draw.between(1, from.practitioners)))
    : reference('Organization', from.id)
  return resource('ServiceRequest', id, {
    meta: { lastUpdated: endOf(until) },
    identifier: [identifier('FILL', SYSTEM.referral, number)],
    // What is long past waits for nothing any more.
    status: on < addDays(until, -DECIDED_DAYS) && drawn !== 'revoked' ? 'completed' : drawn,
    intent: 'order',
    priority: draw.chance(0.12) ? 'urgent' : 'routine',
    code: concept(SYSTEM.service, draw.pick(services)[0]),
    quantityQuantity: { value: draw.between(1, 12) },
    subject: reference('Patient', member.id),
    requester,
    performer: [reference('Organization', to.id)],
    insurance: [reference('Coverage', member.coverage)],
    // The newest say the hour, from which an urgent one's time runs.
    authoredOn: on > addDays(until, -30) ? `${on}T${String(draw.between(15, 23))}:15:00Z` : on,
    occurrencePeriod: { start: addDays(on, 3), end: addDays(on, 90) },
    reasonCode: [concept(SYSTEM.diagnosis, diagnosis ?? draw.pick(diagnoses))],
    ...(draw.chance(0.05) && { note: [{ text: 'Free text of the core system, which no page may show.' }] }),
  })
}
