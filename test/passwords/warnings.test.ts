import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { warnOfEnd } from '../../src/passwords/job.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { letters, mailTo } from '../support/browser.ts'
import { doneBy } from '../support/means.ts'
import { anOffice, aPerson, type Someone, today } from '../support/people.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...someone })
const run = () => doneBy(warnOfEnd)
const warnings = async (email: string) => {
  await mailTo(email)
  return letters.filter(({ to, subject }) => to === email && subject.includes('password ends')).length
}

beforeAll(async () => {
  office = await anOffice()
})

/** Runs the job on each of the next days; answers on which days (of the password) a warning went out. */
async function watch(email: string, from: number, days: readonly number[]): Promise<number[]> {
  const told: number[] = []
  let day = from
  for (const next of days) {
    later((next - day) * DAY)
    day = next
    const before = await warnings(email)
    await run()
    if ((await warnings(email)) > before) told.push(day)
  }
  return told
}

describe('III.D.5 warned by e-mail 10, 5 and 1 days before day 60', () => {
  it.each<[string, number[], number[]]>([
    ['every day', [48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62], [50, 55, 59]],
    ['twice a day', [49, 49, 50, 50, 55, 55, 59, 59, 60, 60], [50, 55, 59]],
    ['missed for three days', [49, 53, 54, 58, 59, 60], [53, 58, 59]],
    ['missed until the last day: the nearest alone', [49, 59, 60], [59]],
    ['missed until it ended: none', [49, 60, 61], []],
  ])('III.D.5 the job run %s', async (_name, days, told) => {
    const person = await somebody({ passwordSetOn: addDays(today(), -48), lastUsedOn: addDays(today(), 10) })
    expect(await watch(person.email, 48, days)).toEqual(told)
  })

  it('III.D.5 it names the day and the way, and leaves its row', async () => {
    const person = await somebody({ passwordSetOn: addDays(today(), -50) })
    await run()
    const letter = (await mailTo(person.email))!
    expect(letter.link).toBe('https://portal.test/password')
    expect(letter.text).toContain('this wasn’t me')
    const row = await env.DB.prepare(
      "SELECT clause, detail FROM audit WHERE event = 'password.warned' AND subject_id = ?",
    )
      .bind(person.account)
      .first()
    expect(row).toEqual({ clause: 'III.D.5', detail: JSON.stringify({ on: addDays(today(), 10), before: 10 }) })
  })

  it('III.D.5 a new password begins the warnings anew', async () => {
    const setOn = addDays(today(), -50)
    const person = await somebody({ passwordSetOn: setOn, lastUsedOn: addDays(today(), 60) })
    await run()
    await env.DB.prepare('UPDATE credential SET set_on = ? WHERE account_id = ?').bind(addDays(setOn, 51), person.account).run() // prettier-ignore
    await run()
    expect(await warnings(person.email)).toBe(1)
    later(51 * DAY)
    await run()
    expect(await warnings(person.email)).toBe(2)
  })

  it('III.D.5 only people who may come in are warned', async () => {
    const passwordSetOn: Day = addDays(today(), -55)
    const [suspended, terminated, ended] = [
      await somebody({ passwordSetOn }),
      await somebody({ passwordSetOn }),
      await somebody({ passwordSetOn }),
    ]
    const officeless = await somebody({
      passwordSetOn,
      offices: [await anOffice('Gone', { terminatedOn: '2040-01-01' })],
    })
    const asleep = await somebody({ passwordSetOn, lastUsedOn: addDays(today(), -61), approvedOn: '2039-01-01' })
    const live = await somebody({ passwordSetOn })
    const staff = await somebody({ passwordSetOn, offices: [], department: 'privacy' })
    await transition(env.DB, suspended.account, { to: 'suspended', clause: 'III.K.5' }, { at: 1, by: null })
    await transition(env.DB, terminated.account, { to: 'terminated', clause: 'III.M.2' }, { at: 1, by: null })
    await env.DB.prepare('UPDATE membership SET ended_on = ? WHERE account_id = ?').bind(today(), ended.account).run()
    await run()
    const told = []
    for (const { email } of [suspended, terminated, ended, officeless, asleep, live, staff])
      told.push(await warnings(email))
    expect(told).toEqual([0, 0, 0, 0, 0, 1, 1])
  })

  it('III.D.5 two runs at once send one mail', async () => {
    const person = await somebody({ passwordSetOn: addDays(today(), -59) })
    await Promise.allSettled([run(), run()])
    expect(await warnings(person.email)).toBe(1)
  })
})
