import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Department } from '../../src/accounts/account.ts'
import { deeds } from '../../src/staff/accounts/deed.ts'
import { changesOf, fieldsOf, idOf, inStatus, PATH, somebody, statusRow } from '../support/accounts.ts'
import { type Browser, letters, mailTo } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { anEa, freshlyIn } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let office: number
let ea: { account: number; guard: string; email: string }
let browser: Browser

beforeAll(async () => {
  office = await anOffice('Harbor Clinic')
})
beforeEach(async () => {
  letters.length = 0
  ea = await anEa()
  browser = await freshlyIn(ea)
})

describe('III.M.2 who may not', () => {
  it('III.M.2 nobody acts on their own account: the pages say so, and no form is taken', async () => {
    const own = `${PATH}/${await idOf(ea.account)}`
    expect(await (await browser.get(own)).text()).toContain('Nobody acts on their own account')
    for (const deed of deeds) {
      expect(await (await browser.get(`${own}/${deed}`)).text()).not.toContain('<textarea')
      const answer = await browser.post(`${own}/${deed}`, fieldsOf('active'))
      expect([answer.status, (await answer.text()).includes('Nobody acts on their own account')]).toEqual([403, true])
    }
    expect(await changesOf(ea.account)).toEqual([])
    expect((await browser.get('/home')).status).toBe(200)
  })

  it.each<Department | 'office'>(['privacy', 'information-security', 'office'])('II.C %s: 403 for each', async (of) => {
    const target = await somebody(office)
    const person =
      of === 'office' ? await somebody(office) : await aPerson({ email: `${of}@plan.example`, department: of })
    const theirs = await freshlyIn(person)
    for (const path of [PATH, target.path, ...deeds.map((deed) => `${target.path}/${deed}`)]) {
      expect((await theirs.get(path)).status).toBe(403)
    }
    for (const path of [PATH, `${PATH}/export`, ...deeds.map((deed) => `${target.path}/${deed}`)]) {
      expect((await theirs.post(path, fieldsOf('active'))).status).toBe(403)
    }
    expect(await changesOf(target.account)).toEqual([])
  })

  it('T15 an account that isn’t there: 404 for each', async () => {
    for (const id of [`acc_${'0'.repeat(24)}`, 'acc_', 'x', (await somebody(office)).id.replace('acc', 'off')]) {
      expect((await browser.get(`${PATH}/${id}`)).status).toBe(404)
      for (const deed of deeds) {
        expect((await browser.get(`${PATH}/${id}/${deed}`)).status).toBe(404)
        expect((await browser.post(`${PATH}/${id}/${deed}`, fieldsOf('active'))).status).toBe(404)
      }
    }
  })

  it('III.F.1 what opens something wants a fresh second factor, for page and form; what closes doesn’t wait', async () => {
    const stale = await signedIn(ea)
    const person = await inStatus(office, 'disabled', 'reinstatement')
    for (const deed of ['unlocking', 'set-up-link', 'reinstatement'] as const) {
      for (const answer of [await stale.get(`${person.path}/${deed}`), await stale.post(`${person.path}/${deed}`, fieldsOf('disabled'))]) {
        expect(answer.headers.get('Location')).toMatch(/^\/confirm\?/)
      }
    }
    expect(await statusRow(person.account)).toMatchObject({ suspendedFor: 'disabled' })
    expect((await stale.post(`${person.path}/suspension`, fieldsOf('disabled'))).status).toBe(303)
  }) // prettier-ignore

  it('T21 what a form smuggles in changes nothing', async () => {
    const person = await somebody(office)
    const smuggled = { status: 'active', to: 'active', account: String(ea.account), by: '1', department: 'e-business', role: 'claims', verified: 'true', email: 'x@y.example' } // prettier-ignore
    expect((await browser.post(`${person.path}/suspension`, fieldsOf('active', smuggled))).status).toBe(303)
    expect(await statusRow(person.account)).toMatchObject({ suspendedFor: 'incident' })
    expect(await changesOf(person.account)).toMatchObject([{ by: ea.account, field: 'status', after: 'suspended' }])
    expect(await changesOf(ea.account)).toEqual([])
    for (const was of ['terminated', 'active', 'x', '']) {
      expect((await browser.post(`${person.path}/reinstatement`, fieldsOf(was))).status).toBe(409)
    }
    expect(await statusRow(person.account)).toMatchObject({ suspendedFor: 'incident' })
  })

  it('III.D.1 the set-up link goes out again, works, and too many are stopped', async () => {
    const person = await inStatus(office, 'active', 'set-up-link')
    await browser.post(`${person.path}/set-up-link`, fieldsOf('active'))
    const first = (await mailTo(person.email))!.link!
    expect(first).toMatch(/^https:\/\/portal\.test\/password\/set-up\?link=/)
    await browser.post(`${person.path}/set-up-link`, fieldsOf('active'))
    const second = (await mailTo(person.email))!.link!
    const follow = async (link: string) => (await browser.get(link.slice('https://portal.test'.length))).status
    expect([await follow(first), await follow(second)]).toEqual([404, 303])
    await browser.post(`${person.path}/set-up-link`, fieldsOf('active'))
    expect((await browser.post(`${person.path}/set-up-link`, fieldsOf('active'))).status).toBe(429)
  })
})
