import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { watchFeed } from '../../src/feed/alarms/job.ts'
import { isQuiet, shrunkTypes } from '../../src/feed/alarms/rules.ts'
import { mailTo } from '../support/browser.ts'
import { extract, list, patient } from '../support/extract.ts'
import { ask, forget, ndjson, newImport, post, publishRows, rows, send } from '../support/feed.ts'
import { doneBy } from '../support/means.ts'
import { aPerson, today } from '../support/people.ts'
import { sessionOf, sessionRow, signedIn } from '../support/session.ts'

let staff: { guard: string; email: string; account: number }
beforeAll(async () => {
  staff = await aPerson({ email: 'is@plan.example', department: 'information-services' })
  await publishRows(...list)
})
beforeEach(forget)
const HOUR = 3_600_000

it.each([
  [100, 80, false],
  [100, 79, true],
  [10, 8, false],
  [1, 1, false],
  [1, 0, true],
  [0, 0, false],
])('section 12: %i records before, %i now: an alarm is %s', (before, stored, isAlarm) => {
  const now = stored === 0 ? [] : [{ type: 'Claim', stored, unchanged: 0 }]
  expect(shrunkTypes(now, [{ type: 'Claim', brought: before }], 0.2)).toHaveLength(isAlarm ? 1 : 0)
})

it.each([
  [null, false],
  [48 * HOUR, false],
  [48 * HOUR + 1, true],
])('section 12: the last import %s ms ago: silence is an alarm: %s', (ago, isAlarm) => {
  expect(isQuiet(ago === null ? null : 1000, 48, 1000 + (ago ?? 0))).toBe(isAlarm)
})

const people = Array.from({ length: 10 }, (_, n) => ({ ...patient, id: `p-${n}` }))
async function whole(count: number, isWhole = true): Promise<string> {
  const id = newImport()
  await post(`/${id}/a.ndjson/1`, ndjson(people.slice(0, count)), isWhole ? { 'X-Import-Whole': '1' } : {})
  await post(`/${id}/completion`)
  return id
}

describe('section 12: a feed that shrinks, or falls silent', () => {
  it('section 12: is told of once, by mail without a number or name, on the staff’s pages, and to monitoring', async () => {
    await whole(10)
    await whole(2, false)
    const browser = await signedIn(staff)
    const health = async () => (await (await browser.get('/healthz')).json<{ feed: string }>()).feed
    expect([await doneBy(watchFeed), await health()]).toEqual([0, 'ok'])
    const id = await whole(7)
    expect(await rows("SELECT detail FROM audit WHERE event = 'feed.shrunk' ORDER BY seq DESC LIMIT 1")).toEqual([
      { detail: JSON.stringify({ importId: id, type: 'Patient', before: 10, now: 7 }) },
    ])
    await post(`/${id}/completion`)
    expect([await doneBy(watchFeed), await doneBy(watchFeed), await health()]).toEqual([1, 0, 'shrunk'])
    const letter = await mailTo(staff.email)
    expect(letter!.subject).toContain('far fewer records')
    expect(letter!.text).not.toMatch(/Patient|\b7\b/)
    for (const path of ['/staff', '/staff/feed']) {
      expect([path, (await (await browser.get(path)).text()).includes('brought far fewer records')]).toEqual([
        path,
        true,
      ])
    }
    await whole(7)
    expect([await doneBy(watchFeed), await health()]).toEqual([0, 'ok'])

    await env.DB.prepare('UPDATE feed_import SET completed_at = completed_at - ?')
      .bind(49 * HOUR)
      .run()
    expect([await doneBy(watchFeed), await doneBy(watchFeed), await health()]).toEqual([1, 0, 'quiet'])
    expect((await mailTo(staff.email))!.subject).toBe('The feed is silent')
    expect(await (await browser.get('/staff')).text()).toContain('No import was completed')
  })
})

const report = (body: unknown) => post('/terminations', JSON.stringify(body))
const office = async () =>
  (await rows<{ on: string | null; row: number }>('SELECT terminated_on AS "on", id AS row FROM office'))[0]

