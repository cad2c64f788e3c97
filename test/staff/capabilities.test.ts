import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { addMonths } from '../../src/policy/calendar.ts'
import { changesOf } from '../support/accounts.ts'
import { aPerson, today } from '../support/people.ts'
import { freshlyIn } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { aStaffPerson, capability, give, told } from '../support/staff.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let ea: { account: number; guard: string }
beforeAll(async () => {
  ea = await aPerson({ email: 'ea@plan.example', department: 'information-services' })
})

describe('III.L.4 capabilities', () => {
  it('III.L.4 given by name, reviewed in a year, taken: the next page obeys (T13)', async () => {
    const browser = await freshlyIn(ea)
    const person = await aStaffPerson('information-security')
    const theirs = await signedIn(person)
    expect((await theirs.get('/staff/audit')).status).toBe(403)
    const given = await browser.post(`${person.path}/capabilities`, give)
    expect(given.headers.get('Location')).toBe(`${person.path}?done=give`)
    const nextYear = addMonths(today(), 12)
    expect(await capability(person.account)).toEqual([
      { by: ea.account, reviewOn: nextYear, reviewedAt: null, reviewedBy: null },
    ])
    expect((await theirs.get('/staff/audit')).status).toBe(200)
    await env.DB.prepare("UPDATE capability SET review_on = '2040-01-01' WHERE account_id = ?")
      .bind(person.account)
      .run()
    expect(await (await browser.get(person.path)).text()).toMatch(
      /Jan 1, 2040 <span class="status status-bad">Overdue</,
    )
    expect(await (await browser.get('/staff/people')).text()).toContain('Review due')
    await browser.post(`${person.path}/capabilities`, {
      decision: 'review audit.read',
      capabilityReason: 'Still does.',
    })
    expect(await capability(person.account)).toEqual([
      { by: ea.account, reviewOn: nextYear, reviewedAt: Date.now(), reviewedBy: ea.account },
    ])
    await browser.post(`${person.path}/capabilities`, { decision: 'take audit.read', capabilityReason: 'No more.' })
    expect(await capability(person.account)).toEqual([])
    expect((await theirs.get('/staff/audit')).status).toBe(403)
    expect(
      (await changesOf(person.account)).map(({ field, before, after, reason }) => [field, before, after, reason]),
    ).toEqual([
      ['capability', null, 'audit.read', give.capabilityReason],
      ['capability review', 'audit.read', 'audit.read', 'Still does.'],
      ['capability', 'audit.read', null, 'No more.'],
    ])
    expect(
      (await told(person.account)).map(({ event, by, clause, detail }) => [
        event,
        by,
        clause,
        JSON.parse(String(detail)),
      ]),
    ).toEqual([
      ['capability.given', ea.account, 'III.L.4', { before: null, after: 'audit.read', reviewOn: nextYear }],
      ['capability.reviewed', ea.account, 'III.L.4', { before: 'audit.read', after: 'audit.read', reviewOn: nextYear }],
      ['capability.taken', ea.account, 'III.L.4', { before: 'audit.read', after: null }],
    ])
  })

  it('III.L.4 the day before, the day and the day after of the review', async () => {
    const browser = await freshlyIn(ea)
    const person = await aStaffPerson('privacy', { capabilities: ['audit.read'] })
    const seen = async (day: string) => {
      await env.DB.prepare('UPDATE capability SET review_on = ? WHERE account_id = ?').bind(day, person.account).run()
      const html = await (await browser.get(person.path)).text()
      return [html.includes('>Due today<'), html.includes('>Overdue<')]
    }
    const [year, month, date] = today().split('-').map(Number) as [number, number, number]
    const day = (n: number) => new Date(Date.UTC(year, month - 1, date + n)).toISOString().slice(0, 10)
    expect([await seen(day(1)), await seen(day(0)), await seen(day(-1))]).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ])
  })

  it('III.L.4 what somebody has is not given again, what they haven’t is not reviewed or taken: 409', async () => {
    const browser = await freshlyIn(ea)
    const has = await aStaffPerson('privacy', { capabilities: ['audit.read'] })
    const hasNot = await aStaffPerson('privacy')
    expect((await browser.post(`${has.path}/capabilities`, give)).status).toBe(409)
    for (const action of ['review', 'take'])
      expect(
        (await browser.post(`${hasNot.path}/capabilities`, { ...give, decision: `${action} audit.read` })).status,
      ).toBe(409)
    expect([
      await changesOf(has.account),
      await changesOf(hasNot.account),
      await told(has.account),
      await told(hasNot.account),
    ]).toEqual([[], [], [], []])
    for (const decision of ['', 'give', 'give members.read', 'give audit.read x'])
      expect((await browser.post(`${hasNot.path}/capabilities`, { ...give, decision })).status).toBe(422)
  })

  it('III.L.4 two at once: it is given once', async () => {
    const [one, other] = [
      await freshlyIn(ea),
      await freshlyIn(await aPerson({ email: 'other.ea@plan.example', department: 'e-business' })),
    ]
    const person = await aStaffPerson('privacy')
    const answers = await Promise.all([
      one.post(`${person.path}/capabilities`, give),
      other.post(`${person.path}/capabilities`, give),
    ])
    expect(answers.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([303, 409])
    expect(await changesOf(person.account)).toHaveLength(1)
  })
})
