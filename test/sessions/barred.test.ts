import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'

it('T13 III.H.3 whose office was suspended in mid-session sees why, and can still leave', async () => {
  const office = await anOffice('Left Office')
  await aPerson({ email: 'leaver@office.example', offices: [office] })
  const browser = new Browser()
  await browser.signIn('leaver@office.example')
  const csrf = await browser.token('/home')
  await env.DB.prepare('UPDATE office SET suspended_at = 1 WHERE id = ?').bind(office).run()
  const barred = await browser.get('/home')
  expect(barred.status).toBe(403)
  const html = await barred.text()
  expect(html).toContain('Your office is suspended')
  expect(html).toContain('action="/sign-out"')
  expect(html).not.toContain('href="/claims"')
  const left = await browser.post('/sign-out', { csrf })
  expect(left.headers.get('Location')).toBe('/sign-in?closed=signed-out')
  expect(browser.cookies.has('__Host-session')).toBe(false)
  const row = await env.DB.prepare('SELECT end_reason AS why FROM session ORDER BY id DESC LIMIT 1').first()
  expect(row).toEqual({ why: 'signed-out' })
})

it('T13 III.K.5 a suspended person’s session is over: there is nothing left to leave', async () => {
  const { account } = await aPerson({ email: 'out@office.example', offices: [await anOffice()] })
  const browser = new Browser()
  await browser.signIn('out@office.example')
  await transition(env.DB, account, { to: 'suspended', clause: 'III.K.5' }, { at: Date.now(), by: null })
  expect((await browser.get('/home')).headers.get('Location')).toBe('/sign-in?closed=ended&next=%2Fhome')
})
