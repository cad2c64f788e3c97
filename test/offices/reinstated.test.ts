import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { reinstate } from '../../src/offices/reinstate.ts'
import { Browser } from '../support/browser.ts'
import { aCoreOffice, reported } from '../support/core-offices.ts'
import { aPerson, today } from '../support/people.ts'
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
})
