/** The sweepers with more before them than there is room for: in bounded parts, the same end, and past what fails. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { remind } from '../../src/approval/job.ts'
import { takeLists } from '../../src/audit/job.ts'
import { instant } from '../../src/clock.ts'
import { forgetExpired } from '../../src/kept-forms/job.ts'
import { sweep } from '../../src/mail/sweep.ts'
import { forgetRegistrations } from '../../src/registration/job.ts'
import type { Job, Ran } from '../../src/runs/means.ts'
import { meansOf } from '../support/means.ts'
import { anOfficeWithLoa, aRequest } from '../support/requests.ts'
import { DAY, later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
const numbers = (most: number) => `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${most})`
const count = async (sql: string) =>
  (await env.DB.prepare(`SELECT count(*) AS n FROM ${sql}`).first<{ n: number }>())!.n

/** Runs the job in parts, each with so much room, as the queue would; answers the parts. */
async function inParts(job: Job, room: number, mail?: Queue): Promise<Ran[]> {
  const parts: Ran[] = []
  let cursor = 0
  for (let more = true; more && parts.length < 100;) {
    const means = meansOf({ room, cursor, ...(mail && { env: { ...env, MAIL: mail } }) })
    const ran = await job(means)
    expect(means.room()).toBeGreaterThanOrEqual(0)
    parts.push(ran)
    cursor = ran.cursor ?? 0
    more = ran.more === true
  }
  return parts
}
const done = (parts: Ran[]) => parts.reduce((sum, part) => sum + part.done, 0)
const failed = (parts: Ran[]) => parts.reduce((sum, part) => sum + (part.failed ?? 0), 0)

describe('III.E.4 mail that the queue lost', () => {
  it('III.E.4 2,300 at once are queued again in parts, each once, and again only a minute later', async () => {
    await env.DB.prepare(
      `INSERT INTO outbox (public_id, channel, message, created_at) ${numbers(2300)} SELECT 'lost' || i, 'email', 'passcode', ? FROM n`,
    )
      .bind(instant().getTime())
      .run()
    later(2 * MINUTE)
    const queued: string[] = []
    const queue = {
      sendBatch: async (sent: { body: { id: string } }[]) => void queued.push(...sent.map(({ body }) => body.id)),
    } as unknown as Queue
    expect((await inParts(sweep, 10, queue)).map((part) => part.done)).toEqual([1000, 1000, 300])
    expect(new Set(queued).size).toBe(2300)
    expect(done(await inParts(sweep, 10, queue))).toBe(0)
    later(MINUTE + 1)
    expect(done(await inParts(sweep, 10, queue))).toBe(2300)
    await env.DB.prepare('DELETE FROM outbox').run()
  })
})

it('III.E.2 2,300 kept forms are forgotten in parts; one that is still good stays', async () => {
  await env.DB.prepare(
    `INSERT INTO kept_form (public_id, guard, sealed, expires_at) ${numbers(2300)} SELECT 'frm_' || i, 'somebody', 'sealed', 1 FROM n`,
  ).run()
  await env.DB.prepare("INSERT INTO kept_form (public_id, guard, sealed, expires_at) VALUES ('frm_good', 'somebody', 'sealed', ?)").bind(instant().getTime() + 1).run() // prettier-ignore
  expect((await inParts(forgetExpired, 10)).map((part) => part.done)).toEqual([1000, 1000, 300])
  expect(await count('kept_form')).toBe(1)
})

describe('III.L.5 registrations', () => {
  const MANY = 120
  beforeAll(async () => {
    await env.DB.prepare(
      `INSERT INTO registration (public_id, email, guard, created_at) ${numbers(MANY)}
       SELECT 'reg_' || i, 'new' || i || '@office.example', 'guard' || i, i FROM n`,
    ).run()
    // More than one part has room for, and the oldest of all.
    await env.DB.prepare(
      "CREATE TRIGGER fails BEFORE UPDATE ON registration WHEN new.id <= 30 BEGIN SELECT RAISE(ABORT, 'planted'); END",
    ).run()
  })

  it('III.L.5 are forgotten in parts, past those that fail, which are made good by the next run', async () => {
    later(100 * DAY)
    const parts = await inParts(forgetRegistrations, 80)
    expect([done(parts), failed(parts)]).toEqual([MANY - 30, 30])
    expect(parts.length).toBeGreaterThan(4)
    expect(await count('registration WHERE email IS NOT NULL')).toBe(30)
    await env.DB.prepare('DROP TRIGGER fails').run()
    expect(done(await inParts(forgetRegistrations, 80))).toBe(30)
    expect(await count("audit WHERE event = 'registration.forgotten'")).toBe(MANY)
  })
})

it('III.B.1 offices are reminded in parts, past one that fails', async () => {
  const offices = []
  for (let nth = 0; nth < 7; nth += 1) {
    const { office } = await anOfficeWithLoa()
    await aRequest(office)
    offices.push(office)
  }
  await env.DB.prepare(
    `CREATE TRIGGER fails BEFORE UPDATE ON access_request WHEN new.office_id = ${offices[2]} BEGIN SELECT RAISE(ABORT, 'planted'); END`,
  ).run()
  later(4 * DAY)
  const parts = await inParts(remind, 8)
  expect([done(parts), failed(parts), parts.length]).toEqual([6, 1, 4])
  await env.DB.prepare('DROP TRIGGER fails').run()
  expect(done(await inParts(remind, 8))).toBe(1)
  expect(await count("audit WHERE event = 'request.reminded'")).toBe(7)
})

it('III.K.2.d.vi lists are taken in parts', async () => {
  await env.DB.prepare(`INSERT INTO audit (at, event) ${numbers(9000)} SELECT i, 'page.viewed' FROM n`).run()
  const parts = await inParts(takeLists, 7)
  expect(parts.length).toBeGreaterThan(2)
  expect(done(parts)).toBe((await env.DB.prepare('SELECT max(seq) AS n FROM audit').first<{ n: number }>())!.n)
})
