import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Department } from '../../src/accounts/account.ts'
import { type Transition, transition } from '../../src/accounts/transition.ts'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { batch } from '../../src/db/client.ts'
import { invite } from '../../src/invitations/invite.ts'
import { revoke } from '../../src/invitations/revoke.ts'
import { seen } from '../support/alike.ts'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { anOffice, aPerson, today } from '../support/people.ts'
import { PERSON, Registrant, stored } from '../support/registrant.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
const config = readConfig(env)
let office: number
let nth = 0

beforeAll(async () => {
  office = await anOffice('Harbor Family Medicine')
  await aPerson({ email: 'loa@harbor.example', offices: [office], isLoa: true })
})

/** An invitation as the plan sends it; answers its public id and the link's value from the mail. */
async function anInvitation(to: { office: number } | { department: Department } = { office }, email?: string) {
  const address = email ?? `invited${(nth += 1)}@office.example`
  const who = { email: address, firstName: 'Ida', lastName: 'Invited' }
  const invitee =
    'office' in to ? { ...who, office: to.office, officeName: 'Harbor Family Medicine' } : { ...who, ...to }
  const invitation = await invite(config, invitee, { at: instant().getTime(), by: 1 })
  await batch(env.DB, invitation.statements)
  await mailTo(address)
  const letter = letters.findLast((one) => one.to === address && one.subject.includes('invited'))!
  return { id: invitation.id, email: address, value: letter.link!.split('link=')[1]!, link: letter.link! }
}

/** The invited person's browser, after the invitation's button. */
async function following({ email, value }: { email: string; value: string }) {
  const ida = new Registrant(email)
  return { ida, place: await ida.post('/invitation', { link: value }) }
}

const page = async (value: string) => {
  const answer = await new Browser('203.0.113.20').get(`/invitation?link=${encodeURIComponent(value)}`)
  return { status: answer.status, html: await answer.text(), cookies: answer.headers.getSetCookie().join() }
}

describe('III.A.1.b an invited Local Office Administrator', () => {
  it('III.A.1.b III.A.1.c.iii proves the address all the same, has the office already, and asks to be its LOA', async () => {
    const invitation = await anInvitation()
    expect(invitation.link).toMatch(/^https:\/\/portal\.test\/invitation\?link=/)
    const { html } = await page(invitation.value)
    expect(html).toContain('Harbor Family Medicine has named you')
    expect(await stored(invitation.email)).toBeNull()
    const { ida, place } = await following(invitation)
    expect(place).toBe('/register/code')
    expect((await ida.browser.get('/register/person')).headers.get('Location')).toBe('/register/code')
    expect(await ida.prove()).toBe('/register/person')
    expect(await (await ida.browser.get('/register/person')).text()).toContain('value="Ida"')
    expect(await ida.person()).toBe('/register/agreement')
    // The office is the invitation's, whatever a form says.
    expect((await ida.browser.get('/register/office')).headers.get('Location')).toBe('/register/agreement')
    expect(await ida.office(await anOffice('Another'))).toBe('/register/agreement')
    await ida.agree()
    await ida.train()
    await ida.questions()
    const review = await (await ida.browser.get('/register/review')).text()
    expect(review).toContain('Harbor Family Medicine')
    expect(review).not.toContain('Choose another office')
    expect(await ida.send()).toBe('/register/status?done=sent')
    const row = (await stored(invitation.email))!
    const request = await env.DB.prepare('SELECT office_id, wants_loa FROM access_request WHERE registration_id = ?')
      .bind(row.id)
      .first()
    expect(request).toEqual({ office_id: office, wants_loa: 1 })
    // III.B.2: whoever is to be an LOA is decided on by the plan.
    expect(await mailTo('loa@harbor.example')).toBeUndefined()
    expect((await page(invitation.value)).html).toContain('This invitation was used')
  })
})

