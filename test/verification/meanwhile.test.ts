/** What happened to a verification between a page and what it posted, and days that nobody wrote down (III.H). */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { batch } from '../../src/db/client.ts'
import { addDays, type Day, startOfDay } from '../../src/policy/calendar.ts'
import { complete } from '../../src/verification/complete.ts'
import { openVerificationOf } from '../../src/verification/store.ts'
import { anOffice, today } from '../support/people.ts'
import { aMemberOf, anEa, freshlyIn, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()
const { zone, policy } = readConfig(env)
const LIST = '/staff/verifications'
const PAGE = '/office/verification'
const one = async (sql: string, row: number) => (await rowsOf(sql, row))[0]!

/** An office whose verification fell due so many days ago, opened by the plan since no job ever runs. */
async function anOfficeDue(daysAgo: number, promptReceivedOn?: Day) {
  const dueOn = addDays(today(), -daysAgo)
  const dates = { accessOn: addDays(dueOn, -45), verifyDueOn: dueOn, ...(promptReceivedOn ? { promptReceivedOn } : {}) }
  const office = await anOffice('Coral Bay Clinic', dates)
  const people = [await aMemberOf(office, { isLoa: true }), await aMemberOf(office), await aMemberOf(office)] as const
  await env.DB.prepare('UPDATE membership SET admitted_at = 1 WHERE office_id = ?').bind(office).run()
  const relations = await anEa({ department: 'provider-relations' })
  const browser = await freshlyIn(relations)
  const { id: officeId } = await one('SELECT public_id AS id FROM office WHERE id = ?', office)
  const opened = await browser.post(`${LIST}/openings`, { office: String(officeId) }, LIST)
  const address = opened.headers.get('Location')!.split('?')[0]!
  return { office, dueOn, people, relations, browser, address }
}

const talk = { person: 'Mona Manager', on: today(), notes: 'Went through all.', rest: 'on' }

describe('III.H.5 a verification that others were done with', () => {
  it('III.H.5 completed once more after the office got its access back: refused, and nothing is closed again', async () => {
    const { office, people, relations, browser, address } = await anOfficeDue(17, addDays(today(), -17))
    // As somebody read it before the others were done with it.
    const [stale] = (await batch(env.DB, [openVerificationOf(office)])).rows[0]
    await browser.post(`${address}/cards`, { [`decision-${people[1].membership.id}`]: 'kept' }, address)
    await browser.post(`${address}/completion`, talk, address)
    await (await freshlyIn(await anEa())).post(`${address}/reinstatement`, { reason: 'Verified.' }, address)
    const change = { at: instant().getTime(), by: relations.account }
    const spoken = { with: 'Mona Manager', on: today(), notes: 'Again.' }
    const outcome = await complete(env.DB, stale!, { byOnlyLoa: false, spoken }, change, {
      today: today(),
      zone,
      policy,
    })
    expect(outcome.ok).toBe(false)
    expect(await one('SELECT suspended_at AS at FROM office WHERE id = ?', office)).toEqual({ at: null })
    expect((await (await signedIn(people[1])).get('/home')).status).toBe(200)
  })
})

describe('III.L.3 what a verification changes of a user', () => {
  it('III.L.3 who was not verified, and who got access back: from what to what, of which office, by whom and why', async () => {
    const { office, people, relations, browser, address } = await anOfficeDue(17, addDays(today(), -17))
    const [, kept, unheard] = people
    await env.DB.prepare("UPDATE membership SET suspended_at = 1, suspended_for = 'unverified' WHERE id = ?").bind(kept.membership.row).run()
    await browser.post(`${address}/cards`, { [`decision-${kept.membership.id}`]: 'kept' }, address)
    await browser.post(`${address}/completion`, talk, address)
    const eb = await anEa()
    await (await freshlyIn(eb)).post(`${address}/reinstatement`, { reason: 'Verified.' }, address)
    const changes = ({ account }: { account: number }) =>
      rowsOf('SELECT by_account AS "by", field, before, after, office_id AS office, reason FROM account_change WHERE account_id = ?', account)
    const of = { field: 'membership', office }
    expect(await changes(unheard)).toEqual([{ ...of, by: relations.account, before: 'active', after: 'unverified', reason: null }])
    expect(await changes(kept)).toEqual([{ ...of, by: eb.account, before: 'unverified', after: 'active', reason: 'Verified.' }])
  }) // prettier-ignore
})

describe('T14 the seventh day after it fell due', () => {
  it('T14 III.H.1 who came after it counts as verified by the approval, though no job wrote that day down', async () => {
    const { people, dueOn, browser, address } = await anOfficeDue(10)
    const [, before, after] = people
    const end = startOfDay(addDays(dueOn, 8), zone).getTime()
    for (const [{ membership }, at] of [[before, end - 1], [after, end]] as const)
      await env.DB.prepare('UPDATE membership SET admitted_at = ? WHERE id = ?').bind(at, membership.row).run() // prettier-ignore
    const html = await (await browser.get(address)).text()
    expect([before, after].map(({ membership }) => html.includes(`decision-${membership.id}`))).toEqual([true, false])
    await browser.post(`${address}/completion`, talk, address)
    const closed = ({ membership }: typeof before) =>
      one('SELECT suspended_for AS was FROM membership WHERE id = ?', membership.row)
    expect([await closed(before), await closed(after)]).toEqual([{ was: 'unverified' }, { was: null }])
  })
})

describe('III.H.1 an administrator of two offices', () => {
  it('III.H.1 attests the office whose page it was, never the one switched to meanwhile', async () => {
    const pages = []
    for (const name of ['Here', 'There']) {
      const office = await anOffice(name, { accessOn: addDays(today(), -45), verifyDueOn: today() })
      const loa = await aMemberOf(office, { isLoa: true, roles: [] })
      const browser = await signedIn(loa)
      await browser.post(`${PAGE}/${loa.membership.id}/card`, {}, PAGE)
      const html = await (await browser.get(PAGE)).text()
      pages.push({ office, browser, named: /name="verification" value="(ver_[^"]+)"/.exec(html)![1]! })
    }
    const [here, there] = pages
    const attest = (verification: string) => there!.browser.post(`${PAGE}/attestation`, { attests: 'on', verification }, PAGE)
    const completed = (office: number) => one('SELECT completed_at IS NOT NULL AS isComplete FROM verification WHERE office_id = ?', office)
    expect((await attest(here!.named)).status).toBe(409)
    expect(await completed(there!.office)).toEqual({ isComplete: 0 })
    expect((await attest(there!.named)).status).toBe(303)
    expect([await completed(here!.office), await completed(there!.office)]).toEqual([{ isComplete: 0 }, { isComplete: 1 }])
  }) // prettier-ignore
})
