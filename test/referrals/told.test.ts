import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { tellOfStatus } from '../../src/referrals/told/job.ts'
import { letters, mailTo } from '../support/browser.ts'
import { doneBy } from '../support/means.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aList, aMember, aReferral } from '../support/records.ts'

let office: number
let version: number
let member: number
let people = 0
beforeAll(async () => {
  office = await anOffice('Our Office')
  version = await aList()
  member = (await aMember({ number: 'HV-SECRET', lastName: 'Secretname' })).row
})
beforeEach(() => env.DB.prepare('DELETE FROM referral').run())

const run = () => doneBy(tellOfStatus)
const someone = async (roles: ('view-referrals' | 'submit-referrals')[] = ['view-referrals', 'submit-referrals']) =>
  aPerson({ email: `teller-${(people += 1)}@office.example`, offices: [office], roles })
const mailsTo = async (email: string) => {
  await mailTo(email)
  return letters.filter((letter) => letter.to === email)
}

let nth = 0
async function submitted(account: number, more: Record<string, string | number | null> = {}, shown = true) {
  const confirmation = `GH-${String((nth += 1)).padStart(10, '0')}`
  await env.DB.prepare(
    `INSERT INTO referral_submission (confirmation, draft_public_id, account_id, office_id, submitted_at, content)
     VALUES (?1, 'rdr_' || ?1, ?2, ?3, 0, '{}')`,
  )
    .bind(confirmation, account, office)
    .run()
  const decided = { decision: 'denied', denial_code: 'CARC 50', response_source_id: confirmation }
  const values = { confirmation, ...decided, ...more }
  return aReferral({ office, member, number: confirmation, shownUnder: shown ? version : null, more: values })
}
const toldStatus = (row: number) =>
  env.DB.prepare('SELECT told_status FROM referral WHERE id = ?').bind(row).first('told_status')
const decide = (row: number, decision: string) =>
  env.DB.prepare('UPDATE referral SET decision = ? WHERE id = ?').bind(decision, row).run()

describe('section 12: status changes by e-mail', () => {
  it('section 12: one mail a person and run, each change once, and nothing about whom or what', async () => {
    const person = await someone()
    const first = await submitted(person.account)
    await submitted(person.account, { decision: 'approved' })
    expect([await run(), await run()]).toEqual([1, 0])
    const [letter, ...others] = await mailsTo(person.email)
    expect(others).toEqual([])
    expect(letter).toMatchObject({ link: 'https://portal.test/referrals' })
    expect(`${letter?.subject} ${letter?.text}`).not.toMatch(/GH-|Secret|CARC|denied|approved/i)
    expect(await toldStatus(first.row)).toBe('denied')
    await decide(first.row, 'approved')
    expect([await run(), await run()]).toEqual([1, 0])
    expect(await mailsTo(person.email)).toHaveLength(2)
    const row = await env.DB.prepare("SELECT detail FROM audit WHERE event = 'referral.told' AND subject_id = ? ORDER BY seq LIMIT 1").bind(person.account).first('detail') // prettier-ignore
    expect(row).toBe('{"referrals":2}')
  })

  it('III.I.1 nobody is told of a restricted one, until it may be shown', async () => {
    const person = await someone()
    const hidden = await submitted(person.account, {}, false)
    expect(await run()).toBe(0)
    expect(await toldStatus(hidden.row)).toBeNull()
    await env.DB.prepare('UPDATE referral SET shown_under = ? WHERE id = ?').bind(version, hidden.row).run()
    expect(await run()).toBe(1)
  })

  it('section 12: what is only submitted or received is no news, nor what the core system made itself', async () => {
    const person = await someone()
    await submitted(person.account, { decision: null, response_source_id: null })
    await submitted(person.account, { decision: null, core_source_id: 'core', response_source_id: null })
    await aReferral({ office, member, number: 'CORE', shownUnder: version, more: { decision: 'denied' } })
    expect(await run()).toBe(0)
  })

  const gone: [string, string][] = [
    ['suspended', 'UPDATE account SET suspended_at = 1 WHERE id = ?'],
    ['terminated', 'UPDATE account SET terminated_at = 1 WHERE id = ?'],
    ['out of the office', "UPDATE membership SET ended_on = '2020-01-01' WHERE account_id = ?"],
    ['suspended in the office', 'UPDATE membership SET suspended_at = 1 WHERE account_id = ?'],
    [
      'without the role',
      "DELETE FROM role_grant WHERE role = 'view-referrals' AND membership_id = (SELECT id FROM membership WHERE account_id = ?)",
    ],
    [
      'past the role’s last day',
      "UPDATE role_grant SET ends_on = '2020-01-01' WHERE role = 'view-referrals' AND membership_id = (SELECT id FROM membership WHERE account_id = ?)",
    ],
  ]
  it.each(gone)('III.B.6.c somebody %s is told nothing, then or later', async (_name, sql) => {
    const person = await someone()
    const referral = await submitted(person.account)
    await env.DB.prepare(sql).bind(person.account).run()
    expect(await run()).toBe(0)
    expect(await mailsTo(person.email)).toEqual([])
    expect(await toldStatus(referral.row)).toBe('denied')
  })

  it('III.B.8 somebody limited to other providers is told nothing of this one’s', async () => {
    const person = await someone()
    const provider = await env.DB.prepare("INSERT INTO provider (source_id, name) VALUES ('ada', 'Ada') RETURNING id").first('id') // prettier-ignore
    await env.DB.prepare(
      "INSERT INTO grant_limit (membership_id, role, provider_id) SELECT id, 'view-referrals', ? FROM membership WHERE account_id = ?",
    )
      .bind(provider, person.account)
      .run()
    await submitted(person.account, { requester_source_id: 'bea' })
    expect(await run()).toBe(0)
    await submitted(person.account, { requester_source_id: 'ada' })
    expect(await run()).toBe(1)
  })
})
