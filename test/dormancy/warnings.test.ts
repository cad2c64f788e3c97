import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { warnOfDormancy } from '../../src/dormancy/job.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { day } from '../../views/format.ts'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { doneBy } from '../support/means.ts'
import { anOffice, aPerson, type Someone, today } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], approvedOn: '2039-01-01', ...someone })
const run = () => doneBy(warnOfDormancy)
const warnings = async (email: string) => {
  await mailTo(email)
  return letters.filter(({ to, subject }) => to === email && subject.includes('keep your access')).length
}
const unused = (days: number): Day => addDays(today(), -days)

beforeAll(async () => {
  office = await anOffice()
})

describe('III.M.1 warned by e-mail 10, 5 and 1 days before the account closes', () => {
  it.each([
    [50, 0], [51, 1], [52, 1],
    [55, 1], [56, 1], [57, 1],
    [59, 1], [60, 1], [61, 0],
  ])('III.M.1 last used %s days ago: %s warnings, however often the job runs', async (days, expected) => {
    const person = await somebody({ lastUsedOn: unused(days) })
    await run()
    await run()
    expect(await warnings(person.email)).toBe(expected)
  }) // prettier-ignore

  it.each<[string, number[], number[]]>([
    ['every day', Array.from({ length: 14 }, (_, n) => 49 + n), [51, 56, 60]],
    ['twice a day', [50, 50, 51, 51, 56, 56, 60, 60, 61, 61], [51, 56, 60]],
    ['missed for three days', [50, 54, 55, 59, 60, 61], [54, 59, 60]],
    ['missed until it was closed: none', [50, 61, 62], []],
  ])('III.M.1 the job run %s', async (_name, days, told) => {
    const person = await somebody({ lastUsedOn: unused(49) })
    const seen: number[] = []
    let at = 49
    for (const next of days) {
      later((next - at) * DAY)
      at = next
      const before = await warnings(person.email)
      await run()
      if ((await warnings(person.email)) > before) seen.push(at)
    }
    expect(seen).toEqual(told)
  })

  it.each([[50, 0], [51, 1], [52, 1]])('III.M.1 never used, approved %s days ago: %s', async (days, expected) => {
    const person = await somebody({ approvedOn: unused(days), lastUsedOn: null })
    await run()
    expect(await warnings(person.email)).toBe(expected)
  }) // prettier-ignore

  it('III.M.1 it names the first closed day and the way in, and leaves its row', async () => {
    const person = await somebody({ lastUsedOn: unused(51) })
    await run()
    const letter = (await mailTo(person.email))!
    const on = addDays(today(), 10)
    expect([letter.subject.includes(day(on)), letter.link]).toEqual([true, 'https://portal.test/sign-in'])
    expect(letter.text).toContain('this wasn’t me')
    const row = await env.DB.prepare("SELECT clause, detail FROM audit WHERE event = 'dormancy.warned' AND subject_id = ?").bind(person.account).first() // prettier-ignore
    expect(row).toEqual({ clause: 'III.M.1', detail: JSON.stringify({ on, before: 10 }) })
  })

  it('III.M.1 whoever signs in meanwhile isn’t warned any more, until they stay away again', async () => {
    const person = await somebody({ lastUsedOn: unused(51) })
    await run()
    expect(await warnings(person.email)).toBe(1)
    await (await signedIn(person)).get('/home')
    later(5 * DAY)
    await run()
    expect(await warnings(person.email)).toBe(1)
    later(46 * DAY)
    await run()
    expect(await warnings(person.email)).toBe(2)
  })

  it('III.M.1 not whom the portal is closed to: locked, suspended, terminated, ended, without a live office', async () => {
    const lastUsedOn = unused(56)
    const people = []
    for (let n = 0; n < 8; n += 1) people.push(await somebody({ lastUsedOn }))
    const [locked, suspended, terminated, ended, disabled, live] = people as [Who, Who, Who, Who, Who, Who]
    await env.DB.prepare('UPDATE account SET locked_at = 1 WHERE id = ?').bind(locked.account).run()
    await transition(env.DB, suspended.account, { to: 'suspended', clause: 'III.K.5' }, { at: 1, by: null })
    await transition(env.DB, terminated.account, { to: 'terminated', clause: 'III.M.2' }, { at: 1, by: null })
    await env.DB.prepare('UPDATE membership SET ended_on = ? WHERE account_id = ?').bind(today(), ended.account).run()
    await env.DB.prepare("UPDATE membership SET suspended_at = 1, suspended_for = 'disabled' WHERE account_id = ?").bind(disabled.account).run() // prettier-ignore
    const gone = await somebody({ lastUsedOn, offices: [await anOffice('Gone', { terminatedOn: today() })] })
    const barred = await somebody({ lastUsedOn, offices: [await anOffice('Barred', { suspendedAt: 1 })] })
    const early = await somebody({ lastUsedOn, offices: [await anOffice('Early', { accessOn: addDays(today(), 1) })] })
    const staff = await somebody({ lastUsedOn, offices: [], department: 'privacy' })
    await run()
    const told = []
    for (const { email } of [locked, suspended, terminated, ended, disabled, gone, barred, early, live, staff])
      told.push(await warnings(email))
    expect(told).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1, 1])
  })
  type Who = Awaited<ReturnType<typeof somebody>>

  it('III.M.1 two runs at once send one mail', async () => {
    const person = await somebody({ lastUsedOn: unused(60) })
    await Promise.all([run(), run(), run()])
    expect(await warnings(person.email)).toBe(1)
  })
})

it.each([[59, '/home'], [60, '/home'], [61, null]] as const)(
  'T14 III.M.1 no warning was ever sent: %s days after the last use the sign-in leads to %s', async (days, place) => {
    const person = await somebody({ lastUsedOn: unused(days) })
    const browser = new Browser()
    const left = await browser.signIn(person.email).then(() => '/home', () => null)
    expect([left, (await browser.get('/home')).status]).toEqual(place ? [place, 200] : [left, 303])
    expect(await warnings(person.email)).toBe(0)
  },
) // prettier-ignore
