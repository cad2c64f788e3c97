/** The hourly run of a verification, from the prompt to the suspension (III.H.1 to III.H.3). */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { batch, counted } from '../../src/db/client.ts'
import { nextVerification } from '../../src/offices/verification/store.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { verifyOffices } from '../../src/verification/job.ts'
import { letters, mailTo } from '../support/browser.ts'
import { counting } from '../support/counting.ts'
import { anOffice, today } from '../support/people.ts'
import { aMemberOf, anEa, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { DAY, HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()
beforeEach(async () => {
  // Offices of before are out of the way.
  await env.DB.prepare('UPDATE office SET verify_act_on = NULL, verify_due_on = NULL, access_on = NULL').run()
  await env.DB.prepare("UPDATE outbox SET dead_at = 1, dead_reason = 'refused' WHERE sent_at IS NULL").run()
})

const run = (bindings: Pick<Env, 'DB'> = env, statements = 800, cursor = 0) => {
  const { db, sent } = counted(bindings.DB)
  return verifyOffices({
    env: { ...env, DB: db },
    config: readConfig(env),
    now: instant(),
    today: today(),
    room: () => statements - sent(),
    doneOn: null,
    cursor,
  })
}

/** An office whose verification falls due today, with an administrator and somebody else. */
async function dueOffice(name = 'Due Office') {
  const office = await anOffice(name, { verifyDueOn: today() })
  const loa = await aMemberOf(office, { isLoa: true })
  const clerk = await aMemberOf(office)
  return { office, loa, clerk, due: today() }
}

const mailsTo = async (address: string, subject: RegExp) => {
  await mailTo(address)
  return letters.filter((letter) => letter.to === address && subject.test(letter.subject)).length
}
const due = /^Please verify/
const reminder = /left to verify|last day to verify|verify its users today/
const suspended = /no longer has access/

const officeRow = (office: number) =>
  env.DB.prepare(
    `SELECT o.verify_due_on AS dueOn, o.prompt_received_on AS receivedOn, o.verify_act_on AS actOn, o.suspended_at IS NOT NULL AS isSuspended,
       (SELECT v.reminded_day FROM verification v WHERE v.office_id = o.id AND v.completed_at IS NULL) AS remindedDay
     FROM office o WHERE o.id = ?`,
  )
    .bind(office)
    .first<{ dueOn: Day; receivedOn: Day | null; actOn: Day | null; isSuspended: 0 | 1; remindedDay: number | null }>()
const eventsOf = async (office: number) =>
  (await rowsOf("SELECT event AS event FROM audit WHERE office_id = ? AND event LIKE 'verification.%' ORDER BY seq", office)).map(
    ({ event }) => String(event).replace('verification.', ''),
  ) // prettier-ignore

describe('III.H.1 the prompt', () => {
  it('III.H.1 goes to every administrator on the day, not before, and once', async () => {
    const { office, loa, clerk } = await dueOffice()
    const second = await aMemberOf(office, { isLoa: true })
    const far = await anOffice('Tomorrow', { verifyDueOn: addDays(today(), 1) })
    expect(await run()).toEqual({ done: 2, failed: 0 })
    await run()
    expect([await mailsTo(loa.email, due), await mailsTo(second.email, due), await mailsTo(clerk.email, due)]).toEqual([1, 1, 0])
    expect(await eventsOf(office)).toEqual(['opened', 'prompted'])
    expect(await eventsOf(far)).toEqual([])
    expect(await officeRow(office)).toMatchObject({ receivedOn: null, actOn: addDays(today(), 1) })
  }) // prettier-ignore

  it('III.H.1 the day the mail went out is the day of the receipt, though it is written down later', async () => {
    const { office, loa, due: dueOn } = await dueOffice()
    await run()
    // An hour after midnight.
    later(13 * HOUR)
    expect(await mailsTo(loa.email, due)).toBe(1)
    later(3 * DAY)
    await run()
    expect(await officeRow(office)).toMatchObject({ receivedOn: addDays(dueOn, 1), actOn: addDays(dueOn, 8) })
  })

  it('III.H.1 nobody received it: alarm from the next day on, once, and it counts from the seventh', async () => {
    const ea = await anEa()
    await anEa({ email: 'privacy-only@plan.example', department: 'privacy' })
    const { office, due: dueOn } = await dueOffice()
    await run()
    await env.DB.prepare("UPDATE outbox SET dead_at = 1, dead_reason = 'refused' WHERE message = 'verification-due'").run()
    const alarms: number[] = []
    const received: (Day | null)[] = []
    for (let day = 0; day <= 8; day += 1) {
      await run()
      alarms.push(await mailsTo(ea.email, /did not get the prompt/))
      received.push((await officeRow(office))!.receivedOn)
      later(DAY)
    }
    expect(alarms).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1])
    const seventh = addDays(dueOn, 7)
    expect(received).toEqual([null, null, null, null, null, null, null, seventh, seventh])
    expect(await officeRow(office)).toMatchObject({ actOn: addDays(dueOn, 14) })
    expect(await mailsTo('privacy-only@plan.example', /did not get the prompt/)).toBe(0)
  }) // prettier-ignore

  it('III.H.1 an administrator named later is prompted too; a mail that nobody took goes out again', async () => {
    const { office, loa } = await dueOffice()
    await run()
    await env.DB.prepare("UPDATE outbox SET dead_at = 1, dead_reason = 'undeliverable' WHERE account_id = ?").bind(loa.account).run()
    later(DAY)
    const second = await aMemberOf(office, { isLoa: true })
    await run()
    await run()
    expect([await mailsTo(loa.email, due), await mailsTo(second.email, due)]).toEqual([1, 1])
  }) // prettier-ignore

  it('III.H.1 without an administrator the office’s manager is written to, with the same dates', async () => {
    const office = await anOffice('Nobody’s', { verifyDueOn: today() })
    await env.DB.prepare("UPDATE office SET manager_name = 'Mona Manager', manager_email = 'mona@office.example' WHERE id = ?").bind(office).run()
    await run()
    expect(await mailsTo('mona@office.example', /nobody to verify its users/)).toBe(1)
    const dueOn = today()
    const loa = await aMemberOf(office, { isLoa: true })
    later(DAY)
    await run()
    expect(await mailsTo(loa.email, due)).toBe(1)
    expect(await officeRow(office)).toMatchObject({ receivedOn: dueOn })
  }) // prettier-ignore

  it('III.H.1 an office that is terminated, suspended or without access yet is asked nothing', async () => {
    const offices = [
      await anOffice('Ended', { verifyDueOn: today(), terminatedOn: today() }),
      await anOffice('Suspended', { verifyDueOn: today(), suspendedAt: 1 }),
      await anOffice('Not yet', { verifyDueOn: today(), accessOn: addDays(today(), 1) }),
    ]
    expect(await run()).toEqual({ done: 0, failed: 0 })
    for (const office of offices) expect(await eventsOf(office)).toEqual([])
  })
})

