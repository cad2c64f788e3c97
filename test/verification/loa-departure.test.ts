/** An administrator says in a verification that somebody left (III.H.1, III.M.3). */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/policy/calendar.ts'
import { cardsOf as cards, due, textOf as text } from '../support/due-offices.ts'
import { today } from '../support/people.ts'
import { rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()
const PAGE = '/office/verification'
const keep = (id: string) => `${PAGE}/${id}/card`

describe('III.H.1, III.M.3 no longer works here', () => {
  it('III.M.3 asks for the last day, ends the access and the session, and decides the card in the same batch', async () => {
    const { office, loas, users } = await due()
    const theirs = await signedIn(users[0]!)
    const browser = await signedIn(loas[0]!)
    const path = `${PAGE}/${users[0]!.membership.id}/departure`
    for (const changedOn of ['', 'Tuesday', '2040-02-30', addDays(today(), 46)]) {
      const answer = await browser.post(path, { changedOn, reason: 'Moved away.' }, path)
      expect([changedOn, answer.status]).toEqual([changedOn, 422])
      expect(await text(answer)).toContain('Moved away.')
    }
    expect(await cards(office)).toEqual([])
    const answer = await browser.post(path, { changedOn: today(), reason: 'Moved away.' }, path)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${PAGE}?done=ended#next`])
    expect(await cards(office)).toEqual([{ id: users[0]!.membership.id, decision: 'left', by: loas[0]!.account }])
    expect(await rowsOf('SELECT kind AS kind, changed_on AS changedOn, revoked_on AS revokedOn, reason AS reason FROM revocation WHERE office_id = ?', office)).toEqual([
      { kind: 'ended', changedOn: today(), revokedOn: today(), reason: 'Moved away.' },
    ])
    expect((await theirs.get('/claims')).status).toBe(303)
    const html = await text(await browser.get(PAGE))
    expect(html).toContain('1 of 3')
    expect(html).not.toContain(`?again=${users[0]!.membership.id}`)
    const again = await browser.post(keep(users[0]!.membership.id), {}, PAGE)
    expect(again.status).toBe(422)
    expect(await text(again)).toContain('Their access has ended')
  }) // prettier-ignore

  it('III.M.3 a day to come holds through that day; one long ago is reported as late', async () => {
    const { office, loas, users } = await due()
    const browser = await signedIn(loas[0]!)
    const [soon, long] = [addDays(today(), 2), addDays(today(), -20)]
    await env.DB.prepare('UPDATE account SET approved_on = ? WHERE id = ?').bind(long, users[1]!.account).run()
    const before = await browser.post(`${PAGE}/${users[1]!.membership.id}/departure`, { changedOn: addDays(long, -1) }, PAGE)
    expect([before.status, await text(before)]).toEqual([422, expect.stringContaining('they had no access here yet')])
    const saved = async (user: number, fields: Record<string, string>) => {
      const answer = await browser.post(`${PAGE}/${users[user]!.membership.id}/departure`, fields, PAGE)
      return [answer.headers.get('Location'), await text(await browser.get((answer.headers.get('Location') ?? '').replace('#next', '')))]
    }
    expect(await saved(0, { changedOn: soon })).toEqual([`${PAGE}?done=ends#next`, expect.stringContaining('The end is set')])
    const late = `${PAGE}/${users[1]!.membership.id}/departure`
    for (const knows of ['', addDays(long, 1)]) {
      const asked = await browser.post(late, { changedOn: long, knows, reason: 'Moved away.' }, PAGE)
      const html = await text(asked)
      expect([asked.status, html.includes('The plan will get a report of this')]).toEqual([422, true])
      expect(html).toContain(`name="knows" value="${long}"`)
      expect(html).toContain('Moved away.')
    }
    expect(await cards(office)).toMatchObject([{ id: users[0]!.membership.id }])
    expect(await saved(1, { changedOn: long, knows: long })).toEqual([`${PAGE}?done=ended-reported#next`, expect.stringContaining('has a report of it')])
    expect(await rowsOf('SELECT revoked_on AS day, is_late AS late FROM revocation WHERE office_id = ? ORDER BY id', office)).toEqual([
      { day: addDays(soon, 1), late: 0 },
      { day: today(), late: 1 },
    ])
  }) // prettier-ignore
})
