/** The plan's calendar of verifications: who is in which list, by dates alone (III.H.1 to III.H.3). */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '../../src/policy/calendar.ts'
import { anOffice, today } from '../support/people.ts'
import { aMemberOf, anEa, freshlyIn } from '../support/requests.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()
beforeEach(async () => {
  await env.DB.prepare('UPDATE office SET verify_due_on = NULL, access_on = NULL').run()
})

const LIST = '/staff/verifications'

describe('III.H.1 the calendar', () => {
  it.each([
    ['under-way', [0, 3, 16, 17], [-3]],
    ['upcoming', [-3], [0, 3, 16, 17]],
    ['restricted', [16], [15, 17]],
    ['suspended', [17, 18], [16]],
    ['all', [-3, 0, 16, 17], []],
  ] as const)('III.H.1 %s shows what it says, whether or not the run was there', async (selection, shown, hidden) => {
    for (const daysAgo of [...shown, ...hidden]) {
      const office = await anOffice(`Office of day ${daysAgo}`, { verifyDueOn: addDays(today(), -daysAgo), promptReceivedOn: addDays(today(), -daysAgo) })
      await aMemberOf(office, { isLoa: true })
    }
    const browser = await freshlyIn(await anEa())
    const { headers } = await browser.post(LIST, { selection }, LIST)
    const html = await (await browser.get(headers.get('Location')!)).text()
    const names = (days: readonly number[]) => days.map((day) => html.includes(`>Office of day ${day}<`))
    expect([names(shown), names(hidden)]).toEqual([shown.map(() => true), hidden.map(() => false)])
  }) // prettier-ignore

  it.each([[0, false], [1, true], [6, true], [7, false]])('III.H.1 nobody received it: %s days after it fell due it is in that list: %s', async (daysAgo, listed) => {
    await anOffice('Unheard', { verifyDueOn: addDays(today(), -daysAgo) })
    const browser = await freshlyIn(await anEa())
    const { headers } = await browser.post(LIST, { selection: 'unreceived' }, LIST)
    expect((await (await browser.get(headers.get('Location')!)).text()).includes('Unheard')).toBe(listed)
  }) // prettier-ignore

  it('III.H.1 is 25 a page, and the last page ends', async () => {
    for (let nth = 0; nth < 27; nth += 1) await anOffice(`Office number ${nth}.`, { verifyDueOn: addDays(today(), -(nth % 3)) })
    const browser = await freshlyIn(await anEa())
    const first = await (await browser.get(LIST)).text()
    const next = /href="([^"]*)" rel="next"/.exec(first)?.[1]
    const second = await (await browser.get(next!.replaceAll('&amp;', '&'))).text()
    const named = (html: string) => [...html.matchAll(/Office number \d+\./g)].length
    expect([named(first), named(second), second.includes('rel="next"')]).toEqual([25, 2, false])
  }) // prettier-ignore
})
