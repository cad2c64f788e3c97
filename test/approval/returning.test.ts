import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { mailTo } from '../support/browser.ts'
import { aMemberOf, anEa, anOfficeWithLoa, aRequest, freshlyIn, requestRow, rowsOf } from '../support/requests.ts'

const fields = { 'role-claims': 'on', attests: 'on' }

/** Somebody whose membership ended, who has registered anew for the same office; and what was decided of them. */
async function aReturner(sql: string) {
  const { office, loa } = await anOfficeWithLoa()
  const person = await aMemberOf(office)
  await env.DB.prepare("UPDATE membership SET ended_on = '2026-01-01' WHERE id = ?").bind(person.membership.row).run()
  await env.DB.prepare(sql).bind(person.account).run()
  const before = await stateOf(person.account)
  const { id } = await aRequest(office, { email: person.email })
  return { loa, person, id, before }
}

const stateOf = (account: number) =>
  rowsOf(
    `SELECT a.suspended_at AS suspended, a.terminated_at AS 'terminated', a.first_name AS name, m.suspended_at AS closed,
       m.ended_on AS ended, (SELECT count(*) FROM link l WHERE l.account_id = a.id) AS links
     FROM account a JOIN membership m ON m.account_id = a.id WHERE a.id = ?`,
    account,
  )

describe('III.H.5 no approval lifts what a decision closed, though the person registers anew', () => {
  const closed = [
    ['III.H.3 the membership was suspended', 'UPDATE membership SET suspended_at = 1 WHERE account_id = ?'],
    ['III.K.5 the account was suspended meanwhile', 'UPDATE account SET suspended_at = 1 WHERE id = ?'],
    ['III.M.2 the account was terminated meanwhile', 'UPDATE account SET terminated_at = 1 WHERE id = ?'],
  ] as const

  it.each(closed)('%s: neither an LOA nor the plan approves it; it can be denied', async (_, sql) => {
    const { loa, person, id, before } = await aReturner(sql)
    const ea = await anEa()
    for (const [who, door] of [[loa, 'office'], [ea, 'staff']] as const) {
      const browser = await freshlyIn(who)
      const answer = await browser.post(`/${door}/requests/${id}/approval`, fields)
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('suspended')])
    } // prettier-ignore
    expect(await requestRow(id)).toMatchObject({ decision: null })
    expect(await stateOf(person.account)).toEqual(before)
    expect(await mailTo(person.email)).toBeUndefined()
    const denied = await (await freshlyIn(loa)).post(`/office/requests/${id}/denial`, { reason: 'Suspended.' })
    expect(denied.status).toBe(303)
  })

  it('III.N.1 whose membership only ended comes back by the approval, with nothing of before', async () => {
    const { loa, person, id } = await aReturner('UPDATE account SET last_used_on = NULL WHERE id = ?')
    expect((await (await freshlyIn(loa)).post(`/office/requests/${id}/approval`, fields)).status).toBe(303)
    expect(await stateOf(person.account)).toMatchObject([{ closed: null, ended: null, name: 'Nell' }])
  })

  it('III.H.1 whoever is admitted, for the first time or again, was admitted now: that counts as verified', async () => {
    const { loa, person, id } = await aReturner('UPDATE membership SET admitted_at = 1 WHERE account_id = ?')
    const { office } = (await rowsOf('SELECT office_id AS office FROM access_request WHERE public_id = ?', id))[0] as { office: number } // prettier-ignore
    const first = await aRequest(office)
    const browser = await freshlyIn(loa)
    const before = Date.now()
    for (const request of [id, first.id]) await browser.post(`/office/requests/${request}/approval`, fields)
    for (const email of [person.email, first.email]) {
      const [row] = await rowsOf(
        'SELECT m.admitted_at AS at FROM membership m JOIN account a ON a.id = m.account_id WHERE a.email = ?',
        email,
      )
      expect([email, Number(row?.at) >= before]).toEqual([email, true])
    }
  })
})
