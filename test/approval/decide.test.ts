import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { approve } from '../../src/approval/approve.ts'
import { deny } from '../../src/approval/deny.ts'
import { ATTESTATION } from '../../src/approval/access-request.ts'
import { requestFor } from '../../src/approval/store.ts'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { batch } from '../../src/db/client.ts'
import { sha256 } from '../../src/digest.ts'
import { mailTo } from '../support/browser.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import {
  accountOf,
  anEa,
  anOfficeWithLoa,
  aRequest,
  freshlyIn,
  requestRow,
  rolesOf,
  rowsOf,
} from '../support/requests.ts'
import { SESSION, signedIn } from '../support/session.ts'

const claims = { 'role-claims': 'on', attests: 'on' }

async function aProviderOf(office: number, name: string): Promise<number> {
  const source = `${name}-${office}`
  await env.DB.prepare("INSERT OR IGNORE INTO feed_import (id, started_at) VALUES ('i', 0)").run()
  await env.DB.prepare(
    `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, codes, own_version, office_source_id)
     VALUES ('PractitionerRole', ?1, 'i', 'd', 0, json_object('practitioner', ?1), '[]', 1, (SELECT source_id FROM office WHERE id = ?2))`,
  )
    .bind(source, office)
    .run()
  const row = await env.DB.prepare('INSERT INTO provider (source_id, name) VALUES (?, ?) RETURNING id')
    .bind(source, `Dr. ${name}`)
    .first<{ id: number }>()
  return row!.id
}