/** Lets days go by with a run every `step` days, mail going out at once; then looks at what came of it. */
async function daysGoBy(from: number, to: number, address: string, step = 1, runs = 1): Promise<void> {
  for (let day = from; day <= to; day += step) {
    for (let nth = 0; nth < runs; nth += 1) await run()
    await mailTo(address)
    later(Math.min(step, to - day) * DAY)
  }
}

describe('III.H.3 the whole course', () => {
  it.each([
    ['each day', 1, 1, 5],
    ['twice each day', 1, 2, 5],
    ['every third day', 3, 1, 3],
    ['once at the end', 17, 1, 0],
  ])('III.H.3 run %s: the office is suspended on P + 17, its people told', async (_how, step, runs, reminders) => {
    const { office, loa, clerk, due: dueOn } = await dueOffice()
    const browser = await signedIn(clerk)
    await run()
    await mailTo(loa.email)
    await daysGoBy(0, 16, loa.email, step, runs)
    expect(await officeRow(office)).toMatchObject({ isSuspended: 0 })
    later((17 - Math.round((instant().getTime() - Date.parse(`${dueOn}T19:00Z`)) / DAY)) * DAY)
    expect(today()).toBe(addDays(dueOn, 17))
    await run()
    await run()
    expect(await officeRow(office)).toMatchObject({ isSuspended: 1, receivedOn: dueOn, actOn: null, remindedDay: 17 })
    expect([await mailsTo(loa.email, reminder), await mailsTo(loa.email, suspended)]).toEqual([reminders, 1])
    expect(await rowsOf("SELECT clause AS clause FROM audit WHERE event = 'office.suspended' AND office_id = ?", office)).toEqual([{ clause: 'III.H.3' }])
    expect(await rowsOf('SELECT end_reason AS why FROM session WHERE account_id = ?', clerk.account)).toEqual([{ why: 'office-suspended' }])
    expect((await browser.get('/home')).status).toBe(303)
  }) // prettier-ignore

  it('III.H.3 runs at the same moment take each step once', async () => {
    const { office, loa, due: dueOn } = await dueOffice()
    await Promise.all(Array.from({ length: 5 }, () => run()))
    expect(await mailsTo(loa.email, due)).toBe(1)
    later(7 * DAY)
    await Promise.all(Array.from({ length: 5 }, () => run()))
    expect(await mailsTo(loa.email, reminder)).toBe(1)
    later(10 * DAY)
    await Promise.all(Array.from({ length: 5 }, () => run()))
    expect(await mailsTo(loa.email, suspended)).toBe(1)
    expect(await officeRow(office)).toMatchObject({ isSuspended: 1, receivedOn: dueOn })
    expect(await eventsOf(office)).toEqual(['opened', 'prompted', 'prompt_received', 'reminded', 'overdue'])
  })

  it('III.H.1 runs at the same moment prompt whoever was named later once, and raise one alarm', async () => {
    const ea = await anEa()
    const { office } = await dueOffice()
    await run()
    await env.DB.prepare("UPDATE outbox SET dead_at = 1, dead_reason = 'refused' WHERE message = 'verification-due'").run()
    later(DAY)
    const second = await aMemberOf(office, { isLoa: true })
    await Promise.all(Array.from({ length: 5 }, () => run()))
    expect([await mailsTo(second.email, due), await mailsTo(ea.email, /did not get the prompt/)]).toEqual([1, 1])
  }) // prettier-ignore

  it('III.H.1 an office whose users were verified is left alone until its next day', async () => {
    const { office, loa } = await dueOffice()
    await run()
    await mailTo(loa.email)
    later(16 * DAY)
    await run()
    await env.DB.prepare("UPDATE verification SET completed_at = 1, attestation = 'I have.' WHERE office_id = ?").bind(office).run()
    const next = addDays(today(), 29)
    await batch(env.DB, [nextVerification(office, next)])
    later(28 * DAY)
    expect(await run()).toEqual({ done: 0, failed: 0 })
    expect(await officeRow(office)).toMatchObject({ isSuspended: 0, actOn: next })
    later(DAY)
    expect(await run()).toEqual({ done: 2, failed: 0 })
  }) // prettier-ignore
})

