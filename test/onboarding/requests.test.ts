import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { aCoreOffice, anNpi, aRequest, reported } from '../support/core-offices.ts'
import { counting } from '../support/counting.ts'
import { aPerson } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

stopTheClock()

let ea: { account: number; guard: string; email: string }
let other: { account: number; guard: string; email: string }
let browser: Browser

beforeAll(async () => {
  ea = await aPerson({ email: 'ea@plan.example', department: 'provider-relations' })
  other = await aPerson({ email: 'other@plan.example', department: 'e-business' })
})
beforeEach(async () => {
  letters.length = 0
  browser = await signedIn(ea)
})

type Office = Awaited<ReturnType<typeof aCoreOffice>>

const requestRow = (id: string) =>
  env.DB.prepare(
    'SELECT decision, reason, decided_by AS "by", decided_at AS at, office_id AS office FROM office_request WHERE public_id = ?',
  )
    .bind(id)
    .first<{
      decision: string | null
      reason: string | null
      by: number | null
      at: number | null
      office: number | null
    }>()
const officeRow = (of: Office) =>
  env.DB.prepare(
    'SELECT id, access_on AS accessOn, manager_name AS manager, manager_email AS email, manager_telephone AS telephone FROM office WHERE source_id = ?',
  )
    .bind(of.sourceId)
    .first<{
      id: number
      accessOn: string | null
      manager: string | null
      email: string | null
      telephone: string | null
    }>()
const invited = async (email: string) =>
  (await env.DB.prepare('SELECT office_id AS office FROM invitation WHERE email = ?').bind(email).all()).results
const eventsOf = async (record: string) =>
  (
    await env.DB.prepare("SELECT event FROM audit WHERE record = ? AND event LIKE 'office_request%' ORDER BY seq")
      .bind(record)
      .all<{ event: string }>()
  ).results.map(({ event }) => event)
const acceptance = (of: Office, on = '2099-01-01') => ({ chosen: of.sourceId, on })

describe('III.A.1.a the request beside the core system', () => {
  it.each([
    ['a match', (of: Office) => of, 'It matches the core system'],
    ['a mismatch', (of: Office) => ({ ...of, name: 'Somebody Else' }), 'It does not quite match'],
    ['not found', () => ({ name: 'New', tin: '111111111', npi: anNpi(99999) }), 'doesn’t know this office'],
  ] as const)('III.A.1.a %s', async (_name, as, words) => {
    const of = await aCoreOffice()
    const { address } = await aRequest(as(of))
    const html = await (await browser.get(address)).text()
    expect(html).toContain(words)
    if (words.startsWith('It')) expect(html).toContain(of.npi)
    else expect(html).not.toContain('name="chosen"')
  })

  it('III.A.1.a terminated: it can’t be accepted, neither on the page nor past it', async () => {
    const of = await aCoreOffice({ terminated: true, terminatedOn: '2020-01-01' })
    const { id, address } = await aRequest(of)
    expect(await (await browser.get(address)).text()).toContain('reports this office as terminated')
    const answer = await browser.post(`${address}/acceptance`, acceptance(of), address)
    expect(answer.status).toBe(422)
    expect((await requestRow(id))?.decision).toBeNull()
  })

  it('III.A.1.a the oldest request stands first in the queue', async () => {
    const first = await aRequest(await aCoreOffice({ name: 'Asked first' }))
    await aRequest(await aCoreOffice({ name: 'Asked second' }))
    const html = await (await browser.get('/staff/offices')).text()
    expect(html.indexOf('Asked first')).toBeLessThan(html.indexOf('Asked second'))
    expect(html).toContain(first.address)
  })
})