describe('III.B.1 at the office', () => {
  it('III.B.6 the page shows who asks and what they do, and ticks nothing', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { id, email } = await aRequest(office)
    const browser = await freshlyIn(loa)
    const html = await (await browser.get(`/office/requests/${id}`)).text()
    for (const word of ['Nell Newcomb', email, '(805) 555-0123', 'Receptionist', 'Greets patients and looks up coverage.', ATTESTATION]) {
      expect(html).toContain(word)
    } // prettier-ignore
    expect(html).not.toContain('checked')
    expect(html.match(/type="checkbox"/g)).toHaveLength(5)
    expect(await (await browser.get('/office/requests')).text()).toContain(`/office/requests/${id}`)
  })

  it('III.B.3, III.B.3.a, III.B.4, III.B.7, III.B.9 approved: roles, name and day kept, the attestation word for word, one mail with the link', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const ada = await aProviderOf(office, 'Ada')
    const { id, email } = await aRequest(office)
    const browser = await freshlyIn(loa)
    const answer = await browser.post(
      `/office/requests/${id}/approval`,
      { 'role-eligibility': 'on', ...claims, 'ends-claims': '2099-12-31', [`limit-claims-${ada}`]: 'on' },
      `/office/requests/${id}`,
    )
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/office/requests?done=approved'])
    expect(await requestRow(id)).toMatchObject({
      decision: 'approved', decidedOn: today(), decidedBy: loa.account, decidedName: 'Terry Tester', attestation: ATTESTATION,
    }) // prettier-ignore
    expect(await rolesOf(email)).toEqual([
      { role: 'claims', endsOn: '2099-12-31', providers: String(ada) },
      { role: 'eligibility', endsOn: null, providers: null },
    ])
    const account = await accountOf(email)
    expect(await rowsOf('SELECT by_account AS by, roles AS roles, text AS text FROM role_attestation t JOIN membership m ON m.id = t.membership_id WHERE m.account_id = ?', account)).toEqual([
      { by: loa.account, roles: `eligibility, claims until 2099-12-31 for providers ${ada}`, text: ATTESTATION },
    ]) // prettier-ignore
    const letter = await mailTo(email)
    expect(letter?.link).toContain('/password/set-up?link=')
    expect(await rowsOf("SELECT account_id AS by, office_id AS office, clause AS clause FROM audit WHERE event = 'request.approved' AND record = ?", id)).toEqual([
      { by: loa.account, office, clause: 'III.B.3' },
    ]) // prettier-ignore
    const list = await (await browser.get(answer.headers.get('Location')!)).text()
    for (const word of ['Approved', 'Terry Tester', 'Nell Newcomb', 'told by e-mail']) expect(list).toContain(word)
  })

  it('III.B.5 denied: no account, the reason in the mail; III.B.3 without a reason it is asked for', async () => {
    const { office, loa } = await anOfficeWithLoa('Pier Office')
    const { id, email } = await aRequest(office)
    const browser = await freshlyIn(loa)
    const without = await browser.post(`/office/requests/${id}/denial`, { reason: ' ' }, `/office/requests/${id}`)
    expect(without.status).toBe(422)
    expect(await without.text()).toContain('Write why')
    const answer = await browser.post(`/office/requests/${id}/denial`, { reason: 'Nobody knows her here.' }, `/office/requests/${id}`)
    expect(answer.headers.get('Location')).toBe('/office/requests?done=denied')
    expect(await requestRow(id)).toMatchObject({ decision: 'denied', reason: 'Nobody knows her here.', decidedBy: loa.account })
    expect(await accountOf(email)).toBeUndefined()
    const letter = await mailTo(email)
    expect(letter?.text).toContain('Nobody knows her here.')
    expect(letter?.text).toContain('Pier Office')
    expect(await rowsOf('SELECT ended_at IS NOT NULL AS ended FROM registration WHERE email = ?', email)).toEqual([{ ended: 1 }])
  }) // prettier-ignore

  it('III.B.6, III.B.9 a role and the attestation are asked for; what was typed stays', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { id } = await aRequest(office)
    const browser = await freshlyIn(loa)
    const answer = await browser.post(`/office/requests/${id}/approval`, { 'role-claims': 'on', 'ends-claims': '2001-01-01' }, `/office/requests/${id}`)
    expect(answer.status).toBe(422)
    const html = await answer.text()
    for (const word of ['<title>Error:', 'This day has passed', 'Tick this if it is so', 'value="2001-01-01"']) expect(html).toContain(word)
    expect(html.match(/ checked/g)).toHaveLength(1)
    expect(await requestRow(id)).toMatchObject({ decision: null })
  }) // prettier-ignore

  it('III.F.1 page and form want a second factor of the last minutes', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { id } = await aRequest(office)
    const stale = await signedIn(loa)
    expect((await stale.get(`/office/requests/${id}`)).headers.get('Location')).toMatch(/^\/confirm\?/)
    const posted = await stale.post(`/office/requests/${id}/approval`, claims)
    expect([posted.status, posted.headers.get('Location')]).toEqual([303, expect.stringMatching(/^\/confirm\?/)])
    expect(await requestRow(id)).toMatchObject({ decision: null })
  })

  it('T15 III.B.2 another office’s request, and one for an administrator, are not there', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { office: other } = await anOfficeWithLoa('Other Office')
    const browser = await freshlyIn(loa)
    for (const { id } of [await aRequest(other), await aRequest(office, { wantsLoa: true })]) {
      expect((await browser.get(`/office/requests/${id}`)).status).toBe(404)
      const posted = await browser.post(`/office/requests/${id}/approval`, claims)
      expect(posted.status).toBe(404)
      expect((await browser.post(`/office/requests/${id}/denial`, { reason: 'x' })).status).toBe(404)
      expect(await requestRow(id)).toMatchObject({ decision: null })
    }
  })

  it('T21 fields that a form has not change nothing else', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { id, email } = await aRequest(office)
    const browser = await freshlyIn(loa)
    const smuggled = { office: '1', email: 'evil@evil.example', isLoa: '1', 'role-loa': 'on', status: 'approved', decidedBy: '1', wantsLoa: '1' }
    await browser.post(`/office/requests/${id}/approval`, { ...claims, ...smuggled }, `/office/requests/${id}`)
    const account = await accountOf(email)
    expect(await rowsOf('SELECT office_id AS office, is_loa AS isLoa FROM membership WHERE account_id = ?', account)).toEqual([{ office, isLoa: 0 }])
    expect(await rolesOf(email)).toEqual([{ role: 'claims', endsOn: null, providers: null }])
  }) // prettier-ignore

  it('III.M.4 nobody is approved for an office that was terminated; denying stays possible', async () => {
    const office = await anOffice('Old Pier', { terminatedOn: today() })
    const { id } = await aRequest(office)
    const browser = await freshlyIn(await anEa())
    const answer = await browser.post(`/staff/requests/${id}/approval`, claims)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('terminated')
    expect((await browser.post(`/staff/requests/${id}/denial`, { reason: 'The office is closed.' })).status).toBe(303)
  })
})