describe('III.H.3 a run that meets trouble', () => {
  it('III.H.3 whichever call fails, what it was to do is done by the next run, once', async () => {
    for (let failing = 1; failing < 20; failing += 1) {
      const { office, loa } = await dueOffice(`Failing at ${failing}`)
      await run()
      await mailTo(loa.email)
      later(17 * DAY)
      const trouble = counting()
      trouble.failOn = (n) => n === failing
      await run(trouble.bindings).catch(() => null)
      const half = await officeRow(office)
      const told = await mailsTo(loa.email, suspended)
      // Old or new, nothing between: suspended and told, or neither.
      expect(told).toBe(half!.isSuspended)
      await run()
      expect([(await officeRow(office))!.isSuspended, await mailsTo(loa.email, suspended)]).toEqual([1, 1])
      expect((await eventsOf(office)).filter((name) => name === 'overdue')).toHaveLength(1)
      if (trouble.d1 < failing) return
    }
    throw new Error('more calls than expected')
  })

  it('III.H.3 one office’s failure keeps no other from its turn', async () => {
    const [first, second] = [await dueOffice('First'), await dueOffice('Second')]
    const trouble = counting()
    // The first call reads, the second opens the first office's.
    trouble.failOn = (n) => n === 2
    expect(await run(trouble.bindings)).toEqual({ done: 2, failed: 1 })
    expect([await mailsTo(first.loa.email, due), await mailsTo(second.loa.email, due)]).toEqual([0, 1])
    expect(await run()).toEqual({ done: 2, failed: 0 })
    expect(await mailsTo(first.loa.email, due)).toBe(1)
  })

  it('III.H.3 a run without room for all goes on where it ended', async () => {
    const offices = [await dueOffice('First'), await dueOffice('Second'), await dueOffice('Third')]
    const ran = await run(env, 155)
    expect(ran).toEqual({ done: 2, failed: 0, more: true, cursor: offices[0]!.office })
    expect(await run(env, 800, ran.cursor)).toEqual({ done: 4, failed: 0 })
    for (const { loa } of offices) expect(await mailsTo(loa.email, due)).toBe(1)
  })
})
