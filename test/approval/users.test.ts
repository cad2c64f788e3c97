import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { ATTESTATION } from '../../src/approval/access-request.ts'
import { addDays } from '../../src/policy/calendar.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { aMemberOf, anOfficeWithLoa, freshlyIn, membershipOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
const attests = { attests: 'on', last: '0' }

const audited = async (subject: number) => {
  const { results } = await env.DB.prepare(
    "SELECT account_id AS by, office_id AS office, clause AS clause, detail AS detail FROM audit WHERE subject_id = ? AND event = 'roles.changed' ORDER BY seq",
  )
    .bind(subject)
    .all<{ detail: string }>()
  return results.map((row) => ({ ...row, detail: JSON.parse(row.detail) as unknown }))
}

describe('III.B.6 the users of an office', () => {
  it('III.B.6 are listed with roles, last days and state, those of other offices and those who left are not', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const { office: other } = await anOfficeWithLoa('Other Office')
    const clerk = await aMemberOf(office, { email: 'known.clerk@office.example' })
    const gone = await aMemberOf(office)
    const foreign = await aMemberOf(other)
    await env.DB.batch([
      env.DB.prepare("UPDATE role_grant SET ends_on = '2099-12-31' WHERE membership_id = ?").bind(clerk.membership.row),
      env.DB.prepare('UPDATE account SET locked_at = 1 WHERE id = ?').bind(clerk.account),
      env.DB.prepare('UPDATE membership SET ended_on = ? WHERE id = ?').bind(today(), gone.membership.row),
    ])
    const html = await (await (await signedIn(loa)).get('/office/users')).text()
    for (const word of ['known.clerk@office.example', 'Claims Viewer until Dec 31, 2099', 'Locked', loa.email]) {
      expect(html).toContain(word)
    }
    expect(html).not.toContain(gone.email)
    expect(html).not.toContain(foreign.email)
  })

  it('III.B.6 stand on pages of 25, each of them once', async () => {
    const { office, loa } = await anOfficeWithLoa()
    for (let n = 0; n < 27; n += 1) await aMemberOf(office)
    const browser = await signedIn(loa)
    const found: string[] = []
    for (let next: string | undefined = '/office/users'; next;) {
      const html: string = await (await browser.get(next)).text()
      found.push(...[...html.matchAll(/\/office\/users\/(mbs_[0-9a-z]+)"/g)].map(([, id = '']) => id))
      next = /href="([^"]+)" rel="next"/.exec(html)?.[1]
    }
    expect([found.length, new Set(found).size]).toEqual([28, 28])
  })

  it('T15 III.B.6 a user of another office is not there, for page and form', async () => {
    const { loa } = await anOfficeWithLoa()
    const { office: other } = await anOfficeWithLoa('Other Office')
    const foreign = await aMemberOf(other)
    const browser = await freshlyIn(loa)
    for (const id of [foreign.membership.id, `mbs_${'0'.repeat(24)}`]) {
      expect((await browser.get(`/office/users/${id}`)).status).toBe(404)
      expect((await browser.post(`/office/users/${id}/roles`, { 'role-claims': 'on', ...attests })).status).toBe(404)
    }
  })
})