describe('II.B invited staff of the plan', () => {
  it('II.B the invitation is the decision: the account is made when the registration is sent', async () => {
    const invitation = await anInvitation({ department: 'e-business' }, 'sam@plan.example')
    const { ida } = await following(invitation)
    await ida.prove()
    expect(await ida.person()).toBe('/register/agreement')
    await ida.agree()
    await ida.train()
    await ida.questions()
    expect(await (await ida.browser.get('/register/review')).text()).toContain('nobody needs to decide')
    expect(await ida.send()).toBe('/register/status?done=sent')
    expect(await (await ida.browser.get('/register/status')).text()).toContain('Your account is approved')
    const account = await env.DB.prepare(
      'SELECT kind, department, first_name AS name, approved_on AS approvedOn FROM account WHERE email = ?',
    )
      .bind(invitation.email)
      .first()
    expect(account).toEqual({ kind: 'staff', department: 'e-business', name: PERSON.firstName, approvedOn: today() })
    expect((await mailTo(invitation.email))!.link).toMatch(/\/password\/set-up\?link=/)
    expect(
      await env.DB.prepare(
        'SELECT count(*) AS n FROM access_request q JOIN registration r ON r.id = q.registration_id WHERE r.email = ?',
      )
        .bind(invitation.email)
        .first(),
    ).toEqual({ n: 0 })
  })

  it('II.B revoked before it is sent: no account', async () => {
    const invitation = await anInvitation({ department: 'privacy' }, 'rue@plan.example')
    const { ida } = await following(invitation)
    await ida.prove()
    await ida.person()
    await ida.agree()
    await ida.train()
    await ida.questions()
    expect(await revoke(env.DB, invitation.id, { at: instant().getTime(), by: 1 })).toBe(true)
    expect(await ida.send()).toBe('/register/status')
    expect(
      await env.DB.prepare('SELECT count(*) AS n FROM account WHERE email = ?').bind(invitation.email).first(),
    ).toEqual({ n: 0 })
  })

  it.each([
    ['suspended', 'III.K.5'],
    ['disabled', 'III.M.2'],
    ['terminated', 'III.M.2'],
  ] as const)('III.M.2 of an Enterprise Administrator whose account was %s meanwhile: neither the link, nor the sending', async (to, clause) => {
    const ea = await aPerson({ email: `${to}@plan.example`, department: 'e-business' })
    const [sent, followed] = [await anInvitation({ department: 'privacy' }), await anInvitation({ department: 'privacy' })]
    await env.DB.prepare('UPDATE invitation SET invited_by = ? WHERE public_id IN (?, ?)').bind(ea.account, sent.id, followed.id).run()
    const { ida } = await following(followed)
    await ida.prove()
    await ida.person()
    await ida.agree()
    await ida.train()
    await ida.questions()
    await transition(env.DB, ea.account, { to, clause } as Transition, { at: 1, by: null })
    expect((await page(sent.value)).html).toContain('This invitation was withdrawn')
    expect(await ida.send()).toBe('/register/status')
    expect(await env.DB.prepare('SELECT count(*) AS n FROM account WHERE email = ?').bind(followed.email).first()).toEqual({ n: 0 })
  }) // prettier-ignore

  it('II.B the program invites one first Enterprise Administrator, however often it runs', async () => {
    const first = async (email: string) => {
      const who = { email, firstName: 'Eve', lastName: 'First', department: 'information-services' } as const
      const invitation = await invite(config, who, { at: instant().getTime(), by: null })
      await batch(env.DB, invitation.statements)
    }
    await first('first@plan.example')
    await first('second@plan.example')
    expect((await mailTo('first@plan.example'))?.subject).toContain('invited')
    expect(await mailTo('second@plan.example')).toBeUndefined()
    const links = await env.DB.prepare(
      "SELECT count(*) AS n FROM link WHERE purpose = 'invitation' AND invitation_id IS NULL",
    ).first()
    expect(links).toEqual({ n: 0 })
  })
})

