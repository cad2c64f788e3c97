/** Provider relations verifies for an office (III.H.4), and e-business gives it its access back (III.H.5). */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { addDays, type Day } from '../../src/policy/calendar.ts'
import { verifyOffices } from '../../src/verification/job.ts'
import { reinstateOffice } from '../../src/verification/reinstate-office.ts'
import type { Browser } from '../support/browser.ts'
import { letters, mailTo } from '../support/browser.ts'
import { counting } from '../support/counting.ts'
import { meansOf } from '../support/means.ts'
import { anOffice, today } from '../support/people.ts'
import { aMemberOf, anEa, freshlyIn, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
beforeEach(async () => {
  await env.DB.prepare('UPDATE office SET verify_act_on = NULL, verify_due_on = NULL, access_on = NULL').run()
  await env.DB.prepare("UPDATE outbox SET dead_at = 1, dead_reason = 'refused' WHERE sent_at IS NULL").run()
})

const LIST = '/staff/verifications'
const run = () => verifyOffices(meansOf())
const relations = () => anEa({ department: 'provider-relations' })
const publicId = async (table: 'office' | 'verification', where: string, row: number) =>
  (await env.DB.prepare(`SELECT public_id AS id FROM ${table} WHERE ${where} = ?`).bind(row).first<string>('id'))!

/** An office whose verification fell due so many days ago; the run of today has done what is due, unless it never runs. */
async function anOfficeDue(daysAgo: number, { runs = true } = {}) {
  const dueOn = addDays(today(), -daysAgo)
  const office = await anOffice('Coral Bay Clinic', {
    accessOn: addDays(dueOn, -45),
    verifyDueOn: dueOn,
    promptReceivedOn: dueOn,
  })
  const loa = await aMemberOf(office, { isLoa: true })
  const [clerk, gone, unheard] = [await aMemberOf(office), await aMemberOf(office), await aMemberOf(office)]
  // Long before the prompt.
  await env.DB.prepare('UPDATE membership SET admitted_at = 1 WHERE office_id = ?').bind(office).run()
  if (runs) await run()
  const id = runs ? await publicId('verification', 'office_id', office) : ''
  return { office, officeId: await publicId('office', 'id', office), loa, clerk, gone, unheard, id, dueOn }
}

const talk = (more: Record<string, string> = {}) => ({
  person: 'Mona Manager',
  on: today(),
  notes: 'Went through all.',
  rest: 'on',
  ...more,
})
const officeRow = (office: number) =>
  env.DB.prepare('SELECT suspended_at IS NOT NULL AS isSuspended, verify_due_on AS dueOn, prompt_received_on AS receivedOn, verify_act_on AS actOn FROM office WHERE id = ?')
    .bind(office).first<{ isSuspended: 0 | 1; dueOn: Day; receivedOn: Day | null; actOn: Day | null }>() // prettier-ignore
const verificationRow = (id: string) =>
  env.DB.prepare(
    `SELECT completed_on AS completedOn, spoke_with AS spokeWith, spoke_on AS spokeOn, notes AS notes, by_only_loa AS byOnlyLoa,
       reinstated_because AS because FROM verification WHERE public_id = ?`,
  )
    .bind(id)
    .first()
const membershipRow = (row: number) =>
  env.DB.prepare('SELECT suspended_for AS suspendedFor, ended_on AS endedOn FROM membership WHERE id = ?')
    .bind(row)
    .first()
const home = async (person: { guard: string }) => {
  try {
    return (await (await signedIn(person)).get('/home')).status
  } catch (refusal) {
    return (refusal as Error).message
  }
}

/** Says on the telephone that these stay and those left, and completes it. */
async function completed(browser: Browser, of: Awaited<ReturnType<typeof anOfficeDue>>): Promise<Response> {
  const { id, loa, clerk, gone } = of
  await browser.post(`${LIST}/${id}/cards`, {
    [`decision-${loa.membership.id}`]: 'kept',
    [`decision-${clerk.membership.id}`]: 'kept',
    [`decision-${gone.membership.id}`]: 'left',
    [`last-${gone.membership.id}`]: today(),
  })
  return browser.post(`${LIST}/${id}/completion`, talk())
}

describe('III.H.4 by provider relations', () => {
  it('III.H.4 whoever is called is a touch away, and the last day says itself when it is asked for', async () => {
    const due = await anOfficeDue(17)
    await env.DB.prepare("UPDATE office SET telephone = '+15555550142' WHERE id = ?").bind(due.office).run()
    const html = await (await (await freshlyIn(await relations())).get(`${LIST}/${due.id}`)).text()
    expect(html).toContain('<a href="tel:+15555550142">(555) 555-0142</a>')
    expect(html).toMatch(/<a href="\/staff\/offices\/\w+">The office’s page<\/a>/)
    expect(html).toMatch(/Last day of employment, if they left<\/label>/)
    expect(html).toMatch(/<input(?![^>]*required)[^>]*name="last-/)
  })

  it('III.H.4 a suspended office’s users are decided one by one; e-business is told, and the office stays closed', async () => {
    const eb = await anEa()
    const due = await anOfficeDue(17)
    expect(await officeRow(due.office)).toMatchObject({ isSuspended: 1 })
    const browser = await freshlyIn(await relations())
    const answer = await completed(browser, due)
    expect(answer.headers.get('Location')).toBe(`${LIST}/${due.id}?done=waits`)
    expect(await verificationRow(due.id)).toEqual({
      completedOn: today(), spokeWith: 'Mona Manager', spokeOn: today(), notes: 'Went through all.', byOnlyLoa: 0, because: null,
    })
    expect(await officeRow(due.office)).toMatchObject({ isSuspended: 1, dueOn: due.dueOn })
    expect(await membershipRow(due.unheard.membership.row)).toMatchObject({ suspendedFor: 'unverified' })
    expect(await membershipRow(due.gone.membership.row)).toMatchObject({ endedOn: today() })
    expect(await membershipRow(due.clerk.membership.row)).toEqual({ suspendedFor: null, endedOn: null })
    await mailTo(eb.email)
    expect(letters.filter(({ to, subject }) => to === eb.email && /waits for its access/.test(subject))).toHaveLength(1)
    expect(await home(due.clerk)).toContain('office-suspended')
    const page = await (await browser.get(`${LIST}/${due.id}?done=waits`)).text()
    expect([page.includes('waiting for E-Business'), page.includes('Give the office its access back')]).toEqual([true, false])
    const events = await rowsOf("SELECT event AS event, clause AS clause FROM audit WHERE office_id = ? AND event IN ('verification.completed', 'verification.decided') ORDER BY seq", due.office)
    expect(events).toEqual([...Array.from({ length: 3 }, () => ({ event: 'verification.decided', clause: 'III.H.4' })), { event: 'verification.completed', clause: 'III.H.4' }])
  }) // prettier-ignore

  it('III.H.4 of an office that isn’t suspended yet goes on to the next 45th day', async () => {
    const due = await anOfficeDue(10)
    const browser = await freshlyIn(await relations())
    expect((await completed(browser, due)).headers.get('Location')).toBe(`${LIST}/${due.id}?done=completed`)
    expect(await officeRow(due.office)).toEqual({ isSuspended: 0, dueOn: addDays(due.dueOn, 45), receivedOn: null, actOn: addDays(due.dueOn, 45) })
    expect(await home(due.clerk)).toBe(200)
    expect(await home(due.unheard)).toContain('membership-suspended')
  }) // prettier-ignore

  it('T14 III.H.4 for an office whose suspension nobody has written down: it is, and stays', async () => {
    const due = await anOfficeDue(17, { runs: false })
    expect(await home(due.clerk)).toContain('office-suspended')
    const browser = await freshlyIn(await relations())
    const list = await (await browser.get(LIST)).text()
    expect([list.includes('Coral Bay Clinic'), list.includes('Open now')]).toEqual([true, true])
    const opened = await browser.post(`${LIST}/openings`, { office: due.officeId }, LIST)
    const id = await publicId('verification', 'office_id', due.office)
    expect(opened.headers.get('Location')).toBe(`${LIST}/${id}?done=opened`)
    await completed(browser, { ...due, id })
    expect(await officeRow(due.office)).toMatchObject({ isSuspended: 1 })
    expect(await home(due.clerk)).toContain('office-suspended')
    const eb = await freshlyIn(await anEa())
    await eb.post(`${LIST}/${id}/reinstatement`, { reason: 'Verified by telephone.' }, `${LIST}/${id}`)
    expect([await home(due.clerk), await home(due.unheard)]).toEqual([200, 'nobody signs in: membership-suspended'])
  })

  it('III.H.4 nothing is chosen beforehand; what was typed stays, each mistake has its sentence', async () => {
    const due = await anOfficeDue(10)
    const browser = await freshlyIn(await relations())
    const page = `${LIST}/${due.id}`
    expect(await (await browser.get(page)).text()).not.toContain('checked')
    const mistakes: [Record<string, string>, string][] = [
      [{}, 'Choose something for at least one of them.'],
      [{ [`decision-${due.gone.membership.id}`]: 'left' }, 'Write the last day'],
      [
        { [`decision-${due.gone.membership.id}`]: 'left', [`last-${due.gone.membership.id}`]: 'soon' },
        'This is no date',
      ],
      [
        { [`decision-${due.clerk.membership.id}`]: 'kept', [`last-${due.clerk.membership.id}`]: today() },
        'Leave the day empty',
      ],
      [{ [`last-${due.clerk.membership.id}`]: today() }, 'Choose what the day is of.'],
    ]
    for (const [fields, sentence] of mistakes) {
      const answer = await browser.post(`${page}/cards`, fields, page)
      expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
    }
    for (const [fields, sentence] of [
      [talk({ person: '' }), 'Type whom you spoke to.'],
      [talk({ on: addDays(today(), 1) }), 'The talk was today or before.'],
      [talk({ on: '' }), 'Write the day as'],
      [talk({ notes: '' }), 'Write what was said.'],
      [talk({ rest: '' }), 'decide about them first'],
    ] as const) {
      const answer = await browser.post(`${page}/completion`, fields, page)
      expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
    }
    expect(
      await rowsOf(
        'SELECT 1 AS one FROM verification_card c JOIN verification v ON v.id = c.verification_id WHERE v.public_id = ?',
        due.id,
      ),
    ).toHaveLength(0)
    expect(await verificationRow(due.id)).toMatchObject({ completedOn: null })
  })

  it('III.H.4 whoever was admitted after the prompt is not asked about, and keeps their access', async () => {
    const due = await anOfficeDue(10)
    const fresh = await aMemberOf(due.office, { email: 'fresh@office.example' })
    const browser = await freshlyIn(await relations())
    expect(await (await browser.get(`${LIST}/${due.id}`)).text()).not.toContain('fresh@office.example')
    await completed(browser, due)
    expect(await membershipRow(fresh.membership.row)).toEqual({ suspendedFor: null, endedOn: null })
  })

  it('III.H.4 is provider relations’ alone, once, and with a second factor of just now', async () => {
    const due = await anOfficeDue(17)
    const page = `${LIST}/${due.id}`
    for (const department of ['e-business', 'information-services'] as const) {
      const other = await freshlyIn(await anEa({ department }))
      expect((await other.post(`${page}/completion`, talk(), page)).status).toBe(403)
      expect((await other.post(`${page}/cards`, {}, page)).status).toBe(403)
    }
    for (const department of ['privacy', 'information-security'] as const)
      expect((await (await freshlyIn(await anEa({ department }))).get(page)).status).toBe(403)
    const person = await relations()
    const stale = await (await signedIn(person)).post(`${page}/completion`, talk(), page)
    expect(stale.headers.get('Location')).toMatch(/^\/confirm/)
    const browser = await freshlyIn(person)
    await completed(browser, due)
    expect((await browser.post(`${page}/completion`, talk(), page)).status).toBe(409)
    expect(
      (await browser.post(`${page}/cards`, { [`decision-${due.unheard.membership.id}`]: 'kept' }, page)).status,
    ).toBe(409)
  })
})

describe('III.H.5 by e-business', () => {
  it('III.H.5 the office and its verified users are back, the others stay out; the next one falls due on the 45th day', async () => {
    const due = await anOfficeDue(20)
    await completed(await freshlyIn(await relations()), due)
    later(3 * DAY)
    const eb = await freshlyIn(await anEa())
    const page = `${LIST}/${due.id}`
    expect(await (await eb.get(page)).text()).toContain('Give the office its access back')
    expect((await eb.post(`${page}/reinstatement`, { reason: ' ' }, page)).status).toBe(422)
    const answer = await eb.post(`${page}/reinstatement`, { reason: 'Verified by telephone.' }, page)
    expect(answer.headers.get('Location')).toBe(`${page}?done=reinstated`)
    expect(await officeRow(due.office)).toEqual({ isSuspended: 0, dueOn: addDays(due.dueOn, 45), receivedOn: null, actOn: addDays(due.dueOn, 45) })
    expect([await home(due.clerk), await home(due.loa)]).toEqual([200, 200])
    expect([await home(due.unheard), await home(due.gone)]).toEqual(['nobody signs in: membership-suspended', 'nobody signs in: membership-ended'])
    expect(await verificationRow(due.id)).toMatchObject({ because: 'Verified by telephone.' })
    await mailTo(due.loa.email)
    expect(letters.filter(({ to, subject }) => to === due.loa.email && /access to the .* portal again/.test(subject))).toHaveLength(1)
    expect(await rowsOf("SELECT clause AS clause, record AS record FROM audit WHERE event = 'office.reinstated' AND office_id = ?", due.office)).toEqual([{ clause: 'III.H.5', record: due.id }])
    expect((await eb.post(`${page}/reinstatement`, { reason: 'Again.' }, page)).status).toBe(409)
  }) // prettier-ignore

  it('III.H.5 nobody else gives it back, and not before the users were verified', async () => {
    const due = await anOfficeDue(17)
    const page = `${LIST}/${due.id}`
    const eb = await freshlyIn(await anEa())
    expect((await eb.post(`${page}/reinstatement`, { reason: 'Please.' }, page)).status).toBe(409)
    const pr = await freshlyIn(await relations())
    await completed(pr, due)
    expect((await pr.post(`${page}/reinstatement`, { reason: 'Please.' }, page)).status).toBe(403)
    expect(
      (await (await signedIn(await anEa())).post(`${page}/reinstatement`, { reason: 'Please.' }, page)).status,
    ).toBe(303)
    await env.DB.prepare('UPDATE office SET terminated_on = ? WHERE id = ?').bind(today(), due.office).run()
    expect((await eb.post(`${page}/reinstatement`, { reason: 'Please.' }, page)).status).toBe(409)
    expect(await officeRow(due.office)).toMatchObject({ isSuspended: 1 })
  })

  it('III.H.5 who stayed out before and was vouched for this time is back too', async () => {
    const due = await anOfficeDue(17)
    await env.DB.prepare("UPDATE membership SET suspended_at = 1, suspended_for = 'unverified' WHERE id = ?").bind(due.clerk.membership.row).run()
    await completed(await freshlyIn(await relations()), due)
    const page = `${LIST}/${due.id}`
    await (await freshlyIn(await anEa())).post(`${page}/reinstatement`, { reason: 'Verified.' }, page)
    expect(await home(due.clerk)).toBe(200)
  }) // prettier-ignore
})

it('III.H.5 whichever call fails, the office is closed as before or open with all that belongs to it', async () => {
  const { account } = await anEa()
  for (let failing = 1; failing < 9; failing += 1) {
    const due = await anOfficeDue(17)
    await completed(await freshlyIn(await relations()), due)
    const row = await env.DB.prepare('SELECT id AS row, public_id AS id, office_id AS office, due_on AS dueOn FROM verification WHERE public_id = ?').bind(due.id)
      .first<{ row: number; id: string; office: number; dueOn: Day }>()
    const trouble = counting()
    trouble.failOn = (n) => n === failing
    const means = { env: trouble.bindings, config: readConfig(env), today: today() }
    const verification = { ...row!, accessOn: addDays(due.dueOn, -45) }
    await reinstateOffice(means, verification, { at: instant().getTime(), by: account, reason: 'Verified.' }).catch(() => null)
    const { isSuspended, dueOn } = (await officeRow(due.office))!
    const events = await rowsOf("SELECT 1 AS one FROM audit WHERE event = 'office.reinstated' AND office_id = ?", due.office)
    expect([isSuspended, dueOn, events.length]).toEqual(isSuspended === 1 ? [1, due.dueOn, 0] : [0, addDays(due.dueOn, 45), 1])
    expect(isSuspended === 0).toBe(trouble.d1 < failing)
    if (trouble.d1 < failing) return
  }
  throw new Error('more calls than expected')
}) // prettier-ignore
