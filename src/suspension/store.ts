/** Memberships that are given back. */
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'

/** The membership is open again, if it has not ended and is closed for what it was closed for. */
export function membershipReinstated(membership: number, was: 'unverified' | 'disabled', today: Day): Prepared<never> {
  return prepared(
    `UPDATE membership SET suspended_at = NULL, suspended_for = NULL
     WHERE id = ? AND suspended_for = ? AND (ended_on IS NULL OR ended_on > ?)`,
    membership,
    was,
    today,
  )
}
