import { REFERENCE_ON } from './calendar.ts'
import { claimRecords } from './claim-records.ts'
import { drawClaims } from './claims.ts'
import { drawDecisions } from './decisions.ts'
import type { Resource } from './fhir.ts'
import { drawMembers } from './members.ts'
import { officeResources } from './offices.ts'
import { random } from './random.ts'
import { drawReferrals } from './referrals.ts'
import { restrictedClaims } from './restricted.ts'
import { unjudgedClaims } from './unjudged.ts'

/**
 * The whole demo plan as FHIR R4 resources, the same at every call; nothing in it is about anybody who exists.
 * Each part draws from a source of its own, so that a change of one part leaves the others as they were.
 * Its referrals and their decisions end on the day `until`.
 */
export function demoPlan(until: string = REFERENCE_ON): Resource[] {
  const members = drawMembers(random(1))
  const referrals = drawReferrals(random(2), members, until)
  const ordinary = referrals.map((one) => one.id).filter((id) => !id.startsWith('r-'))
  return [
    ...officeResources(),
    ...members.flatMap((member) => [member.patient, ...member.coverages]),
    ...referrals,
    ...drawClaims(random(3), members, ordinary).flatMap(claimRecords),
    ...restrictedClaims(random(4), members),
    ...unjudgedClaims(random(5), members),
    ...drawDecisions(random(6), referrals, until),
  ]
}
