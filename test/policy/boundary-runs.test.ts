/**
 * The boundaries as stored state: the hourly run each day, twice, twice at once, missed for three days at each boundary, or
 * never at all. What people reach on a day is the same, and so is what is written down in the end (T14).
 */
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { batch } from '../../src/db/client.ts'
import { officesTerminated } from '../../src/feed/offices/store.ts'
import { addDays, addMonths, type Day, daysBetween, startOfDay } from '../../src/policy/calendar.ts'
import { hourly } from '../../src/schedule.ts'
import { revokeAccess } from '../../src/termination/revoke-access.ts'
import { complete } from '../../src/verification/complete.ts'
import { cardDecided, opened, openVerificationOf } from '../../src/verification/store.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { membershipOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { HOUR, stopTheClock } from '../support/time.ts'
import { type Reach, reached } from '../security/reached.ts'

stopTheClock()
const config = readConfig(env)
const sql = (text: string, ...params: unknown[]) =>
  env.DB.prepare(text)
    .bind(...params)
    .all()
const quiet = { ...env, MAIL: { send: async () => undefined, sendBatch: async () => undefined } } as unknown as Env
const LAST = 25

/** How often the run came on the day. */
const schedules = {
  'each day': () => hourly(quiet),
  'twice each day': async () => {
    await hourly(quiet)
    await hourly(quiet)
  },
  'twice at once': async () => {
    // One of two may find what the other did; the next day it is whole.
    await Promise.allSettled([hourly(quiet), hourly(quiet)])
  },
  'not on the first three days, nor on three days at the boundaries': async (day: number) => {
    if (![0, 1, 2, 15, 16, 17, 18].includes(day)) await hourly(quiet)
  },
  never: async () => undefined,
} satisfies Record<string, (day: number) => Promise<void>>
type Schedule = keyof typeof schedules

/** What people reach on days 15 to 19: the days before, at and after each boundary. */
const expected: Record<string, (Reach | number)[]> = {
  'III.H.2 the administrator of an office prompted on day 0': ['in', 'verification', 'out', 'out', 'out'],
  'III.H.3 its user': ['in', 'in', 'out', 'out', 'out'],
  'III.H.1 the administrator of an office due 7 days before, whose prompt nobody got': ['in', 'verification', 'out', 'out', 'out'], // prettier-ignore
  'III.H.1 its user': ['in', 'in', 'out', 'out', 'out'],
  'III.H.1 the administrator of an office that was verified on day 10': ['in', 'in', 'in', 'in', 'in'],
  'III.M.4 an office that the core system terminates on day 16': ['in', 'out', 'out', 'out', 'out'],
  'III.M.3 a job that ends on day 16': ['in', 'in', 'out', 'out', 'out'],
  'III.B.6 a role until day 16, by its page': [200, 200, 403, 403, 403],
  'III.D.5 a password of 60 days on day 16': ['in', 'password', 'password', 'password', 'password'],
  'III.J.1 a training due on day 15': ['in', 'training', 'training', 'training', 'training'],
  'III.M.1 unused, day 61 is day 16': ['in', 'out', 'out', 'out', 'out'],
}

let nth = 0
async function aMember(of: number, someone: Partial<Parameters<typeof aPerson>[0]> = {}) {
  const email = `run${(nth += 1)}@office.example`
  const person = await aPerson({ email, offices: [of], ...someone })
  return { ...person, membership: (await membershipOf(person.account, of)).row, isLoa: someone.isLoa ?? false }
}
type Member = Awaited<ReturnType<typeof aMember>>