describe('III.A.1.a acceptance', () => {
  it('III.A.1.b the office gets its date and its manager, its LOAs their invitations, and everybody their mail', async () => {
    const of = await aCoreOffice()
    const { id, address } = await aRequest(of, { loaEmail: 'lou@match.example', managerEmail: 'mona@match.example' })
    const answer = await browser.post(`${address}/acceptance`, acceptance(of), address)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `${address}?done=accepted`])
    const office = (await officeRow(of))!
    expect(office).toMatchObject({ accessOn: '2099-01-01', manager: 'Mona Manager', email: 'mona@match.example', telephone: '+17145550101' }) // prettier-ignore
    expect(await requestRow(id)).toEqual({
      decision: 'accepted',
      reason: null,
      by: ea.account,
      at: Date.now(),
      office: office.id,
    })
    expect(await invited('lou@match.example')).toEqual([{ office: office.id }])
    expect((await mailTo('lou@match.example'))?.link).toMatch(/^https:\/\/portal\.test\/invitation\?link=/)
    const told = letters.findLast(({ to, subject }) => to === 'mona@match.example' && subject.includes('has access'))
    expect(told?.text).toContain('Jan 1, 2099')
    expect(await eventsOf(id)).toEqual(['office_request.received', 'office_request.accepted'])
    const granted = await env.DB.prepare("SELECT account_id AS account, detail FROM audit WHERE event = 'office.access_granted' AND office_id = ?").bind(office.id).all() // prettier-ignore
    expect(granted.results).toEqual([{ account: ea.account, detail: '{"on":"2099-01-01"}' }])
    const page = await (await browser.get(`${address}?done=accepted`)).text()
    expect(page).toContain('the LOAs are invited')
    expect(page).not.toContain('/acceptance')
  })

  it.each([
    ['the day before', '2040-06-20', 422],
    ['today', '2040-06-21', 303],
    ['the day after', '2040-06-22', 303],
  ])('III.A.1.a a date of access, %s: %s', async (_name, on, status) => {
    vi.setSystemTime(Date.UTC(2040, 5, 21, 19))
    browser = await signedIn(ea)
    const of = await aCoreOffice()
    const { address } = await aRequest(of)
    expect(await (await browser.get(address)).text()).toContain('value="2040-06-21"')
    const answer = await browser.post(`${address}/acceptance`, acceptance(of, on), address)
    expect(answer.status).toBe(status)
    expect((await officeRow(of))?.accessOn).toBe(status === 303 ? on : null)
  })

  it('III.A.1.a a mismatch is accepted for a reason alone, and for the office that was chosen', async () => {
    const [one, two] = [await aCoreOffice(), await aCoreOffice()]
    const { id, address } = await aRequest({ name: one.name, tin: one.tin, npi: two.npi })
    expect(await (await browser.get(address)).text()).toContain('Which office is it?')
    const wrong: [Record<string, string>, string][] = [
      [{ on: '2099-01-01', reason: 'They moved.' }, 'Choose which office'],
      [{ ...acceptance(two), reason: '' }, 'Write why it is accepted'],
      [{ chosen: 'org-none', on: '2099-01-01', reason: 'x' }, 'Choose which office'],
    ]
    for (const [fields, sentence] of wrong) {
      const answer = await browser.post(`${address}/acceptance`, fields, address)
      expect([answer.status, (await answer.text()).includes(sentence)]).toEqual([422, true])
    }
    const fields = { ...acceptance(two), reason: 'The TIN is the owner’s.' }
    expect((await browser.post(`${address}/acceptance`, fields, address)).status).toBe(303)
    expect((await officeRow(two))?.accessOn).toBe('2099-01-01')
    expect((await officeRow(one))?.accessOn).toBeNull()
    expect(await requestRow(id)).toMatchObject({
      reason: 'The TIN is the owner’s.',
      office: (await officeRow(two))?.id,
    })
  })

  it('III.A.1.a an office that no claim has named yet becomes one', async () => {
    const of = await aCoreOffice({ name: 'Brand New Clinic', unknown: true })
    const { address } = await aRequest(of)
    expect(await officeRow(of)).toBeNull()
    expect((await browser.post(`${address}/acceptance`, acceptance(of), address)).status).toBe(303)
    expect((await officeRow(of))?.accessOn).toBe('2099-01-01')
  })

  it('III.A.1.a an office that has access keeps its date: it anchors the verifications', async () => {
    const of = await aCoreOffice({ accessOn: '2030-01-01' })
    const { address } = await aRequest(of)
    expect((await browser.post(`${address}/acceptance`, acceptance(of), address)).status).toBe(303)
    expect((await officeRow(of))?.accessOn).toBe('2030-01-01')
  })

  it('III.N.1 of a reinstated office sets the new date, and ends what was before', async () => {
    const of = await aCoreOffice({ accessOn: '2030-01-01', terminatedOn: '2039-01-01' })
    const { id: office } = (await officeRow(of))!
    const clerk = await aPerson({ email: 'before@match.example', offices: [office] })
    const { address } = await aRequest(of)
    expect((await browser.post(`${address}/acceptance`, acceptance(of), address)).status).toBe(303)
    expect((await officeRow(of))?.accessOn).toBe('2099-01-01')
    const membership = await env.DB.prepare('SELECT ended_on AS "on" FROM membership WHERE account_id = ?').bind(clerk.account).first() // prettier-ignore
    expect(membership).toEqual({ on: '2039-01-01' })
  })

  it('III.A.1.a terminated between the look and the decision: refused', async () => {
    const of = await aCoreOffice()
    const { address } = await aRequest(of)
    await browser.get(address)
    await reported(of.sourceId, true)
    expect((await browser.post(`${address}/acceptance`, acceptance(of), address)).status).toBe(422)
    expect((await officeRow(of))?.accessOn).toBeNull()
  })

  it('T21 the office, the date and the decision come from the form’s own fields alone', async () => {
    const of = await aCoreOffice()
    const victim = await aCoreOffice()
    const { id, address } = await aRequest(of)
    const smuggled = { office_id: victim.id, office: victim.sourceId, access_on: '2020-01-01', status: 'rejected', decided_by: '1', sourceId: victim.sourceId } // prettier-ignore
    await browser.post(`${address}/acceptance`, { ...acceptance(of), ...smuggled }, address)
    expect(await requestRow(id)).toMatchObject({ decision: 'accepted', by: ea.account })
    expect([(await officeRow(of))?.accessOn, (await officeRow(victim))?.accessOn]).toEqual(['2099-01-01', null])
    // A record that bears neither TIN nor NPI of the request is none to choose.
    const { id: next, address: at } = await aRequest(await aCoreOffice())
    expect((await browser.post(`${at}/acceptance`, acceptance(victim), at)).status).toBe(422)
    expect((await requestRow(next))?.decision).toBeNull()
  })
})

