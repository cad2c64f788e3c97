import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { grantAccess } from '../../src/offices/grant-access.ts'
import { addDays } from '../../src/policy/calendar.ts'
import { suspend } from '../../src/suspension/suspend.ts'
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
  const access = { on: today(), verifyOn: addDays(today(), 45) }
  expect(await grantAccess(env.DB, office, access, AT, null)).toBe(true)
  expect(await grantAccess(env.DB, office, access, AT + 1, null)).toBe(false)
  expect(await recordsOf(office)).toEqual([{ event: 'office.access_granted', clause: 'III.A.1.a', at: AT }])
  await new Browser('192.0.2.2').signIn('first@new.example')
})

it('III.H.3 a suspended office closes to its people at their next request; recorded once', async () => {
  const office = await anOffice('Late Office')
  await aPerson({ email: 'clerk@late.example', offices: [office] })
  const browser = new Browser('192.0.2.3')
  await browser.signIn('clerk@late.example')
  expect((await browser.get('/home')).status).toBe(200)
  expect(await suspend(env.DB, { office }, { at: AT, by: null })).toBe(true)
  expect(await suspend(env.DB, { office }, { at: AT + 1, by: null })).toBe(false)
  expect((await browser.get('/home')).headers.get('Location')).toBe('/sign-in?closed=ended&next=%2Fhome')
  const records = await recordsOf(office)
  expect(records.filter(({ event }) => event === 'office.suspended')).toEqual([
    { event: 'office.suspended', clause: 'III.H.3', at: AT },
  ])
})
