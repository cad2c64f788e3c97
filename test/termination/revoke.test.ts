/** Access of one office, revoked: what is kept of it, and what ends at once (III.M.2, III.M.3). */
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { instant } from '../../src/clock.ts'
import { addDays } from '../../src/policy/calendar.ts'
import { revokeAccess } from '../../src/termination/revoke-access.ts'
import type { RevocationKind } from '../../src/termination/termination.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let people = 0

async function aMember(isLoa = false) {
  const office = await anOffice()
  const person = await aPerson({ email: `person${(people += 1)}@office.example`, offices: [office], isLoa })
  const membership = (await env.DB.prepare('SELECT id FROM membership WHERE account_id = ?')
    .bind(person.account)
    .first<number>('id'))!
  return { office, person, whose: { membership, account: person.account, office } }
}

const means = () => ({ env, config: readConfig(env), today: today() })
const ends = (kind: RevocationKind, daysAgo: number) => ({
  kind,
  changedOn: addDays(today(), -daysAgo),
  reason: 'Left.',
})

it('III.M.2 who is ended or disabled is out by the next request, and the log says who did it', async () => {
  const loa = await aMember(true)
  for (const kind of ['ended', 'disabled'] as const) {
    const { person, whose } = await aMember()
    const browser = await signedIn(person)
    const staff = await aPerson({ email: `${kind}@plan.example`, department: 'e-business' })
    const by = { at: instant().getTime(), by: loa.person.account }
    expect(await revokeAccess(means(), whose, ends(kind, 0), by)).toEqual({ ok: false, refusal: 'changed-meanwhile' })
    const done = await revokeAccess(means(), whose, ends(kind, 0), { ...by, by: staff.account })
    expect(done).toMatchObject({ ok: true, value: { late: false, revokedOn: today() } })
    expect((await browser.get('/home')).status).toBe(303)
    const event = await env.DB.prepare(
      "SELECT account_id AS by, clause FROM audit WHERE event = 'membership.changed' AND subject_id = ?",
    )
      .bind(person.account)
      .all()
    expect(event.results).toEqual([{ by: staff.account, clause: 'III.M.2' }])
    expect(await revokeAccess(means(), whose, ends(kind, 0), { ...by, by: staff.account })).toMatchObject({ ok: false })
  }
})

it('III.M.3 a revocation two business days late is reported to e-business, one day late is not', async () => {
  for (const [days, late] of [[0, 0], [1, 0], [20, 1]] as const) {
    const { whose } = await aMember()
    await revokeAccess(means(), whose, ends('ended', days), { at: instant().getTime(), by: null })
    const row = await env.DB.prepare('SELECT is_late AS late FROM revocation WHERE membership_id = ?').bind(whose.membership).first()
    expect(row).toEqual({ late })
  }
  const mails = await env.DB.prepare("SELECT count(*) AS count FROM outbox WHERE message = 'late-revocation'").first<number>('count')
  expect(mails).toBe(2)
}) // prettier-ignore

it('III.M.3 a day to come takes hold at 00:00 of the day after it, without any job', async () => {
  const { person, whose } = await aMember()
  const done = await revokeAccess(means(), whose, ends('ended', -3), { at: instant().getTime(), by: null })
  expect(done).toMatchObject({ value: { revokedOn: addDays(today(), 4), late: false } })
  expect((await (await signedIn(person)).get('/home')).status).toBe(200)
})

it('III.M.2 whatever the form knew, nobody revokes their own access, nor that of the last administrator who stays', async () => {
  const { office, person, whose } = await aMember(true)
  const other = await aPerson({ email: `other${(people += 1)}@office.example`, offices: [office], isLoa: true })
  const membership = (await env.DB.prepare('SELECT id FROM membership WHERE account_id = ?').bind(other.account).first<number>('id'))!
  const others = { membership, account: other.account, office }
  const at = instant().getTime()
  for (const kind of ['ended', 'disabled'] as const) {
    expect(await revokeAccess(means(), whose, ends(kind, 0), { at, by: person.account })).toMatchObject({ ok: false })
  }
  // The end of the one is set: the other is the last who stays, for everybody but the plan and the program.
  expect(await revokeAccess(means(), whose, ends('ended', -3), { at, by: other.account })).toMatchObject({ ok: true })
  for (const kind of ['ended', 'disabled'] as const) {
    expect(await revokeAccess(means(), others, ends(kind, 0), { at, by: person.account })).toMatchObject({ ok: false })
  }
  expect(await revokeAccess(means(), others, ends('ended', 0), { at, by: null })).toMatchObject({ ok: true })
}) // prettier-ignore
