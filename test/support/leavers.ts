/** People whose access is ended, disabled or limited, and the LOA who does it. */
import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import { instant } from '../../src/clock.ts'
import { addDays, type Day, startOfDay } from '../../src/policy/calendar.ts'
import type { Browser } from './browser.ts'
import { type Someone, today } from './people.ts'
import { aMemberOf, anOfficeWithLoa } from './requests.ts'
import { signedIn } from './session.ts'

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

/** Somebody of an office, the LOA who ends it, and a way to be late. */
export async function aLateLeaver() {
  const { office, loa } = await anOfficeWithLoa()
  const user = await aUserSince(office, addDays(today(), -90), { roles: ['claims', 'eligibility'] })
  const end = async (changedOn: Day) => {
    const browser = await signedIn(loa)
    const path = `/office/users/${user.membership.id}/ending`
    const answer = await browser.post(path, { changedOn, knows: changedOn, reason: 'Left.' }, path)
    expect(answer.headers.get('Location')).toBe('/office/users?done=ended-reported')
    return `/staff/late-revocations/${(await revocationsOf(user.membership.row)).at(-1)!.id}`
  }
  return { office, loa, user, end }
}

/** Rows of the export from the table of what was reached on: part, what, how, member, times. */
export async function reachedBy(browser: Browser, path: string) {
  const answer = await browser.get(`${path}/export?purpose=payment`)
  const text = await answer.text()
  const lines = text.trim().split('\r\n')
  return {
    answer,
    head: lines.slice(
      0,
      lines.findIndex((line) => line.startsWith('Part')),
    ),
    rows: lines
      .slice(lines.findIndex((line) => line.startsWith('Part')) + 1)
      .map((line) => line.split(',').slice(0, 5)),
  }
}
