/** The dry run tells what the hourly run will do, and changes nothing (III.H.1 to III.H.3). */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { verifyOffices } from '../../src/verification/job.ts'
import { mailTo } from '../support/browser.ts'
import { meansOf } from '../support/means.ts'
import { anOffice, today } from '../support/people.ts'
import { aMemberOf, anEa, freshlyIn, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { CANARY } from '../mail/samples.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
beforeEach(async () => {
  await env.DB.prepare('UPDATE office SET verify_act_on = NULL, verify_due_on = NULL, access_on = NULL').run()
  await env.DB.prepare("UPDATE outbox SET dead_at = 1, dead_reason = 'refused' WHERE sent_at IS NULL").run()
})

const PAGE = '/staff/enforcement'
const run = () => verifyOffices(meansOf())

async function anOfficeDueIn(days: number, name = `Due in ${days}`) {
  const office = await anOffice(name, { verifyDueOn: addDays(today(), days) })
  const loa = await aMemberOf(office, { isLoa: true })
  await aMemberOf(office)
  return { office, loa, name }
}

/** The CSV by that day: the row of each office, by its name. */
async function exported(by: Day): Promise<Map<string, string[]>> {
  const browser = await freshlyIn(await anEa())
  const answer = await browser.post(`${PAGE}/export`, { on: by, purpose: 'calls' }, PAGE)
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/csv; charset=utf-8'])
  const [, ...rows] = (await answer.text())
    .trim()
    .split('\r\n')
    .map((row) => row.split(','))
  return new Map(rows.map((row) => [row[0]!, row]))
}

it.each([
  ['the day before it falls due', 4],
  ['the day it does', 5],
  ['the first reminder', 12],
  ['the last day', 20],
  ['the day after', 21],
  ['a day more', 22],
])('III.H.3 what it tells for %s is what the hourly run does by then', async (_when, days) => {
  const { office, loa, name } = await anOfficeDueIn(5)
  const start = today()
  const told = (await exported(addDays(start, days))).get(name)
  for (let day = 0; day < days; day += 1) {
    await run()
    await mailTo(loa.email)
    later(DAY)
  }
  expect(today()).toBe(addDays(start, days))
  await run()
  // The day on which the mail was taken is written down by the next run.
  await mailTo(loa.email)
  await run()
  const row = await env.DB.prepare(
    `SELECT (SELECT min(p.sent_at) FROM outbox p JOIN verification v ON v.id = p.verification_id WHERE v.office_id = o.id) IS NOT NULL AS isPrompted,
       (SELECT count(*) FROM audit a WHERE a.office_id = o.id AND a.event = 'verification.reminded') AS reminders,
       o.suspended_at IS NOT NULL AS isSuspended FROM office o WHERE o.id = ?`,
  )
    .bind(office)
    .first<{ isPrompted: 0 | 1; reminders: number; isSuspended: 0 | 1 }>()
  const [, , promptedOn = '', reminders = '0', restrictedOn = '', suspendedOn = '', users] = told ?? []
  expect([promptedOn !== '', Number(reminders), suspendedOn !== '']).toEqual([row!.isPrompted === 1, row!.reminders, row!.isSuspended === 1])
  expect(restrictedOn).toBe(days >= 21 ? addDays(start, 21) : '')
  expect(suspendedOn).toBe(days >= 22 ? addDays(start, 22) : '')
  expect(users).toBe(told ? '2' : undefined)
}) // prettier-ignore

describe('III.H.3 the page', () => {
  it('III.H.3 names the offices with who is told, and sums them up; looking changes nothing', async () => {
    const { name } = await anOfficeDueIn(1)
    await anOffice('Nobody there', { verifyDueOn: today() })
    const managed = await anOffice('Managed', { verifyDueOn: today() })
    await env.DB.prepare("UPDATE office SET manager_name = 'Mona Manager', manager_email = 'mona@office.example' WHERE id = ?").bind(managed).run()
    const browser = await freshlyIn(await anEa())
    const html = await (await browser.get(`${PAGE}?on=${addDays(today(), 18)}`)).text()
    for (const words of [name, 'Terry Tester', '>Nobody<', 'Mona Manager, office manager']) expect(html).toContain(words)
    // Two are suspended by then: the one that nobody receives counts as prompted a week later.
    expect([html.includes('<dd>2 offices</dd>'), html.includes('Offices 1 to 3 of 3')]).toEqual([true, true])
    expect(await rowsOf('SELECT 1 AS one FROM verification v JOIN office o ON o.id = v.office_id WHERE o.access_on IS NOT NULL')).toHaveLength(0)
  }) // prettier-ignore

  it('III.H.3 a day that is past or none is said so, what was typed stays', async () => {
    const browser = await freshlyIn(await anEa())
    for (const [on, sentence] of [[addDays(today(), -1), 'The day is today or later'], ['soon', 'Write the day as']]) {
      const answer = await browser.get(`${PAGE}?on=${on}`)
      const html = await answer.text()
      expect([answer.status, html.includes(sentence!), html.includes(`value="${on}"`)]).toEqual([422, true, true])
    }
    expect(await (await browser.get(`${PAGE}?on=${today()}`)).text()).toContain('Nothing falls due')
  }) // prettier-ignore

  it('III.H.3 is 25 a page', async () => {
    for (let nth = 0; nth < 27; nth += 1) await anOffice(`Office number ${nth}.`, { verifyDueOn: today() })
    const browser = await freshlyIn(await anEa())
    const first = await (await browser.get(`${PAGE}?on=${today()}`)).text()
    const next = /href="([^"]*)" rel="next"/.exec(first)?.[1]
    const second = await (await browser.get(next!)).text()
    expect([second.includes('Offices 26 to 27 of 27'), second.includes('rel="next"')]).toEqual([true, false])
  })

  it('II.C only who sees verifications sees it', async () => {
    for (const department of ['privacy', 'information-security'] as const) {
      const browser = await freshlyIn(await anEa({ department }))
      expect((await browser.get(PAGE)).status).toBe(403)
    }
  })
})

