/** More is due than one invocation may do: the queue goes on to the end, and each invocation keeps to its limit. */
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addDays, addMonths } from '../../src/policy/calendar.ts'
import { Hours, jobRow, manyPeople } from '../support/hourly.ts'
import { anOffice, today } from '../support/people.ts'
import { DAY, HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()
/** The platform's limit of an invocation. */
const LIMIT = 1000
const DUE = 350
let office: number
let nth = 0
let prefix = ''
let hours: Hours
beforeAll(async () => {
  office = await anOffice()
})
beforeEach(async () => {
  await env.DB.prepare('UPDATE account SET terminated_at = 1 WHERE terminated_at IS NULL').run()
  await env.DB.batch([env.DB.prepare('DELETE FROM job'), env.DB.prepare('DELETE FROM outbox')])
  prefix = `crowd${(nth += 1)}x`
  hours = new Hours()
})
/** People whose password ends in five days, whose training is due in three, and who haven't been here for 51. */
const crowd = (count = DUE) =>
  manyPeople(office, count, {
    prefix,
    setOn: addDays(today(), -55),
    usedOn: addDays(today(), -51),
    trainedOn: addMonths(addDays(today(), 3), -12),
  })
const sent = async () =>
  (
    await env.DB.prepare(
      "SELECT n.kind AS kind, n.days_before AS before, count(*) AS people FROM notice n JOIN account a ON a.id = n.account_id WHERE a.email LIKE ? || '%' GROUP BY 1, 2 ORDER BY 1, 2",
    )
      .bind(prefix)
      .all()
  ).results
const mails = async () =>
  (
    await env.DB.prepare("SELECT count(*) AS n FROM outbox m JOIN account a ON a.id = m.account_id WHERE a.email LIKE ? || '%'")
      .bind(prefix)
      .first<{ n: number }>()
  )?.n // prettier-ignore
const all = [
  { kind: 'dormancy', before: 10, people: DUE },
  { kind: 'password', before: 5, people: DUE },
  { kind: 'training', before: 3, people: DUE },
]

describe('III.D.5, III.J.1, III.M.1 a backlog', () => {
  it('III.D.5 no invocation sends more than the platform takes, and the queue goes on until all is done', async () => {
    await crowd()
    await hours.run()
    expect(hours.tickets).toHaveLength(1)
    expect((await jobRow('passwords.warned'))?.doneOn).toBeNull()
    while (hours.tickets.length > 0) await hours.handOn()
    expect(await sent()).toEqual(all)
    expect(await mails()).toBe(3 * DUE)
    expect(hours.statements.length).toBeGreaterThan(3)
    expect(Math.max(...hours.statements)).toBeLessThanOrEqual(LIMIT)
    for (const name of ['passwords.warned', 'training.prompts', 'dormancy.warned'])
      expect(await jobRow(name)).toMatchObject({ done: DUE, failed: 0, doneOn: today(), cursor: 0 })
  })

  it('III.D.5 the next hour finds nothing, and asks next to nothing', async () => {
    await crowd(20)
    await hours.runWhole()
    later(HOUR)
    const before = hours.statements.length
    await hours.runWhole()
    expect(hours.statements).toHaveLength(before + 1)
    const jobs = (await env.DB.prepare('SELECT count(*) AS count FROM job').first<{ count: number }>())!.count
    // Two write that a job ran.
    expect(hours.statements.at(-1)).toBeLessThan(4 * jobs)
    expect(await mails()).toBe(60)
  })

  it('III.D.5 a lost ticket: the next hour goes on where it was cut off', async () => {
    await crowd()
    await hours.run()
    hours.tickets.length = 0
    const cursor = (await jobRow('passwords.warned'))?.cursor ?? 0
    expect(cursor).toBeGreaterThan(0)
    later(HOUR)
    await hours.runWhole()
    expect(await sent()).toEqual(all)
    expect(await mails()).toBe(3 * DUE)
  })

  it('III.D.5 a lost ticket at the end of the day: the next day begins anew and misses nobody', async () => {
    await crowd()
    await hours.run()
    hours.tickets.length = 0
    later(DAY)
    await hours.runWhole()
    expect(await sent()).toEqual(all)
    expect(await mails()).toBe(3 * DUE)
  })

  it('III.D.5 doubled tickets, one after the other, together, and at the same moment as the hourly run', async () => {
    await crowd()
    await hours.run()
    const [ticket] = hours.tickets.splice(0)
    await hours.handOn([ticket, ticket])
    expect(Math.max(...hours.statements)).toBeLessThanOrEqual(LIMIT)
    const other = new Hours()
    await Promise.all([hours.handOn([ticket]), other.runWhole()])
    while (hours.tickets.length > 0) await hours.handOn()
    expect(await sent()).toEqual(all)
    expect(await mails()).toBe(3 * DUE)
    expect((await jobRow('training.prompts'))?.failed).toBe(0)
  })
})

it('III.H.3 80 offices of 20 users suspended on one day: bounded, continued, each once', async () => {
  const numbers = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 80)'
  const [due, received] = [addDays(today(), -18), addDays(today(), -17)]
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO office (public_id, source_id, name, access_on, verify_due_on, prompt_received_on, verify_act_on)
       ${numbers} SELECT 'off_due' || i, 'due' || i, 'Due', '2020-01-01', ?1, ?2, ?3 FROM n`,
    ).bind(due, received, today()),
    env.DB.prepare(
      `INSERT INTO verification (public_id, office_id, due_on, opened_at, received_on, reminded_day)
       SELECT 'ver_' || id, id, ?, 1, ?, 16 FROM office WHERE name = 'Due'`,
    ).bind(due, received),
  ])
  const { results } = await env.DB.prepare("SELECT id FROM office WHERE name = 'Due'").all<{ id: number }>()
  const [first] = results
  await manyPeople(first!.id, 80 * 20, { prefix, setOn: today(), usedOn: today(), trainedOn: today() })
  await env.DB.prepare(
    'UPDATE membership SET office_id = office_id + account_id % 80, is_loa = account_id % 1600 < 80 WHERE office_id = ?',
  )
    .bind(first!.id)
    .run()
  await hours.runWhole()
  const after = await env.DB.prepare(
    `SELECT count(*) AS offices, (SELECT count(*) FROM audit WHERE event = 'office.suspended') AS rows,
       (SELECT count(*) FROM outbox WHERE message = 'office-suspended') AS mails
     FROM office WHERE name = 'Due' AND suspended_at IS NOT NULL`,
  ).first()
  expect(after).toEqual({ offices: 80, rows: 80, mails: 80 })
  expect(hours.statements.length).toBeGreaterThan(1)
  expect(Math.max(...hours.statements)).toBeLessThanOrEqual(LIMIT)
})

it.each([[null], [{}], [{ jobs: 'passwords.warned' }], [{ jobs: [1, null, {}] }], [{ jobs: ['no.such'] }], ['text']])(
  'T29 a poisonous ticket is taken and does nothing: %j',
  async (ticket) => {
    await hours.handOn([ticket])
    expect(hours.statements).toEqual([0])
  },
)
