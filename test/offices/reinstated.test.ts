import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { reinstate } from '../../src/offices/reinstate.ts'
import { addDays } from '../../src/policy/calendar.ts'
import { Browser } from '../support/browser.ts'
import { aCoreOffice, reported } from '../support/core-offices.ts'
import { aPerson, today } from '../support/people.ts'
import { Registrant, stored as registrationOf } from '../support/registrant.ts'
import { aRequest, freshlyIn } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let ea: { account: number; guard: string }
let browser: Browser
beforeAll(async () => {
  ea = await aPerson({ email: 'ea@plan.example', department: 'provider-relations' })
})
beforeEach(async () => {
  browser = await signedIn(ea)
})

const stored = (id: string) =>
  env.DB.prepare('SELECT id, access_on AS accessOn, terminated_on AS terminatedOn FROM office WHERE public_id = ?')
    .bind(id)
    .first<{ id: number; accessOn: string | null; terminatedOn: string | null }>()

let people = 0
/** An office that the core system terminated, reported as active again, with one person of before. */
async function anOfficeOfBefore(membership: { endedOn?: string } = {}) {
  const of = await aCoreOffice({ accessOn: '2030-01-01', terminatedOn: '2039-03-03' })
  const { id: row } = (await stored(of.id))!
  const email = `before${(people += 1)}@clinic.example`
  const person = await aPerson({ email, offices: [row], isLoa: true })
  await env.DB.prepare('UPDATE membership SET ended_on = ? WHERE office_id = ?')
    .bind(membership.endedOn ?? null, row)
    .run()
  return { ...of, row, person, address: `/staff/offices/${of.id}` }
}
/** III.B.3.b: the office's manager confirmed that the applicant works there. */
const spokenAbout = (office: number, request: string) =>
  env.DB.prepare(
    `INSERT INTO office_contact (office_id, at, by_account, person, notes, access_request_id)
     VALUES (?, 1, ?, 'Mona Manager', '', (SELECT id FROM access_request WHERE public_id = ?))`,
  )
    .bind(office, ea.account, request)
    .run()
const endOf = (account: number) =>
  env.DB.prepare('SELECT ended_on AS "on" FROM membership WHERE account_id = ?').bind(account).first<{ on: string }>()

