import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { seen } from '../support/alike.ts'
import { type Browser, letters, mailTo } from '../support/browser.ts'
import { fresh } from '../support/fresh.ts'
import { eventsOf } from '../support/guard.ts'
import { anOffice, aPerson, type Someone, today } from '../support/people.ts'

const PATH = '/profile/offices'
let nth = 0
const somebody = (offices: number[], someone: Partial<Someone> = {}) =>
  aPerson({ email: `person${(nth += 1)}@office.example`, offices, ...someone })
const idOf = async (office: number) =>
  (await env.DB.prepare('SELECT public_id AS id FROM office WHERE id = ?').bind(office).first<{ id: string }>())!.id
const requestsOf = async (account: number) =>
  (
    await env.DB.prepare(
      'SELECT public_id AS id, office_id AS office, wants_loa AS wantsLoa, job_title AS jobTitle, decision, decided_on AS decidedOn FROM access_request WHERE account_id = ? ORDER BY id',
    )
      .bind(account)
      .all<{ id: string; office: number; decision: string | null }>()
  ).results
const job = { jobTitle: 'Biller', jobDescription: 'Looks claims up' }
const name = () => `Harbor Clinic ${(nth += 1)}`

async function ask(browser: Browser, office: number, fields: Record<string, string> = job) {
  return browser.post(PATH, { office: await idOf(office), ...fields })
}

let home: number
beforeAll(async () => {
  home = await anOffice('Home Office')
})

describe('III.A.1.b one’s own offices', () => {
  it('III.A.1.b each with its state, one’s roles and their last day, and who administers it', async () => {
    const [second, closed] = [
      await anOffice('Second Office'),
      await anOffice('Gone Office', { terminatedOn: '2021-01-01' }),
    ]
    const person = await somebody([home, second, closed], { roles: ['eligibility', 'claims'] })
    await somebody([second], { email: 'loa-of-second@office.example', isLoa: true })
    const gone = await somebody([second], { email: 'loa-gone@office.example', isLoa: true })
    await env.DB.prepare('UPDATE membership SET ended_on = ? WHERE account_id = ?').bind(today(), gone.account).run()
    await env.DB.prepare(
      "UPDATE role_grant SET ends_on = '2099-03-01' WHERE role = 'claims' AND membership_id IN (SELECT id FROM membership WHERE account_id = ?)",
    )
      .bind(person.account)
      .run()
    await env.DB.prepare(
      "UPDATE role_grant SET ends_on = '2021-03-01' WHERE role = 'eligibility' AND membership_id IN (SELECT id FROM membership WHERE account_id = ? AND office_id = ?)",
    )
      .bind(person.account, second)
      .run()
    const browser = await fresh(person)
    const html = await (await browser.get(PATH)).text()
    const cards = html.split('<section class="card"')
    const card = (of: string) => cards.find((one) => one.includes(`<h2>${of}</h2>`))!
    expect(card('Home Office')).toContain('you work for it now')
    expect(card('Home Office')).toContain('none now')
    expect(card('Home Office')).toContain('Eligibility Viewer')
    expect(card('Second Office')).toContain('Claims Viewer, until Mar 1, 2099')
    expect(card('Second Office')).not.toContain('Eligibility Viewer')
    expect(card('Second Office')).toContain('loa-of-second@office.example')
    expect(card('Second Office')).not.toContain('loa-gone@office.example')
    expect(card('Second Office')).toContain('Work for Second Office')
    expect(card('Gone Office')).toContain('terminated')
    expect(card('Gone Office')).not.toContain('Work for')
  })

  it('II.B staff belong to none, and ask for none', async () => {
    const browser = await fresh(await aPerson({ email: 'staff@plan.example', department: 'privacy' }))
    const html = await (await browser.get(PATH)).text()
    expect(html).toContain('You work for the plan')
    expect(html).not.toContain('/profile/offices/new')
    expect((await browser.get('/profile/offices/new')).status).toBe(403)
    expect((await browser.post('/profile/offices/new', { sought: 'Home' })).status).toBe(403)
    expect((await ask(browser, home)).status).toBe(403)
  })
})