describe('III.A.1.a rejection', () => {
  it('III.A.1.a needs a reason, which the manager is told', async () => {
    const of = await aCoreOffice()
    const { id, address } = await aRequest(of, { managerEmail: 'mona@rejected.example' })
    const empty = await browser.post(`${address}/rejection`, { rejection: ' ' }, address)
    expect([empty.status, (await empty.text()).includes('Write why')]).toEqual([422, true])
    expect(
      (await browser.post(`${address}/rejection`, { rejection: 'The NPI is your pharmacy’s.' }, address)).status,
    ).toBe(303)
    expect(await requestRow(id)).toMatchObject({
      decision: 'rejected',
      reason: 'The NPI is your pharmacy’s.',
      office: null,
    })
    const told = await mailTo('mona@rejected.example')
    expect(told?.text).toContain('The NPI is your pharmacy’s.')
    expect(told?.link).toBe('https://portal.test/office-access')
    expect((await officeRow(of))?.accessOn).toBeNull()
  })
})

describe('T9 one decision counts', () => {
  it.each(['acceptance', 'rejection'] as const)(
    'T9 two at once, the second one’s a %s: one is told',
    async (second) => {
      const of = await aCoreOffice()
      const { id, address } = await aRequest(of, {
        loaEmail: `once-${second}@match.example`,
        managerEmail: `mona-${second}@match.example`,
      })
      const colleague = await signedIn(other)
      const fields = { ...acceptance(of), rejection: 'No.' }
      const tokens = [await browser.token(address), await colleague.token(address)]
      const answers = await Promise.all([
        browser.post(`${address}/acceptance`, { ...fields, csrf: tokens[0]! }),
        colleague.post(`${address}/${second}`, { ...fields, csrf: tokens[1]! }),
      ])
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409])
      const late = answers.find(({ status }) => status === 409)!
      expect(await late.text()).toContain('Somebody else decided it meanwhile')
      const { decision } = (await requestRow(id))!
      const accepted = decision === 'accepted' ? 1 : 0
      expect(await invited(`once-${second}@match.example`)).toHaveLength(accepted)
      expect(await eventsOf(id)).toEqual(['office_request.received', `office_request.${decision}`])
      await mailTo('nobody')
      expect(letters.filter(({ to }) => to === `mona-${second}@match.example`)).toHaveLength(2)
      expect((await officeRow(of))?.accessOn).toBe(accepted ? '2099-01-01' : null)
    },
  )

  it('T9 the same person ten times in one instant: once', async () => {
    const of = await aCoreOffice()
    const { id, address } = await aRequest(of, { loaEmail: 'ten@match.example' })
    const csrf = await browser.token(address)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => browser.post(`${address}/acceptance`, { ...acceptance(of), csrf })),
    )
    // The one decision is their own: a double click is told so, and nothing is done twice.
    const done = `/staff/office-requests/${id}?done=accepted`
    expect(answers.map((answer) => answer.headers.get('Location'))).toEqual(answers.map(() => done))
    expect(await invited('ten@match.example')).toHaveLength(1)
    expect(await eventsOf(id)).toHaveLength(2)
  })
})

it('III.A.1.a the database failing at any step of an acceptance: all of it or nothing', async () => {
  const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  for (let step = 1; step <= 4; step += 1) {
    const of = await aCoreOffice()
    const { id, address } = await aRequest(of, { loaEmail: `fault${step}@match.example` })
    const csrf = await browser.token(address)
    const counted = counting()
    counted.failOn = (n) => n === step
    const broken = new Browser()
    broken.cookies.set(SESSION, browser.cookies.get(SESSION)!)
    broken.bindings = counted.bindings
    const { status } = await broken.post(`${address}/acceptance`, { ...acceptance(of), csrf })
    const all = [
      (await requestRow(id))?.decision,
      (await officeRow(of))?.accessOn,
      (await invited(`fault${step}@match.example`)).length,
    ]
    expect([step, status, all]).toEqual([
      step,
      status,
      status === 303 ? ['accepted', '2099-01-01', 1] : [null, null, 0],
    ])
  }
  silent.mockRestore()
})
