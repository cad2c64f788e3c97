import { claimRecords } from './claim-records.ts'
import { drawVisit } from './claims.ts'
import type { Resource } from './fhir.ts'
import type { Member } from './members.ts'
import { OFFICES } from './offices.ts'
import type { Random } from './random.ts'
import type { Visit } from './visit.ts'

/** A code system that no list knows. */
const UNKNOWN = 'https://old-claims.example/codes'

/**
 * What cannot be judged and is therefore hidden (III.I.1, fail closed): a code of an unknown system, a code of no system,
 * and links that lead nowhere. Ids begin with `r-unjudged-`, numbers with HV-R9.
 */
const CASES: Partial<Visit>[] = [
  { diagnoses: [{ system: UNKNOWN, code: '77.1' }] },
  { diagnoses: ['I10', { system: UNKNOWN, code: 'X-17' }] },
  { diagnoses: [{ code: 'I10' }] },
  { diagnoses: [{ condition: 'lost-condition' }] },
  { lines: [{ product: { system: UNKNOWN, code: '4711' }, units: 1, cents: 9900 }] },
  { lines: [{ product: { code: 'G0438' }, units: 1, cents: 9900 }] },
  { prescription: 'lost-prescription' },
  { procedure: 'lost-procedure' },
  { referral: 'lost-referral' },
  { related: 'lost-claim' },
]

/** One explanation of each case, at the office with the most claims. */
export function unjudgedClaims(draw: Random, members: readonly Member[]): Resource[] {
  return CASES.flatMap((change, index) => {
    const serial = String(index + 1).padStart(2, '0')
    const visit = drawVisit(draw, `r-unjudged-${serial}`, `HV-R9000${serial}`, members, OFFICES[0])
    return claimRecords({ ...visit, status: 'active', ...change })
  })
}
