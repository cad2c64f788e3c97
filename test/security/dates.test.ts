/**
 * T14: dates alone, and no job ever. Each thing that has a date is asked about in the last millisecond of the day before, at
 * 00:00 of its day by the plan's clock, and a day later, over changes of the clock, 29 February and New Year.
 */
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { addDays, addMonths, type Day, startOfDay } from '../../src/policy/calendar.ts'
import { newLink } from '../../src/links/link.ts'
import { linkMade } from '../../src/links/store.ts'
import { batch } from '../../src/db/client.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { anOffice, aPerson, PASSWORD, type Someone } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { DAY, HOUR, later, MINUTE, stopTheClock } from '../support/time.ts'
import { type Reach, reached } from './reached.ts'

stopTheClock()
const ZONE = 'America/Los_Angeles'
let nth = 0
const aBrowser = () => new Browser(`198.18.${Math.floor((nth += 1) / 250)}.${nth % 250}`)

/** What is stored; `on` is the day on which it takes hold. */
type Stored = (on: Day) => { someone?: Partial<Someone>; office?: Parameters<typeof anOffice>[1]; sql?: string }
type Row = [clause: string, what: string, stored: Stored, reaches: [Reach, Reach, Reach]]
const out = 'out'
const rows: Row[] = [
  ['III.D.5', 'a password of 60 days', (on) => ({ someone: { passwordSetOn: addDays(on, -60) } }), ['in', 'password', 'password']],
  ['III.M.1', 'unused for over 60 days', (on) => ({ someone: { lastUsedOn: addDays(on, -61) } }), ['in', out, out]],
  ['III.M.1', 'never used since the approval', (on) => ({ someone: { lastUsedOn: null, approvedOn: addDays(on, -61) } }), ['in', out, out]],
  ['III.J.1', 'a training of a year ago', (on) => ({ someone: { trainedOn: addMonths(addDays(on, -1), -12) } }), ['in', 'training', 'training']],
  ['III.H.2', 'an administrator, prompted 16 days ago', (on) => ({ someone: { isLoa: true }, office: { verifyDueOn: addDays(on, -16), promptReceivedOn: addDays(on, -16) } }), ['in', 'verification', out]],
  ['III.H.3', 'a user of an office prompted 17 days ago', (on) => ({ office: { verifyDueOn: addDays(on, -17), promptReceivedOn: addDays(on, -17) } }), ['in', out, out]],
  ['III.H.3', 'nobody was prompted, due 24 days ago', (on) => ({ office: { verifyDueOn: addDays(on, -24) } }), ['in', out, out]],
  ['III.H.3', 'the same of an administrator', (on) => ({ someone: { isLoa: true }, office: { verifyDueOn: addDays(on, -24) } }), ['verification', out, out]],
  ['III.M.2', 'a membership that ends', (on) => ({ sql: `UPDATE membership SET ended_on = '${on}' WHERE account_id = ?` }), ['in', out, out]],
  ['III.M.4', 'an office that ends', (on) => ({ office: { terminatedOn: on } }), ['in', out, out]],
  ['III.A.1.a', 'an office whose access begins', (on) => ({ office: { accessOn: on } }), [out, 'in', 'in']],
] // prettier-ignore

async function somebody(stored: ReturnType<Stored>) {
  const { someone = {}, office, sql } = stored
  const email = `dated${(nth += 1)}@office.example`
  const person = await aPerson({
    email,
    offices: [await anOffice('Test Office', office)],
    lastUsedOn: null,
    ...someone,
  })
  if (sql) await env.DB.prepare(sql).bind(person.account).run()
  return { ...person, isLoa: someone.isLoa ?? false }
}
type Person = Awaited<ReturnType<typeof somebody>>

