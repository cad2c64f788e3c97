import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { instant } from '../../src/clock.ts'
import { seen } from '../support/alike.ts'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { attempt, eventsOf } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD, type Someone } from '../support/people.ts'
import {
  CONTINUE,
  forget,
  heading,
  pathOf,
  proveMailbox,
  reset,
  stageOf,
  step,
  titles,
  withQuestions,
} from '../support/reset.ts'
import { SESSION } from '../support/session.ts'
import { later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const NEW = 'Another-horse-8'
const aBrowser = () => new Browser(`198.51.100.${(nth += 1)}`)
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...someone })
const anEmail = () => `clerk${(nth += 1)}@office.example`

beforeAll(async () => {
  office = await anOffice()
})

describe('III.E.4.b, III.F.1.c.i a forgotten password', () => {
  it('III.E.4.b the whole way: mail, link, code, new password, sign-in; on another device than it began', async () => {
    const { email, account } = await somebody()
    const letter = await forget(aBrowser(), email)
    expect(letter?.link).toMatch(/^https:\/\/portal\.test\/forgot-password\/continue\?link=/)
    expect(letter?.code).toMatch(/^\d{6}$/)
    const browser = aBrowser()
    const opened = await browser.get(pathOf(letter))
    // The secret leaves the address at once.
    expect([opened.status, opened.headers.get('Location')]).toEqual([303, CONTINUE])
    expect(await stageOf(browser)).toBe(titles.mailbox)
    expect((await step(browser, 'code', { code: letter!.code! })).headers.get('Location')).toBe(CONTINUE)
    expect(await stageOf(browser)).toBe(titles.ready)
    const done = await step(browser, 'password', { password: NEW })
    expect([done.status, done.headers.get('Location')]).toEqual([303, '/sign-in?done=password-set'])
    expect([browser.cookies.has('__Host-flow'), browser.cookies.has(SESSION)]).toEqual([false, false])
    expect(await (await browser.get('/sign-in?done=password-set')).text()).toContain('Your password is set.')
    expect((await mailTo(email))?.subject).toContain('password was set')
    expect((await attempt((await person(account)).guard, PASSWORD)).outcome).toBe('wrong')
    await browser.password(email, NEW)
    expect(browser.cookies.has('__Host-flow')).toBe(true)
    expect(await eventsOf(account)).toContain('password.reset')
  })

  it('III.D.3, III.D.4 every unmet rule is told beside the field, and what was typed is not sent back', async () => {
    const { email } = await somebody()
    const browser = aBrowser()
    await proveMailbox(browser, await forget(browser, email))
    const answer = await step(browser, 'password', { password: 'abc' })
    const html = await answer.text()
    expect(answer.status).toBe(422)
    expect(html).toContain('At least 7 characters. At least 3 of these')
    expect(html).not.toContain('value="abc"')
    expect((await step(browser, 'password', { password: email })).status).toBe(422)
    expect((await step(browser, 'password', { password: PASSWORD })).status).toBe(422)
    expect((await step(browser, 'password', { password: NEW })).status).toBe(303)
  })

  it('III.E.4.b a locked account opens again by it', async () => {
    const { email, guard } = await somebody()
    for (let wrong = 0; wrong < 5; wrong += 1) await attempt(guard, 'wrong')
    const browser = aBrowser()
    expect((await reset(browser, email, NEW)).status).toBe(303)
    expect((await browser.password(email, NEW)).status).toBe(303)
  })

  it('III.N.2 a dormant account is reinstated by it, and by nothing before it', async () => {
    const { email, account } = await somebody({ lastUsedOn: '2040-01-01', approvedOn: '2039-01-01' })
    const browser = aBrowser()
    expect(await (await browser.password(email)).text()).toContain('has not been used for a long time')
    const letter = await forget(browser, email)
    await proveMailbox(browser, letter)
    expect(await (await browser.password(email)).text()).toContain('has not been used for a long time')
    expect((await step(browser, 'password', { password: NEW })).status).toBe(303)
    expect((await browser.password(email, NEW)).status).toBe(303)
    expect(await eventsOf(account)).toContain('password.reset')
  })

  it('III.F.1.c.i with a mobile telephone the mailbox is not enough: a text message is sent, and asked for', async () => {
    const { email } = await somebody({ mobile: '+17145550121' })
    const browser = aBrowser()
    const letter = await forget(browser, email)
    expect(heading(await proveMailbox(browser, letter))).toBe(titles.second)
    expect((await step(browser, 'password', { password: NEW })).headers.get('Location')).toBe(CONTINUE)
    expect((await step(browser, 'code', { code: letter!.code! })).status).toBe(422)
    const text = await mailTo('+17145550121')
    expect(text?.text).toContain(text!.code!)
    await step(browser, 'passcode', { channel: 'text' })
    const again = await mailTo('+17145550121')
    expect(again).not.toBe(text)
    await step(browser, 'code', { code: again!.code! })
    expect(await stageOf(browser)).toBe(titles.ready)
    expect((await step(browser, 'password', { password: NEW })).status).toBe(303)
  })

  it('III.F.2.b with security questions: wrong answers are told, right ones lead on', async () => {
    const { email } = await withQuestions({ email: anEmail(), offices: [office] })
    const browser = aBrowser()
    const html = await proveMailbox(browser, await forget(browser, email))
    expect(html).toContain('What was the first dish you learned to cook?')
    expect(html).not.toContain('A code by text message')
    const answers = { answer1: ' soup', answer2: 'ATTIC', answer3: 'dogs ' }
    expect((await step(browser, 'questions', { ...answers, answer2: '' })).status).toBe(422)
    const wrong = await step(browser, 'questions', { ...answers, answer2: 'cellar' })
    expect([wrong.status, (await wrong.text()).includes('You can try 4 times more')]).toEqual([422, true])
    expect(await stageOf(browser)).toBe(titles.second)
    await step(browser, 'questions', answers)
    expect(await stageOf(browser)).toBe(titles.ready)
  })

  it('III.F.3 a new code on wish, and the one before is void; the page says so', async () => {
    const { email } = await somebody()
    const browser = aBrowser()
    const first = await forget(browser, email)
    await browser.get(pathOf(first))
    const sent = await step(browser, 'passcode', { channel: 'text' })
    expect(sent.headers.get('Location')).toBe(`${CONTINUE}?sent=email`)
    const second = await mailTo(email)
    expect([second?.link, second?.code === first?.code]).toEqual([null, false])
    expect((await step(browser, 'code', { code: first!.code! })).status).toBe(422)
    expect((await step(browser, 'code', { code: 'x' })).status).toBe(422)
    expect((await step(browser, 'code', { code: second!.code! })).status).toBe(303)
  })
})

