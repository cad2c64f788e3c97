import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { instant } from '../../src/clock.ts'
import { Browser } from '../support/browser.ts'
import { counting } from '../support/counting.ts'
import { Hours } from '../support/hourly.ts'
import { aPerson } from '../support/people.ts'
import { HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()
const monitor = new Browser()
const asked = async () => {
  const answer = await monitor.get('/healthz')
  return [answer.status, await answer.json()] as [number, { jobs: string; runs: Record<string, { late: boolean }> }]
}
beforeEach(async () => {
  monitor.bindings = env
  await env.DB.prepare('DELETE FROM job').run()
})

it('monitoring is told whether the database answers, by word and status', async () => {
  expect(await asked()).toEqual([
    200,
    { version: '0.1.0', database: 'ok', jobs: 'late', undelivered: 0, runs: {}, feed: 'ok' },
  ])
  const counted = counting()
  counted.failOn = () => true
  monitor.bindings = counted.bindings
  expect(await asked()).toEqual([503, { version: '0.1.0', database: 'failing' }])
  expect(counted.d1).toBe(1)
})

describe('T14 the hourly run, to monitoring', () => {
  it('is told with numbers and instants alone', async () => {
    await aPerson({ email: 'robin@office.example', offices: [] })
    await new Hours().runWhole()
    const [status, { jobs, runs }] = await asked()
    const ran = new Date(instant().getTime()).toISOString()
    expect([status, jobs]).toEqual([200, 'ok'])
    expect(runs['dormancy.warned']).toEqual({ ended: ran, ok: ran, done: 0, failed: 0, late: false })
    expect(JSON.stringify(runs)).toMatch(/^[\w{}":,.-]*$/)
  })

  it.each([
    ['just within two hours', 2 * HOUR, 'ok'],
    ['a millisecond later', 2 * HOUR + 1, 'late'],
    ['a day later', 24 * HOUR, 'late'],
  ])('is late when the last one without a failure is too long ago: %s', async (_name, ms, word) => {
    await new Hours().runWhole()
    later(ms)
    const [status, { jobs }] = await asked()
    expect([status, jobs]).toEqual([200, word])
  })

  it('is late while one job fails, though it runs each hour', async () => {
    await new Hours().runWhole()
    for (let hour = 0; hour < 3; hour += 1) {
      later(HOUR)
      await new Hours().runWhole()
      await env.DB.prepare("UPDATE job SET ok_at = 1 WHERE name = 'mail.sweep'").run()
    }
    const [status, { jobs, runs }] = await asked()
    expect([status, jobs, runs['mail.sweep']?.late, runs['audit.lists']?.late]).toEqual([200, 'late', true, false])
  })
})
