import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { tallyDays } from '../../src/audit/tally/job.ts'
import { slotsOfTail, talliedSince, tallyMark } from '../../src/audit/tally/store.ts'
import { readConfig } from '../../src/config.ts'
import { batch } from '../../src/db/client.ts'
import { newId } from '../../src/ids.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { firstDay } from '../../src/staff/charts/rules.ts'
import { verifiedByDay } from '../../src/staff/charts/store.ts'
import { counting } from '../support/counting.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { policyOf } from '../support/policy.ts'
import { signedIn } from '../support/session.ts'
import { DAY, stopTheClock } from '../support/time.ts'

stopTheClock()

const tally = () => tallyDays({ env, config: readConfig(env), room: () => 100 })
const events = (name: string, at: number, times = 1) =>
  env.DB.prepare(
    'INSERT INTO audit (at, event) SELECT ?, ? FROM (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n)',
  )
    .bind(at, name, times)
    .run()
const stored = async () =>
  (await env.DB.prepare("SELECT day, event, count FROM audit_day WHERE event LIKE 'x.%' ORDER BY day, event").all())
    .results
const total = async () =>
  (await env.DB.prepare('SELECT coalesce(sum(count), 0) AS n FROM audit_day').first<{ n: number }>())!.n
const rows = async () => (await env.DB.prepare('SELECT count(*) AS n FROM audit').first<{ n: number }>())!.n

/** A chart of the page: its table, as day and numbers, without the days of nothing. */
function tableOf(html: string, id: string) {
  const section = html.slice(html.indexOf(`aria-labelledby="${id}-heading"`)).split('</section>')[0] ?? ''
  return [...section.matchAll(/<th scope="row">([^<]*)<\/th>((?:<td>[^<]*<\/td>)*)/g)]
    .map(([, day, cells = '']) => [
      day,
      ...[...cells.matchAll(/<td>([^<]*)/g)].map(([, cell]) => Number(cell?.replaceAll(',', ''))),
    ])
    .filter(([, ...figures]) => figures.some((figure) => Number(figure) > 0))
}

describe('III.L the tally of the log', () => {
  it('III.L counts by the plan’s days: before midnight, at it, and over both changes of the clock', async () => {
    for (const at of ['2040-06-10T06:59:59.999Z', '2040-06-10T07:00:00Z', '2040-03-11T07:59:59Z', '2040-03-11T08:00Z', '2040-03-12T06:59Z', '2040-03-12T07:00Z', '2040-11-05T07:59Z', '2040-11-05T08:00Z']) {
      await events('x.one', Date.parse(at))
    } // prettier-ignore
    expect(await tally()).toEqual({ done: await rows() })
    expect(await stored()).toEqual(
      [['2040-03-10', 1], ['2040-03-11', 2], ['2040-03-12', 1], ['2040-06-09', 1], ['2040-06-10', 1], ['2040-11-04', 1], ['2040-11-05', 1]].map(
        ([day, count]) => ({ day, event: 'x.one', count }),
      ),
    ) // prettier-ignore
  })

  it('III.L run twice, or twice at once, it counts once', async () => {
    await events('x.two', Date.parse('2040-06-12T12:00Z'), 300)
    await Promise.all([tally(), tally(), tally()])
    await tally()
    expect(await total()).toBe(await rows())
    expect(await tally()).toEqual({ done: 0 })
  })

  it('III.L missed for days, or cut off, it comes to the same', async () => {
    await events('x.three', Date.parse('2040-06-12T12:00Z'), 11_000)
    await events('x.three', Date.parse('2040-06-14T12:00Z'), 10)
    let room = 2
    const cut = await tallyDays({ env, config: readConfig(env), room: () => (room -= 1) })
    expect(cut).toMatchObject({ done: 5_000, more: true })
    await tally()
    expect(await total()).toBe(await rows())
    const three = (await stored()).filter(({ event }) => event === 'x.three')
    expect(three.map(({ day, count }) => [day, count])).toEqual([['2040-06-12', 11_000], ['2040-06-14', 10]]) // prettier-ignore
  })
})