describe('III.N.1 an office that the core system reinstated', () => {
  it('III.N.1 says so, and stays closed until an Enterprise Administrator sets the new date', async () => {
    const of = await anOfficeOfBefore()
    expect(await (await browser.get(of.address)).text()).toContain(
      'Reinstated by the core system: set a new date of access',
    )
    expect((await new Browser('192.0.2.9').password(of.person.email)).status).toBe(422)
    const answer = await browser.post('/staff/offices', { words: '', selection: 'reinstated' })
    const listed = answer.headers.get('Location')
    expect(await (await browser.get(listed!)).text()).toContain(of.name)
  })

  it('III.N.1 the new date is set once; every membership of before ends, each with its row', async () => {
    const of = await anOfficeOfBefore()
    const answer = await browser.post(`${of.address}/reinstatement`, { on: today() }, of.address)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${of.address}?done=reinstated`])
    expect(await stored(of.id)).toEqual({ id: of.row, accessOn: today(), terminatedOn: null })
    expect(await endOf(of.person.account)).toEqual({ on: '2039-03-03' })
    const { results } = await env.DB.prepare("SELECT event, subject_id AS subject, account_id AS by, clause FROM audit WHERE office_id = ? AND clause = 'III.N.1'").bind(of.row).all() // prettier-ignore
    expect(results).toEqual([
      { event: 'membership.changed', subject: of.person.account, by: ea.account, clause: 'III.N.1' },
      { event: 'office.reinstated', subject: null, by: ea.account, clause: 'III.N.1' },
    ])
    // Nothing of before came back with it: the right password says why.
    const signIn = await new Browser('192.0.2.10').password(of.person.email)
    expect(signIn.status).toBe(422)
    expect(await (await browser.get(of.address)).text()).not.toContain('set a new date of access')
    expect((await browser.post(`${of.address}/reinstatement`, { on: today() }, of.address)).status).toBe(409)
  })

  it('III.N.1 what had ended before keeps its day', async () => {
    const of = await anOfficeOfBefore({ endedOn: '2038-01-01' })
    await browser.post(`${of.address}/reinstatement`, { on: today() }, of.address)
    expect(await endOf(of.person.account)).toEqual({ on: '2038-01-01' })
  })

  it('III.N.1 who was not verified may register anew like the others; who was disabled stays so', async () => {
    for (const [suspendedFor, after] of [['unverified', null], ['disabled', 'disabled']] as const) {
      const of = await anOfficeOfBefore()
      const { account } = of.person
      await env.DB.prepare('UPDATE membership SET suspended_at = 1, suspended_for = ? WHERE account_id = ?').bind(suspendedFor, account).run()
      await browser.post(`${of.address}/reinstatement`, { on: today() }, of.address)
      const row = await env.DB.prepare('SELECT suspended_for AS closed, ended_on AS on_day FROM membership WHERE account_id = ?').bind(account).first()
      expect(row).toEqual({ closed: after, on_day: '2039-03-03' })
    }
  }) // prettier-ignore

  it('III.L.3 III.N.1 that they ended is kept, from what and by whom', async () => {
    const of = await anOfficeOfBefore()
    const { account } = of.person
    await env.DB.prepare("UPDATE membership SET suspended_at = 1, suspended_for = 'unverified' WHERE account_id = ?").bind(account).run()
    await browser.post(`${of.address}/reinstatement`, { on: today() }, of.address)
    const kept = env.DB.prepare('SELECT by_account AS "by", field, before, after, office_id AS office FROM account_change WHERE account_id = ?').bind(account)
    expect((await kept.all()).results).toEqual([{ by: ea.account, field: 'membership', before: 'unverified', after: 'ended', office: of.row }])
  }) // prettier-ignore

  it('III.N.1 a membership that was to end later ends with the termination', async () => {
    const of = await anOfficeOfBefore({ endedOn: '2050-01-01' })
    await browser.post(`${of.address}/reinstatement`, { on: today() }, of.address)
    expect(await endOf(of.person.account)).toEqual({ on: '2039-03-03' })
  })

  it('III.M.4 while the core system reports it as terminated no date can be set', async () => {
    const of = await anOfficeOfBefore()
    await reported(of.sourceId, true)
    expect(await (await browser.get(of.address)).text()).not.toContain('set a new date of access')
    expect((await browser.post(`${of.address}/reinstatement`, { on: today() }, of.address)).status).toBe(409)
    expect(await stored(of.id)).toMatchObject({ accessOn: '2030-01-01', terminatedOn: '2039-03-03' })
    expect(await endOf(of.person.account)).toEqual({ on: null })
  })

  it('III.N.1 an office that was never terminated is left alone', async () => {
    const of = await aCoreOffice({ accessOn: '2030-01-01' })
    const { id } = (await stored(of.id))!
    expect(await reinstate(env.DB, id, { on: '2099-01-01', verifyOn: '2099-02-15' }, { at: 1, by: null })).toBe(false)
    expect(await stored(of.id)).toMatchObject({ accessOn: '2030-01-01' })
  })

  it.each([
    [-1, 422],
    [0, 303],
    [1, 303],
  ])('III.N.1 the new date %i days from today: %i', async (days, status) => {
    const of = await anOfficeOfBefore()
    const on = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
    expect((await browser.post(`${of.address}/reinstatement`, { on }, of.address)).status).toBe(status)
  })

  it('T9 two at once: one sets it, the other is told', async () => {
    const of = await anOfficeOfBefore()
    const other = await signedIn(ea)
    const tokens = [await browser.token(of.address), await other.token(of.address)]
    const answers = await Promise.all([
      browser.post(`${of.address}/reinstatement`, { csrf: tokens[0]!, on: today() }),
      other.post(`${of.address}/reinstatement`, { csrf: tokens[1]!, on: '2099-01-01' }),
    ])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409])
  })

  it.each([
    [0, 45],
    [10, 55],
  ])('III.N.1, III.H.1 access from day %i on: the first verification falls due on day %i', async (from, due) => {
    const of = await anOfficeOfBefore()
    await env.DB.prepare("UPDATE office SET verify_due_on = '2039-02-01', prompt_received_on = '2039-02-02', suspended_at = 5 WHERE id = ?").bind(of.row).run() // prettier-ignore
    const on = addDays(today(), from)
    await browser.post(`${of.address}/reinstatement`, { on }, of.address)
    const dates = await env.DB.prepare('SELECT access_on AS "on", verify_due_on AS due, verify_act_on AS act, prompt_received_on AS received, suspended_at AS suspended FROM office WHERE id = ?').bind(of.row).first() // prettier-ignore
    const verifyOn = addDays(today(), due)
    expect(dates).toEqual({ on, due: verifyOn, act: verifyOn, received: null, suspended: null })
  })

  it('III.N.1, III.M.4 a verification of before asks nobody any more; one that was complete stays as attested', async () => {
    const of = await anOfficeOfBefore()
    const made = (dueOn: string, isComplete: boolean) =>
      env.DB.prepare(
        `INSERT INTO verification (public_id, office_id, due_on, opened_at, completed_at, completed_on, attestation)
         VALUES ('ver_' || ?1 || ?2, ?1, ?2, 1, ?3, ?2, CASE WHEN ?3 IS NULL THEN NULL ELSE 'I attest.' END)`,
      )
        .bind(of.row, dueOn, isComplete ? 2 : null)
        .run()
    await made('2039-01-01', true)
    await made('2039-02-15', false)
    await browser.post(`${of.address}/reinstatement`, { on: today() }, of.address)
    const { results } = await env.DB.prepare('SELECT due_on AS due, completed_at AS completed, dropped_at IS NOT NULL AS dropped FROM verification WHERE office_id = ? ORDER BY due_on').bind(of.row).all() // prettier-ignore
    expect(results).toEqual([
      { due: '2039-01-01', completed: 2, dropped: 0 },
      { due: '2039-02-15', completed: null, dropped: 1 },
    ])
    // The next one can be opened: the old one is not in its way.
    await made('2099-01-01', false)
  })

  it('III.N.1 the statement behind it fails, each in turn: the old state', async () => {
    const of = await anOfficeOfBefore()
    const access = { on: today(), verifyOn: addDays(today(), 45) }
    const state = async () => [await stored(of.id), await endOf(of.person.account)]
    const before = await state()
    for (let kth = 0; kth <= 5; kth += 1) {
      const broken = {
        prepare: env.DB.prepare.bind(env.DB),
        batch: (statements: D1PreparedStatement[]) =>
          env.DB.batch(statements.toSpliced(kth, 0, env.DB.prepare("SELECT json('broken')"))),
      } as unknown as D1Database
      await expect(reinstate(broken, of.row, access, { at: 1, by: ea.account })).rejects.toThrow()
      expect(await state()).toEqual(before)
    }
    expect(await reinstate(env.DB, of.row, access, { at: 1, by: ea.account })).toBe(true)
  })

  it('III.N.1 its people register again: same address, same account, same history, and nothing that they were', async () => {
    const of = await anOfficeOfBefore()
    const { person } = of
    const history = () =>
      env.DB.prepare('SELECT count(*) AS n FROM audit WHERE account_id = ?1 OR subject_id = ?1').bind(person.account).first<{ n: number }>() // prettier-ignore
    const then = (await history())!.n
    await browser.post(`${of.address}/reinstatement`, { on: today() }, of.address)
    const again = await new Registrant(person.email).upTo('end', of.row)
    expect(await registrationOf(person.email)).toMatchObject({ office_id: of.row })
    const request = await env.DB.prepare('SELECT r.public_id AS id, r.wants_loa AS loa FROM access_request r WHERE r.office_id = ?').bind(of.row).first<{ id: string; loa: number }>() // prettier-ignore
    // III.B.2: there is no administrator any more, so the plan decides, a request to be one first of all.
    const staff = await freshlyIn(ea)
    expect(await (await staff.get('/staff/requests')).text()).toContain(`/staff/requests/${request!.id}`)
    await spokenAbout(of.row, request!.id)
    const approval = await staff.post(`/staff/requests/${request!.id}/approval`, { 'role-claims': 'on', attests: 'on' })
    expect(approval.status).toBe(303)
    const { results } = await env.DB.prepare(
      `SELECT m.account_id AS account, m.is_loa AS loa, m.ended_on AS ended, (SELECT group_concat(role) FROM role_grant g WHERE g.membership_id = m.id) AS roles
       FROM membership m JOIN account a ON a.id = m.account_id WHERE a.email = ?`,
    ).bind(again.email).all() // prettier-ignore
    expect(results).toEqual([{ account: person.account, loa: 0, ended: null, roles: 'claims' }])
    expect((await history())!.n).toBeGreaterThan(then)
    const back = new Browser('192.0.2.60')
    await back.signIn(person.email)
    expect([(await back.get('/claims')).status, (await back.get('/members')).status]).toEqual([200, 403])
    expect((await back.get('/office/users')).status).toBe(403)
  })

  it('III.N.1, III.B.2 requests to be its administrator come to the plan first, and no administrator of before decides', async () => {
    const of = await anOfficeOfBefore()
    await browser.post(`${of.address}/reinstatement`, { on: today() }, of.address)
    const [plain, loa] = [await aRequest(of.row), await aRequest(of.row, { wantsLoa: true })]
    const staff = await freshlyIn(ea)
    const listed = await (await staff.get('/staff/requests')).text()
    for (const { id } of [plain, loa]) expect(listed).toContain(`/staff/requests/${id}`)
    expect((await new Browser('192.0.2.61').password(of.person.email)).status).toBe(422)
    await spokenAbout(of.row, loa.id)
    expect((await staff.post(`/staff/requests/${loa.id}/approval`, { attests: 'on' })).status).toBe(303)
    // The office has an administrator again: what is no request to be one is theirs now.
    expect(await (await staff.get('/staff/requests')).text()).not.toContain(`/staff/requests/${plain.id}`)
  })
})