/** The world of day 0: offices and people that reach their boundaries on days 15 to 17. */
async function aWorld(start: Day) {
  const on = (day: number) => addDays(start, day)
  const received = { accessOn: on(-45), verifyDueOn: start, promptReceivedOn: start }
  const [prompted, verified, plain, ending] = [
    await anOffice('Prompted', received),
    await anOffice('Verified', received),
    await anOffice('Plain', { verifyDueOn: on(9999) }),
    await anOffice('Ending', { verifyDueOn: on(9999) }),
  ]
  const unheard = await anOffice('Unheard', { accessOn: on(-52), verifyDueOn: on(-7) })
  await batch(env.DB, [opened(prompted, start, Date.now()), opened(verified, start, Date.now())])
  await sql('UPDATE office SET verify_act_on = ? WHERE id IN (?, ?)', on(7), prompted, verified)
  const loa = { isLoa: true }
  const people: Member[][] = [
    [await aMember(prompted, loa)], [await aMember(prompted)], [await aMember(unheard, loa)], [await aMember(unheard)],
    [await aMember(verified, loa)], [await aMember(ending)], [await aMember(plain)], [await aMember(plain)],
    [await aMember(plain, { passwordSetOn: on(-44) })], [await aMember(plain, { trainedOn: addMonths(on(15), -12) })],
    // Being asked about counts as use: somebody else on each day.
    await Promise.all([15, 16, 17, 18, 19].map(() => aMember(plain, { approvedOn: on(-100), lastUsedOn: on(-45) }))),
  ] // prettier-ignore
  const [leaver, roled] = [people[6]![0]!, people[7]![0]!]
  const means = { env: quiet, config, today: today() }
  const whose = { membership: leaver.membership, account: leaver.account, office: plain }
  await revokeAccess(means, whose, { kind: 'ended', changedOn: on(16), reason: null }, { at: Date.now(), by: null })
  await sql("UPDATE role_grant SET ends_on = ? WHERE role = 'claims' AND membership_id = ?", on(16), roled.membership)
  await sql("INSERT OR IGNORE INTO feed_import (id, started_at) VALUES ('core', 0)")
  await sql(
    `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, codes, own_version)
     SELECT 'Organization', source_id, 'core', '', 0, '{}', '[]', 1 FROM office WHERE id = ?`,
    ending,
  )
  return { people, offices: { prompted, unheard, verified, plain, ending } }
}
type World = Awaited<ReturnType<typeof aWorld>>

/** What happens on a day beside the run. */
async function befall(day: number, { people, offices }: World): Promise<void> {
  if (day === 10) {
    const [loa] = people[4]!
    const verification = (await batch(env.DB, [openVerificationOf(offices.verified)])).rows[0][0]!
    await batch(env.DB, [cardDecided(verification.row, loa!.membership, 'kept', Date.now(), loa!.account)])
    const done = await complete(env.DB, verification, { byOnlyLoa: true, spoken: null }, { at: Date.now(), by: loa!.account }, { today: today(), ...config }) // prettier-ignore
    expect(done.ok).toBe(true)
  }
  if (day !== 16) return
  await sql("UPDATE feed_record SET facts = '{\"terminated\":1}' WHERE source_id = (SELECT source_id FROM office WHERE id = ?)", offices.ending) // prettier-ignore
  await batch(env.DB, officesTerminated(today(), Date.now()))
}

/** What each reaches now, by a session that opens if one may. */
async function reaches({ people }: World, day: number): Promise<(Reach | number)[]> {
  return Promise.all(
    people.map(async (some, row) => {
      const person = some.length > 1 ? some[day - 15]! : some[0]!
      const browser = await signedIn(person).catch(() => null)
      if (!browser) return 'out'
      return row === 7 ? (await browser.get('/claims')).status : reached(browser, person.isLoa)
    }),
  )
}

