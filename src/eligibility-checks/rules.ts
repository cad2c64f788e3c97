/** What a row of a day's list is answered: whom it means, what stands on the day, what is different from before. */
import type { CoverageSpan } from '../members/member.ts'
import { eligibleUnder } from '../members/rules.ts'
import type { Day } from '../policy/calendar.ts'
import type { Changed, Found, Problem } from './check.ts'

/** Members that fit a row: how many do by its number or its names, and the one where it is one. */
export type Fits = { fits: number; memberRow: number | null }

/** Whom the row means: by its number; where nobody has that, by its names. Somebody else's birth date is told, not shown. */
export function meant(
  row: { asksNumber: boolean; bornOn: string | null },
  byNumber: Fits & { birthDate: string | null },
  byName: Fits | null,
): { memberRow: number } | { problem: Problem } {
  if (row.asksNumber && byNumber.fits > 0) {
    if (byNumber.fits > 1 || byNumber.memberRow === null) return { problem: 'several' }
    const isOther = row.bornOn !== null && byNumber.birthDate !== null && row.bornOn !== byNumber.birthDate
    return isOther ? { problem: 'other-birth-date' } : { memberRow: byNumber.memberRow }
  }
  if (!byName || byName.fits === 0) return { problem: 'not-found' }
  if (byName.fits > 1 || byName.memberRow === null) return { problem: 'several' }
  return { memberRow: byName.memberRow }
}

/** A stretch of coverage with what is kept of it. */
export type CoverageFacts = CoverageSpan &
  Pick<Found, 'planName' | 'product' | 'network' | 'copayCents'> & { asOf: number }

/**
 * What stands of a member on the day: under the first coverage that covers it, else one of which it isn't known, else the
 * first. `coverages` are the member's, in their order. `asOf` (ms UTC) is the coverage's, or the member's without one.
 */
export function foundOn(
  { pcpName, asOf }: { pcpName: string | null; asOf: number },
  coverages: readonly CoverageFacts[],
  on: Day,
): Found & { asOf: number } {
  const judged = coverages.map((coverage) => ({ coverage, answer: eligibleUnder(coverage, on) }))
  const best =
    judged.find(({ answer }) => answer === 'eligible') ?? judged.find(({ answer }) => answer === 'unknown') ?? judged[0]
  const {
    planName = null,
    product = null,
    network = null,
    startsOn = null,
    endsOn = null,
    copayCents = null,
  } = best?.coverage ?? {}
  const answer = best?.answer ?? 'not-eligible'
  return {
    answer,
    planName,
    product,
    network,
    pcpName,
    startsOn,
    endsOn,
    copayCents,
    asOf: best?.coverage.asOf ?? asOf,
  }
}

const compared = ['answer', 'planName', 'product', 'network', 'pcpName', 'startsOn', 'endsOn', 'copayCents'] as const

/** What is different from the last check of the member: each such value as it was before; null where nothing is. */
export function changedSince(before: Found, now: Found): Changed | null {
  const different = compared.filter((name) => before[name] !== now[name])
  return different.length === 0 ? null : Object.fromEntries(different.map((name) => [name, before[name]]))
}
