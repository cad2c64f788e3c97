/** An administrator ends or disables the access of somebody of the own office (III.M.2, III.M.3). */
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { instant } from '../../src/clock.ts'
import { addDays } from '../../src/policy/calendar.ts'
import { hourly } from '../../src/schedule.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { aUserSince, revocationsOf } from '../support/leavers.ts'
import { aPerson, today } from '../support/people.ts'
import { aMemberOf, anEa, anOfficeWithLoa, freshlyIn, membershipOf, rowsOf } from '../support/requests.ts'
import { SESSION, sessionOf, sessionRow, signedIn } from '../support/session.ts'
import { DAY, HOUR, later, stopTheClock } from '../support/time.ts'

stopTheClock()

const ago = (days: number) => addDays(today(), -days)

async function aScene(name = 'Test Office') {
  const { office, loa } = await anOfficeWithLoa(name)
  const user = await aUserSince(office, ago(60))
  const browser = await signedIn(loa)
  const path = `/office/users/${user.membership.id}`
  const ask = (what: 'ending' | 'disabling', fields: Record<string, string>) =>
    browser.post(`${path}/${what}`, { reason: 'They left us.', ...fields }, `${path}/${what}`)
  return { office, loa, user, browser, path, ask }
}

const statusOf = async (browser: Browser) => (await browser.get('/claims')).status

