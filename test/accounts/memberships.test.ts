import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { membershipDeeds } from '../../src/staff/accounts/deed.ts'
import { reinstateMembership } from '../../src/suspension/reinstate-membership.ts'
import { changesOf, fieldsOf, idOf, PATH, REASON, statusRow } from '../support/accounts.ts'
import { type Browser, letters, mailTo } from '../support/browser.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { aMemberOf, anEa, freshlyIn, membershipOf, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()

let ea: { account: number; guard: string; email: string }
let browser: Browser
let office: number
let user: Awaited<ReturnType<typeof aMemberOf>>
let path: string
beforeEach(async () => {
  letters.length = 0
  office = await anOffice('Harbor Clinic')
  ea = await anEa()
  browser = await freshlyIn(ea)
  user = await aMemberOf(office)
  path = `${PATH}/memberships/${user.membership.id}`
})

const closed = (state: 'unverified' | 'disabled' | 'ended') =>
  state === 'ended'
    ? env.DB.prepare('UPDATE membership SET ended_on = ? WHERE id = ?').bind(today(), user.membership.row).run()
    : env.DB.prepare('UPDATE membership SET suspended_at = 1, suspended_for = ? WHERE id = ?')
        .bind(state, user.membership.row)
        .run()
const membershipRow = async () =>
  (await rowsOf('SELECT suspended_for AS suspendedFor, ended_on AS endedOn FROM membership WHERE id = ?', user.membership.row))[0] // prettier-ignore
const revocations = () =>
  rowsOf('SELECT kind, changed_on AS changedOn, revoked_on AS revokedOn, is_late AS isLate, reason FROM revocation WHERE account_id = ?', user.account) // prettier-ignore

