/** A report of late revocation, made from the audit log: exact against what the person did, and decided once (III.M.3). */
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addDays, type Day, startOfDay } from '../../src/policy/calendar.ts'
import { dayOf } from '../../src/policy/calendar.ts'
import { instant } from '../../src/clock.ts'
import type { Browser } from '../support/browser.ts'
import { mailTo } from '../support/browser.ts'
import { aUserSince, revocationsOf } from '../support/leavers.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { aMemberOf, anEa, anOfficeWithLoa, freshlyIn, rowsOf } from '../support/requests.ts'
import { sessionOf, signedIn } from '../support/session.ts'
import { aClaim, aMember, aRestrictedList } from '../support/tagged-records.ts'
import { DAY, HOUR, later, SECOND, stopTheClock } from '../support/time.ts'

stopTheClock()
beforeAll(() => aRestrictedList())

let ea: Awaited<ReturnType<typeof anEa>>
beforeEach(async () => {
  ea = await anEa()
})

/** Somebody of an office, the LOA who ends it, and a way to be late. */
async function aLateLeaver() {
  const { office, loa } = await anOfficeWithLoa()
  const user = await aUserSince(office, addDays(today(), -90), { roles: ['claims', 'eligibility'] })
  const end = async (changedOn: Day) => {
    const browser = await signedIn(loa)
    const path = `/office/users/${user.membership.id}/ending`
    const answer = await browser.post(path, { changedOn, knows: changedOn, reason: 'Left.' }, path)
    expect(answer.headers.get('Location')).toBe('/office/users?done=ended-reported')
    return `/staff/late-revocations/${(await revocationsOf(user.membership.row)).at(-1)!.id}`
  }
  return { office, loa, user, end }
}

/** Rows of the export from the table of what was reached on: part, what, how, member, times. */
async function reachedBy(browser: Browser, path: string) {
  const answer = await browser.get(`${path}/export?purpose=payment`)
  const text = await answer.text()
  const lines = text.trim().split('\r\n')
  return {
    answer,
    head: lines.slice(
      0,
      lines.findIndex((line) => line.startsWith('Part')),
    ),
    rows: lines
      .slice(lines.findIndex((line) => line.startsWith('Part')) + 1)
      .map((line) => line.split(',').slice(0, 5)),
  }
}

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
    const path = await end(addDays(today(), -20))
    await env.DB.prepare(
      `INSERT INTO audit (at, event, account_id, office_id, page, record, members)
       WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
       SELECT ?, 'claim.viewed', 900000 + i % 50, ?, '/claims/:id', 'clm_' || i, '[1,2,3]' FROM n`,
    ).bind(instant().getTime() - DAY, office).run()
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