describe('III.M.2 ending and disabling', () => {
  it.each(['ending', 'disabling'] as const)(
    'III.M.2, T13 %s takes hold in mid-session, asks no second factor, and is kept once with both dates',
    async (what) => {
      const { loa, user, browser, ask } = await aScene()
      const theirs = await signedIn(user)
      expect(await statusOf(theirs)).toBe(200)
      const answer = await ask(what, { changedOn: today() })
      const done = what === 'ending' ? 'ended' : 'disabled'
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/office/users?done=${done}`])
      expect(await (await browser.get(`/office/users?done=${done}`)).text()).toContain(`Access ${done}`)
      const session = sessionOf(theirs)
      expect(await statusOf(theirs)).toBe(303)
      expect(await sessionRow(session)).toMatchObject({ endedAt: instant().getTime(), why: 'revoked' })
      expect(await revocationsOf(user.membership.row)).toEqual([
        { id: expect.stringMatching(/^rvk_/), kind: done, changedOn: today(), revokedOn: today(), late: 0, reason: 'They left us.', by: loa.account },
      ])
      expect(
        await rowsOf("SELECT event AS event, clause AS clause FROM audit WHERE subject_id = ? AND event LIKE 'membership.ch%'", user.account),
      ).toEqual([{ event: 'membership.changed', clause: 'III.M.2' }])
    },
  ) // prettier-ignore

  it.each(['ending', 'disabling'] as const)(
    'T3 III.M.2 after %s neither password, known device nor reset makes a session, today or later',
    async (what) => {
      const { user, ask } = await aScene()
      const device = new Browser('198.51.100.7')
      await device.signIn(user.email, true)
      await ask(what, { changedOn: today() })
      device.cookies.delete(SESSION)
      for (const days of [0, 1, 30]) {
        later(days * DAY)
        const stranger = new Browser(`198.51.100.${20 + days}`)
        for (const browser of [device, stranger]) {
          expect((await browser.password(user.email)).status).toBe(422)
          expect([browser.cookies.has(SESSION), browser.cookies.has('__Host-flow')]).toEqual([false, false])
        }
      }
      const reset = new Browser('198.51.100.9')
      await reset.post('/forgot-password', { email: user.email }, '/forgot-password')
      const letter = await mailTo(user.email)
      if (letter?.link) await reset.get(new URL(letter.link).pathname + new URL(letter.link).search)
      expect(reset.cookies.has(SESSION)).toBe(false)
      expect(
        await rowsOf('SELECT 1 AS open FROM session WHERE account_id = ? AND ended_at IS NULL', user.account),
      ).toEqual([])
    },
  )

  it('III.M.2 another office of the same person stays as it was', async () => {
    const { office: elsewhere } = await anOfficeWithLoa('Other Office')
    const { office, ask, user } = await aScene()
    await env.DB.prepare(
      "INSERT INTO membership (public_id, account_id, office_id, created_at) VALUES ('mbs_' || hex(randomblob(12)), ?, ?, 0)",
    )
      .bind(user.account, elsewhere)
      .run()
    const other = await membershipOf(user.account, elsewhere)
    const theirs = await signedIn(user)
    await env.DB.prepare('UPDATE session SET membership_id = ? WHERE public_id = ?')
      .bind(other.row, sessionOf(theirs))
      .run()
    expect((await ask('ending', { changedOn: today() })).status).toBe(303)
    expect((await theirs.get('/home')).status).toBe(200)
    expect(await rowsOf('SELECT ended_on AS ended FROM membership WHERE account_id = ? ORDER BY office_id = ?', user.account, office)).toEqual([
      { ended: null }, { ended: today() },
    ]) // prettier-ignore
  })

  it('III.M.3 what is wrong with the dates is said at the field, and what was typed stays', async () => {
    const { ask, user } = await aScene()
    const wrong: ['ending' | 'disabling', string, string][] = [
      ['ending', '', 'Write the day.'],
      ['ending', 'next week', 'This is no date.'],
      ['ending', '2040-02-30', 'This is no date.'],
      ['ending', addDays(today(), 400), 'more than a year ahead'],
      ['ending', ago(61), 'no access here yet'],
      ['disabling', addDays(today(), 1), 'This day is to come'],
    ]
    for (const [what, changedOn, sentence] of wrong) {
      const answer = await ask(what, { changedOn, reason: '<b>Moved away</b>' })
      const html = await answer.text()
      expect([changedOn, answer.status, html.includes(sentence), html.includes('&lt;b&gt;Moved away')]).toEqual([
        changedOn, 422, true, true,
      ]) // prettier-ignore
    }
    expect((await ask('disabling', { changedOn: today(), reason: ' ' })).status).toBe(422)
    expect((await ask('ending', { changedOn: today(), reason: 'x'.repeat(501) })).status).toBe(422)
    expect(await revocationsOf(user.membership.row)).toEqual([])
  })

  it('III.M.3 what will be late says so before it is sent, of that very day, and then reports', async () => {
    const { ask, user, browser } = await aScene()
    const first = await ask('ending', { changedOn: ago(20) })
    const html = await first.text()
    expect(first.status).toBe(422)
    expect(html).toContain('The plan will get a report of this')
    expect(html).toContain(`name="knows" value="${ago(20)}"`)
    // Another day wants its own warning; nothing has ended so far.
    expect((await ask('ending', { changedOn: ago(30), knows: ago(20) })).status).toBe(422)
    expect(await revocationsOf(user.membership.row)).toEqual([])
    const sent = await ask('ending', { changedOn: ago(20), knows: ago(20) })
    expect([sent.status, sent.headers.get('Location')]).toEqual([303, '/office/users?done=ended-reported'])
    expect(await (await browser.get('/office/users?done=ended-reported')).text()).toContain('E-Business department has a report')
    expect(await revocationsOf(user.membership.row)).toMatchObject([{ late: 1, changedOn: ago(20), revokedOn: today() }])
  }) // prettier-ignore

  it('III.M.3, T14 a day to come: works through that day, not on the day after, job or no job', async () => {
    const { user, ask, browser } = await aScene()
    const answer = await ask('ending', { changedOn: addDays(today(), 1) })
    expect(answer.headers.get('Location')).toBe('/office/users?done=ends')
    expect(await (await browser.get('/office/users')).text()).toContain('Ends on')
    const answers: number[] = []
    for (let day = 0; day < 3; day += 1) {
      answers.push((await new Browser(`198.51.100.${40 + day}`).password(user.email)).status)
      later(DAY)
    }
    expect(answers).toEqual([303, 303, 422])
  })

  it('III.M.3 an end to come can be brought forward', async () => {
    const { user, ask, browser, path } = await aScene()
    await ask('ending', { changedOn: addDays(today(), 30) })
    const html = await (await browser.get(`${path}/ending`)).text()
    expect(html).toMatch(/An earlier day that you write here replaces it. Only the plan can keep them longer: call \(/)
    expect((await ask('ending', { changedOn: addDays(today(), 40) })).status).toBe(422)
    expect((await ask('ending', { changedOn: today() })).status).toBe(303)
    expect(await rowsOf('SELECT ended_on AS ended FROM membership WHERE id = ?', user.membership.row)).toEqual([
      { ended: today() },
    ])
  })

  it('III.M.2 sent twice, one after the other or 20 at once, it happens once', async () => {
    const { user, ask } = await aScene()
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('ending', { changedOn: today() })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    const again = await ask('ending', { changedOn: today() })
    expect([again.status, (await again.text()).includes('Their access here has ended')]).toEqual([409, true])
    expect(await revocationsOf(user.membership.row)).toHaveLength(1)
  })

  it('III.M.2 what was disabled, the LOA can end and cannot open: that is the plan’s', async () => {
    const { ask, browser, path, user } = await aScene()
    const before = await (await browser.get(`${path}/disabling`)).text()
    expect(before).toContain('only the plan can open the access again')
    await ask('disabling', { changedOn: today() })
    const html = await (await browser.get(`${path}/disabling`)).text()
    expect(html).toContain('Only the plan can open it again')
    expect((await ask('disabling', { changedOn: today() })).status).toBe(409)
    expect((await ask('ending', { changedOn: today() })).status).toBe(303)
    expect(await revocationsOf(user.membership.row)).toHaveLength(2)
  })
})

describe('III.M.2 who may', () => {
  it('III.M.2 nobody ends themself: a sentence, no form, and none is taken', async () => {
    const { loa, office, browser } = await aScene()
    await aPerson({ email: `second${office}@office.example`, offices: [office], isLoa: true, roles: [] })
    const own = await membershipOf(loa.account, office)
    for (const what of ['ending', 'disabling']) {
      const path = `/office/users/${own.id}/${what}`
      const html = await (await browser.get(path)).text()
      expect([html.includes('Nobody ends their own access'), html.includes('name="changedOn"')]).toEqual([true, false])
      expect((await browser.post(path, { changedOn: today(), reason: 'x' })).status).toBe(403)
    }
  })

  it('III.M.2 of two administrators one ends the other, and the last who stays only the plan', async () => {
    const { office, loa, browser } = await aScene()
    const second = await aMemberOf(office, { isLoa: true, roles: [] })
    const first = await membershipOf(loa.account, office)
    const theirs = await signedIn(second)
    const ends = (who: Browser, id: string, changedOn: string) =>
      who.post(`/office/users/${id}/ending`, { changedOn, reason: '' }, '/home')
    // The first one's end is set: now the second is the last who stays.
    expect((await ends(theirs, first.id, addDays(today(), 10))).status).toBe(303)
    const html = await (await browser.get(`/office/users/${second.membership.id}/ending`)).text()
    expect(html).toContain('They are the last administrator who stays')
    expect((await ends(browser, second.membership.id, today())).status).toBe(403)
    expect((await ends(theirs, first.id, today())).status).toBe(303)
    expect((await browser.get('/home')).status).toBe(303)
  })

  it('III.M.2 two administrators who end each other at the same moment: one stays', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { office, loa, browser } = await aScene()
      const second = await aMemberOf(office, { isLoa: true, roles: [] })
      const first = await membershipOf(loa.account, office)
      const theirs = await signedIn(second)
      const fields = { changedOn: today(), reason: '' }
      const [one, other] = [await browser.token('/home'), await theirs.token('/home')]
      await Promise.all([
        browser.post(`/office/users/${second.membership.id}/ending`, { ...fields, csrf: one }),
        theirs.post(`/office/users/${first.id}/ending`, { ...fields, csrf: other }),
      ])
      expect(
        await rowsOf('SELECT count(*) AS left FROM membership WHERE office_id = ? AND is_loa = 1 AND ended_on IS NULL', office),
      ).toEqual([{ left: 1 }])
    }
  }) // prettier-ignore

  it('T13 III.M.2 an administrator who was removed meanwhile ends nobody', async () => {
    const { office, loa, ask, user } = await aScene()
    await env.DB.prepare('UPDATE membership SET is_loa = 0 WHERE account_id = ? AND office_id = ?')
      .bind(loa.account, office)
      .run()
    expect((await ask('ending', { changedOn: today() })).status).toBe(403)
    expect(await revocationsOf(user.membership.row)).toEqual([])
  })

  it('T15 III.M.2 nobody of another office, and nobody without the right', async () => {
    const { browser } = await aScene()
    const { user: foreign } = await aScene('Other Office')
    const clerk = await signedIn(await aMemberOf((await anOfficeWithLoa('Third Office')).office))
    for (const id of [foreign.membership.id, `mbs_${'0'.repeat(24)}`]) {
      for (const what of ['ending', 'disabling']) {
        const path = `/office/users/${id}/${what}`
        expect((await browser.get(path)).status).toBe(404)
        expect((await browser.post(path, { changedOn: today(), reason: 'x' })).status).toBe(404)
        expect((await clerk.get(path)).status).toBe(403)
      }
    }
    expect(await revocationsOf(foreign.membership.row)).toEqual([])
  })
})

describe('III.M.2 the hourly run', () => {
  it('III.M.2 ends what is open of an access whose end has come, once, and nothing else', async () => {
    const { user, ask } = await aScene()
    const { user: stays } = await aScene('Other Office')
    await ask('ending', { changedOn: addDays(today(), 1) })
    // Six minutes before the end, and six after it.
    later(DAY + 11.9 * HOUR)
    const [theirs, others] = [await signedIn(user), await signedIn(stays)]
    await hourly(env)
    expect((await theirs.get('/home')).status).toBe(200)
    later(0.2 * HOUR)
    const closed = () =>
      rowsOf("SELECT office_id AS office FROM audit WHERE account_id = ? AND event = 'session.closed' AND detail LIKE '%revoked%'", user.account)
    expect(await closed()).toEqual([])
    await hourly(env)
    await hourly(env)
    expect(await closed()).toHaveLength(1)
    expect(await sessionRow(sessionOf(theirs))).toMatchObject({ why: 'revoked' })
    expect((await sessionRow(sessionOf(others)))?.endedAt).toBeNull()
    expect(await rowsOf("SELECT error AS error FROM job WHERE name = 'termination.due'")).toEqual([{ error: null }])
  }) // prettier-ignore

  it('T14 III.M.3 whoever works past the end is refused, though no job ran', async () => {
    const { user, ask } = await aScene()
    await ask('ending', { changedOn: addDays(today(), 1) })
    // Noon plus a day and eleven and a half hours: half an hour before the end.
    later(DAY + 11.9 * HOUR)
    const theirs = await signedIn(user)
    expect(await statusOf(theirs)).toBe(200)
    later(0.2 * HOUR)
    expect((await theirs.get('/claims')).status).toBe(403)
  })

  it('III.M.3 e-business is told of what is late, and nobody else', async () => {
    const ea = await anEa()
    const other = await anEa({ department: 'provider-relations' })
    const { ask } = await aScene()
    await ask('ending', { changedOn: ago(20), knows: ago(20) })
    expect((await mailTo(ea.email))?.subject).toContain('late revocation')
    expect(await mailTo(other.email)).toBeUndefined()
    expect((await (await freshlyIn(ea)).get('/staff/late-revocations')).status).toBe(200)
  })
})