describe('III.M.2 an Enterprise Administrator and one access', () => {
  const may = {
    disabling: ['active'],
    end: ['active', 'unverified', 'disabled'],
    reinstatement: ['unverified', 'disabled'],
  }
  const states = ['active', 'unverified', 'disabled', 'ended'] as const
  it.each(membershipDeeds.flatMap((deed) => states.map((state) => [deed, state] as const)))(
    'III.M.2, III.H.5 %s of one that is %s',
    async (deed, state) => {
      if (state !== 'active') await closed(state)
      const before = await membershipRow()
      const can = may[deed].includes(state)
      const page = await browser.get(`${path}/${deed}`)
      expect([page.status, (await page.text()).includes('can’t be done now')]).toEqual([200, !can])
      const answer = await browser.post(`${path}/${deed}`, fieldsOf(state))
      const account = `${PATH}/${await idOf(user.account)}`
      if (can) {
        expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${account}?done=membership-${deed}`])
        expect(await changesOf(user.account)).toMatchObject([
          { by: ea.account, field: 'membership', before: state, reason: REASON },
        ])
      } else {
        expect([answer.status, (await answer.text()).includes('changed meanwhile')]).toEqual([409, true])
        expect([await membershipRow(), await changesOf(user.account)]).toEqual([before, []])
      }
    },
  )

  it('III.M.3 an end keeps both dates, closes the session at its next page, and is late after a business day', async () => {
    const theirs = await signedIn(user)
    await browser.post(`${path}/end`, fieldsOf('active', { changedOn: '2040-06-01' }))
    expect(await revocations()).toEqual([
      { kind: 'ended', changedOn: '2040-06-01', revokedOn: today(), isLate: 1, reason: REASON },
    ])
    expect((await theirs.get('/home')).status).toBe(303)
  })

  it('III.M.3 an end on a day to come takes hold on the day after it: the day itself, the day after', async () => {
    const on: Day = addDays(today(), 1)
    await browser.post(`${path}/end`, fieldsOf('active', { changedOn: on }))
    expect(await revocations()).toMatchObject([{ changedOn: on, revokedOn: addDays(on, 1), isLate: 0 }])
    await signedIn(user)
    later(DAY)
    await signedIn(user)
    later(DAY)
    await expect(signedIn(user)).rejects.toThrow('membership-ended')
  })

  it('III.M.2 another office of the same person stays open', async () => {
    const other = await anOffice('Other Office')
    const both = await aPerson({ email: `both${user.account}@office.example`, offices: [office, other] })
    const { id } = await membershipOf(both.account, office)
    await browser.post(`${PATH}/memberships/${id}/disabling`, fieldsOf('active'))
    expect((await (await signedIn(both)).get('/home')).status).toBe(200)
  })

  it('III.M.2 what is given back has its roles, and its owner is told; a disabled account stays disabled', async () => {
    await closed('disabled')
    await expect(signedIn(user)).rejects.toThrow('membership-disabled')
    await browser.post(`${path}/reinstatement`, fieldsOf('disabled'))
    expect((await mailTo(user.email))?.text).toContain('Harbor Clinic')
    expect((await (await signedIn(user)).get('/claims')).status).toBe(200)
    expect(await statusRow(user.account)).toMatchObject({ suspendedAt: null })
  })

  it('III.H.5 who was not verified in time is given back by e-business alone; a disabled one by any Enterprise Administrator', async () => {
    const other = await freshlyIn(await anEa({ department: 'information-services' }))
    await closed('unverified')
    const answer = await other.post(`${path}/reinstatement`, fieldsOf('unverified'))
    expect([answer.status, (await answer.text()).includes('by E-Business')]).toEqual([403, true])
    expect(await membershipRow()).toMatchObject({ suspendedFor: 'unverified' })
    await closed('disabled')
    expect((await other.post(`${path}/reinstatement`, fieldsOf('disabled'))).status).toBe(303)
  })

  it('III.M.2 of twenty at once one ends it, and the others are told; nothing is kept twice', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => browser.post(`${path}/end`, fieldsOf('active'), PATH)),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    expect(await revocations()).toHaveLength(1)
  })

  it('III.H.5 a form that saw a disabled access doesn’t give back one that was not verified since', async () => {
    await closed('unverified')
    expect((await browser.post(`${path}/reinstatement`, fieldsOf('disabled'))).status).toBe(409)
    expect(await membershipRow()).toMatchObject({ suspendedFor: 'unverified' })
  })

  it('III.H.5 nor does it where that came between the look and the change', async () => {
    await closed('unverified')
    const whose = { membership: user.membership.row, account: user.account, office, officeName: 'Harbor Clinic' }
    const means = { env, config: readConfig(env), today: today() }
    const change = { at: 1, by: ea.account, reason: REASON }
    expect(await reinstateMembership(means, { ...whose, was: 'disabled' }, change)).toBe(false)
    expect([await membershipRow(), await changesOf(user.account)]).toMatchObject([{ suspendedFor: 'unverified' }, []])
    expect(await mailTo(user.email)).toBeUndefined()
    expect(await reinstateMembership(means, { ...whose, was: 'unverified' }, change)).toBe(true)
  })

  it('III.M.3 without a day or a reason nothing happens, and what was typed stays', async () => {
    for (const deed of ['end', 'disabling'] as const) {
      const answer = await browser.post(`${path}/${deed}`, { was: 'active', reason: '', changedOn: 'soon' })
      const html = await answer.text()
      expect(answer.status).toBe(422)
      for (const word of ['href="#field-changedOn"', 'href="#field-reason"', 'value="soon"'])
        expect(html).toContain(word)
    }
    expect(await revocations()).toEqual([])
  })

  it('T15 II.C of an unknown membership 404, and for those without the right 403', async () => {
    const theirs = await freshlyIn(
      await aPerson({ email: `privacy${user.account}@plan.example`, department: 'privacy' }),
    )
    for (const deed of membershipDeeds) {
      const unknown = `${PATH}/memberships/mbs_${'0'.repeat(24)}/${deed}`
      expect((await browser.get(unknown)).status).toBe(404)
      expect((await browser.post(unknown, fieldsOf('active'))).status).toBe(404)
      expect((await theirs.get(`${path}/${deed}`)).status).toBe(403)
      expect((await theirs.post(`${path}/${deed}`, fieldsOf('active'))).status).toBe(403)
    }
    expect(await changesOf(user.account)).toEqual([])
  })
})
