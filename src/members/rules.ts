import type { Day } from '../policy/calendar.ts'
import type { CoverageSpan } from './member.ts'

/** Whether somebody is covered on a day: 'unknown' where the core system gives no start. */
export type Eligibility = 'eligible' | 'not-eligible' | 'unknown'

/** Eligibility on a date of service under one coverage. A cancelled or mistaken one covers nothing. */
export function eligibleUnder(coverage: CoverageSpan, on: Day): Eligibility {
  if (coverage.status === 'cancelled' || coverage.status === 'entered-in-error' || coverage.status === 'draft')
    return 'not-eligible'
  if (coverage.endsOn !== null && on > coverage.endsOn) return 'not-eligible'
  if (coverage.startsOn === null) return 'unknown'
  return on >= coverage.startsOn ? 'eligible' : 'not-eligible'
}

/** Eligibility on a date of service under any of the coverages. */
export function eligibleOn(coverages: readonly CoverageSpan[], on: Day): Eligibility {
  const answers = coverages.map((coverage) => eligibleUnder(coverage, on))
  if (answers.includes('eligible')) return 'eligible'
  return answers.includes('unknown') ? 'unknown' : 'not-eligible'
}
