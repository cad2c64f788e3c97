import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { standingWords } from '../../views/standing/words.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { eventsOf } from '../support/guard.ts'
import { anOffice, aPerson, type Someone } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { DAY, later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...someone })
const sql = (text: string, ...params: unknown[]) =>
  env.DB.prepare(text)
    .bind(...params)
    .run()
const status = async (browser: Browser, path = '/members') => (await browser.get(path)).status
const lastUsed = async (account: number) =>
  (await env.DB.prepare('SELECT last_used_on AS day FROM account WHERE id = ?').bind(account).first<{ day: string }>())
    ?.day

beforeAll(async () => {
  office = await anOffice()
})

type Person = { account: number; guard: string; email: string }
/** Each way of being closed, as it comes about. */
const ways: [keyof typeof standingWords, string, (person: Person) => Promise<unknown>][] = [
  ['terminated', 'III.M.2', ({ account }) => transition(env.DB, account, { to: 'terminated', clause: 'III.M.2' }, { at: Date.now(), by: null })],
  ['suspended', 'III.K.5', ({ account }) => transition(env.DB, account, { to: 'suspended', clause: 'III.K.5' }, { at: Date.now(), by: null })],
  ['dormant', 'III.M.1', ({ account }) => sql("UPDATE account SET last_used_on = '2040-04-01' WHERE id = ?", account)],
  ['no-office', 'II.B', ({ account }) => sql('DELETE FROM role_grant WHERE membership_id IN (SELECT id FROM membership WHERE account_id = ?)', account).then(() => sql('UPDATE session SET membership_id = NULL WHERE account_id = ?', account)).then(() => sql('DELETE FROM membership WHERE account_id = ?', account))],
  ['membership-ended', 'III.M.2', ({ account }) => sql("UPDATE membership SET ended_on = '2040-06-01' WHERE account_id = ?", account)],
  ['membership-suspended', 'III.H.5', ({ account }) => sql('UPDATE membership SET suspended_at = 1 WHERE account_id = ?', account)],
  ['membership-disabled', 'III.M.2', ({ account }) => sql("UPDATE membership SET suspended_at = 1, suspended_for = 'disabled' WHERE account_id = ?", account)],
  ['disabled', 'III.M.2', ({ account }) => transition(env.DB, account, { to: 'disabled', clause: 'III.M.2' }, { at: Date.now(), by: null })],
  ['office-suspended', 'III.H.3', (person) => ofOffice(person, 'suspended_at = 1')],
  ['office-terminated', 'III.M.4', (person) => ofOffice(person, "terminated_on = '2040-06-01'")],
  ['office-without-access', 'III.A.1.a', (person) => ofOffice(person, 'access_on = NULL')],
] // prettier-ignore

function ofOffice({ account }: Person, change: string) {
  return sql(`UPDATE office SET ${change} WHERE id = (SELECT office_id FROM membership WHERE account_id = ?)`, account)
}

describe.each(ways)('%s', (why, clause, close) => {
  it(`${clause} at sign-in: which it is and what to do, and no session`, async () => {
    const person = await somebody({ offices: [await anOffice()] })
    await close(person)
    const browser = new Browser(`198.51.100.${(nth += 1)}`)
    const answer = await browser.password(person.email)
    expect(answer.status).toBe(422)
    expect((await answer.text()).replaceAll('&#39;', "'")).toContain(`<h1>${standingWords[why].title}</h1>`)
    expect([browser.cookies.has(SESSION), browser.cookies.has('__Host-flow')]).toEqual([false, false])
    expect(await env.DB.prepare('SELECT 1 FROM session WHERE account_id = ?').bind(person.account).first()).toBeNull()
    expect(await env.DB.prepare("SELECT clause, detail FROM audit WHERE event = 'sign_in.refused' AND account_id = ?").bind(person.account).first()).toEqual({ clause, detail: JSON.stringify({ why }) }) // prettier-ignore
    // III.E.1: without the right password nothing of it is told.
    expect((await browser.password(person.email, 'wrong')).status).toBe(422)
  })

  it(`T13 ${clause} in mid-session: refused at the next request, on every page and for every change`, async () => {
    const person = await somebody({ offices: [await anOffice()] })
    const browser = await signedIn(person)
    expect(await status(browser)).toBe(200)
    const csrf = await browser.token('/members')
    await close(person)
    const cookie = browser.cookies.get(SESSION)!
    for (const path of [
      '/home',
      '/members',
      '/claims',
      `/members/mem_${'0'.repeat(24)}`,
      `/claims/clm_${'0'.repeat(24)}`,
    ]) {
      browser.cookies.set(SESSION, cookie)
      expect([path, [303, 403].includes(await status(browser, path))]).toEqual([path, true])
    }
    browser.cookies.set(SESSION, cookie)
    const answer = await browser.post('/members', { csrf, memberId: 'W1' })
    expect(answer.headers.get('Location') ?? '').not.toContain('?s=')
    expect([303, 403]).toContain(answer.status)
  })
})