const person = async (account: number) =>
  (await env.DB.prepare('SELECT guard FROM account WHERE id = ?').bind(account).first<{ guard: string }>())!

describe('T6 III.E.1 a stranger cannot tell who exists', () => {
  it('T6 known, unknown, suspended, terminated, locked, dormant, without password, no address: equal', async () => {
    const [known, suspended, terminated, locked, fresh] = [
      await somebody(),
      await somebody(),
      await somebody(),
      await somebody(),
      await somebody(),
    ]
    const dormant = await somebody({ lastUsedOn: '2030-01-01', approvedOn: '2030-01-01' })
    await transition(env.DB, suspended.account, { to: 'suspended', clause: 'III.K.5' }, { at: 1, by: null })
    await transition(env.DB, terminated.account, { to: 'terminated', clause: 'III.M.2' }, { at: 1, by: null })
    for (let wrong = 0; wrong < 5; wrong += 1) await attempt(locked.guard, 'wrong')
    await env.DB.prepare('DELETE FROM credential WHERE account_id = ?').bind(fresh.account).run()
    const addresses = [
      known, suspended, terminated, locked, dormant, fresh, { email: known.email.toUpperCase() }, { email: 'nobody@office.example' },
      { email: 'no address' }, { email: 'büro@office.example' }, { email: `${'a'.repeat(300)}@office.example` },
    ].map(({ email }) => email) // prettier-ignore
    const answers = await Promise.all(
      addresses.map(async (email) => {
        const browser = aBrowser()
        const answer = await browser.post('/forgot-password', { email }, '/forgot-password')
        const cookies = [...browser.cookies.keys()]
        return [await seen(answer, email), cookies, await seen(await browser.get('/forgot-password?done=sent'), email)]
      }),
    )
    expect(answers[0]).toMatchObject([{ status: 303 }, ['__Host-visitor'], { status: 200 }])
    for (const [at, answer] of answers.entries()) expect([addresses[at], answer]).toEqual([addresses[at], answers[0]])
  })

  it('T6 the fourth in 15 minutes from there sends nothing, and says the same; from elsewhere it does', async () => {
    const { email } = await somebody()
    const [browser, other] = [aBrowser(), aBrowser()]
    const sent: boolean[] = []
    const answers: unknown[] = []
    for (let asked = 0; asked < 4; asked += 1) {
      const before = letters.length
      answers.push(await seen(await browser.post('/forgot-password', { email }, '/forgot-password')))
      await mailTo(email)
      sent.push(letters.length > before)
    }
    expect(sent).toEqual([true, true, true, false])
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(await forget(other, email)).toBeDefined()
    later(15 * MINUTE)
    expect(await forget(browser, email)).toBeDefined()
  })

  it('III.F.3 sixty from one address in 15 minutes: 429, whoever was meant', async () => {
    const browser = aBrowser()
    const csrf = await browser.token('/forgot-password')
    const guard = env.ADDRESS_GUARD.getByName(browser.ip)
    for (let sends = 0; sends < 60; sends += 1) await guard.admitSend(instant().getTime())
    const { email } = await somebody()
    const answers = await Promise.all(
      [email, 'nobody@office.example'].map(async (who) =>
        seen(await browser.post('/forgot-password', { csrf, email: who }), who),
      ),
    )
    expect(answers[0]).toMatchObject({ status: 429 })
    expect(answers[1]).toEqual(answers[0])
  })

  it('T6 inside, both are recorded; neither with the address', async () => {
    await forget(aBrowser(), 'nobody2@office.example')
    const { account, email } = await somebody()
    await forget(aBrowser(), email)
    const { results } = await env.DB.prepare(
      "SELECT account_id AS account, detail FROM audit WHERE event = 'password.reset_asked' ORDER BY seq DESC LIMIT 2",
    ).all()
    expect(results).toEqual([
      { account, detail: null },
      { account: null, detail: '{"address":"unknown"}' },
    ])
  })
})