describe('the charts of the staff’s first page', () => {
  let ea: { account: number; guard: string }
  beforeEach(async () => {
    ea ??= await aPerson({ email: 'ea@charts.example', department: 'provider-relations' })
  })

  it('III.L.1 count sign-ins, failures and locks to the last one, whether tallied or not', async () => {
    const browser = await signedIn(ea)
    await tally()
    const before = await (await browser.get('/staff')).text()
    const now = Date.now()
    await events('session.opened', now - DAY, 3)
    await events('sign_in.failed', now - DAY, 4)
    await events('sign_in.refused', now - DAY, 1)
    await events('account.locked', now - DAY, 1)
    await events('second_factor.locked', now, 2)
    await events('session.opened', now - 29 * DAY, 1)
    await events('session.opened', now - 30 * DAY, 1)
    const tail = await (await browser.get('/staff')).text()
    await tally()
    const tallied = await (await browser.get('/staff')).text()
    const figures = (html: string) => [tableOf(html, 'sign-ins'), tableOf(html, 'locks')]
    expect(figures(tail)).toEqual(figures(tallied))
    const [signIns = [], locks = []] = figures(tallied)
    const was = tableOf(before, 'sign-ins')
    expect(locks).toEqual([
      [expect.any(String), 1, 0],
      [expect.any(String), 0, 2],
    ])
    expect(signIns).toHaveLength(was.length + 2)
    expect(signIns[0]).toEqual([expect.stringMatching(/^May/), 1, 0])
    expect(signIns.at(-2)).toEqual([expect.any(String), 3, 5])
  })

  it('III.L.2 the volume is every row, one call to D1 and one to the guard', async () => {
    const browser = await signedIn(ea)
    const counted = counting()
    browser.bindings = counted.bindings
    await events('x.four', Date.now(), 1_200)
    await tally()
    const html = await (await browser.get('/staff')).text()
    expect([counted.d1, counted.guard, counted.overlapped]).toEqual([1, 1, true])
    const { n } = (await env.DB.prepare("SELECT count(*) AS n FROM audit WHERE at BETWEEN ?1 - 43200000 AND ?1 + 43200000").bind(Date.now()).first<{ n: number }>())! // prettier-ignore
    expect(tableOf(html, 'volume').at(-1)?.[1]).toBe(n)
    expect(html).not.toContain('not in yet')
  })

  it('III.L.2 a page reads no more of the log than its end, and says so', async () => {
    const browser = await signedIn(ea)
    await tally()
    await events('x.five', Date.now(), 2_100)
    expect(await (await browser.get('/staff')).text()).toContain('not in yet')
    await tally()
    expect(await (await browser.get('/staff')).text()).not.toContain('not in yet')
  })

  it('III.L a log of any length costs a page the same: its tallies and its end', async () => {
    await events('x.six', Date.now() - 3 * DAY, 20_000)
    await tally()
    await events('x.six', Date.now(), 2_500)
    const read = [
      talliedSince(firstDay(today()), ['session.opened']),
      slotsOfTail(2_000),
      tallyMark,
      verifiedByDay(firstDay(today()), today(), policyOf('IS.1600')),
    ]
    const answers = await Promise.all(
      read.map(({ sql, params }) =>
        env.DB.prepare(sql)
          .bind(...params)
          .all(),
      ),
    )
    expect(answers.reduce((sum, { meta }) => sum + meta.rows_read, 0)).toBeLessThan(7_000)
  })

  it('II.C they are shown to Enterprise Administrators alone', async () => {
    const browser = await signedIn(await aPerson({ email: 'p@charts.example', department: 'privacy' }))
    const html = await (await browser.get('/staff')).text()
    expect(html).not.toContain('<svg')
    expect(html).not.toContain('a day')
  })
})

it('III.H.2 verifications: in time on the last day, late on the day after, suspended, dropped', async () => {
  const policy = policyOf('IS.1600')
  const on = (days: number): Day => addDays(today(), days)
  const a = async (dueOn: number, receivedOn: number | null, completedOn: number | null, told: { dropped?: boolean; suspendedAt?: number } = {}) => {
    const office = await anOffice('One', { verifyDueOn: on(dueOn), ...(receivedOn === null ? {} : { promptReceivedOn: on(receivedOn) }), ...told })
    await env.DB.prepare(
      `INSERT INTO verification (public_id, office_id, due_on, opened_at, received_on, completed_at, completed_on, attestation, dropped_at)
       VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?)`,
    )
      .bind(newId('verification'), office, on(dueOn), completedOn === null || receivedOn === null ? null : on(receivedOn),
        completedOn === null ? null : 1, completedOn === null ? null : on(completedOn), completedOn === null ? null : 'I attest.', told.dropped ? 1 : null)
      .run()
  } // prettier-ignore
  await a(-29, -28, -28 + 15)
  await a(-29, -28, -28 + 16)
  await a(-29, -28, -28 + 14)
  await a(-28, -17, null)
  await a(-24, null, null)
  await a(-23, null, null)
  await a(-17, -17, null)
  await a(-16, -16, null)
  await a(-10, -10, null, { suspendedAt: 1 })
  await a(-9, -9, null, { dropped: true })
  await a(-30, -30, -20)
  await a(1, null, null)
  const { rows: found } = await batch(env.DB, [verifiedByDay(on(-29), today(), policy)])
  const figures = found[0].map(({ day, state, count }) => `${day} ${state} ${count}`)
  expect(figures.toSorted()).toEqual(
    [
      `${on(-29)} in-time 2`,
      `${on(-29)} late 1`,
      `${on(-28)} suspended 1`,
      `${on(-24)} suspended 1`,
      `${on(-23)} open 1`,
      `${on(-17)} suspended 1`,
      `${on(-16)} open 1`,
      `${on(-10)} suspended 1`,
    ].toSorted(),
  )
})
