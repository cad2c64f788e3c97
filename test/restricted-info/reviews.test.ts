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
  await env.DB.prepare('UPDATE restricted_code SET to_version = 1 WHERE id = 0').run()
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
  await on('2026-03-01').catch(() => undefined)
  const page = await desk.signer.get(BASE)
  expect(await page.text()).toContain('The monthly review is overdue')
  expect(await (await desk.signer.get('/staff')).text()).toContain('1 review')
  expect(await remind()).toBe(1)
  expect(await remind()).toBe(0)
  expect(await reminders()).toEqual([{ email: 'petra@plan.example' }])
  vi.setSystemTime(new Date('2026-04-01T20:00:00Z'))
  expect(await remind()).toBe(1)
})