describe('III.B.1 asking for another office', () => {
  it('III.B.1 it is looked up, asked for with the job, and its administrators are told', async () => {
    const called = name()
    const office = await anOffice(called)
    const loa = await somebody([office], { isLoa: true })
    const person = await somebody([home])
    const browser = await fresh(person)
    const to = (await browser.post('/profile/offices/new', { sought: called.toUpperCase() })).headers.get('Location')!
    expect(to).toMatch(/^\/profile\/offices\/new\?s=/)
    const found = await (await browser.get(to)).text()
    expect(found).toContain(called)
    expect(found).toContain(await idOf(office))
    const blank = await browser.post(to.replace('/new', ''), {
      office: await idOf(office),
      jobTitle: '',
      jobDescription: 'Looks <b>claims</b> up',
    })
    const html = await blank.text()
    expect(blank.status).toBe(422)
    expect(html).toContain('id="field-jobTitle-error"')
    expect(html).toContain('Looks &lt;b&gt;claims&lt;/b&gt; up')
    expect(html).toMatch(new RegExp(`value="${await idOf(office)}" checked`))
    const done = await browser.post(to.replace('/new', ''), { office: await idOf(office), ...job })
    expect(done.headers.get('Location')).toBe(`${PATH}?done=requested`)
    expect(await requestsOf(person.account)).toMatchObject([
      { office, wantsLoa: 0, jobTitle: 'Biller', decision: null },
    ])
    expect((await mailTo(loa.email))!.text).toContain(called)
    expect(await eventsOf(person.account)).toContain('request.sent')
    expect(await (await browser.get(PATH)).text()).toContain('waiting')
  })

  it('III.B.2 without an administrator it waits for the plan, and nobody is written to', async () => {
    const office = await anOffice(name())
    const person = await somebody([home])
    const browser = await fresh(person)
    const sent = letters.length
    expect((await ask(browser, office)).status).toBe(303)
    await mailTo('')
    expect(letters.length).toBe(sent)
    expect(await requestsOf(person.account)).toHaveLength(1)
  })

  it('III.B.1 one that is not there, without access, terminated, one’s own, or asked for already: told, and nothing sent', async () => {
    const waits = await anOffice(name())
    const person = await somebody([home])
    const browser = await fresh(person)
    await ask(browser, waits)
    const offices = [
      [await idOf(await anOffice(name(), { accessOn: null })), 'Choose an office from the list'],
      [await idOf(await anOffice(name(), { accessOn: '2099-01-01' })), 'Choose an office from the list'],
      [await idOf(await anOffice(name(), { terminatedOn: '2021-01-01' })), 'Choose an office from the list'],
      [`off_${'0'.repeat(24)}`, 'Choose an office from the list'],
      ["x' OR 1", 'Choose an office from the list'],
      [await idOf(home), 'You work for this office already'],
      [await idOf(waits), 'your request waits'],
    ] as const
    for (const [office, words] of offices) {
      const answer = await browser.post(PATH, { office, ...job })
      expect([office, answer.status, (await answer.text()).includes(words)]).toEqual([office, 422, true])
    }
    expect(await requestsOf(person.account)).toHaveLength(1)
  })

  it('III.B.1 whose access ended may ask again', async () => {
    const office = await anOffice(name())
    const person = await somebody([home, office])
    await env.DB.prepare('UPDATE membership SET ended_on = ? WHERE account_id = ? AND office_id = ?')
      .bind(today(), person.account, office)
      .run()
    expect((await ask(await fresh(person), office)).status).toBe(303)
  })

  it('T9 20 times at once: one request', async () => {
    const office = await anOffice(name())
    const person = await somebody([home])
    const loa = await somebody([office], { isLoa: true })
    const browser = await fresh(person)
    const csrf = await browser.token('/home')
    await Promise.all(Array.from({ length: 20 }, () => ask(browser, office, { csrf, ...job })))
    expect(await requestsOf(person.account)).toHaveLength(1)
    await mailTo(loa.email)
    expect(letters.filter(({ to }) => to === loa.email)).toHaveLength(1)
  })

  it('T21 what is smuggled in asks for nothing more', async () => {
    const office = await anOffice(name())
    const [person, other] = [await somebody([home]), await somebody([home])]
    await ask(await fresh(person), office, {
      ...job, wants_loa: '1', wantsLoa: '1', account: String(other.account), account_id: String(other.account), decision: 'approved',
      from_account: String(other.account), roles: 'claims',
    }) // prettier-ignore
    expect(await requestsOf(person.account)).toMatchObject([{ wantsLoa: 0, decision: null }])
    expect(await requestsOf(other.account)).toEqual([])
  })

  it('III.B.3 it is withdrawn once; another’s is not there (T15)', async () => {
    const office = await anOffice(name())
    const [person, other] = [await somebody([home]), await somebody([home])]
    const browser = await fresh(person)
    await ask(browser, office)
    const theirs = await fresh(other)
    await ask(theirs, office)
    const [request] = await requestsOf(person.account)
    const csrf = await theirs.token('/home')
    const answers = []
    for (const id of [request!.id, `req_${'0'.repeat(24)}`, '', 'x']) {
      answers.push(await seen(await theirs.post(`${PATH}/withdrawal`, { csrf, request: id })))
    }
    expect(answers[0]).toMatchObject({ status: 404 })
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect((await browser.post(`${PATH}/withdrawal`, { request: request!.id })).headers.get('Location')).toBe(
      `${PATH}?done=withdrawn`,
    )
    expect(await requestsOf(person.account)).toMatchObject([{ decision: 'withdrawn', decidedOn: today() }])
    expect((await browser.post(`${PATH}/withdrawal`, { request: request!.id })).status).toBe(404)
    expect((await eventsOf(person.account)).filter((event) => event === 'request.withdrawn')).toHaveLength(1)
    expect(await requestsOf(other.account)).toMatchObject([{ decision: null }])
    // And may be asked for again.
    expect((await ask(browser, office)).status).toBe(303)
  })

  it('III.B.1 asked for, taken back and asked for again: the administrators get one mail a day of it', async () => {
    const office = await anOffice(name())
    const loa = await somebody([office], { isLoa: true })
    const person = await somebody([home])
    const browser = await fresh(person)
    for (let time = 0; time < 4; time += 1) {
      expect((await ask(browser, office)).status).toBe(303)
      const waiting = (await requestsOf(person.account)).find(({ decision }) => decision === null)
      await browser.post(`${PATH}/withdrawal`, { request: waiting!.id })
    }
    await mailTo(loa.email)
    expect(letters.filter(({ to }) => to === loa.email)).toHaveLength(1)
    await env.DB.prepare('UPDATE access_request SET sent_at = sent_at - 86400001 WHERE account_id = ?')
      .bind(person.account)
      .run()
    expect((await ask(browser, office)).status).toBe(303)
    await mailTo(loa.email)
    expect(letters.filter(({ to }) => to === loa.email)).toHaveLength(2)
  })

  it('III.A.1.c.ii a search for nothing, or too much, is told at its field', async () => {
    const browser = await fresh(await somebody([home]))
    for (const sought of ['', '  ', 'x'.repeat(81)]) {
      const answer = await browser.post('/profile/offices/new', { sought })
      expect([answer.status, (await answer.text()).includes('id="field-sought-error"')]).toEqual([422, true])
    }
  })
})
