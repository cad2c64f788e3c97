/** People whose access is ended, disabled or limited, and the LOA who does it. */
import { env } from 'cloudflare:workers'
import { instant } from '../../src/clock.ts'
import { type Day, startOfDay } from '../../src/policy/calendar.ts'
import type { Someone } from './people.ts'
import { aMemberOf } from './requests.ts'

/** Somebody who has been of the office since that day. */
export async function aUserSince(office: number, since: Day, someone: Partial<Someone> = {}) {
  const user = await aMemberOf(office, someone)
  await env.DB.prepare('UPDATE membership SET created_at = ? WHERE id = ?')
    .bind(Math.min(startOfDay(since, 'America/Los_Angeles').getTime(), instant().getTime()), user.membership.row)
    .run()
  return user
}

/** What is kept of the revocations of a membership (its row). */
export async function revocationsOf(membership: number) {
  const { results } = await env.DB.prepare(
    `SELECT public_id AS id, kind AS kind, changed_on AS changedOn, revoked_on AS revokedOn, is_late AS late, reason AS reason,
       by_account AS by FROM revocation WHERE membership_id = ? ORDER BY id`,
  )
    .bind(membership)
    .all<{
      id: string
      kind: string
      changedOn: Day
      revokedOn: Day
      late: number
      reason: string | null
      by: number
    }>()
  return results
}