/** Signs in by the forms, as far as it goes. */
async function typed(email: string, browser = aBrowser()): Promise<Browser> {
  const answer = await browser.password(email, PASSWORD)
  if (answer.headers.get('Location')?.startsWith('/sign-in/second-factor')) {
    const code = (await mailTo(email))?.code ?? ''
    await browser.post('/sign-in/second-factor', { code, next: '', remember: 'on' }, '/sign-in/second-factor')
  }
  return browser
}

const edges: Day[] = ['2040-09-14', '2040-03-11', '2040-11-04', '2044-02-29', '2041-01-01']

describe.each(edges)('T14 what takes hold on %s', (on) => {
  const midnight = startOfDay(on, ZONE).getTime()

  it('T14 III.D.5, III.M.1, III.J.1, III.H.2, III.H.3, III.M.2, III.M.4 at a sign-in: the day before, the day, the day after', async () => {
    // Somebody else on each day: being there counts as use.
    vi.setSystemTime(midnight - HOUR)
    const people = await Promise.all(rows.map(([, , stored]) => Promise.all([0, 1, 2].map(() => somebody(stored(on))))))
    const seen: Reach[][] = rows.map(() => [])
    for (const [place, at] of [midnight - 1, midnight, midnight + DAY + HOUR].entries()) {
      vi.setSystemTime(at)
      const asked = people.map(async (some) => reached(await typed(some[place]!.email), some[place]!.isLoa))
      for (const [row, reach] of (await Promise.all(asked)).entries()) seen[row]!.push(reach)
    }
    expect(rows.map(([clause, what], row) => [clause, what, seen[row]])).toEqual(
      rows.map(([clause, what, , reaches]) => [clause, what, reaches]),
    )
  })

  it('T14 III.D.5, III.J.1, III.H.2, III.H.3, III.M.2, III.M.4 in the middle of a session, over midnight', async () => {
    vi.setSystemTime(midnight - 5 * MINUTE)
    // III.M.1 is none of it: who works is not dormant.
    const lasting = rows.filter(([clause, , , [first]]) => clause !== 'III.M.1' && first !== out)
    const people = await Promise.all(lasting.map(([, , stored]) => somebody(stored(on))))
    const browsers = await Promise.all(people.map((person) => signedIn(person)))
    const ask = () => Promise.all(browsers.map((browser, row) => reached(browser, people[row]!.isLoa)))
    vi.setSystemTime(midnight - 1)
    const before = await ask()
    vi.setSystemTime(midnight)
    const after = await ask()
    expect(lasting.map(([clause, what], row) => [clause, what, before[row], after[row]])).toEqual(
      lasting.map(([clause, what, , reaches]) => [clause, what, reaches[0], reaches[1]]),
    )
  })

  it('T14 III.B.6 a role through its last day, and not after it', async () => {
    vi.setSystemTime(midnight - 5 * MINUTE)
    const sql = `UPDATE role_grant SET ends_on = '${addDays(on, -1)}' WHERE role = 'claims' AND membership_id = (SELECT id FROM membership WHERE account_id = ?)`
    const browser = await signedIn(await somebody({ sql }))
    const claims = async (at: number) => {
      vi.setSystemTime(at)
      const fragment = await browser.get('/claims', { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })
      const page = await browser.get('/claims')
      const posted = await browser.post('/claims', { memberId: 'W1' })
      return [page.status, fragment.status, posted.status, (await browser.get('/members')).status]
    }
    expect([await claims(midnight - 1), await claims(midnight)]).toEqual([
      [200, 200, 303, 200],
      [403, 403, 403, 200],
    ])
  })
})