describe('III.M.3 who reads and decides it', () => {
  it('III.M.3 e-business reads it, looking is a row; other departments, LOAs and users don’t', async () => {
    const { end, loa } = await aLateLeaver()
    const path = await end(addDays(today(), -20))
    for (const department of ['information-services', 'provider-relations', 'information-security'] as const) {
      const browser = await freshlyIn(await anEa({ department }))
      for (const page of ['/staff/late-revocations', path, `${path}/records`, `${path}/members`, `${path}/print?purpose=payment`, `${path}/export?purpose=payment`]) {
        expect([department, page, (await browser.get(page)).status]).toEqual([department, page, 403])
      }
      expect((await browser.post(`${path}/decision`, { decision: 'no-breach', reason: 'x' }, '/home')).status).toBe(403)
    }
    expect((await (await signedIn(loa)).get(path)).status).toBe(403)
    const browser = await freshlyIn(ea)
    for (const page of [path, `${path}/print?purpose=payment`, `${path}/export?purpose=health-care-operations`]) await browser.get(page)
    expect(
      await rowsOf('SELECT event AS event, detail AS detail FROM audit WHERE account_id = ? AND record = ? ORDER BY seq', ea.account, path.split('/').at(-1)),
    ).toEqual([
      { event: 'page.viewed', detail: null },
      { event: 'revocation.printed', detail: '{"purpose":"payment"}' },
      { event: 'revocation.exported', detail: '{"purpose":"health-care-operations"}' },
    ])
  }) // prettier-ignore

  it('II.D without a purpose there is no copy; an export wants a second factor of just now', async () => {
    const { end } = await aLateLeaver()
    const path = await end(addDays(today(), -20))
    const browser = await freshlyIn(ea)
    for (const what of ['print', 'export']) {
      for (const query of ['', '?purpose=', '?purpose=curiosity']) {
        expect((await browser.get(`${path}/${what}${query}`)).headers.get('Location')).toBe(`${path}?purpose=`)
      }
    }
    expect(await (await browser.get(`${path}?purpose=`)).text()).toContain('Choose the purpose')
    const { answer } = await reachedBy(browser, path)
    expect(answer.headers.get('Content-Type')).toContain('text/csv')
    expect(answer.headers.get('Content-Disposition')).toMatch(/^attachment; filename="late-revocation-rvk_\w+\.csv"$/)
    const stale = await (await signedIn(ea)).get(`${path}/export?purpose=payment`)
    expect(stale.headers.get('Location')).toMatch(/^\/confirm\?/)
  })

  it('T25 III.M.3 names that are formulas or tags do nothing in the file or on the page', async () => {
    const { user, end } = await aLateLeaver()
    await env.DB.prepare("UPDATE account SET first_name = '=cmd()', last_name = '<script>canary()' WHERE id = ?").bind(user.account).run()
    const path = await end(addDays(today(), -20))
    const browser = await freshlyIn(ea)
    expect((await reachedBy(browser, path)).head.find((line) => line.startsWith('User'))).toMatch(/^User,"?'=cmd\(\)/)
    for (const page of [path, '/staff/late-revocations', `${path}/print?purpose=payment`]) {
      expect(await (await browser.get(page)).text()).not.toContain('<script>canary')
    }
  }) // prettier-ignore

  it('III.M.3 no breach: kept with its reason, once; the privacy office never sees it', async () => {
    const { end } = await aLateLeaver()
    const path = await end(addDays(today(), -20))
    const privacy = await aPerson({ email: `privacy${ea.account}@plan.example`, department: 'privacy' })
    const browser = await signedIn(ea)
    for (const [fields, sentence] of [
      [{ decision: 'maybe', reason: 'x' }, 'Choose what you found.'],
      [{ decision: 'no-breach', reason: ' ' }, 'Write why'],
      [{ decision: 'no-breach', reason: 'x'.repeat(2001) }, 'at most 2000'],
    ] as const) {
      const answer = await browser.post(`${path}/decision`, fields, path)
      expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
    }
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        browser.post(`${path}/decision`, { decision: 'no-breach', reason: `Only the home page, ${n}.` }, path)),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    const late = answers.filter(({ status }) => status === 409)
    expect(late).toHaveLength(19)
    expect(await late[0]!.text()).toContain('Somebody else decided this meanwhile')
    expect(await rowsOf("SELECT account_id AS by, clause AS clause, detail AS detail FROM audit WHERE event = 'revocation.decided' AND account_id = ?", ea.account)).toEqual([
      { by: ea.account, clause: 'III.M.3', detail: '{"to":"no-breach"}' },
    ])
    const html = await (await browser.get(`${path}?done=decided`)).text()
    expect(html).toContain('No breach')
    expect(html).not.toContain('name="decision"')
    const theirs = await signedIn(privacy)
    expect((await theirs.get(path)).status).toBe(404)
    expect(await (await theirs.get('/staff/late-revocations')).text()).not.toContain(path)
    expect(await mailTo(privacy.email)).toBeUndefined()
  }) // prettier-ignore

  it('III.M.3 referred: the privacy office is told, sees it, and decides nothing', async () => {
    const { end } = await aLateLeaver()
    const path = await end(addDays(today(), -20))
    const privacy = await aPerson({ email: `officer${ea.account}@plan.example`, department: 'privacy' })
    const theirs = await signedIn(privacy)
    expect((await theirs.get(path)).status).toBe(404)
    const browser = await signedIn(ea)
    expect((await browser.post(`${path}/decision`, { decision: 'referred', reason: 'Claims were opened.' }, path)).status).toBe(303)
    expect((await mailTo(privacy.email))?.text).toContain(path)
    const html = await (await theirs.get(path)).text()
    expect([html.includes('Claims were opened.'), html.includes('name="decision"')]).toEqual([true, false])
    expect(await (await theirs.get('/staff/late-revocations')).text()).toContain(path)
    expect((await theirs.post(`${path}/decision`, { decision: 'no-breach', reason: 'x' }, '/home')).status).toBe(403)
  }) // prettier-ignore

  it('III.M.3 the list has those to decide first, the overdue before, and says which is which', async () => {
    const { end } = await aLateLeaver()
    const overdue = await end(addDays(today(), -20))
    const order = (html: string) => [...new Set([...html.matchAll(/late-revocations\/(rvk_\w+)/g)].map(([, id]) => id))]
    await env.DB.prepare("UPDATE revocation SET decided_at = 1, decided_by = ?, decision = 'no-breach', decision_reason = 'x' WHERE is_late = 1 AND decided_at IS NULL AND public_id <> ?")
      .bind(ea.account, overdue.split('/').at(-1)).run()
    later(12 * DAY)
    const waits = await (await aLateLeaver()).end(addDays(today(), -20))
    const later1 = await signedIn(ea)
    const html = await (await later1.get('/staff/late-revocations')).text()
    expect(order(html).slice(0, 2)).toEqual([overdue, waits].map((path) => path.split('/').at(-1)))
    expect(html).toContain('2 reports to decide, 1 overdue.')
    expect([html.includes('>Overdue<'), html.includes('>To decide<')]).toEqual([true, true])
  }) // prettier-ignore
})
