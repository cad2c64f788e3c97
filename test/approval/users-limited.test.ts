/** Taking away some of what a user may see: the day the job changed is asked, kept, and what is late reported (III.M.3). */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../src/policy/calendar.ts'
import { aUserSince, revocationsOf } from '../support/leavers.ts'
import { today } from '../support/people.ts'
import { anOfficeWithLoa, freshlyIn, rolesOf, rowsOf } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

const ago = (days: number) => addDays(today(), -days)

async function aScene(roles: ('claims' | 'eligibility')[] = ['claims', 'eligibility']) {
  const { office, loa } = await anOfficeWithLoa()
  const user = await aUserSince(office, ago(60), { roles })
  const browser = await freshlyIn(loa)
  const path = `/office/users/${user.membership.id}`
  const change = (fields: Record<string, string>) =>
    browser.post(`${path}/roles`, { attests: 'on', last: '0', ...fields }, path)
  return { office, loa, user, browser, change, path }
}

describe('III.M.3 limiting', () => {
  it('III.M.3 what grows asks for no day and keeps no revocation', async () => {
    const { user, change } = await aScene(['claims'])
    expect((await change({ 'role-claims': 'on', 'role-eligibility': 'on' })).status).toBe(303)
    expect(await revocationsOf(user.membership.row)).toEqual([])
  })

  it('III.M.3 what takes something away asks the day, and keeps it with the roles, in one batch', async () => {
    const { loa, user, change, path } = await aScene()
    const theirs = await signedIn(user)
    const asked = await change({ 'role-eligibility': 'on' })
    const html = await asked.text()
    expect([asked.status, html.includes('write the day their job changed')]).toEqual([422, true])
    expect(html).toMatch(/name="role-eligibility"[^>]*checked|checked[^>]*name="role-eligibility"/)
    expect(await rolesOf(user.email)).toHaveLength(2)
    const answer = await change({ 'role-eligibility': 'on', changedOn: today() })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${path}?done=changed`])
    expect(await revocationsOf(user.membership.row)).toEqual([
      { id: expect.stringMatching(/^rvk_/), kind: 'limited', changedOn: today(), revokedOn: today(), late: 0, reason: null, by: loa.account },
    ])
    expect((await rolesOf(user.email)).map((row) => row.role)).toEqual(['eligibility'])
    expect(
      await rowsOf("SELECT event AS event, clause AS clause FROM audit WHERE subject_id = ? AND event LIKE '%.changed' ORDER BY seq", user.account),
    ).toEqual([{ event: 'membership.changed', clause: 'III.M.3' }, { event: 'roles.changed', clause: 'III.B.9' }])
    // Fewer roles are obeyed at once; the session goes on.
    expect([(await theirs.get('/claims')).status, (await theirs.get('/members')).status]).toEqual([403, 200])
  }) // prettier-ignore

  it('III.M.3 providers that are fewer take something away, too', async () => {
    const { office, user, change } = await aScene(['claims'])
    await env.DB.batch([
      env.DB.prepare("INSERT INTO provider (id, source_id, name) VALUES (901, 'p901', 'Dr. One'), (902, 'p902', 'Dr. Two')"),
      env.DB.prepare("INSERT INTO feed_import (id, started_at) VALUES ('i', 0)"),
      ...['p901', 'p902'].map((provider) =>
        env.DB.prepare(
          `INSERT INTO feed_record (type, source_id, import_id, digest, received_at, facts, codes, own_version, office_source_id)
           VALUES ('PractitionerRole', ?, 'i', 'd', 0, ?, '[]', 1, (SELECT source_id FROM office WHERE id = ?))`,
        ).bind(provider, JSON.stringify({ practitioner: provider }), office)),
    ]) // prettier-ignore
    const narrowed = { 'role-claims': 'on', 'limit-claims-901': 'on' }
    expect((await change(narrowed)).status).toBe(422)
    expect((await change({ ...narrowed, changedOn: today() })).status).toBe(303)
    expect(await revocationsOf(user.membership.row)).toHaveLength(1)
  })

  it('III.B.8, III.M.3 a last day is a grant of its own: it asks for none', async () => {
    const { user, change } = await aScene(['claims'])
    expect((await change({ 'role-claims': 'on', 'ends-claims': addDays(today(), 3) })).status).toBe(303)
    expect(await revocationsOf(user.membership.row)).toEqual([])
  })

  it.each([
    ['soon', 'This is no date.'],
    [addDays('2040-06-01', 400), 'Leave it ticked, and write this day as its last'],
    ['2040-01-01', 'no access here yet'],
  ])('III.M.3 the day "%s" is refused at its field: %s', async (changedOn, sentence) => {
    const { user, change } = await aScene()
    const answer = await change({ 'role-claims': 'on', changedOn })
    expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
    expect(await rolesOf(user.email)).toHaveLength(2)
  })

  it('III.M.3 late: it says so before it is sent, then reports', async () => {
    const { user, change, path } = await aScene()
    const fields = { 'role-claims': 'on', changedOn: ago(20) }
    const warned = await change(fields)
    expect([warned.status, (await warned.text()).includes('The plan will get a report of this')]).toEqual([422, true])
    expect(await rolesOf(user.email)).toHaveLength(2)
    expect((await change({ ...fields, knows: ago(21) })).status).toBe(422)
    const sent = await change({ ...fields, knows: ago(20) })
    expect([sent.status, sent.headers.get('Location')]).toEqual([303, `${path}?done=limited-reported`])
    expect(await revocationsOf(user.membership.row)).toMatchObject([{ kind: 'limited', late: 1, changedOn: ago(20) }])
    expect(await rolesOf(user.email)).toHaveLength(1)
  })

  it('III.M.3 of 20 at once one is kept, and so is one revocation', async () => {
    const { user, change } = await aScene()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => change({ 'role-claims': 'on', changedOn: today() })),
    )
    expect([303, 409].map((status) => answers.filter((answer) => answer.status === status).length)).toEqual([1, 19])
    expect(await revocationsOf(user.membership.row)).toHaveLength(1)
  })
})

it('III.M.3 limiting from the card of a verification goes by the same rules', async () => {
  const { office, user, browser } = await aScene()
  await env.DB.prepare('UPDATE office SET verify_due_on = ?, verify_act_on = ? WHERE id = ?').bind(today(), today(), office).run()
  await browser.get('/office/verification')
  const path = `/office/verification/${user.membership.id}/roles`
  const change = (fields: Record<string, string>) =>
    browser.post(path, { 'role-claims': 'on', attests: 'on', last: '0', ...fields }, path)
  const asked = await change({})
  expect([asked.status, (await asked.text()).includes('write the day their job changed')]).toEqual([422, true])
  const warned = await change({ changedOn: ago(20) })
  expect([warned.status, (await warned.text()).includes('The plan will get a report of this')]).toEqual([422, true])
  const sent = await change({ changedOn: ago(20), knows: ago(20) })
  expect([sent.status, sent.headers.get('Location')]).toEqual([303, '/office/verification?done=limited-reported#next'])
  expect(await revocationsOf(user.membership.row)).toMatchObject([{ kind: 'limited', late: 1 }])
  expect(await rowsOf('SELECT decision AS decision FROM verification_card WHERE membership_id = ?', user.membership.row)).toEqual([
    { decision: 'changed' },
  ])
}) // prettier-ignore
