import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addDays, addMonths } from '../../src/policy/calendar.ts'
import { hourly } from '../../src/schedule.ts'
import { promptForTraining } from '../../src/training/job.ts'
import { day } from '../../views/format.ts'
import { letters, mailTo } from '../support/browser.ts'
import { doneBy, meansOf } from '../support/means.ts'
import { anOffice, aPerson, type Someone, today } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()

let office: number
beforeAll(async () => {
  office = await anOffice()
})
let number = 0
beforeEach(async () => {
  // Whoever came before is out of the way.
  await env.DB.prepare('UPDATE account SET terminated_at = 1').run()
})

/** Somebody whose training is due in so many days. */
async function dueIn(days: number, more: Partial<Someone> = {}) {
  const email = `due-${(number += 1)}@office.example`
  const trainedOn = addMonths(addDays(today(), days), -12)
  const person = await aPerson({ email, offices: [office], trainedOn, ...more })
  return { ...person, due: addDays(today(), days) }
}
const run = () => doneBy(promptForTraining)

const notices = async (account: number) =>
  (
    await env.DB.prepare(
      "SELECT days_before AS n FROM notice WHERE account_id = ? AND kind = 'training' ORDER BY n DESC",
    )
      .bind(account)
      .all<{ n: number }>()
  ).results.map(({ n }) => n)

describe('III.J.1 prompts', () => {
  it.each([
    [31, 0],
    [30, 1],
    [29, 1],
    [0, 1],
    [-1, 0],
  ])('III.J.1 due in %s days: %s prompts, however often the job runs', async (days, expected) => {
    const person = await dueIn(days)
    expect([await run(), await run()]).toEqual([expected, 0])
    await run()
    expect(await notices(person.account)).toHaveLength(expected)
  })

  it('III.J.1 the mail names the day and leads to the training; the log tells of it', async () => {
    const person = await dueIn(14)
    await run()
    const letter = await mailTo(person.email)
    expect(letter?.subject).toContain(day(person.due))
    expect([letter?.text.includes(day(person.due)), letter?.link]).toEqual([true, 'https://portal.test/training'])
    const row = await env.DB.prepare(
      "SELECT clause, detail FROM audit WHERE event = 'training.prompted' AND subject_id = ?",
    )
      .bind(person.account)
      .first()
    expect(row).toEqual({ clause: 'III.J.1', detail: JSON.stringify({ on: person.due, before: 14 }) })
  })

  it.each([
    ['each day', 1, [30, 14, 3]],
    // Day 30 to 12 in steps of 9: 30, 21, 12, 3.
    ['every nine days', 9, [30, 14, 3]],
    ['every four days, begun late', 4, [30, 14, 3]],
    ['once, near the end', 29, [30, 3]],
  ])('III.J.1 run %s: each prompt once, the nearest alone when some were missed', async (_how, step, expected) => {
    const person = await dueIn(30)
    for (let left = 30; left >= 0; left -= step) {
      await run()
      later(step * DAY)
    }
    expect(await notices(person.account)).toEqual(expected)
    expect(await run()).toBe(0)
  })

  it('III.J.1 after the training the next prompts are of the next year', async () => {
    const person = await dueIn(14)
    expect(await run()).toBe(1)
    await env.DB.prepare(
      `INSERT INTO training_attestation (account_id, document_id, attested_on, at, ip, text)
       SELECT account_id, document_id, ?, 1, ip, text FROM training_attestation WHERE account_id = ?`,
    )
      .bind(today(), person.account)
      .run()
    later(12 * DAY)
    expect(await run()).toBe(0)
    later((365 - 12 - 30) * DAY)
    // Whoever stays away so long is dormant, and reads of it.
    expect(await run()).toBe(0)
    await env.DB.prepare('UPDATE account SET last_used_on = ? WHERE id = ?').bind(today(), person.account).run()
    expect(await run()).toBe(1)
    expect(await notices(person.account)).toEqual([30, 14])
  })

  it('III.J.1 a day that was moved, as by a common date, is told anew', async () => {
    const person = await dueIn(14)
    await env.DB.prepare(
      "INSERT INTO notice (account_id, kind, about, days_before, at) VALUES (?, 'training', ?, 14, 1)",
    )
      .bind(person.account, addDays(person.due, 9))
      .run()
    expect(await run()).toBe(1)
  })

  it('III.J.1 staff too; not whom the portal is closed to, or who was never trained', async () => {
    const staff = await dueIn(14, { offices: [], department: 'privacy' })
    const suspended = await dueIn(14)
    await env.DB.prepare('UPDATE account SET suspended_at = 1 WHERE id = ?').bind(suspended.account).run()
    await dueIn(14, { offices: [await anOffice('Closed', { terminatedOn: '2020-01-01' })] })
    await dueIn(14, { trainedOn: null })
    expect(await run()).toBe(1)
    expect(await notices(staff.account)).toEqual([14])
  })

  it('III.J.1 one that fails keeps no other from going out, and is told', async () => {
    const first = await dueIn(14)
    const second = await dueIn(14)
    await env.DB.prepare(
      `CREATE TRIGGER fails BEFORE INSERT ON notice WHEN new.account_id = ${first.account} BEGIN SELECT RAISE(ABORT, 'planted'); END`,
    ).run()
    expect(await promptForTraining(meansOf())).toMatchObject({ done: 1, failed: 1 })
    expect([await notices(first.account), await notices(second.account)]).toEqual([[], [14]])
    await env.DB.prepare('DROP TRIGGER fails').run()
    const before = letters.length
    expect(await run()).toBe(1)
    await mailTo(first.email)
    expect(letters.slice(before).filter(({ to }) => to === first.email)).toHaveLength(1)
  })

  it('III.J.1 the hourly run does it, and records that it did', async () => {
    const person = await dueIn(3)
    await hourly(env)
    expect(await notices(person.account)).toEqual([3])
    const ran = await env.DB.prepare(
      "SELECT detail FROM audit WHERE event = 'job.ran' AND detail LIKE '%training.prompts%'",
    ).first()
    expect(ran).toEqual({ detail: '{"job":"training.prompts","done":1,"failed":0,"more":0}' })
  })
})

it.each([
  [31, false],
  [30, true],
  [29, true],
])('III.J.1 due in %s days: the home page says so: %s', async (days, says) => {
  const person = await dueIn(days)
  const html = await (await (await signedIn(person)).get('/home')).text()
  expect(html.includes(`Your yearly training is due by ${day(person.due)}.`)).toBe(says)
})
