import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { aCoreOffice } from '../support/core-offices.ts'
import { counting } from '../support/counting.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { freshlyIn } from '../support/requests.ts'
import { signedIn } from '../support/session.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()

const PATH = '/staff/people'
let ea: { account: number; guard: string }
let browser: Browser
beforeAll(async () => {
  ea = await aPerson({ email: 'ea@plan.example', department: 'information-services' })
})
beforeEach(async () => {
  letters.length = 0
  browser = await freshlyIn(ea)
})

const invitations = async (email: string) =>
  (
    await env.DB.prepare(
      'SELECT i.public_id AS id, i.department, i.office_id AS office, i.invited_by AS by, i.revoked_at AS revokedAt FROM invitation i WHERE email = ? ORDER BY i.id',
    )
      .bind(email)
      .all<{ id: string; department: string; office: null; by: number; revokedAt: number | null }>()
  ).results

describe('EA (glossary) staff are invited', () => {
  it('EA with a department and a link, by an Enterprise Administrator who is named', async () => {
    const person = { email: 'New@plan.example', firstName: 'Nell', lastName: 'New', department: 'privacy' }
    const answer = await browser.post(
      PATH,
      { ...person, kind: 'office', office: '1', capabilities: 'audit.read' },
      PATH,
    )
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${PATH}?done=invited`])
    expect(await invitations('new@plan.example')).toMatchObject([
      { department: 'privacy', office: null, by: ea.account },
    ])
    expect((await mailTo('new@plan.example'))?.link).toMatch(/^https:\/\/portal\.test\/invitation\?link=/)
    const html = await (await browser.get(PATH)).text()
    for (const word of ['Nell New', 'new@plan.example', 'by Terry Tester', 'Send again']) expect(html).toContain(word)
  })

  it('EA III.F.1 without a fresh second factor nobody is invited, nor invited again; the form waits meanwhile', async () => {
    const person = { email: 'stale@plan.example', firstName: 'S', lastName: 'T', department: 'information-services' }
    const stale = await signedIn(ea)
    const answer = await stale.post(PATH, person, PATH)
    expect([answer.status, answer.headers.get('Location')]).toEqual([
      303,
      expect.stringMatching(/^\/confirm\?next=%2Fkept%2Ffrm_/),
    ])
    expect(await invitations(person.email)).toEqual([])
    await browser.post(PATH, person, PATH)
    const [one] = await invitations(person.email)
    expect((await stale.post(`${PATH}/invitations/${one!.id}/copy`, {}, PATH)).headers.get('Location')).toContain(
      '/confirm',
    )
    expect(await invitations(person.email)).toHaveLength(1)
  })

  it('EA twice is told, and so is an address that has an account', async () => {
    const person = { email: 'twice@plan.example', firstName: 'T', lastName: 'W', department: 'privacy' }
    await browser.post(PATH, person, PATH)
    await aPerson({ email: 'clerk@office.example', offices: [await anOffice()] })
    for (const [email, words] of [
      ['TWICE@plan.example', 'invited already'],
      ['clerk@office.example', 'has an account already'],
      ['ea@plan.example', 'has an account already'],
    ] as const) {
      const answer = await browser.post(PATH, { ...person, email }, PATH)
      expect([email, answer.status, (await answer.text()).includes(words)]).toEqual([email, 422, true])
    }
    expect(await invitations('twice@plan.example')).toHaveLength(1)
  })

  it('EA what is missing is told at its field', async () => {
    const answer = await browser.post(PATH, { email: 'x', firstName: '', lastName: '', department: 'kings' }, PATH)
    const html = await answer.text()
    expect(answer.status).toBe(422)
    for (const name of ['email', 'firstName', 'lastName', 'department']) expect(html).toContain(`href="#field-${name}"`)
  })

  it('T16 sent again the first link is void, taken back it is gone', async () => {
    const person = { email: 'again@plan.example', firstName: 'A', lastName: 'G', department: 'e-business' }
    await browser.post(PATH, person, PATH)
    const [one] = await invitations(person.email)
    expect((await browser.post(`${PATH}/invitations/${one!.id}/copy`, {}, PATH)).status).toBe(303)
    const [old, open] = await invitations(person.email)
    expect([old!.revokedAt, open!.revokedAt, open!.department]).toEqual([Date.now(), null, 'e-business'])
    expect((await browser.post(`${PATH}/invitations/${open!.id}/revocation`, {}, PATH)).status).toBe(303)
    expect((await browser.post(`${PATH}/invitations/${open!.id}/revocation`, {}, PATH)).status).toBe(409)
    expect(await (await browser.get(PATH)).text()).not.toContain(person.email)
  })

  it('EA the list names staff alone, 25 a page, each once', async () => {
    for (let nth = 0; nth < 30; nth += 1) {
      await aPerson({ email: `many${nth}@plan.example`, department: 'information-security' })
    }
    const seen: string[] = []
    let to: string | undefined = PATH
    for (let page = 0; to && page < 5; page += 1) {
      const html: string = await (await browser.get(to)).text()
      const found = [...html.matchAll(/[\w.]+@(?:plan|office)\.example/g)].map(([one]) => one)
      seen.push(...found.filter((one) => one.startsWith('many') || one.endsWith('office.example')))
      to = /href="([^"]+)" rel="next"/.exec(html)?.[1]
    }
    expect(new Set(seen).size).toBe(30)
    expect(seen).toHaveLength(30)
  })
})

it('EA an invitation that expired is sent again: the new link opens, the old one stays closed', async () => {
  const person = { email: 'late@plan.example', firstName: 'L', lastName: 'Ate', department: 'privacy' }
  await browser.post(PATH, person, PATH)
  const old = (await mailTo(person.email))!.link!
  later(15 * DAY)
  expect((await new Browser().get(old)).status).toBe(404)
  browser = await freshlyIn(ea)
  expect(await (await browser.get(PATH)).text()).toContain('late@plan.example')
  const [expired] = await invitations(person.email)
  expect((await browser.post(`${PATH}/invitations/${expired!.id}/copy`, {}, PATH)).status).toBe(303)
  const again = (await mailTo(person.email))!.link!
  expect(again).not.toBe(old)
  expect((await new Browser().get(again)).status).toBe(200)
  expect((await new Browser().get(old)).status).toBe(404)
  expect((await invitations(person.email)).filter(({ revokedAt }) => revokedAt === null)).toHaveLength(1)
})

describe('the staff’s first page', () => {
  it('counts what waits, in one call to D1', async () => {
    await env.DB.prepare("INSERT INTO outbox (public_id, channel, message, created_at, dead_at, dead_reason) VALUES ('msg_x', 'email', 'x', ?, ?, 'refused')").bind(Date.now(), Date.now()).run() // prettier-ignore
    await aCoreOffice({ accessOn: '2030-01-01' })
    const counted = counting()
    browser.bindings = counted.bindings
    const html = await (await browser.get('/staff')).text()
    expect([counted.d1, counted.guard]).toEqual([1, 1])
    for (const word of ['Offices that ask for access', '1 message', 'office']) expect(html).toContain(word)
  })

  it.each([
    ['privacy', ['/staff/agreements'], ['/staff/offices', '/staff/people']],
    ['information-security', [], ['/staff/offices', '/staff/agreements', '/staff/people']],
  ] as const)('II.C %s sees its own queues alone', async (department, own, others) => {
    const page = await signedIn(await aPerson({ email: `${department}@plan.example`, department }))
    const answer = await page.get('/staff')
    expect(answer.status).toBe(200)
    const html = await answer.text()
    for (const href of own) expect(html).toContain(`href="${href}"`)
    for (const href of others) expect(html).not.toContain(`href="${href}"`)
  })
})

it('T15 II.C people of offices and other departments: 403 everywhere', async () => {
  for (const someone of [
    await aPerson({ email: 'security2@plan.example', department: 'information-security' }),
    await aPerson({ email: 'loa@office.example', offices: [await anOffice()], isLoa: true }),
  ]) {
    const stranger = await signedIn(someone)
    expect((await stranger.get(PATH)).status).toBe(403)
    for (const path of ['', '/invitations/x/copy', '/invitations/x/revocation']) {
      expect((await stranger.post(PATH + path, {})).status).toBe(403)
    }
  }
  const clerk = await signedIn(await aPerson({ email: 'clerk2@office.example', offices: [await anOffice()] }))
  expect((await clerk.get('/staff')).status).toBe(403)
})
