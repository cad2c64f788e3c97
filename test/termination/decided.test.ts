/** Who reads a report of late revocation, takes a copy of it, and decides it, once (III.M.3). */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { addDays } from '../../src/policy/calendar.ts'
import { mailTo } from '../support/browser.ts'
import { aLateLeaver, reachedBy } from '../support/leavers.ts'
import { aPerson, today } from '../support/people.ts'
import { anEa, freshlyIn, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()

let ea: Awaited<ReturnType<typeof anEa>>
beforeEach(async () => {
  ea = await anEa()
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