describe('T9 III.B.3 one decision counts', () => {
  it('T9 200 decisions at once: one winner, one account, one mail', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const second = await aPerson({ email: 'second.loa@office.example', offices: [office], isLoa: true, roles: [] })
    const { id, email } = await aRequest(office)
    const [guard = '', session = '', secret = ''] = (await freshlyIn(loa)).cookies.get(SESSION)!.split('.')
    const { rows } = await batch(env.DB, [requestFor({ guard, id: session, secretHash: sha256(secret) }, 'office', id, today())])
    const request = rows[0][0]!
    const means = { env, config: readConfig(env), now: instant() }
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, n) => {
        const by = { by: n % 2 ? loa.account : second.account, name: 'LOA', from: { ip: '192.0.2.1', request: `r${n}`, device: 'Test', session: 1 } }
        return n % 3 === 2 ? deny(means, request, 'No.', by) : approve(means, request, [{ role: 'claims', endsOn: null, providers: [] }], by)
      }),
    )
    const [winner, ...more] = outcomes.filter(({ ok }) => ok)
    expect(more).toEqual([])
    const isApproved = winner?.ok && winner.value === 'approved'
    expect(await requestRow(id)).toMatchObject({ decision: winner?.ok && winner.value })
    expect(await rowsOf("SELECT count(*) AS n FROM audit WHERE record = ? AND event IN ('request.approved', 'request.denied')", id)).toEqual([{ n: 1 }])
    expect(await rowsOf('SELECT count(*) AS n FROM account WHERE email = ?', email)).toEqual([{ n: isApproved ? 1 : 0 }])
    expect(await rowsOf("SELECT count(*) AS n FROM outbox WHERE message IN ('account-approved', 'request-denied') AND created_at = ?", means.now.getTime())).toEqual([{ n: 1 }])
    expect(await rowsOf('SELECT count(*) AS n FROM role_attestation WHERE at = ?', means.now.getTime())).toEqual([{ n: isApproved ? 1 : 0 }])
  }) // prettier-ignore

  it('III.B.3 the second is told who decided, and what', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const second = await aPerson({ email: 'late.loa@office.example', offices: [office], isLoa: true, roles: [] })
    const { id, email } = await aRequest(office)
    const [first, late] = [await freshlyIn(loa), await freshlyIn(second)]
    const csrf = await late.token(`/office/requests/${id}`)
    expect((await first.post(`/office/requests/${id}/denial`, { reason: 'No.' })).status).toBe(303)
    for (const [what, fields] of [['approval', claims], ['denial', { reason: 'Mine.' }]] as const) {
      const answer = await late.post(`/office/requests/${id}/${what}`, { csrf, ...fields })
      expect(answer.status).toBe(409)
      const html = await answer.text()
      for (const word of ['Terry Tester was quicker: denied', 'Nothing of your decision was saved']) expect(html).toContain(word)
      expect(html).not.toContain('Approve the request')
    }
    expect(await accountOf(email)).toBeUndefined()
    expect(await requestRow(id)).toMatchObject({ reason: 'No.' })
  }) // prettier-ignore

  it('T13 III.B.1 an LOA who stops being one between page and decision decides nothing', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { id } = await aRequest(office)
    const browser = await freshlyIn(loa)
    const csrf = await browser.token(`/office/requests/${id}`)
    await env.DB.prepare('UPDATE membership SET is_loa = 0 WHERE account_id = ?').bind(loa.account).run()
    expect((await browser.get('/office/requests')).status).toBe(403)
    expect((await browser.get('/office/users')).status).toBe(403)
    expect((await browser.post(`/office/requests/${id}/approval`, { csrf, ...claims })).status).toBe(403)
    expect(await requestRow(id)).toMatchObject({ decision: null })
  })

  it('T13 III.B.3 nor does one who stops in the very moment: the decision looks for itself', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { id } = await aRequest(office)
    const [guard = '', session = '', secret = ''] = (await freshlyIn(loa)).cookies.get(SESSION)!.split('.')
    const key = { guard, id: session, secretHash: sha256(secret) }
    const { rows } = await batch(env.DB, [requestFor(key, 'office', id, today())])
    const by = { by: loa.account, name: 'LOA', from: { ip: '192.0.2.1', request: 'r', device: 'Test', session: 1 } }
    const means = { env, config: readConfig(env), now: instant() }
    await env.DB.prepare('UPDATE membership SET suspended_at = 1 WHERE account_id = ?').bind(loa.account).run()
    expect(await approve(means, rows[0][0]!, [], by)).toEqual({ ok: false, refusal: 'changed-meanwhile' })
    expect(await deny(means, rows[0][0]!, 'No.', by)).toEqual({ ok: false, refusal: 'changed-meanwhile' })
    expect(await requestRow(id)).toMatchObject({ decision: null })
  })
})