describe('III.M.4 offices that the core system reports ahead of its files', () => {
  it.each([
    ['organization', 'org-1', 1],
    ['npi', '1234567893', 1],
    ['npi', '1245319599', 0],
    ['tin', '12-3456789', 1],
  ])('III.M.4 by %s %s: %i terminated', async (kind, value, count) => {
    await send(...extract)
    await env.DB.prepare("UPDATE office SET tin = '12-3456789'").run()
    expect(await (await report({ [kind]: value, on: today() })).json()).toEqual({ terminated: count })
    expect((await office())!.on).toBe(count === 1 ? today() : null)
  })

  it('III.M.4 one that isn’t known yet ends when it comes, one that ends later on its day; a newer word takes it back', async () => {
    expect(await (await report({ organization: 'org-1', on: today() })).json()).toEqual({ terminated: 0 })
    await send(...extract)
    const ended = () => rows("SELECT terminated_on IS NOT NULL AS ended FROM office WHERE source_id = 'org-1'")
    expect(await ended()).toEqual([{ ended: 1 }])
    // A version of the Organization that is newer than the report, and active, takes it back: the plan may grant access anew.
    const organization = extract.find(({ id }) => id === 'org-1')!
    await send({ ...organization, meta: { lastUpdated: '2999-01-01T00:00:00Z' } })
    await env.DB.prepare("UPDATE office SET terminated_on = NULL WHERE source_id = 'org-1'").run()
    await send(patient)
    expect(await ended()).toEqual([{ ended: 0 }])
    await forget()
    await report({ organization: 'org-1', on: '2999-01-01' })
    await send(...extract)
    await doneBy(watchFeed)
    expect(await ended()).toEqual([{ ended: 0 }])
    await env.DB.prepare('UPDATE feed_termination SET ends_on = ?').bind(today()).run()
    await doneBy(watchFeed)
    expect(await ended()).toEqual([{ ended: 1 }])
  })

  it.each([
    {}, [], null, { on: '2026-01-01' }, { npi: '1234567893' }, { npi: '123', on: '2026-01-01' }, { npi: '1234567893', on: '2026-02-30' },
    { npi: '1234567893', tin: '123456789', on: '2026-01-01' }, { npi: 1234567893, on: '2026-01-01' }, { npi: '1234567893', on: '2026-01-01', more: 1 },
  ])('III.M.4 what is no report is refused: %j', async (body) => {
    expect((await report(body)).status).toBe(422)
    expect(await rows('SELECT * FROM feed_termination')).toEqual([])
  }) // prettier-ignore
})

describe('section 12: wrong tokens', () => {
  it('section 12: are throttled by address; the right one comes in from there all the same', async () => {
    const from = (Authorization: string, ip: string) =>
      ask('/imp-12345678', { headers: { Authorization, 'CF-Connecting-IP': ip } })
    const statuses = new Set<number>()
    for (let n = 0; n < 70; n += 1) statuses.add((await from('Bearer wrong', '198.51.100.7')).status)
    const last = await from('Bearer wrong', '198.51.100.7')
    expect([[...statuses], last.status, Number(last.headers.get('Retry-After')) > 0]).toEqual([[401, 429], 429, true])
    expect((await from('Bearer test feed token, 32 bytes or more', '198.51.100.7')).status).toBe(200)
    expect((await from('Bearer wrong', '198.51.100.8')).status).toBe(401)
  })
})

it('III.M.4 sessions end with the office; said again nothing changes', async () => {
  await send(...extract)
  const { row } = (await office())!
  await env.DB.prepare("UPDATE office SET access_on = '2020-01-01', verify_due_on = '2199-01-01' WHERE id = ?")
    .bind(row)
    .run()
  const browser = await signedIn(await aPerson({ email: 'clerk@office.example', offices: [row] }))
  const on = today()
  const session = sessionOf(browser)
  expect(await (await report({ organization: 'org-1', on })).json()).toEqual({ terminated: 1 })
  expect([(await office())!.on, (await browser.get('/members')).status]).toEqual([on, 303])
  expect(await sessionRow(session)).toMatchObject({ why: 'office-terminated' })
  const seen = async () => rows("SELECT count(*) AS n FROM audit WHERE event IN ('office.changed', 'session.closed')")
  const before = await seen()
  expect(await (await report({ organization: 'org-1', on })).json()).toEqual({ terminated: 1 })
  expect(await seen()).toEqual(before)
})