/** What is written down, in days from the first. */
async function written(start: Day, { offices, people }: World) {
  const rel = (on: unknown) => (typeof on === 'string' ? daysBetween(start, on as Day) : null)
  const rows = JSON.stringify(Object.values(offices))
  const accounts = people.flat().map(({ account }) => account)
  const [office, verification, membership, account, log, mails, open] = await Promise.all([
    sql('SELECT suspended_at IS NOT NULL AS suspended, verify_due_on AS due, prompt_received_on AS received, verify_act_on AS act, terminated_on AS ended FROM office WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id', rows),
    sql('SELECT office_id AS office, due_on AS due, received_on AS received, completed_on AS completed, dropped_at AS dropped FROM verification WHERE office_id IN (SELECT value FROM json_each(?)) ORDER BY id', rows),
    sql('SELECT suspended_for AS why, ended_on AS ended FROM membership WHERE office_id IN (SELECT value FROM json_each(?)) ORDER BY id', rows),
    sql('SELECT suspended_at, terminated_at, locked_at FROM account WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id', JSON.stringify(accounts)),
    sql("SELECT office_id AS office, event, count(*) AS n FROM audit WHERE office_id IN (SELECT value FROM json_each(?)) AND event IN ('office.suspended', 'verification.opened', 'verification.overdue', 'verification.completed', 'office.changed', 'membership.changed') GROUP BY 1, 2 ORDER BY 1, 2", rows),
    sql('SELECT account_id AS account, message, count(*) AS n FROM outbox WHERE account_id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2 ORDER BY 1, 2', JSON.stringify(accounts)),
    sql("SELECT count(*) AS n FROM session s JOIN membership m ON m.id = s.membership_id WHERE m.office_id IN (?, ?, ?) AND s.ended_at IS NULL AND s.end_reason IS NULL", offices.prompted, offices.unheard, offices.ending),
  ]) // prettier-ignore
  const first = Object.values(offices)[0]!
  return {
    offices: office.results.map(({ suspended, due, received, act, ended }) => ({ suspended, due: rel(due), received: rel(received), act: rel(act), ended: rel(ended) })),
    verifications: verification.results.map(({ office: of, due, received, completed, dropped }) => [Number(of) - first, rel(due), rel(received), rel(completed), dropped]),
    memberships: membership.results.map(({ why, ended }) => [why, rel(ended)]),
    accounts: account.results,
    log: log.results.map(({ office: of, event, n }) => [Number(of) - first, event, n]),
    mails: mails.results.map(({ account: of, message, n }) => [accounts.indexOf(Number(of)), message, n] as const),
    openSessions: open.results,
  } // prettier-ignore
}

const ends = new Map<Schedule, Awaited<ReturnType<typeof written>>>()

describe.each(Object.keys(schedules) as Schedule[])('T14 the run comes %s', (schedule) => {
  const start: Day = `${2041 + Object.keys(schedules).indexOf(schedule)}-07-01`

  it('T14 III.H.2, III.H.3, III.D.5, III.M.1, III.M.3, III.M.4 people reach the same on each day', async () => {
    vi.setSystemTime(startOfDay(start, config.zone).getTime() + HOUR)
    const world = await aWorld(start)
    const seen: (Reach | number)[][] = []
    for (let day = 0; day <= LAST; day += 1) {
      vi.setSystemTime(startOfDay(addDays(start, day), config.zone).getTime() + 9 * HOUR)
      await befall(day, world)
      await schedules[schedule](day)
      if (day >= 15 && day <= 19) seen.push(await reaches(world, day))
    }
    const names = Object.keys(expected)
    expect(names.map((name, row) => [name, seen.map((day) => day[row])])).toEqual(Object.entries(expected))
    ends.set(schedule, await written(start, world))
  })
})

describe('T14 what is written down in the end', () => {
  const end = (schedule: Schedule) => ends.get(schedule)!

  it('T14 III.H.3 each day: the offices are suspended, once, and their sessions ended', () => {
    const { offices, log, openSessions } = end('each day')
    expect(offices.map(({ suspended, received }) => [suspended, received])).toEqual([[1, 0], [0, null], [0, null], [0, null], [1, 0]]) // prettier-ignore
    expect(log.filter(([, event]) => event === 'office.suspended')).toEqual([[0, 'office.suspended', 1], [4, 'office.suspended', 1]]) // prettier-ignore
    expect(openSessions).toEqual([{ n: 0 }])
  })

  it.each(['twice each day', 'twice at once'] as const)('T14 %s: the same, to the last mail', (schedule) => {
    expect(end(schedule)).toEqual(end('each day'))
  })

  it('T14 missed for three days at each boundary: the same, and no mail twice', () => {
    const { mails, ...rest } = end('not on the first three days, nor on three days at the boundaries')
    const { mails: all, ...whole } = end('each day')
    expect(rest).toEqual(whole)
    const most = new Map(all.map(([account, message, n]) => [`${account} ${message}`, n]))
    for (const [account, message, n] of mails) {
      expect([account, message, Number(n) <= Number(most.get(`${account} ${message}`) ?? 0)]).toEqual([account, message, true]) // prettier-ignore
    }
  })
})
