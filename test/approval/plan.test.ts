import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { batch } from '../../src/db/client.ts'
import { countedAccessRequests } from '../../src/staff/store.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { anOffice, today } from '../support/people.ts'
import {
  accountOf,
  aMemberOf,
  anEa,
  anOfficeWithLoa,
  aRequest,
  freshlyIn,
  membershipOf,
  requestRow,
  rolesOf,
  rowsOf,
} from '../support/requests.ts'
import { signedIn } from '../support/session.ts'

const attests = { attests: 'on' }
const claims = { 'role-claims': 'on', ...attests }

describe('III.B.2 at the plan', () => {
  const queue = async () => (await (await freshlyIn(await anEa())).get('/staff/requests')).text()

  const counted = async () => {
    const { rows } = await batch(env.DB, [countedAccessRequests(today())])
    return rows[0][0]!.count
  }

  it('III.B.2 requests of offices without a live LOA, and for administrators, stand in the plan’s queue; others do not', async () => {
    const { office } = await anOfficeWithLoa()
    const without = await anOffice('Without')
    const ordinary = await aRequest(office)
    const forLoa = await aRequest(office, { wantsLoa: true })
    const orphan = await aRequest(without)
    const html = await queue()
    expect([ordinary, forLoa, orphan].map(({ id }) => html.includes(id))).toEqual([false, true, true])
  })

  it.each([
    ['the membership ended', 'UPDATE membership SET ended_on = ?2 WHERE account_id = ?1'],
    ['the membership is suspended', 'UPDATE membership SET suspended_at = 1 WHERE account_id = ?1 AND ?2 IS NOT NULL'],
    ['the account is suspended', 'UPDATE account SET suspended_at = 1 WHERE id = ?1 AND ?2 IS NOT NULL'],
    ['the account is terminated', 'UPDATE account SET terminated_at = 1 WHERE id = ?1 AND ?2 IS NOT NULL'],
    [
      'the office is suspended',
      'UPDATE office SET suspended_at = 1 WHERE ?2 IS NOT NULL AND id = (SELECT office_id FROM membership WHERE account_id = ?1)',
    ],
    ['they are no LOA any more', 'UPDATE membership SET is_loa = 0 WHERE account_id = ?1 AND ?2 IS NOT NULL'],
  ] as const)('III.B.2 %s: what waited for that LOA stands in the plan’s queue at once', async (_what, change) => {
    const { office, loa } = await anOfficeWithLoa()
    const { id } = await aRequest(office)
    expect(await queue()).not.toContain(id)
    const before = await counted()
    await env.DB.prepare(change).bind(loa.account, today()).run()
    expect(await queue()).toContain(id)
    expect(await counted()).toBe(before + 1)
  })

  it('III.B.3.b without an LOA the manager’s word is wanted first; with it the request is approved', async () => {
    const office = await anOffice('Tidewater')
    await env.DB.prepare("UPDATE office SET manager_name = 'Mona Manager' WHERE id = ?").bind(office).run()
    const { id, email } = await aRequest(office)
    const ea = await anEa()
    const browser = await freshlyIn(ea)
    const before = await (await browser.get(`/staff/requests/${id}`)).text()
    for (const word of ['Mona Manager', 'Not yet', 'Call the manager first']) expect(before).toContain(word)
    expect(before).not.toContain('Approve the request')
    expect((await browser.post(`/staff/requests/${id}/approval`, claims)).status).toBe(422)
    await env.DB.prepare('INSERT INTO office_contact (office_id, at, by_account, person, notes, access_request_id) VALUES (?, 0, ?, ?, ?, (SELECT id FROM access_request WHERE public_id = ?))')
      .bind(office, ea.account, 'Mona Manager', 'Works here.', id)
      .run()
    expect(await (await browser.get(`/staff/requests/${id}`)).text()).toContain('Approve the request')
    expect((await browser.post(`/staff/requests/${id}/approval`, claims)).headers.get('Location')).toBe('/staff/requests?done=approved')
    expect(await rolesOf(email)).toMatchObject([{ role: 'claims' }])
  }) // prettier-ignore

  it('III.A.1.b an invited administrator is approved without a role', async () => {
    const office = await anOffice('New Office')
    const invitation = await env.DB.prepare(
      "INSERT INTO invitation (public_id, email, first_name, last_name, office_id, created_at, expires_at) VALUES ('inv_1', 'x@new.example', 'N', 'N', ?, 0, 0) RETURNING id",
    ).bind(office).first<{ id: number }>()
    const { id, email } = await aRequest(office, { wantsLoa: true, invitation: invitation!.id })
    const browser = await freshlyIn(await anEa())
    expect((await browser.post(`/staff/requests/${id}/approval`, attests)).status).toBe(303)
    const account = await accountOf(email)
    expect(await rowsOf('SELECT is_loa AS isLoa FROM membership WHERE account_id = ? AND office_id = ?', account, office)).toEqual([{ isLoa: 1 }])
  }) // prettier-ignore

  it('III.B.4 somebody with an account gets a further office, and a mail that says so', async () => {
    const { office: first } = await anOfficeWithLoa()
    const { office, loa } = await anOfficeWithLoa('Second Office')
    const clerk = await aMemberOf(first)
    const { id } = await aRequest(office, { account: clerk.account })
    const browser = await freshlyIn(loa)
    expect((await browser.post(`/office/requests/${id}/approval`, claims)).status).toBe(303)
    expect((await mailTo(clerk.email))?.subject).toBe('You have access to Second Office')
    const membership = await membershipOf(clerk.account, office)
    const theirs = await signedIn(clerk)
    await theirs.post('/session/office', { membership: membership.id })
    expect((await theirs.get('/claims')).status).toBe(200)
  })

  it('III.B.3 nobody decides their own request', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { id } = await aRequest(office, { account: loa.account })
    const browser = await freshlyIn(loa)
    expect(await (await browser.get(`/office/requests/${id}`)).text()).not.toContain('Approve the request')
    expect((await browser.post(`/office/requests/${id}/approval`, claims)).status).toBe(403)
    expect((await browser.post(`/office/requests/${id}/denial`, { reason: 'x' })).status).toBe(403)
    expect(await requestRow(id)).toMatchObject({ decision: null })
  })

  it('II.C staff of other departments decide nothing', async () => {
    const { office } = await anOfficeWithLoa()
    const { id } = await aRequest(office, { wantsLoa: true })
    const browser = await freshlyIn(await anEa({ department: 'privacy' }))
    for (const path of ['/staff/requests', `/staff/requests/${id}`]) expect((await browser.get(path)).status).toBe(403)
    expect((await browser.post(`/staff/requests/${id}/approval`, attests)).status).toBe(403)
  })

  it('II.B nobody without a session reads or decides', async () => {
    const stranger = new Browser('198.51.100.9')
    for (const path of ['/office/requests', '/office/users', '/office/administrators', '/staff/requests']) {
      expect((await stranger.get(path)).headers.get('Location')).toMatch(/^\/sign-in/)
    }
  })
})
