import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { mailTo } from '../support/browser.ts'
import { anOffice, today } from '../support/people.ts'
import { aMemberOf, anEa, anOfficeWithLoa, aRequest, freshlyIn } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'

const waitingOf = async (account: number) => {
  const { results } = await env.DB.prepare(
    'SELECT public_id AS id, wants_loa AS wantsLoa, from_account AS fromAccount FROM access_request WHERE account_id = ? AND decided_at IS NULL',
  )
    .bind(account)
    .all<{ id: string; wantsLoa: number; fromAccount: number | null }>()
  return results
}

const loas = async (office: number) => {
  const { results } = await env.DB.prepare(
    'SELECT account_id AS account FROM membership WHERE office_id = ? AND is_loa = 1 ORDER BY account_id',
  )
    .bind(office)
    .all<{ account: number }>()
  return results.map(({ account }) => account)
}

describe('III.A.1.b a second administrator', () => {
  it('III.A.1.b the only one is asked to name another, until there is one or one is named', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const colleague = await aMemberOf(office)
    const browser = await signedIn(loa)
    const nudge = 'You are the only administrator'
    for (const path of ['/home', '/office/users']) expect(await (await browser.get(path)).text()).toContain(nudge)
    expect(await (await (await signedIn(colleague)).get('/home')).text()).not.toContain(nudge)
    await browser.post('/office/administrators', { colleague: colleague.membership.id, place: 'beside' })
    for (const path of ['/home', '/office/users']) expect(await (await browser.get(path)).text()).not.toContain(nudge)
  })

  it('III.B.2 a colleague who is named becomes one when the plan says so; their roles stay', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const colleague = await aMemberOf(office, { roles: ['claims'] })
    const browser = await signedIn(loa)
    const sent = await browser.post('/office/administrators', { colleague: colleague.membership.id, place: 'beside' })
    expect(sent.headers.get('Location')).toBe('/office/administrators?done=sent')
    const [request] = await waitingOf(colleague.account)
    expect(request).toMatchObject({ wantsLoa: 1, fromAccount: null })
    expect(await loas(office)).toEqual([loa.account])
    const plan = await freshlyIn(await anEa())
    const html = await (await plan.get(`/staff/requests/${request!.id}`)).text()
    expect(html).toContain('roles they have in the office stay')
    expect(html).not.toContain('name="role-claims"')
    expect((await plan.post(`/staff/requests/${request!.id}/approval`, { attests: 'on' })).status).toBe(303)
    expect(await loas(office)).toEqual([loa.account, colleague.account])
    const theirs = await signedIn(colleague)
    expect((await theirs.get('/office/requests')).status).toBe(200)
    expect((await theirs.get('/claims')).status).toBe(200)
    expect((await mailTo(colleague.email))?.subject).toContain('You administer')
  })

  it('III.B.2 a hand-over makes the colleague one, and whoever named them none; both stay members; both changes are in the log', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const colleague = await aMemberOf(office)
    const browser = await signedIn(loa)
    await browser.post('/office/administrators', { colleague: colleague.membership.id, place: 'instead' })
    const [request] = await waitingOf(colleague.account)
    expect(request).toMatchObject({ fromAccount: loa.account })
    const plan = await freshlyIn(await anEa())
    expect(await (await plan.get(`/staff/requests/${request!.id}`)).text()).toContain('in place of Terry Tester')
    await plan.post(`/staff/requests/${request!.id}/approval`, { attests: 'on' })
    expect(await loas(office)).toEqual([colleague.account])
    // T13: the session that is open obeys at its next request.
    expect((await browser.get('/office/requests')).status).toBe(403)
    expect((await browser.get('/home')).status).toBe(200)
    const { results } = await env.DB.prepare(
      "SELECT subject_id AS subject, detail AS detail FROM audit WHERE event = 'membership.changed' AND record = ? ORDER BY seq",
    )
      .bind(request!.id)
      .all()
    expect(results).toEqual([
      { subject: colleague.account, detail: '{"loaBefore":0,"loa":1}' },
      { subject: loa.account, detail: '{"loaBefore":1,"loa":0}' },
    ])
  })

  it('III.B.2 nobody else is named: colleagues of elsewhere, administrators, and those named already', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { office: other } = await anOfficeWithLoa('Other Office')
    const foreign = await aMemberOf(other)
    const second = await aMemberOf(office, { isLoa: true })
    const named = await aMemberOf(office)
    const browser = await signedIn(loa)
    const name = (id: string) => browser.post('/office/administrators', { colleague: id, place: 'beside' })
    expect((await name(named.membership.id)).status).toBe(303)
    for (const { membership, account } of [foreign, second, named]) {
      const before = await waitingOf(account)
      expect((await name(membership.id)).status).toBe(422)
      expect(await waitingOf(account)).toEqual(before)
    }
  })

  it.each([
    ['left', 'UPDATE membership SET ended_on = ?2 WHERE id = ?1', 'left the office'],
    ['was suspended', 'UPDATE membership SET suspended_at = 1 WHERE id = ?1 AND ?2 IS NOT NULL', 'suspended'],
  ])('III.B.2 a colleague who %s meanwhile becomes none', async (_what, change, word) => {
    const { office, loa } = await anOfficeWithLoa()
    const colleague = await aMemberOf(office)
    const { id } = await aRequest(office, { account: colleague.account, wantsLoa: true })
    const plan = await freshlyIn(await anEa())
    await env.DB.prepare(change).bind(colleague.membership.row, today()).run()
    const html = await (await plan.get(`/staff/requests/${id}`)).text()
    expect(html).toContain(word)
    expect(html).not.toContain('Approve the request')
    expect((await plan.post(`/staff/requests/${id}/approval`, { attests: 'on' })).status).toBe(422)
    expect(await loas(office)).toEqual([loa.account])
  })
})

describe('III.A.1.b everybody sees who administers their office', () => {
  it('III.A.1.b on the home page of an office’s people, not of the plan’s', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const clerk = await aMemberOf(office)
    expect(await (await (await signedIn(clerk)).get('/home')).text()).toContain(`mailto:${loa.email}`)
    const alone = await aMemberOf(await anOffice('Without'))
    expect(await (await (await signedIn(alone)).get('/home')).text()).toContain('no Local Office Administrator now')
    expect(await (await (await signedIn(await anEa())).get('/home')).text()).not.toContain(
      'Your office’s administrator',
    )
  })

  it('III.B.1 the home page counts what waits for whoever reads it', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const clerk = await aMemberOf(office)
    await aRequest(office)
    await aRequest(office)
    await aRequest(office, { wantsLoa: true })
    expect(await (await (await signedIn(loa)).get('/home')).text()).toContain('Waiting: 2 requests')
    expect(await (await (await signedIn(clerk)).get('/home')).text()).not.toContain('Waiting:')
    expect(await (await (await signedIn(await anEa())).get('/home')).text()).toMatch(/Waiting: \d+ request/)
  })
})
