/** Calendar days as ISO text, counted from one fixed day: the demo plan is the same whenever it is made, but for its referrals. */

/** The last day that the core system of the demo plan knows of. */
export const REFERENCE_ON = '2026-11-15'

/** When every record of the demo plan was last updated. */
export const AS_OF = `${REFERENCE_ON}T09:00:00Z`

/** How far back the claims reach: 30 months. */
export const CLAIM_DAYS = 913

const dayMs = 86_400_000

/**
 * The last day of the referrals of a plan that is made at `now` (ms UTC): the day before, so that those that wait are due
 * in the days to come, whenever somebody tries the portal.
 */
export function referralsUpTo(now: number): string {
  return later(REFERENCE_ON, new Date(now - dayMs).toISOString().slice(0, 10))
}

/** The day that lies `days` after (or, negative, before) the day. */
export function addDays(on: string, days: number): string {
  return new Date(Date.parse(on) + days * dayMs).toISOString().slice(0, 10)
}

/** The earlier of two days. */
export function earlier(one: string, other: string): string {
  return one < other ? one : other
}

/** The later of two days. */
export function later(one: string, other: string): string {
  return one > other ? one : other
}

/** When the records of the day and of those before it were last updated. */
export function endOf(on: string): string {
  return `${on}T23:45:00Z`
}