describe('III.B.9 roles change', () => {
  it('III.B.9, III.L.3 the attestation is asked again and kept; before and after are in the log; an open session obeys at once', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const clerk = await aMemberOf(office, { roles: ['claims'] })
    const theirs = await signedIn(clerk)
    expect((await theirs.get('/claims')).status).toBe(200)
    const browser = await freshlyIn(loa)
    const path = `/office/users/${clerk.membership.id}`
    expect((await browser.post(`${path}/roles`, { 'role-eligibility': 'on', last: '0' }, path)).status).toBe(422)
    const answer = await browser.post(`${path}/roles`, { 'role-eligibility': 'on', 'ends-eligibility': '2099-01-31', changedOn: today(), ...attests }, path)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${path}?done=changed`])
    expect(await (await browser.get(`${path}?done=changed`)).text()).toContain('Roles changed')
    expect((await theirs.get('/claims')).status).toBe(403)
    expect((await theirs.get('/members')).status).toBe(200)
    expect(await audited(clerk.account)).toEqual([
      { by: loa.account, office, clause: 'III.B.9', detail: { before: 'claims', after: 'eligibility until 2099-01-31' } },
    ])
    const kept = await env.DB.prepare('SELECT by_account AS by, text AS text FROM role_attestation WHERE membership_id = ?')
      .bind(clerk.membership.row)
      .all()
    expect(kept.results).toEqual([{ by: loa.account, text: ATTESTATION }])
  }) // prettier-ignore

  it('III.B.9 of two changes at once the second is told, with what stands now', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const clerk = await aMemberOf(office)
    const browser = await freshlyIn(loa)
    const path = `/office/users/${clerk.membership.id}`
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        browser.post(
          `${path}/roles`,
          { [n % 2 ? 'role-claims' : 'role-eligibility']: 'on', changedOn: today(), ...attests },
          path,
        ),
      ),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    const late = answers.filter(({ status }) => status === 409)
    expect(late).toHaveLength(19)
    expect(await late[0]!.text()).toContain('Somebody else changed these roles meanwhile')
    expect(await audited(clerk.account)).toHaveLength(1)
  })

  it('III.B.3 nobody grants roles to themselves: no form, and none is taken', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const own = await membershipOf(loa.account, office)
    const browser = await freshlyIn(loa)
    const html = await (await browser.get(`/office/users/${own.id}`)).text()
    expect(html).toContain('Nobody changes their own roles')
    expect(html).not.toContain('type="checkbox"')
    expect((await browser.post(`/office/users/${own.id}/roles`, { 'role-claims': 'on', ...attests })).status).toBe(403)
    expect((await browser.get('/claims')).status).toBe(403)
  })

  it('T21 III.B.8 a form can’t lift a limit by naming a provider of elsewhere', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const clerk = await aMemberOf(office)
    const browser = await freshlyIn(loa)
    const path = `/office/users/${clerk.membership.id}`
    const answer = await browser.post(
      `${path}/roles`,
      { 'role-claims': 'on', 'limit-claims-999': 'on', ...attests },
      path,
    )
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('not of this office any more')
    expect(await audited(clerk.account)).toEqual([])
  })

  it('III.F.1 roles change only with a second factor of the last minutes', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const clerk = await aMemberOf(office)
    const browser = await signedIn(loa)
    const answer = await browser.post(`/office/users/${clerk.membership.id}/roles`, { 'role-claims': 'on', ...attests })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, expect.stringMatching(/^\/confirm\?/)])
  })
})

describe('III.B.8 a role that ends on a day', () => {
  it('III.B.8 works the day before and on it, and not the day after, without any job', async () => {
    const office = await anOffice()
    const clerk = await aMemberOf(office, { roles: ['claims'] })
    await env.DB.prepare('UPDATE role_grant SET ends_on = ? WHERE membership_id = ?')
      .bind(addDays(today(), 1), clerk.membership.row)
      .run()
    const answers: number[] = []
    while (answers.length < 3) {
      answers.push((await (await signedIn(clerk)).get('/claims')).status)
      later(DAY)
    }
    expect(answers).toEqual([200, 200, 403])
  })
})

describe('III.B.8 the providers that a form offers', () => {
  it('III.B.8 are those with a role in the office, else those of its claims that may be shown', async () => {
    const { office, loa } = await anOfficeWithLoa()
    const clerk = await aMemberOf(office)
    const path = `/office/users/${clerk.membership.id}`
    await env.DB.batch([
      env.DB.prepare("INSERT INTO restricted_list (version, made_at, source, reason, rows_added) VALUES (1, 0, 't', 't', 0)"),
      env.DB.prepare("INSERT INTO provider (source_id, name) VALUES ('a', 'Dr. Role'), ('b', 'Dr. Claim'), ('c', 'Dr. Hidden'), ('d', 'Dr. Elsewhere')"),
      ...[['b', office, 1], ['c', office, null], ['d', null, 1]].map(([source, of, shown], n) =>
        env.DB.prepare(
          `INSERT INTO claim (public_id, claim_source_id, number, office_id, provider_source_id, type, status, shown_under, as_of)
           VALUES (?, ?, 'N', ?, ?, 'professional', 'paid', ?, 0)`,
        ).bind(`clm_${n}`, `p${n}`, of, source, shown)),
    ]) // prettier-ignore
    const offered = async () =>
      [...(await (await (await freshlyIn(loa)).get(path)).text()).matchAll(/limit-claims-\d+"[^>]*>(Dr\. \w+)</g)].map(([, name]) => name)
    expect(await offered()).toEqual(['Dr. Claim'])
    await env.DB.batch([
      env.DB.prepare("INSERT INTO feed_import (id, started_at) VALUES ('i', 0)"),
      env.DB.prepare(
        `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, codes, own_version, office_source_id)
         VALUES ('PractitionerRole', 'a-here', 'i', 'd', 0, '{"practitioner":"a"}', '[]', 1, (SELECT source_id FROM office WHERE id = ?))`,
      ).bind(office),
    ])
    expect(await offered()).toEqual(['Dr. Role'])
  }) // prettier-ignore
})

it('III.B.6 whoever has no right sees neither list nor user', async () => {
  const office = await anOffice()
  const clerk = await aPerson({ email: 'plain.clerk@office.example', offices: [office] })
  const browser = await freshlyIn(clerk)
  const own = await membershipOf(clerk.account, office)
  for (const path of ['/office/users', `/office/users/${own.id}`, '/office/requests', '/office/administrators']) {
    expect((await browser.get(path)).status).toBe(403)
  }
})
