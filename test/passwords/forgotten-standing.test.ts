import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { attempt, eventsOf } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD, type Someone } from '../support/people.ts'
import { CONTINUE, forget, heading, pathOf, proveMailbox, reset, stageOf, step, titles } from '../support/reset.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const NEW = 'Another-horse-8'
const aBrowser = () => new Browser(`198.51.100.${(nth += 1)}`)
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...someone })

beforeAll(async () => {
  office = await anOffice()
})

describe('T5 an attacker on one IP address', () => {
  it('T5 locks the victim; the victim gets back in by reset meanwhile, whatever the attacker goes on doing', async () => {
    const victim = await somebody()
    const attacker = new Browser('203.0.113.66')
    const csrf = await attacker.token('/sign-in')
    const attack = () => attacker.post('/sign-in', { csrf, email: victim.email, password: 'wrong', next: '' })
    for (let wrong = 0; wrong < 5; wrong += 1) await attack()
    expect((await aBrowser().password(victim.email)).status).toBe(422)
    const token = await attacker.token('/forgot-password')
    for (let asked = 0; asked < 5; asked += 1)
      await attacker.post('/forgot-password', { csrf: token, email: victim.email })
    const browser = aBrowser()
    const letter = await forget(browser, victim.email)
    await attack()
    await attacker.post('/forgot-password', { csrf: token, email: victim.email })
    await proveMailbox(browser, letter)
    await attack()
    expect((await step(browser, 'password', { password: NEW })).status).toBe(303)
    await browser.password(victim.email, NEW)
    const { code } = (await mailTo(victim.email))!
    const entered = await browser.post('/sign-in/second-factor', { code: code!, next: '' }, '/sign-in')
    expect([entered.headers.get('Location'), browser.cookies.has(SESSION)]).toEqual(['/home', true])
  })
})

describe('T8 a reset never revives what a person ended', () => {
  const sql = (text: string, ...params: unknown[]) =>
    env.DB.prepare(text)
      .bind(...params)
      .run()
  type Person = { account: number; guard: string; email: string }
  const ofOffice = ({ account }: Person, change: string) =>
    sql(`UPDATE office SET ${change} WHERE id = (SELECT office_id FROM membership WHERE account_id = ?)`, account)
  const ways: [string, string, (person: Person) => Promise<unknown>][] = [
    ['suspended', 'Your account is suspended', ({ account }) => transition(env.DB, account, { to: 'suspended', clause: 'III.K.5' }, { at: 1, by: null })],
    ['terminated', 'Your account has ended', ({ account }) => transition(env.DB, account, { to: 'terminated', clause: 'III.M.2' }, { at: 1, by: null })],
    ['disabled', 'Your access for this office has ended', ({ account }) => sql("UPDATE membership SET ended_on = '2040-06-01' WHERE account_id = ?", account)],
    ['account disabled', 'Your account is disabled', ({ account }) => transition(env.DB, account, { to: 'disabled', clause: 'III.M.2' }, { at: 1, by: null })],
    ['membership disabled', 'Your access for this office is disabled', ({ account }) => sql("UPDATE membership SET suspended_at = 1, suspended_for = 'disabled' WHERE account_id = ?", account)],
    ['membership suspended', 'Your access for this office is suspended', ({ account }) => sql('UPDATE membership SET suspended_at = 1 WHERE account_id = ?', account)],
    ['office suspended', 'Your office is suspended', (person) => ofOffice(person, 'suspended_at = 1')],
    ['office terminated', 'Your office no longer works with the plan', (person) => ofOffice(person, "terminated_on = '2040-06-01'")],
    ['office without access', 'Your office has no access yet', (person) => ofOffice(person, 'access_on = NULL')],
  ] // prettier-ignore

  it.each(ways)(
    'T8 %s before: the mailbox’s owner is told which it is, and nothing is set',
    async (_name, title, close) => {
      const person = await somebody({ offices: [await anOffice()] })
      await close(person)
      const browser = aBrowser()
      const letter = await forget(browser, person.email)
      await browser.get(pathOf(letter))
      expect(await stageOf(browser)).toBe(titles.mailbox)
      expect(heading(await proveMailbox(browser, letter))).toBe(title)
      expect((await step(browser, 'password', { password: NEW })).headers.get('Location')).toBe(CONTINUE)
      expect(await stageOf(browser)).toBe(title)
      expect((await attempt(person.guard, PASSWORD)).outcome).toBe('right')
      expect(await eventsOf(person.account)).toContain('password.reset_refused')
      await browser.password(person.email)
      expect(browser.cookies.has(SESSION)).toBe(false)
    },
  )

  it.each(ways)('T8 %s just before the new password: nothing is set', async (_name, title, close) => {
    const person = await somebody({ offices: [await anOffice()] })
    const browser = aBrowser()
    await proveMailbox(browser, await forget(browser, person.email))
    expect(await stageOf(browser)).toBe(titles.ready)
    await close(person)
    await step(browser, 'password', { password: NEW })
    expect([await stageOf(browser), (await attempt(person.guard, PASSWORD)).outcome]).toEqual([title, 'right'])
  })

  it.each(ways)('T8, T3 %s after it: no session', async (_name, title, close) => {
    const person = await somebody({ offices: [await anOffice()] })
    const browser = aBrowser()
    expect((await reset(browser, person.email, NEW)).status).toBe(303)
    await close(person)
    const answer = await browser.password(person.email, NEW)
    expect([heading(await answer.text()), browser.cookies.has(SESSION)]).toEqual([title, false])
  })

  it('T3 untrained, agreement due: the reset lets in no further than their gates', async () => {
    for (const someone of [{ trainedOn: null }, { agreed: false }]) {
      const person = await somebody(someone)
      const browser = aBrowser()
      await reset(browser, person.email, NEW)
      await browser.password(person.email, NEW)
      const { code } = (await mailTo(person.email))!
      await browser.post('/sign-in/second-factor', { code: code!, next: '' }, '/sign-in')
      expect((await browser.get('/members')).headers.get('Location')).toMatch(/^\/(training|agreement)\?/)
    }
  })

  it('T3 a password that had ended: the reset is the new one', async () => {
    const person = await somebody({ passwordSetOn: '2040-01-01' })
    const browser = aBrowser()
    await reset(browser, person.email, NEW)
    await browser.password(person.email, NEW)
    const { code } = (await mailTo(person.email))!
    const entered = await browser.post('/sign-in/second-factor', { code: code!, next: '' }, '/sign-in')
    expect([entered.headers.get('Location'), (await browser.get('/home')).status]).toEqual(['/home', 200])
  })

  it('III.E.4.b sessions that were open end with it, wherever they are', async () => {
    const person = await somebody()
    const open = await signedIn(person)
    await reset(aBrowser(), person.email, NEW)
    expect((await open.get('/home')).headers.get('Location')).toContain('/sign-in?closed=ended')
  })
})
