import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { seen } from '../support/alike.ts'
import { Browser, letters, mailTo, ORIGIN } from '../support/browser.ts'
import { attempt, eventsOf } from '../support/guard.ts'
import { anOffice, PASSWORD, type Someone } from '../support/people.ts'
import { heading, pathOf } from '../support/reset.ts'
import { SESSION } from '../support/session.ts'
import { approved } from '../support/set-up.ts'
import { HOUR, later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const NEW = 'First-horse-1'
const GONE = 'This link no longer works'
const aBrowser = () => new Browser(`198.51.100.${(nth += 1)}`)
const somebody = (someone: Partial<Someone> = {}) =>
  approved({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...someone })
const page = async (browser: Browser) => heading(await (await browser.get('/password/set-up')).text())
/** Posts to the set-up, with a token of a page that is always there. */
const send = (browser: Browser, path = '', fields: Record<string, string> = {}) =>
  browser.post(`/password/set-up${path}`, fields, '/forgot-password')

beforeAll(async () => {
  office = await anOffice()
})

describe('III.D.1 the first password', () => {
  it('III.D.1 the whole way: link, password, sign-in with a second factor', async () => {
    const { person, path } = await somebody()
    const browser = aBrowser()
    const opened = await browser.get(path)
    expect([opened.status, opened.headers.get('Location')]).toEqual([303, '/password/set-up'])
    // Opened as often as a mail scanner likes: nothing is used up.
    await aBrowser().get(path)
    expect(await page(browser)).toBe('Choose your password')
    const done = await send(browser, '', { password: NEW })
    expect([done.status, done.headers.get('Location')]).toEqual([303, '/sign-in?done=password-set'])
    expect([browser.cookies.has('__Host-flow'), browser.cookies.has(SESSION)]).toEqual([false, false])
    expect((await mailTo(person.email))?.subject).toContain('password was set')
    await browser.password(person.email, NEW)
    const { code } = (await mailTo(person.email))!
    expect((await browser.post('/sign-in/second-factor', { code: code!, next: '' }, '/sign-in')).headers.get('Location')).toBe('/home') // prettier-ignore
    expect(await eventsOf(person.account)).toContain('password.set')
  })

  it('III.D.3, III.D.4 unmet rules are told, and use nothing up', async () => {
    const { person, path } = await somebody()
    const browser = aBrowser()
    await browser.get(path)
    for (const password of ['', 'abc', person.email, 'Ab1!', 'x'.repeat(200)]) {
      expect((await send(browser, '', { password })).status).toBe(422)
    }
    expect((await send(browser, '', { password: NEW })).status).toBe(303)
  })

  it('III.D.1 used once: afterwards a plain page, for its own browser and any other', async () => {
    const { path, person } = await somebody()
    const [browser, other] = [aBrowser(), aBrowser()]
    await browser.get(path)
    await other.get(path)
    await send(browser, '', { password: NEW })
    expect((await send(other, '', { password: 'Second-horse-2' })).status).toBe(404)
    expect([await page(other), (await aBrowser().get(path)).status]).toEqual([GONE, 404])
    expect((await attempt(person.guard, NEW)).outcome).toBe('right')
  })

  it('III.D.1 where there is a password meanwhile, a link that is still open leads nowhere', async () => {
    const { path, person } = await somebody()
    await env.DB.prepare("INSERT INTO credential (account_id, hash, set_on) VALUES (?, 'scrypt', '2040-06-01')")
      .bind(person.account)
      .run()
    expect((await aBrowser().get(path)).status).toBe(404)
  })

  it.each([
    [72 * HOUR - MINUTE, 'Choose your password', 303],
    [72 * HOUR, GONE, 404],
    [72 * HOUR + MINUTE, GONE, 404],
  ])('III.D.1 good for 72 hours: after %i ms', async (after, title, status) => {
    const { path } = await somebody()
    later(after)
    const browser = aBrowser()
    expect((await browser.get(path)).status).toBe(303)
    expect(await page(browser)).toBe(title)
    expect((await send(browser, '', { password: NEW })).status).toBe(status)
  })

  it('III.D.1 an expired one offers a new one to the same address, which voids the old', async () => {
    const { path, person } = await somebody()
    later(73 * HOUR)
    const browser = aBrowser()
    await browser.get(path)
    expect(await (await browser.get('/password/set-up')).text()).toContain('Send me a new link')
    const asked = await send(browser, '/link')
    expect([asked.status, asked.headers.get('Location')]).toEqual([303, '/password/set-up?done=sent'])
    const letter = await mailTo(person.email)
    expect(letter?.link?.startsWith(`${ORIGIN}/password/set-up?link=`)).toBe(true)
    expect((await aBrowser().get(path)).status).toBe(404)
    await browser.get(pathOf(letter))
    expect((await send(browser, '', { password: NEW })).headers.get('Location')).toBe('/sign-in?done=password-set')
  })

  it('T6 III.D.1 a new link is answered the same, whether or not anything is sent', async () => {
    const [expired, revoked, used, good] = [await somebody(), await somebody(), await somebody(), await somebody()]
    await env.DB.prepare('UPDATE link SET revoked_at = 1 WHERE public_id = ?').bind(revoked.link.id).run()
    await env.DB.prepare('UPDATE link SET used_at = 1 WHERE public_id = ?').bind(used.link.id).run()
    await env.DB.prepare('UPDATE link SET expires_at = 1 WHERE public_id = ?').bind(expired.link.id).run()
    const made = `${expired.person.guard}.lnk_${'0'.repeat(24)}.${'A'.repeat(43)}`
    const values = [expired, revoked, used, good].map(({ link }) => link.value).concat(made)
    const answers = []
    for (const value of values) {
      const browser = aBrowser()
      browser.cookies.set('__Host-flow', value)
      answers.push([
        await seen(await send(browser, '/link')),
        await seen(await browser.get('/password/set-up?done=sent')),
      ])
    }
    expect(answers[0]).toMatchObject([{ status: 303 }, { status: 200 }])
    for (const answer of answers) expect(answer).toEqual(answers[0])
    await mailTo('nobody')
    const told = [expired, revoked, used, good].map(({ person }) => letters.some(({ to }) => to === person.email))
    expect(told).toEqual([true, false, false, false])
  })

  it('III.F.3 three new links in 15 minutes for account and address, then silence', async () => {
    const { person, link } = await somebody()
    const browser = aBrowser()
    for (let asked = 0; asked < 5; asked += 1) {
      await env.DB.prepare('UPDATE link SET expires_at = 1, revoked_at = NULL WHERE public_id = ?').bind(link.id).run()
      browser.cookies.set('__Host-flow', link.value)
      expect((await send(browser, '/link')).status).toBe(303)
    }
    await mailTo(person.email)
    expect(letters.filter(({ to }) => to === person.email)).toHaveLength(3)
  })

  it('T16, T20 each byte flipped or cut, another purpose, another account’s halves: the plain page', async () => {
    const [one, other] = [await somebody(), await somebody()]
    const { value } = one.link
    const [guard, id, secret] = value.split('.') as [string, string, string]
    const wrong: unknown[] = []
    const altered = [...value].flatMap((letter, at) => [
      value.slice(0, at) + (letter === 'a' ? 'b' : 'a') + value.slice(at + 1),
      value.slice(0, at),
    ])
    const mixed = [`${other.person.guard}.${id}.${secret}`, `${guard}.${other.link.id}.${secret}`, `${value}x`, '']
    for (const text of [...altered, ...mixed]) {
      const browser = aBrowser()
      const answer = await browser.get(`/password/set-up?link=${encodeURIComponent(text)}`)
      if (answer.status !== 404 || browser.cookies.has('__Host-flow')) wrong.push(text)
    }
    expect(wrong).toEqual([])
    for (const purpose of ['registration', 'invitation', 'reset']) {
      await env.DB.prepare('UPDATE link SET purpose = ? WHERE public_id = ?').bind(purpose, id).run()
      expect([purpose, (await aBrowser().get(one.path)).status]).toEqual([purpose, 404])
    }
  })

  it('T7 without the link’s cookie, or with another flow’s: nothing', async () => {
    const { person } = await somebody()
    const without = aBrowser()
    expect((await send(without, '', { password: NEW })).status).toBe(404)
    const reset = aBrowser()
    await reset.post('/forgot-password', { email: person.email }, '/forgot-password')
    await reset.get(pathOf(await mailTo(person.email)))
    expect((await send(reset, '', { password: NEW })).status).toBe(404)
    expect((await attempt(person.guard, NEW)).outcome).toBe('wrong')
  })
})

describe('T3 the set-up link and every way of being closed', () => {
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
    ['account disabled', 'Your account is disabled', ({ account }) => sql("UPDATE account SET suspended_at = 1, suspended_for = 'disabled' WHERE id = ?", account)],
    ['office suspended', 'Your office is suspended', (person) => ofOffice(person, 'suspended_at = 1')],
    ['office terminated', 'Your office no longer works with the plan', (person) => ofOffice(person, "terminated_on = '2040-06-01'")],
    ['dormant', 'Your account has not been used for a long time', ({ account }) => sql("UPDATE account SET approved_on = '2040-01-01' WHERE id = ?", account)],
  ] // prettier-ignore

  it.each(ways)(
    'T3, T16 %s: the page says which it is, nothing is set, no new link goes out',
    async (_name, title, close) => {
      const { person, path } = await somebody({ offices: [await anOffice()] })
      const browser = aBrowser()
      await browser.get(path)
      await close(person)
      expect(await page(browser)).toBe(title)
      expect((await send(browser, '', { password: NEW })).status).toBe(422)
      expect((await attempt(person.guard, NEW)).outcome).toBe('wrong')
      later(73 * HOUR)
      await send(browser, '/link')
      await mailTo(person.email)
      expect(letters.filter(({ to, link }) => to === person.email && link?.includes('set-up'))).toEqual([])
      await browser.password(person.email, PASSWORD)
      expect(browser.cookies.has(SESSION)).toBe(false)
    },
  )

  it('T3 locked: the first password finds the account open; untrained and agreement due wait behind their gates', async () => {
    for (const someone of [{}, { trainedOn: null }, { agreed: false }]) {
      const { person, path } = await somebody(someone)
      for (let wrong = 0; wrong < 5; wrong += 1) await attempt(person.guard, 'wrong')
      const browser = aBrowser()
      await browser.get(path)
      await send(browser, '', { password: NEW })
      await browser.password(person.email, NEW)
      const { code } = (await mailTo(person.email))!
      await browser.post('/sign-in/second-factor', { code: code!, next: '' }, '/sign-in')
      const answer = await browser.get('/members')
      const gate = answer.headers.get('Location')?.split('?')[0] ?? 'open'
      expect(gate).toBe('trainedOn' in someone ? '/training' : 'agreed' in someone ? '/agreement' : 'open')
    }
  })
})
