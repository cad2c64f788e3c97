import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { remindOfReview } from '../../src/restricted-info/reviews/job.ts'
import { extract } from '../support/extract.ts'
import { publishRows, rows, send } from '../support/feed.ts'
import { BASE, desk, openDesk } from '../support/list-draft.ts'
import { doneBy } from '../support/means.ts'

const PATH = `${BASE}/reviews`
const TAG = `"'><script>canary()</script>`

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Noon of the day, in the plan's zone; whoever is signed in stays so. */
async function on(day: string): Promise<void> {
  vi.setSystemTime(new Date(`${day}T20:00:00Z`))
  await openDesk()
}

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(new Date('2026-01-15T20:00:00Z'))
  await send(...extract)
  await publishRows('pregnancy,icd-10-cm,exact,O80', 'abuse,icd-10-cm,exact,Y07')
  vi.useRealTimers()
})

const review = (fields: Record<string, string> = {}) =>
  desk.signer.post(PATH, { since: '0', version: '1', note: 'Looked at all of it.', attests: 'on', ...fields }, PATH)
const remind = () => doneBy(remindOfReview)
const reminders = () =>
  rows(
    "SELECT a.email AS email FROM outbox o JOIN account a ON a.id = o.account_id WHERE o.message = 'restricted-review-overdue'",
  )

it('III.I.3 made in January, due in February, overdue on 1 March: told on the page, in the queues and by one mail', async () => {
  await on('2026-02-28')
  expect(await (await desk.signer.get(BASE)).text()).not.toContain('review is overdue')
  expect(await remind()).toBe(0)
  vi.setSystemTime(new Date('2026-03-01T20:00:00Z'))
  await openDesk()
  const page = await desk.signer.get(BASE)
  expect(await page.text()).toContain('The monthly review is overdue')
  expect(await (await desk.signer.get('/staff')).text()).toContain('1 review')
  expect(await remind()).toBe(1)
  expect(await remind()).toBe(0)
  expect(await reminders()).toEqual([{ email: 'petra@plan.example' }])
  vi.setSystemTime(new Date('2026-04-01T20:00:00Z'))
  expect(await remind()).toBe(1)
})

it('III.I.3 the reviewer sees what came and went since the last one, and attests; nobody else does', async () => {
  await on('2026-04-02')
  expect(await (await desk.signer.get(PATH)).text()).toMatch(/O80.*Y07/s)
  for (const [fields, wrong] of [
    [{ note: '' }, 'Write what was looked at'],
    [{ attests: '' }, 'Tick the box'],
    [{ note: 'x'.repeat(2001) }, 'at most 2000'],
  ] as const) {
    const answer = await review(fields)
    expect([answer.status, (await answer.text()).includes(wrong)]).toEqual([422, true])
  }
  // What was not seen is not attested to.
  expect((await review({ version: '2' })).status).toBe(409)
  expect((await desk.drafter.post(PATH, { since: '0', version: '1', note: 'x', attests: 'on' }, PATH)).status).toBe(403)
  expect((await review({ note: TAG })).headers.get('Location')).toBe(`${PATH}?done=reviewed`)
  // The same form again is no second review of it.
  expect((await review()).status).toBe(409)
  const html = await (await desk.drafter.get(PATH)).text()
  expect(html).toContain('Nothing was added or ended')
  expect([html.includes('&lt;script&gt;canary'), html.includes('<script>canary')]).toEqual([true, false])
  expect(await (await desk.signer.get('/staff')).text()).not.toContain('1 review')
})

it('III.I.3 the next review begins where the last one ended', async () => {
  await on('2026-04-20')
  await publishRows('hiv-aids,icd-10-cm,exact,B20')
  const html = await (await desk.signer.get(PATH)).text()
  expect([html.includes('B20'), html.includes('Y07')]).toEqual([true, false])
  expect(await remind()).toBe(0)
  expect((await review({ since: '1', version: '2' })).status).toBe(303)
  await expect(env.DB.prepare("UPDATE restricted_review SET note = 'other'").run()).rejects.toThrow('never changes')
  await expect(env.DB.prepare('DELETE FROM restricted_review').run()).rejects.toThrow('never goes')
})

it('III.I.2 what was in force cannot be rewritten', async () => {
  const refused = [
    "UPDATE restricted_code SET code = 'X'",
    'DELETE FROM restricted_code',
    "UPDATE restricted_list SET reason = 'other'",
  ]
  for (const sql of refused) await expect(env.DB.prepare(sql).run()).rejects.toThrow(/only ends|never changes/)
  await env.DB.prepare('UPDATE restricted_code SET to_version = 2 WHERE code = ?').bind('Y07').run()
  await expect(env.DB.prepare('UPDATE restricted_code SET to_version = NULL').run()).rejects.toThrow('only ends')
})