describe('T13 what else is switched off in mid-session', () => {
  it('T13 III.B.6 a role taken away', async () => {
    const person = await somebody()
    const browser = await signedIn(person)
    expect(await status(browser, '/claims')).toBe(200)
    await sql("DELETE FROM role_grant WHERE role = 'claims' AND membership_id = (SELECT id FROM membership WHERE account_id = ?)", person.account) // prettier-ignore
    expect([await status(browser, '/claims'), await status(browser, '/members')]).toEqual([403, 200])
  })

  it('T13 III.B.6 a role that ended yesterday, ends today', async () => {
    const person = await somebody()
    const browser = await signedIn(person)
    const today = new Date(Date.now()).toISOString().slice(0, 10)
    await sql('UPDATE role_grant SET ends_on = ? WHERE membership_id = (SELECT id FROM membership WHERE account_id = ?)', today, person.account) // prettier-ignore
    expect(await status(browser, '/claims')).toBe(200)
    await sql("UPDATE role_grant SET ends_on = date(ends_on, '-1 day') WHERE membership_id = (SELECT id FROM membership WHERE account_id = ?)", person.account) // prettier-ignore
    expect(await status(browser, '/claims')).toBe(403)
  })

  it('T13 III.M.4 of two offices the one worked for: only the switcher is left, and leads to the other', async () => {
    const [closed, other] = [await anOffice('Closed Office'), await anOffice('Other Office')]
    const person = await somebody({ offices: [closed, other] })
    const browser = await signedIn(person)
    await sql("UPDATE office SET terminated_on = '2040-06-01' WHERE id = ?", closed)
    expect([await status(browser, '/members'), await status(browser, '/claims')]).toEqual([403, 403])
    expect(await status(browser, '/home')).toBe(200)
    const membership = await env.DB.prepare(
      'SELECT public_id AS id FROM membership WHERE account_id = ? AND office_id = ?',
    )
      .bind(person.account, other)
      .first<{ id: string }>()
    await browser.post('/session/office', { membership: membership!.id })
    expect(await status(browser, '/members')).toBe(200)
  })

  it('T13 III.K.5 III.L.1 a suspension ends every session at once, each with its row', async () => {
    const person = await somebody()
    await signedIn(person)
    await signedIn(person)
    await transition(env.DB, person.account, { to: 'suspended', clause: 'III.K.5' }, { at: Date.now(), by: null })
    expect((await eventsOf(person.account)).filter((event) => event === 'session.closed')).toHaveLength(2)
  })

  it('T13 III.F.1 between password and passcode', async () => {
    const person = await somebody()
    const browser = new Browser('198.51.100.200')
    await browser.password(person.email)
    await transition(env.DB, person.account, { to: 'suspended', clause: 'III.K.5' }, { at: Date.now(), by: null })
    const { code } = (await mailTo(person.email))!
    const answer = await browser.post('/sign-in/second-factor', { code: code!, next: '' }, '/sign-in/second-factor')
    expect([answer.status, (await answer.text()).includes(standingWords.suspended.title)]).toEqual([422, true])
    expect(browser.cookies.has(SESSION)).toBe(false)
  })
})

describe('T14 no job ever ran and no alarm ever fired', () => {
  it('T14 III.E.2 an old cookie opens nothing, weeks later, and does not count as use', async () => {
    const { account, guard } = await somebody()
    const browser = await signedIn({ guard })
    const used = await lastUsed(account)
    later(61 * DAY)
    expect((await browser.get('/home')).headers.get('Location')).toContain('/sign-in?closed=')
    expect(await lastUsed(account)).toBe(used)
  })

  it('T14 III.M.1 a dormant account is not revived by a cookie that the day before left', async () => {
    const { account, email, guard } = await somebody()
    const browser = await signedIn({ guard })
    later(61 * DAY)
    await browser.get('/home')
    const stranger = new Browser('198.51.100.201')
    expect(await (await stranger.password(email)).text()).toContain(standingWords.dormant.title)
    expect(await eventsOf(account)).toContain('sign_in.refused')
  })

  it('T14 III.M.1 signing in counts as use, also when no page follows', async () => {
    const { account, guard } = await somebody({ lastUsedOn: '2040-06-01', approvedOn: '2040-01-01' })
    await signedIn({ guard })
    expect(await lastUsed(account)).toBe(new Date(Date.now()).toISOString().slice(0, 10))
  })

  it('T14 III.M.1 work over midnight counts for the new day', async () => {
    const { account, guard } = await somebody()
    later(12 * 60 * MINUTE - 5 * MINUTE)
    const browser = await signedIn({ guard })
    const before = await lastUsed(account)
    later(10 * MINUTE)
    expect(await status(browser, '/home')).toBe(200)
    expect(before! < (await lastUsed(account))!).toBe(true)
  })

  it('T14 III.D.5 a password ends over midnight, in the middle of a session', async () => {
    const { account, guard } = await somebody()
    later(12 * 60 * MINUTE - 5 * MINUTE)
    const browser = await signedIn({ guard })
    const today = new Date(Date.now() - DAY / 2).toISOString().slice(0, 10)
    await sql("UPDATE credential SET set_on = date(?, '-59 days') WHERE account_id = ?", today, account)
    expect(await status(browser, '/home')).toBe(200)
    later(10 * MINUTE)
    const answer = await browser.get('/home')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/password?next=%2Fhome'])
  })
})
