import { expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { counting } from '../support/counting.ts'

it('monitoring is told whether the database answers, by word and status', async () => {
  const monitor = new Browser()
  const well = await monitor.get('/healthz')
  expect([well.status, await well.json()]).toEqual([200, { version: '0.1.0', database: 'ok' }])
  const counted = counting()
  counted.failOn = () => true
  monitor.bindings = counted.bindings
  const ill = await monitor.get('/healthz')
  expect([ill.status, await ill.json()]).toEqual([503, { version: '0.1.0', database: 'failing' }])
})
