/** The same end, whatever happens to the run on its way. */
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addDays, addMonths } from '../../src/policy/calendar.ts'
import { Hours, jobRow, manyPeople, warningsSent } from '../support/hourly.ts'
import { anOffice, today } from '../support/people.ts'
import { DAY, HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
let prefix = ''
let hours: Hours
beforeAll(async () => {
  office = await anOffice()
})
beforeEach(async () => {
  for (const table of ['notice', 'outbox', 'job']) await env.DB.prepare(`DELETE FROM ${table}`).run()
  await env.DB.prepare('UPDATE account SET terminated_at = 1 WHERE terminated_at IS NULL').run()
  prefix = `crash${(nth += 1)}x`
  hours = new Hours()
})
const crowd = (days = 0) =>
  manyPeople(office, 3, {
    prefix,
    setOn: addDays(today(), days - 55),
    usedOn: addDays(today(), days - 56),
    trainedOn: addMonths(addDays(today(), days + 14), -12),
  })
/** What is due today to each of the three, sent once, recorded once. */
async function expectOnce() {
  const { notices, mails } = await warningsSent()
  expect(notices.map(({ kind, before }) => `${String(kind)} ${String(before)}`)).toEqual(
    Array.from({ length: 3 }, () => ['dormancy 5', 'password 5', 'training 14']).flat(),
  )
  expect(mails.map(({ message }) => message)).toEqual(
    Array.from({ length: 3 }, () => ['dormancy-near', 'password-ends', 'training-due']).flat(),
  )
  const rows = await env.DB.prepare(
    `SELECT count(*) AS n FROM audit x JOIN account a ON a.id = x.subject_id
     WHERE x.event IN ('password.warned', 'training.prompted', 'dormancy.warned') AND a.email LIKE ? || '%'`,
  )
    .bind(prefix)
    .first()
  expect(rows).toEqual({ n: 9 })
}

describe('III.D.5, III.J.1, III.M.1 the same end', () => {
  it('run once, twice, and twice at once', async () => {
    await crowd()
    await Promise.all([hours.runWhole(), new Hours().runWhole()])
    await expectOnce()
    await hours.runWhole()
    later(HOUR)
    await Promise.all([hours.runWhole(), new Hours().runWhole(), new Hours().runWhole()])
    await expectOnce()
    expect(await jobRow('dormancy.warned')).toMatchObject({ failed: 0, doneOn: today() })
  })

  it('killed at each of its calls to the database in turn, and run again', async () => {
    const ticket = { jobs: ['passwords.warned', 'training.prompts', 'dormancy.warned'] }
    await hours.handOn([ticket])
    await crowd()
    // Killed so late that nothing is left to be killed: the run went through.
    for (let at = 1, whole = false; !whole; at += 1) {
      for (const table of ['notice', 'outbox']) await env.DB.prepare(`DELETE FROM ${table}`).run()
      await env.DB.prepare('UPDATE job SET done_on = ?, cursor = 0').bind(addDays(today(), -1)).run()
      const killed = new Hours()
      killed.killedAt = at
      whole = await killed.handOn([ticket]).then(() => true, () => false) // prettier-ignore
      await hours.handOn([ticket])
      const { notices, mails } = await warningsSent()
      expect([at, notices.length, mails.length]).toEqual([at, 9, 9])
    }
    await hours.handOn([ticket])
    expect((await jobRow('dormancy.warned'))?.doneOn).toBe(today())
  })

  it('missed for three days: the nearest warning of each, and nobody passed over', async () => {
    await hours.runWhole()
    await crowd(3)
    later(3 * DAY)
    await hours.runWhole()
    await expectOnce()
    // The day after tells of nothing that was told.
    later(DAY)
    await hours.runWhole()
    await expectOnce()
  })

  it('one person’s failure keeps no other from being told, holds the watermark, and is made good within the hour', async () => {
    await hours.runWhole()
    await crowd(1)
    later(DAY)
    await env.DB.prepare(
      `CREATE TRIGGER fails BEFORE INSERT ON notice WHEN new.account_id = (SELECT min(id) FROM account WHERE email LIKE '${prefix}%')
       BEGIN SELECT RAISE(ABORT, 'planted'); END`,
    ).run()
    await expect(hours.runWhole()).rejects.toThrow('job-failed')
    expect((await warningsSent()).notices).toHaveLength(6)
    expect(await jobRow('password.warned')).toBeNull()
    expect(await jobRow('passwords.warned')).toMatchObject({ done: 2, failed: 1, error: 'Error', doneOn: addDays(today(), -1) }) // prettier-ignore
    await env.DB.prepare('DROP TRIGGER fails').run()
    later(HOUR)
    await hours.runWhole()
    await expectOnce()
    expect(await jobRow('passwords.warned')).toMatchObject({ failed: 0, error: null, doneOn: today() })
  })
})

describe('III.D.5 a watermark makes nobody miss a warning', () => {
  it('when the plan warns earlier than it did: whoever is within it by now is told at once', async () => {
    await manyPeople(office, 1, { prefix, setOn: addDays(today(), -42), usedOn: today(), trainedOn: today() })
    await hours.runWhole()
    expect((await warningsSent()).notices).toEqual([])
    await new Hours({ POLICY_OVERRIDES: '{"PASSWORD_WARNED":[20,5]}', POLICY_DEVIATIONS: '{}' }).runWhole()
    expect((await warningsSent()).notices).toMatchObject([{ kind: 'password', before: 20 }])
  })

  it('III.J.1 when the plan sets a common date for the training', async () => {
    await manyPeople(office, 1, { prefix, setOn: today(), usedOn: today(), trainedOn: addDays(today(), -60) })
    await hours.runWhole()
    const common = addDays(today(), 10).slice(5)
    await new Hours({ TRAINING_ON: common }).runWhole()
    expect((await warningsSent()).notices).toMatchObject([
      { kind: 'training', about: addDays(today(), 10), before: 14 },
    ])
  })

  it('when the clock was ahead and is right again', async () => {
    later(30 * DAY)
    await hours.runWhole()
    later(-30 * DAY)
    await crowd()
    await hours.runWhole()
    await expectOnce()
    expect((await jobRow('passwords.warned'))?.doneOn).toBe(today())
  })

  it('when the zone is another, in which it is another day', async () => {
    // Noon in Los Angeles is the next day on Kiritimati.
    await manyPeople(office, 1, { prefix, setOn: addDays(today(), -54), usedOn: today(), trainedOn: today() })
    await hours.runWhole()
    expect((await warningsSent()).notices).toMatchObject([{ kind: 'password', before: 10 }])
    await new Hours({ PLAN_ZONE: 'Pacific/Kiritimati' }).runWhole()
    expect((await warningsSent()).notices).toMatchObject([{ before: 5 }, { before: 10 }])
    await hours.runWhole()
    expect((await warningsSent()).notices).toHaveLength(2)
  })
})
