import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { mailTo } from '../support/browser.ts'
import { anOffice } from '../support/people.ts'
import { accountOf, aMemberOf, anEa, anOfficeWithLoa, aRequest, freshlyIn, requestRow } from '../support/requests.ts'

const TAG = `"'><script>canary()</script><img src=x onerror=canary()>&canary;`
const RAW = /<script>canary|<img src=x|"'>|&canary;/
const fields = { 'role-claims': 'on', attests: 'on', reason: 'No.' }

describe('T7 III.B.3 each step from each state, at each door', () => {
  const decidedAlready = { approved: 'approved', denied: 'denied', withdrawn: 'withdrawn' } as const
  const steps = (['approval', 'denial'] as const).flatMap((step) =>
    Object.keys(decidedAlready).flatMap((state) =>
      (['/office', '/staff'] as const).map((door) => [state, step, door] as const),
    ),
  )

  it.each(steps)('T7 III.B.3 %s, then %s at %s: 409, and nothing changes', async (state, step, door) => {
    const { office, loa } = await anOfficeWithLoa()
    const { id, email } = await aRequest(office)
    await env.DB.prepare(
      "UPDATE access_request SET decided_at = 1, decided_on = '2026-01-01', decided_by = ?, decided_name = 'First', decision = ?, reason = 'x', attestation = 'x' WHERE public_id = ?",
    )
      .bind(loa.account, state, id)
      .run()
    const before = await requestRow(id)
    const browser = await freshlyIn(door === '/office' ? loa : await anEa())
    const answer = await browser.post(`${door}/requests/${id}/${step}`, fields)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('First was quicker')
    expect(await requestRow(id)).toEqual(before)
    expect(await accountOf(email)).toBeUndefined()
  })

  it('T7 III.B.3 a person decides at their own door alone', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { id } = await aRequest(office)
    for (const step of ['approval', 'denial']) {
      expect((await (await freshlyIn(loa)).post(`/staff/requests/${id}/${step}`, fields)).status).toBe(403)
      expect((await (await freshlyIn(await anEa())).post(`/office/requests/${id}/${step}`, fields)).status).toBe(403)
    }
    expect(await requestRow(id)).toMatchObject({ decision: null })
  })

  it('III.B.4 a registration that can become no account, such as that of staff’s address, is not approved; it can be denied', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const ea = await anEa()
    const { id } = await aRequest(office, { email: ea.email })
    const browser = await freshlyIn(loa)
    expect((await browser.post(`/office/requests/${id}/approval`, fields)).status).toBe(409)
    expect(await requestRow(id)).toMatchObject({ decision: null })
    expect((await browser.post(`/office/requests/${id}/denial`, fields)).status).toBe(303)
  })

  it('III.L.5 a registration that was forgotten is neither approved nor denied', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { id, email } = await aRequest(office)
    await env.DB.prepare('UPDATE registration SET email = NULL, person = NULL WHERE email = ?').bind(email).run()
    const browser = await freshlyIn(loa)
    for (const step of ['approval', 'denial']) {
      expect((await browser.post(`/office/requests/${id}/${step}`, fields)).status).toBe(409)
    }
    expect(await requestRow(id)).toMatchObject({ decision: null })
  })
})

describe('T25 a tag in everything that a request stores', () => {
  it('T25 is shown as text on every page of requests, users and administrators, and in mails', async () => {
    const office = await anOffice(TAG)
    const loa = await aMemberOf(office, { isLoa: true })
    const user = await aMemberOf(office)
    const { id, email } = await aRequest(office)
    const named = await aRequest(office, { account: user.account, wantsLoa: true, from: loa.account })
    await env.DB.batch([
      env.DB.prepare('UPDATE access_request SET job_title = ?1, job_description = ?1 WHERE office_id = ?2').bind(TAG, office),
      env.DB.prepare("UPDATE registration SET person = json_object('firstName', ?1, 'lastName', ?1, 'telephone', ?1) WHERE email = ?2").bind(TAG, email),
      env.DB.prepare('UPDATE account SET first_name = ?1, last_name = ?1, job_title = ?1, job_description = ?1, telephone = ?1 WHERE id IN (?2, ?3)').bind(TAG, loa.account, user.account),
      env.DB.prepare('UPDATE office SET manager_name = ?1, manager_title = ?1, manager_email = ?1, manager_telephone = ?1 WHERE id = ?2').bind(TAG, office),
      env.DB.prepare('INSERT INTO provider (source_id, name, npi) VALUES (?1, ?1, ?1)').bind(TAG),
      env.DB.prepare("INSERT INTO feed_import (id, started_at) VALUES ('i', 0)"),
      env.DB.prepare(
        `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, codes, own_version, office_source_id)
         VALUES ('PractitionerRole', 'r', 'i', 'd', 0, json_object('practitioner', ?1), '[]', 1, (SELECT source_id FROM office WHERE id = ?2))`,
      ).bind(TAG, office),
    ]) // prettier-ignore
    const [office1, plan] = [await freshlyIn(loa), await freshlyIn(await anEa())]
    const answers = [
      ...['/home', '/office/requests', `/office/requests/${id}`, '/office/users', `/office/users/${user.membership.id}`, '/office/administrators'].map((path) => office1.get(path)),
      ...['/staff/requests', `/staff/requests/${id}`, `/staff/requests/${named.id}`].map((path) => plan.get(path)),
      office1.post(`/office/requests/${id}/approval`, { 'ends-claims': TAG, [`limit-claims-${TAG}`]: 'on' }),
      office1.post(`/office/requests/${id}/denial`, { reason: `${TAG}${'x'.repeat(1000)}` }),
      office1.post('/office/administrators', { colleague: TAG, place: TAG }),
    ] // prettier-ignore
    let escaped = 0
    for (const answer of answers) {
      const html = await (await answer).text()
      expect(RAW.exec(html)).toBeNull()
      escaped += html.split('&lt;script&gt;canary').length - 1
    }
    expect(escaped).toBeGreaterThan(30)
    await office1.post(`/office/requests/${id}/denial`, { reason: TAG })
    const letter = await mailTo(email)
    expect(letter?.text).toContain(TAG)
    expect(letter?.html).not.toMatch(RAW)
    expect(letter?.subject).not.toContain('canary')
  })
})
