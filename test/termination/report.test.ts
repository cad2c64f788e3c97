/** A report of late revocation, made from the audit log: exact against what the person did (III.M.3). */
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { instant } from '../../src/clock.ts'
import { addDays, dayOf, startOfDay } from '../../src/policy/calendar.ts'
import { aLateLeaver, aUserSince, reachedBy, revocationsOf } from '../support/leavers.ts'
import { anOffice, today } from '../support/people.ts'
import { aMemberOf, anEa, anOfficeWithLoa, freshlyIn } from '../support/requests.ts'
import { sessionOf, signedIn } from '../support/session.ts'
import { aClaim, aMember, aRestrictedList } from '../support/tagged-records.ts'
import { DAY, HOUR, later, SECOND, stopTheClock } from '../support/time.ts'

stopTheClock()
beforeAll(() => aRestrictedList())

let ea: Awaited<ReturnType<typeof anEa>>
beforeEach(async () => {
  ea = await anEa()
})

describe('III.M.3 what was reached between the two dates', () => {
  it('III.M.3, III.K.2.d.vi is every page, record and member that was shown through that office, and nothing else', async () => {
    const { office, user, end } = await aLateLeaver()
    const elsewhere = await anOffice('Other Office')
    const [one, two, hidden, looked, foreign, early] = [await aMember(), await aMember(), await aMember(), await aMember(), await aMember(), await aMember()]
    const first = await aClaim({ office, member: one.row })
    const second = await aClaim({ office, member: two.row })
    const restricted = await aClaim({ office, member: hidden.row, shown: false })
    const others = await aClaim({ office: elsewhere, member: foreign.row })
    await env.DB.prepare("INSERT INTO membership (public_id, account_id, office_id, created_at) VALUES ('mbs_x', ?, ?, 0)").bind(user.account, elsewhere).run()
    await env.DB.prepare("INSERT INTO role_grant (membership_id, role, granted_at) SELECT id, 'claims', 0 FROM membership WHERE public_id = 'mbs_x'").run()
    const changedOn = addDays(today(), 2)
    const midnight = startOfDay(changedOn, 'America/Los_Angeles').getTime()
    // One second before the day the job ended: not asked.
    later(midnight - SECOND - instant().getTime())
    const before = await signedIn(user)
    expect((await before.get(`/members/${early.id}`)).status).toBe(200)
    // The home page would name whom they opened last, and then it would be shown later, too.
    await env.DB.prepare('DELETE FROM recent_member').run()
    later(SECOND)
    expect(dayOf(instant(), 'America/Los_Angeles')).toBe(changedOn)
    // From its first second on.
    expect((await before.get(`/claims/${first.id}`)).status).toBe(200)
    later(5 * DAY)
    const theirs = await signedIn(user)
    for (const [path, status] of [
      ['/home', 200], ['/claims', 200], ['/claims', 200], [`/claims/${first.id}`, 200], [`/claims/${first.id}/print?purpose=payment`, 200],
      [`/claims/${restricted.id}`, 404], [`/claims/${others.id}`, 404], [`/members/${looked.id}`, 200],
    ] as const) expect([path, (await theirs.get(path)).status]).toEqual([path, status])
    // A page that was withheld: the role was gone for a moment.
    await env.DB.prepare("DELETE FROM role_grant WHERE membership_id = ? AND role = 'claims'").bind(user.membership.row).run()
    expect((await theirs.get(`/claims/${second.id}`)).status).toBe(403)
    expect((await theirs.get('/claims')).status).toBe(403)
    await env.DB.prepare("INSERT INTO role_grant (membership_id, role, granted_at) VALUES (?, 'claims', 0)").bind(user.membership.row).run()
    // Through another office.
    await env.DB.prepare("UPDATE session SET membership_id = (SELECT id FROM membership WHERE public_id = 'mbs_x') WHERE public_id = ?").bind(sessionOf(theirs)).run()
    expect((await theirs.get(`/claims/${others.id}`)).status).toBe(200)
    // Somebody else of the office.
    const colleague = await signedIn(await aMemberOf(office, { roles: ['claims'] }))
    expect((await colleague.get(`/claims/${second.id}`)).status).toBe(200)
    later(9 * DAY)
    const path = await end(changedOn)
    // And after the end, through the other office, which stays.
    expect((await (await signedIn(user)).get('/claims')).status).toBe(200)
    later(HOUR)
    const browser = await freshlyIn(ea)
    const { rows, head } = await reachedBy(browser, path)
    expect(rows).toEqual([
      ['Area', '/claims/:id', 'claim viewed', '', '2'],
      ['Area', '/home', 'page viewed', '', '1'],
      ['Area', '/claims', 'claim listed', '', '2'],
      ['Area', '/claims/:id/print', 'claim printed', '', '1'],
      ['Area', '/members/:id', 'member viewed', '', '1'],
      ['Also recorded', '', 'session opened', '', '1'],
      ['Record', first.id, '/claims/:id', one.id, '3'],
      ['Record', looked.id, '/members/:id', looked.id, '1'],
      ['Member', '', '', one.id, '5'],
      ['Member', '', '', two.id, '2'],
      ['Member', '', '', looked.id, '1'],
    ])
    expect(head.join('\n')).toMatch(/Purpose,Payment[^]*Business days between,\d+/)
    const html = await (await browser.get(path)).text()
    expect(html).toContain('7 pages shown, 2 records opened, information of 3 members')
    for (const id of [first.id, one.id, two.id, looked.id]) expect(html).toContain(id)
    for (const id of [second.id, restricted.id, others.id, hidden.id, foreign.id, early.id]) expect(html).not.toContain(id)
    for (const name of ['Member, Test', one.number, first.number]) expect(html).not.toContain(name)
  }) // prettier-ignore

  it('III.M.3 nothing, where nothing was reached', async () => {
    const { end } = await aLateLeaver()
    const path = await end(addDays(today(), -20))
    expect(await (await (await signedIn(ea)).get(path)).text()).toContain('Nothing was reached')
  })

  it('III.M.3 of roles that were taken away, up to that moment; what is seen afterwards is not in it', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const user = await aUserSince(office, addDays(today(), -90), { roles: ['claims', 'eligibility'] })
    const [seen, unseen] = [await aMember(), await aMember()]
    const theirs = await signedIn(user)
    await theirs.get(`/members/${seen.id}`)
    const changedOn = today()
    later(20 * DAY)
    const browser = await freshlyIn(loa)
    const path = `/office/users/${user.membership.id}`
    const fields = { 'role-eligibility': 'on', attests: 'on', last: '0', changedOn, knows: changedOn }
    expect((await browser.post(`${path}/roles`, fields, path)).status).toBe(303)
    const again = await signedIn(user)
    expect((await again.get(`/members/${unseen.id}`)).status).toBe(200)
    const [{ id } = { id: '' }] = await revocationsOf(user.membership.row)
    const { rows } = await reachedBy(await freshlyIn(ea), `/staff/late-revocations/${id}`)
    expect(rows.filter(([part]) => part === 'Member')).toEqual([['Member', '', '', seen.id, '1']])
  })

  it('III.M.3 many records and members stand on pages of 25, each of them once', async () => {
    const { office, user, end } = await aLateLeaver()
    const claims = []
    for (let n = 0; n < 27; n += 1) claims.push(await aClaim({ office, member: (await aMember()).row }))
    const changedOn = today()
    later(SECOND)
    const theirs = await signedIn(user)
    for (const { id } of claims) await theirs.get(`/claims/${id}`)
    later(20 * DAY)
    const path = await end(changedOn)
    const browser = await signedIn(ea)
    for (const [kind, pattern] of [['records', /clm_[0-9a-z]{24}/g], ['members', /mem_[0-9a-z]{24}/g]] as const) {
      const found: string[] = []
      for (let next: string | undefined = `${path}/${kind}`; next;) {
        const html: string = await (await browser.get(next)).text()
        const rows = new Set([...html.matchAll(pattern)].map(([id]) => id))
        expect(rows.size).toBeLessThanOrEqual(25)
        found.push(...rows)
        next = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
      }
      expect([kind, found.length, new Set(found).size]).toEqual([kind, 27, 27])
    }
    const html = await (await browser.get(path)).text()
    expect(html).toContain('More records')
    expect(html).toContain('More members')
  }) // prettier-ignore

  it('III.M.3 costs by the person’s own rows, however long the log is', async () => {
    const { office, end } = await aLateLeaver()
    await env.DB.prepare(
      `INSERT INTO audit (at, event, account_id, office_id, page, record, members)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
       SELECT ?, 'claim.viewed', 900000 + i % 50, ?, '/claims/:id', 'clm_' || i, '[1,2,3]' FROM n`,
    ).bind(instant().getTime() - DAY, office).run()
    // After them, so that the report's span has them all.
    const path = await end(addDays(today(), -20))
    const spy: number[] = []
    const counting = {
      prepare: (text: string) => env.DB.prepare(text),
      batch: async (statements: D1PreparedStatement[]) => {
        const results = await env.DB.batch(statements)
        spy.push(...results.map(({ meta }) => meta.rows_read))
        return results
      },
    }
    const browser = await signedIn(ea)
    browser.bindings = { ...env, DB: counting as unknown as D1Database }
    expect((await browser.get(path)).status).toBe(200)
    expect((await browser.get('/staff/late-revocations')).status).toBe(200)
    expect(Math.max(...spy)).toBeLessThan(300)
  }) // prettier-ignore
})