describe('T14 what lasts minutes and hours: a millisecond before, at, and a millisecond after', () => {
  const instants = [-1, 0, 1]
  /** Somebody at each of the instants, of whom the question is asked when they have waited so long. */
  async function asked<T>(lasts: number, begin: (person: Person) => Promise<T>, ask: (begun: T) => Promise<unknown>) {
    const start = Date.now()
    const begun = await Promise.all(instants.map(async () => begin(await somebody({}))))
    const answers: unknown[] = []
    for (const [place, ms] of instants.entries()) {
      vi.setSystemTime(start + lasts + ms)
      answers.push(await ask(begun[place]!))
    }
    return answers
  }
  const status = async (browser: Browser) => (await browser.get('/home')).status

  it('T14 III.E.2 a session without use, 15 minutes', async () => {
    expect(await asked(15 * MINUTE, signedIn, status)).toEqual([200, 303, 303])
  })

  it('T14 III.E.2 a session in use, 12 hours: by whoever comes back every ten minutes', async () => {
    const start = Date.now()
    const browser = await signedIn(await somebody({}))
    for (let minute = 10; minute < 12 * 60; minute += 10) {
      vi.setSystemTime(start + minute * MINUTE)
      expect(await status(browser)).toBe(200)
    }
    vi.setSystemTime(start + 12 * HOUR - 1)
    expect(await status(browser)).toBe(200)
    later(1)
    expect(await status(browser)).toBe(303)
  })

  it('T14 III.F.3 a passcode, 15 minutes', async () => {
    const begin = async ({ email }: Person) => {
      const browser = aBrowser()
      await browser.password(email)
      return { browser, code: (await mailTo(email))!.code!, csrf: await browser.token('/sign-in/second-factor') }
    }
    const enter = async ({ browser, code, csrf }: Awaited<ReturnType<typeof begin>>) => {
      const answer = await browser.post('/sign-in/second-factor', { csrf, code, next: '' })
      return [answer.status, browser.cookies.has(SESSION)]
    }
    expect(await asked(15 * MINUTE, begin, enter)).toEqual([[303, true], [422, false], [422, false]]) // prettier-ignore
  })

  it('T14 III.F.1.b a known device, 90 days', async () => {
    const begin = async (person: Person) => {
      const browser = await typed(person.email)
      browser.cookies.delete(SESSION)
      return { browser, person }
    }
    const ask = async ({ browser, person }: Awaited<ReturnType<typeof begin>>) => {
      // Nothing else is due meanwhile.
      const today = new Date(Date.now() - DAY).toISOString().slice(0, 10)
      await env.DB.prepare('UPDATE account SET last_used_on = ? WHERE id = ?').bind(today, person.account).run()
      await env.DB.prepare('UPDATE credential SET set_on = ? WHERE account_id = ?').bind(today, person.account).run()
      return (await browser.password(person.email)).headers.get('Location')?.split('?')[0]
    }
    const second = '/sign-in/second-factor'
    expect(await asked(90 * DAY, begin, ask)).toEqual(['/home', second, second])
  })

  it('T14 III.D.1 a set-up link, 72 hours', async () => {
    const begin = async (person: Person) => {
      await env.DB.prepare('DELETE FROM credential WHERE account_id = ?').bind(person.account).run()
      const link = newLink(person.guard)
      const at = Date.now()
      await batch(env.DB, [linkMade(link, 'set-up', { account: person.account }, at, at + 72 * HOUR)])
      const browser = aBrowser()
      await browser.get(`/password/set-up?link=${link.value}`)
      return { browser, csrf: await browser.token('/password/set-up') }
    }
    const ask = async ({ browser, csrf }: Awaited<ReturnType<typeof begin>>) =>
      (await browser.post('/password/set-up', { csrf, password: 'Another-horse-8' })).status
    expect(await asked(72 * HOUR, begin, ask)).toEqual([303, 404, 404])
  })

  it('T14 III.F.1.c a second factor in mid-session, 5 minutes', async () => {
    const begin = async (person: Person) => {
      const browser = await signedIn(person)
      const csrf = await browser.token('/home')
      await browser.post('/confirm/passcode', { csrf, channel: 'email', next: '/profile' })
      await browser.post('/confirm', { csrf, code: (await mailTo(person.email))!.code!, next: '/profile' })
      return browser
    }
    const profile = async (browser: Browser) => (await browser.get('/profile')).status
    expect(await asked(5 * MINUTE, begin, profile)).toEqual([200, 303, 303])
  })
})