describe('T16 an invitation that does not hold', () => {
  it('T16 each byte of the link flipped, each prefix: one plain page, nothing opened', async () => {
    const { value, email } = await anInvitation()
    const wrong = Array.from(
      value,
      (letter, place) => value.slice(0, place) + (letter === 'a' ? 'b' : 'a') + value.slice(place + 1),
    )
    for (const one of [
      ...wrong,
      ...[0, 1, 43, 44, 72, 115].map((length) => value.slice(0, length)),
      `${value}A`,
      `${value}.`,
    ]) {
      const { status, html, cookies } = await page(one)
      expect([one, status, html.includes('doesn’t work'), cookies]).toEqual([one, 404, true, ''])
      const { place } = await following({ email, value: one })
      expect([one, place]).toEqual([one, 404])
    }
    expect(await stored(email)).toBeNull()
  })

  it('T16 another address: a link put together from two', async () => {
    const [one, two] = [(await anInvitation()).value.split('.'), (await anInvitation()).value.split('.')]
    const { status, html } = await page([one[0], two[1], two[2]].join('.'))
    expect([status, html.includes('another e-mail address')]).toEqual([404, true])
    const { place } = await following({ email: 'x@office.example', value: [one[0], two[1], two[2]].join('.') })
    expect(place).toBe(404)
    // A registration's own cookie is no invitation, nor an invitation a registration.
    const { ida } = await following(await anInvitation())
    expect((await page(ida.browser.cookies.get('__Host-flow')!)).status).toBe(404)
    expect((await new Browser().get(`/register/resume?link=${two.join('.')}`)).status).toBe(404)
  })

  it.each([
    ['the day before', 13, 200],
    ['a moment before the end', 14 - 1 / (24 * 3600), 200],
    ['on the 14th day', 14, 404],
    ['the day after', 15, 404],
  ])('T16 III.A.1.b it can be accepted for 14 days: %s', async (_name, days, status) => {
    const invitation = await anInvitation()
    later(days * DAY)
    expect((await page(invitation.value)).status).toBe(status)
    expect((await following(invitation)).place).toBe(status === 200 ? '/register/code' : 404)
  })

  it('T16 after revocation: neither the link nor what was begun by it', async () => {
    const invitation = await anInvitation()
    const { ida } = await following(invitation)
    await ida.prove()
    expect(await revoke(env.DB, invitation.id, { at: instant().getTime(), by: 1 })).toBe(true)
    expect(await revoke(env.DB, invitation.id, { at: instant().getTime(), by: 1 })).toBe(false)
    expect((await page(invitation.value)).html).toContain('This invitation was withdrawn')
    expect((await following(invitation)).place).toBe(404)
    expect(await ida.person()).toBe('/register/status')
    expect((await stored(invitation.email))!.is_adult).toBeNull()
    expect(await (await ida.browser.get('/register/status')).text()).toContain('This invitation was withdrawn')
    const events = await env.DB.prepare('SELECT event FROM audit WHERE record = ? ORDER BY seq')
      .bind(invitation.id)
      .all()
    expect(events.results.map(({ event }) => event)).toEqual(['invitation.made', 'invitation.revoked'])
  })

  it('T16 III.M.4 after the office’s end: neither the link, nor a step, nor the sending', async () => {
    const ending = await anOffice('Ending Office')
    const invitation = await anInvitation({ office: ending })
    const { ida } = await following(invitation)
    await ida.prove()
    await ida.person()
    await ida.agree()
    await ida.train()
    await ida.questions()
    await env.DB.prepare('UPDATE office SET terminated_on = ? WHERE id = ?').bind(today(), ending).run()
    expect((await page(invitation.value)).html).toContain('This office has no access now')
    expect((await following(invitation)).place).toBe(404)
    expect(await ida.send()).toBe('/register/status')
    expect((await stored(invitation.email))!.sent_at).toBeNull()
  })

  it('T16 used: a second registration begun by it cannot be sent', async () => {
    const invitation = await anInvitation({ office: await anOffice('Used Office') })
    const complete = async () => {
      const { ida } = await following(invitation)
      await ida.prove()
      await ida.person()
      await ida.agree()
      await ida.train()
      await ida.questions()
      return ida
    }
    const [one, two] = [await complete(), await complete()]
    expect(await one.send()).toBe('/register/status?done=sent')
    expect(await two.send()).toBe('/register/status')
    expect(await revoke(env.DB, invitation.id, { at: instant().getTime(), by: 1 })).toBe(false)
  })
})

describe('T6 T9 whom an invitation is for', () => {
  it('T6 an address that has an account gets the same pages and cookie; the mail says what to do', async () => {
    const known = await aPerson({ email: 'known@office.example', offices: [await anOffice('Elsewhere')] })
    const answers = await Promise.all(
      [await anInvitation({ office }, known.email), await anInvitation()].map(async ({ email, value }) => {
        const { browser } = new Registrant(email)
        const csrf = await browser.token('/register')
        const own = [value, email]
        return [
          await seen(await browser.get(`/invitation?link=${value}`), ...own),
          await seen(await browser.post('/invitation', { csrf, link: value }), ...own),
          await seen(await browser.get('/register/code'), ...own),
          await seen(await browser.post('/register/code', { csrf, code: '123456' }), ...own),
        ]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    const letter = (await mailTo(known.email))!
    expect(letter.text).toContain('You are invited to work for Harbor Family Medicine too')
  })

  it('T9 III.F.3 fifty at once: three codes are sent, the others are told to wait', async () => {
    const invitation = await anInvitation({ office: await anOffice('Once Office') })
    const ida = new Registrant(invitation.email)
    const csrf = await ida.browser.token('/register')
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => ida.browser.post('/invitation', { csrf, link: invitation.value })),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(3)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(47)
  })
})
