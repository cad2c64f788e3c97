import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { aCoreOffice, aRequest } from '../support/core-offices.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { signedIn } from '../support/session.ts'

let ea: { account: number; guard: string; email: string }
let browser: Browser

beforeAll(async () => {
  ea = await aPerson({ email: 'ea@plan.example', department: 'provider-relations' })
})
beforeEach(async () => {
  browser = await signedIn(ea)
})

describe('T15 II.C who sees requests', () => {
  it('T15 without the right 403, the same for every id; with it an id that is none is not there', async () => {
    const { address } = await aRequest(await aCoreOffice())
    const none = `/staff/office-requests/orq_${'0'.repeat(24)}`
    for (const person of [
      await aPerson({ email: 'security@plan.example', department: 'information-security' }),
      await aPerson({ email: 'privacy@plan.example', department: 'privacy' }),
      await aPerson({ email: 'loa@office.example', offices: [await anOffice()], isLoa: true }),
    ]) {
      const stranger = await signedIn(person)
      for (const base of [address, none, '/staff/office-requests/x']) {
        for (const path of ['', '/agreement', '/scan']) expect((await stranger.get(base + path)).status).toBe(403)
        for (const path of ['/acceptance', '/rejection'])
          expect((await stranger.post(base + path, {})).status).toBe(403)
      }
      expect((await stranger.get('/staff/office-requests/paper')).status).toBe(403)
    }
    for (const base of [none, '/staff/office-requests/x', '/staff/office-requests/%00']) {
      for (const path of ['', '/agreement', '/scan']) expect((await browser.get(base + path)).status).toBe(404)
      expect((await browser.post(`${base}/acceptance`, {})).status).toBe(404)
    }
    expect((await browser.get(`${address}/scan`)).status).toBe(404)
  })
})

it('III.A.1.a the agreement prints as it was signed, and says who prints it', async () => {
  const { address } = await aRequest(await aCoreOffice())
  const html = await (await browser.get(`${address}/agreement`)).text()
  expect(html).toContain('Printed by Terry Tester (ea@plan.example)')
  expect(html).toContain('Olga Owner')
  expect(html).toContain('Litigation and administrative proceedings')
})
