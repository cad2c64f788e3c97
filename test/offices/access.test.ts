import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { grantAccess } from '../../src/offices/grant-access.ts'
import { suspend } from '../../src/offices/suspend.ts'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson, today } from '../support/people.ts'

const AT = 1_764_000_000_000

async function recordsOf(office: number) {
  const { results } = await env.DB.prepare('SELECT event, clause, at FROM audit WHERE office_id = ? ORDER BY seq')
    .bind(office)
    .all()
  return results
}

it('III.A.1.a nobody works through an office before it has access; access is granted and recorded once', async () => {
  const office = await anOffice('New Office', { accessOn: null })
  await aPerson({ email: 'first@new.example', offices: [office] })
  const before = await new Browser().password('first@new.example')
  expect(before.status).toBe(422)
  expect(await grantAccess(env.DB, office, today(), AT, null)).toBe(true)
  expect(await grantAccess(env.DB, office, today(), AT + 1, null)).toBe(false)
  expect(await recordsOf(office)).toEqual([{ event: 'office.access_granted', clause: 'III.A.1.a', at: AT }])
  await new Browser('192.0.2.2').signIn('first@new.example')
})

it('III.H.3 a suspended office closes to its people at their next request; recorded once', async () => {
  const office = await anOffice('Late Office')
  await aPerson({ email: 'clerk@late.example', offices: [office] })
  const browser = new Browser('192.0.2.3')
  await browser.signIn('clerk@late.example')
  expect((await browser.get('/home')).status).toBe(200)
  expect(await suspend(env.DB, office, AT, null)).toBe(true)
  expect(await suspend(env.DB, office, AT + 1, null)).toBe(false)
  expect((await browser.get('/home')).status).toBe(403)
  const records = await recordsOf(office)
  expect(records.filter(({ event }) => event === 'office.changed')).toEqual([
    { event: 'office.changed', clause: 'III.H.3', at: AT },
  ])
})
