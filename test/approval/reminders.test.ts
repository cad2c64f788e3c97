import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { remind } from '../../src/approval/job.ts'
import { instant } from '../../src/clock.ts'
import { letters, mailTo } from '../support/browser.ts'
import { counting } from '../support/counting.ts'
import { doneBy, meansOf } from '../support/means.ts'
import { anOffice } from '../support/people.ts'
import { aMemberOf, anEa, anOfficeWithLoa, aRequest, freshlyIn, requestRow } from '../support/requests.ts'
import { DAY, HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()
let ea: Awaited<ReturnType<typeof anEa>>
beforeAll(async () => {
  ea = await anEa()
  await anEa({ department: 'privacy', email: 'privacy@plan.example' })
})

const run = () => doneBy(remind)
const mailsTo = async (address: string, subject: RegExp) => {
  await mailTo(address)
  return letters.filter((letter) => letter.to === address && subject.test(letter.subject)).length
}
const decideAll = () =>
  env.DB.prepare("UPDATE access_request SET decided_at = 1, decision = 'withdrawn' WHERE decided_at IS NULL").run()
const waits = /waits for your decision/
const waitsLong = /have waited for 10 days/

describe('III.B.1 the reminder', () => {
  it('III.B.1 comes on the third day after the request, not before, and once', async () => {
    const { office, loa } = await anOfficeWithLoa()
    // Noon in the plan's zone: the day it was sent is that day, whatever the hour.
    const { id } = await aRequest(office, { sentAt: instant().getTime() + 11 * HOUR })
    later(2 * DAY)
    expect(await run()).toBe(0)
    expect(await mailsTo(loa.email, waits)).toBe(0)
    later(DAY)
    expect(await run()).toBe(1)
    expect(await mailsTo(loa.email, waits)).toBe(1)
    expect(await requestRow(id)).toMatchObject({ remindedAt: instant().getTime(), alertedAt: null })
    later(DAY)
    expect(await run()).toBe(0)
    expect(await mailsTo(loa.email, waits)).toBe(1)
    await decideAll()
  })

  it('III.B.1 goes to every live administrator of the office, one mail for all that waits', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const second = await aMemberOf(office, { isLoa: true })
    const gone = await aMemberOf(office, { isLoa: true })
    await env.DB.prepare('UPDATE membership SET suspended_at = 1 WHERE id = ?').bind(gone.membership.row).run()
    await aRequest(office)
    await aRequest(office)
    later(3 * DAY)
    expect(await run()).toBe(2)
    const mails = []
    for (const { email } of [loa, second, gone]) mails.push(await mailsTo(email, waits))
    expect(mails).toEqual([1, 1, 0])
    await decideAll()
  })

  it('III.B.1 a decided request reminds nobody; one without an LOA is nobody’s to be reminded of until there is one', async () => {
    const { office } = await anOfficeWithLoa()
    const { id } = await aRequest(office)
    await decideAll()
    const without = await anOffice('Without')
    const orphan = await aRequest(without)
    later(3 * DAY)
    expect(await run()).toBe(0)
    expect(await requestRow(id)).toMatchObject({ remindedAt: null })
    const loa = await aMemberOf(without, { isLoa: true })
    expect(await run()).toBe(1)
    expect(await mailsTo(loa.email, waits)).toBe(1)
    expect(await requestRow(orphan.id)).toMatchObject({ remindedAt: instant().getTime() })
    await decideAll()
  })
})

it('III.B.1 one office’s failure keeps no other from being reminded, and is made good by the next run', async () => {
  const [first, second] = [await anOfficeWithLoa('First'), await anOfficeWithLoa('Second')]
  await aRequest(first.office)
  await aRequest(second.office)
  later(3 * DAY)
  const counted = counting()
  // The first call reads, the second tells the first office.
  counted.failOn = (n) => n === 2
  expect(await remind(meansOf({ env: counted.bindings }))).toMatchObject({ done: 1, failed: 1, error: 'Error' })
  expect([await mailsTo(first.loa.email, waits), await mailsTo(second.loa.email, waits)]).toEqual([0, 1])
  expect(await run()).toBe(1)
  expect([await mailsTo(first.loa.email, waits), await mailsTo(second.loa.email, waits)]).toEqual([1, 1])
  await decideAll()
})

describe('III.B.2 the alert', () => {
  it('III.B.2 comes on the tenth day after the request, to the deciding staff, once; then the request is in their queue', async () => {
    const { office } = await anOfficeWithLoa()
    const { id } = await aRequest(office)
    const listed = async () => (await (await (await freshlyIn(ea)).get('/staff/requests')).text()).includes(id)
    later(9 * DAY)
    await run()
    expect([await mailsTo(ea.email, waitsLong), await listed()]).toEqual([0, false])
    later(DAY)
    expect(await run()).toBe(1)
    expect([await mailsTo(ea.email, waitsLong), await listed()]).toEqual([1, true])
    expect(await mailsTo('privacy@plan.example', waitsLong)).toBe(0)
    later(DAY)
    expect(await run()).toBe(0)
    expect(await mailsTo(ea.email, waitsLong)).toBe(1)
    await decideAll()
  })

  it('III.B.2 runs that were missed, doubled, or at the same moment end the same: one reminder, one alert', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { id } = await aRequest(office)
    const before = await mailsTo(ea.email, waitsLong)
    later(30 * DAY)
    const told = await Promise.all(Array.from({ length: 10 }, run))
    expect(told.reduce((sum, one) => sum + one, 0)).toBe(2)
    expect(await run()).toBe(0)
    expect(await mailsTo(loa.email, waits)).toBe(1)
    expect(await mailsTo(ea.email, waitsLong)).toBe(before + 1)
    const { results } = await env.DB.prepare(
      "SELECT event AS event, clause AS clause FROM audit WHERE at = ? AND event LIKE 'request.%' ORDER BY seq",
    )
      .bind(instant().getTime())
      .all()
    expect(results).toEqual([
      { event: 'request.reminded', clause: 'III.B.1' },
      { event: 'request.alerted', clause: 'III.B.2' },
    ])
    expect(await requestRow(id)).toMatchObject({ remindedAt: instant().getTime(), alertedAt: instant().getTime() })
  })
})
