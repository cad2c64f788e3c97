/** The list of an office's users: how each stands, found by state and name, and who has left (III.M.2, III.M.3). */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { addDays } from '../../src/policy/calendar.ts'
import type { Browser } from '../support/browser.ts'
import { aUserSince } from '../support/leavers.ts'
import { today } from '../support/people.ts'
import { day } from '../../views/format.ts'
import { aMemberOf, anOfficeWithLoa, freshlyIn } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let office: number
let loa: { guard: string; email: string }
beforeAll(async () => {
  ;({ office, loa } = await anOfficeWithLoa())
})

const ago = (days: number) => addDays(today(), -days)
const find = async (browser: Browser, name: string, state: string) => {
  const answer = await browser.post('/office/users', { name, state }, '/office/users')
  const address = answer.headers.get('Location') ?? ''
  return { address, html: await (await browser.get(address)).text() }
}
const emailsIn = (html: string) => [...html.matchAll(/[a-z0-9.]+@state\.example/g)].map(([email]) => email)

describe('III.M.1 how each user stands', () => {
  const sql = (text: string) => (row: number) => env.DB.prepare(text).bind(row).run()
  const ofAccount = (set: string) =>
    sql(`UPDATE account SET ${set} WHERE id = (SELECT account_id FROM membership WHERE id = ?)`)
  const ofMembership = (set: string) => sql(`UPDATE membership SET ${set} WHERE id = ?`)
  const states: [string, string, (row: number) => Promise<unknown>, object][] = [
    ['open', 'Open', async () => {}, {}],
    ['dormant', 'Dormant', async () => {}, { approvedOn: '2040-01-01', lastUsedOn: 61 }],
    ['open', 'Open', async () => {}, { approvedOn: '2040-01-01', lastUsedOn: 60 }],
    ['password-ended', 'Password ended', async () => {}, { passwordSetOn: 60 }],
    ['open', 'Open', async () => {}, { passwordSetOn: 59 }],
    ['no-password', 'No password yet', sql('DELETE FROM credential WHERE account_id = (SELECT account_id FROM membership WHERE id = ?)'), {}],
    ['locked', 'Locked', ofAccount('locked_at = 1'), {}],
    ['ending', 'Ends on', ofMembership("ended_on = '2099-12-31'"), {}],
    ['disabled', 'Disabled', ofMembership("suspended_at = 1, suspended_for = 'disabled'"), {}],
    ['unverified', 'Not verified', ofMembership("suspended_at = 1, suspended_for = 'unverified'"), {}],
    ['account-suspended', 'Account suspended', ofAccount("suspended_at = 1, suspended_for = 'incident'"), {}],
    ['account-disabled', 'Account disabled', ofAccount("suspended_at = 1, suspended_for = 'disabled'"), {}],
    ['account-ended', 'Account ended', ofAccount('terminated_at = 1'), {}],
  ] // prettier-ignore

  it.each(states)('III.M.1 %s: “%s”, found by that state and by no other', async (state, word, close, told) => {
    const days = Object.fromEntries(
      Object.entries(told).map(([name, value]) => [name, typeof value === 'number' ? ago(value) : value]),
    )
    const email = `${state.replace('-', '.')}.${crypto.randomUUID().slice(0, 6)}@state.example`
    const user = await aMemberOf(office, { email, ...days })
    await close(user.membership.row)
    const browser = await signedIn(loa)
    const { html } = await find(browser, '', state)
    expect(html.slice(html.indexOf(email))).toContain(word)
    for (const other of new Set(states.map(([one]) => one))) {
      expect([other, emailsIn((await find(browser, '', other)).html).includes(email)]).toEqual([other, other === state])
    }
    expect(emailsIn((await find(browser, '', 'ended')).html)).not.toContain(email)
    expect((await browser.get('/office/users')).status).toBe(200)
  })

  it('III.M.2 a disabled user’s page says who can open it, and offers no second disabling', async () => {
    const user = await aMemberOf(office)
    await ofMembership("suspended_at = 1, suspended_for = 'disabled'")(user.membership.row)
    const html = await (await (await freshlyIn(loa)).get(`/office/users/${user.membership.id}`)).text()
    expect([html.includes('Only the plan can open it again: call'), html.includes('/disabling')]).toEqual([true, false])
    expect([html.includes('name="attests"'), html.includes('once the plan has opened their access again')]).toEqual([false, true])
  }) // prettier-ignore
})

describe('III.M.3 who has left', () => {
  it('III.M.3 stands in a selection of its own with the day and the reason, and nowhere else', async () => {
    const user = await aUserSince(office, ago(60), { email: 'gone.away@state.example' })
    const browser = await signedIn(loa)
    const path = `/office/users/${user.membership.id}/ending`
    await browser.post(path, { changedOn: today(), reason: 'Moved to <Oregon>' }, path)
    expect(emailsIn(await (await browser.get('/office/users')).text())).not.toContain('gone.away@state.example')
    const { html } = await find(browser, '', 'ended')
    for (const word of ['gone.away@state.example', 'Moved to &lt;Oregon&gt;', 'Job ended']) expect(html).toContain(word)
    // Ended in the midst of the day: that day was the last with access, and the last of the job.
    expect(html.slice(html.indexOf('gone.away')).split(day(today()))).toHaveLength(3)
    const fresh = await freshlyIn(loa)
    expect((await fresh.get(`/office/users/${user.membership.id}`)).status).toBe(404)
  })
})

describe('III.M.2 finding a user', () => {
  it('III.M.2 by a part of the name, whatever its case; the name stands in no address', async () => {
    const user = await aMemberOf(office, { email: 'zephyr@state.example' })
    await env.DB.prepare("UPDATE account SET first_name = 'Zephyrine', last_name = 'O''Quill' WHERE id = ?").bind(user.account).run()
    const browser = await signedIn(loa)
    for (const name of ['zephyr', 'QUILL', "Zephyrine O'Quill", "o'quill, zeph"]) {
      const { html, address } = await find(browser, name, '')
      expect([name, emailsIn(html)]).toEqual([name, ['zephyr@state.example']])
      expect(address).toMatch(/^\/office\/users\?s=/)
      expect(address.toLowerCase()).not.toContain('quill')
    }
    for (const name of ['%', '_', "' OR 1=1 --", 'zephyrx']) expect(emailsIn((await find(browser, name, '')).html)).toEqual([])
  }) // prettier-ignore

  it('T24 III.M.2 a sealed search opens for its own session alone', async () => {
    const { address } = await find(await signedIn(loa), 'zephyr', '')
    const { loa: other } = await anOfficeWithLoa('Other Office')
    const html = await (await (await signedIn(other)).get(address)).text()
    expect(html).not.toContain('zephyr')
  })

  it('III.M.2 what can’t be looked for is said at the field, what was typed stays', async () => {
    const browser = await signedIn(loa)
    const answer = await browser.post('/office/users', { name: 'x'.repeat(81), state: 'happy' }, '/office/users')
    const html = await answer.text()
    expect([answer.status, html.includes('Write at most 80'), html.includes('Choose one of these')]).toEqual([422, true, true])
    expect(html).toContain('x'.repeat(81))
  }) // prettier-ignore
})