describe('II.D the export', () => {
  it('II.D asks what it is for, and the log keeps that', async () => {
    await anOfficeDueIn(0)
    const person = await anEa()
    const browser = await freshlyIn(person)
    const answer = await browser.post(`${PAGE}/export`, { on: today(), purpose: '' }, PAGE)
    expect([answer.status, (await answer.text()).includes('Choose what the list is for.')]).toEqual([422, true])
    expect((await browser.post(`${PAGE}/export`, { on: 'soon', purpose: 'calls' }, PAGE)).status).toBe(422)
    const event = "SELECT detail AS detail FROM audit WHERE event = 'enforcement.exported' AND account_id = ?"
    expect(await rowsOf(event, person.account)).toEqual([])
    await browser.post(`${PAGE}/export`, { on: today(), purpose: 'report' }, PAGE)
    expect(await rowsOf(event, person.account)).toEqual([
      { detail: JSON.stringify({ by: today(), purpose: 'report' }) },
    ])
  })

  it('III.F.1 wants a second factor of just now', async () => {
    const browser = await signedIn(await anEa())
    const answer = await browser.post(`${PAGE}/export`, { on: today(), purpose: 'calls' }, PAGE)
    expect(answer.headers.get('Location')).toMatch(/^\/confirm/)
  })

  it('T25 a name that a spreadsheet would run is text', async () => {
    await anOffice(`=HYPERLINK("https://evil.example")`, { verifyDueOn: today() })
    expect([...(await exported(today())).keys()]).toEqual([`"'=HYPERLINK(""https://evil.example"")"`])
  })

  it('T25 what offices are called is escaped on the pages', async () => {
    const { office } = await anOfficeDueIn(0, CANARY)
    await env.DB.prepare('UPDATE office SET manager_name = ?1, manager_title = ?1, manager_email = ?1 WHERE id = ?2').bind(CANARY, office).run()
    await run()
    const id = await env.DB.prepare('SELECT public_id AS id FROM verification WHERE office_id = ?').bind(office).first<string>('id')
    const browser = await freshlyIn(await anEa())
    for (const path of [PAGE, '/staff/verifications', `/staff/verifications/${id}`]) {
      const html = await (await browser.get(path)).text()
      expect([path, html.includes(CANARY), html.includes('&lt;')]).toEqual([path, false, true])
    }
  }) // prettier-ignore
})
