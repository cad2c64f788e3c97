import { beforeAll, describe, expect, it } from 'vitest'
import { Browser, mailTo, ORIGIN } from '../support/browser.ts'
import { attempt, eventsOf } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD, type Someone } from '../support/people.ts'
import { CONTINUE, forget, not, pathOf, proveMailbox, stageOf, step, titles, withQuestions } from '../support/reset.ts'
import { SESSION } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'

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

describe('T7 each step from each state, and from another browser', () => {
  const steps: [string, Record<string, string>][] = [
    ['code', { code: '000000' }],
    ['passcode', { channel: 'email' }],
    ['questions', { answer1: 'soup', answer2: 'attic', answer3: 'dogs' }],
    ['password', { password: NEW }],
  ]
  /** Brings a new browser to the state. */
  const states: Record<keyof typeof titles, (browser: Browser) => Promise<unknown>> = {
    gone: async () => undefined,
    mailbox: async (browser) =>
      browser.get(pathOf(await forget(browser, (await withQuestions({ email: anEmail(), offices: [office] })).email))),
    second: async (browser) =>
      proveMailbox(
        browser,
        await forget(browser, (await withQuestions({ email: anEmail(), offices: [office] })).email),
      ),
    ready: async (browser) => {
      await proveMailbox(
        browser,
        await forget(browser, (await withQuestions({ email: anEmail(), offices: [office] })).email),
      )
      await step(browser, 'questions', { answer1: 'soup', answer2: 'attic', answer3: 'dogs' })
    },
  }
  /** Where each step leads from each state; everything else stays where it is. */
  const leads: Record<string, keyof typeof titles> = { 'second questions': 'ready', 'ready password': 'gone' }

  it.each(Object.keys(states) as (keyof typeof titles)[])('T7 from %s', async (state) => {
    for (const [name, fields] of steps) {
      const browser = aBrowser()
      await states[state](browser)
      expect([state, name, await stageOf(browser)]).toEqual([state, name, titles[state]])
      const answer = await step(browser, name, fields)
      expect([303, 422]).toContain(answer.status)
      expect([state, name, await stageOf(browser)]).toEqual([state, name, titles[leads[`${state} ${name}`] ?? state]])
      expect(browser.cookies.has(SESSION)).toBe(false)
    }
  })

  it('T7 another browser, without the cookie, with its own, or with another purpose’s: nowhere', async () => {
    const [person, other] = [await somebody(), await somebody()]
    const browser = aBrowser()
    const letter = await forget(browser, person.email)
    await proveMailbox(browser, letter)
    const without = aBrowser()
    const own = aBrowser()
    await own.get(pathOf(await forget(own, other.email)))
    const signIn = aBrowser()
    await signIn.password(person.email)
    for (const stranger of [without, own, signIn]) {
      for (const [name, fields] of steps) await step(stranger, name, { ...fields, ...(name === 'code' ? { code: letter!.code! } : {}) }) // prettier-ignore
      expect(await stageOf(stranger)).not.toBe(titles.ready)
    }
    expect((await attempt(person.guard, PASSWORD)).outcome).toBe('right')
    expect((await attempt(other.guard, PASSWORD)).outcome).toBe('right')
    expect(await stageOf(browser)).toBe(titles.ready)
  })

  it('T7 a reset’s cookie and code open no session, and a sign-in’s no reset', async () => {
    const { email } = await somebody()
    const browser = aBrowser()
    const letter = await forget(browser, email)
    await browser.get(pathOf(letter))
    const answer = await browser.post('/sign-in/second-factor', { code: letter!.code!, next: '' }, '/sign-in')
    expect([answer.headers.get('Location'), browser.cookies.has(SESSION)]).toEqual(['/sign-in', false])
    const signIn = aBrowser()
    await signIn.password(email)
    const { code } = (await mailTo(email))!
    expect(await stageOf(signIn)).toBe(titles.gone)
    await step(signIn, 'code', { code: code! })
    expect(await stageOf(signIn)).toBe(titles.gone)
    expect((await signIn.post('/sign-in/second-factor', { code: code!, next: '' }, '/sign-in')).headers.get('Location')).toBe('/home') // prettier-ignore
  })

  it('T16, T20 each byte of the link flipped, left out, or more behind it: the plain page, and no cookie', async () => {
    const letter = await forget(aBrowser(), (await somebody()).email)
    const link = pathOf(letter).split('link=')[1]!
    const wrong: unknown[] = []
    for (let at = 0; at < link.length; at += 1) {
      const letterThere = link[at] === 'a' ? 'b' : 'a'
      for (const altered of [link.slice(0, at) + letterThere + link.slice(at + 1), link.slice(0, at)]) {
        const browser = aBrowser()
        const answer = await browser.get(`${CONTINUE}?link=${encodeURIComponent(altered)}`)
        if (answer.status !== 404 || browser.cookies.has('__Host-flow')) wrong.push([at, altered, answer.status])
      }
    }
    for (const more of [`${link}x`, `${link}.`, ` ${link}`, `${link}\n`, link.replace('.', '..'), '', 'x']) {
      const answer = await aBrowser().get(`${CONTINUE}?link=${encodeURIComponent(more)}`)
      if (answer.status !== 404) wrong.push(more)
    }
    expect(wrong).toEqual([])
  })

  it('III.F.3 fifteen wrong codes end the reset, and lock nothing', async () => {
    const { email, guard, account } = await somebody()
    const browser = aBrowser()
    const letter = await forget(browser, email)
    await browser.get(pathOf(letter))
    for (let wrong = 0, code = letter!.code!; wrong < 15; wrong += 1) {
      if (wrong > 0 && wrong % 5 === 0) {
        await step(browser, 'passcode', { channel: 'email' })
        code = (await mailTo(email))!.code!
      }
      await step(browser, 'code', { code: not(code) })
    }
    expect(await stageOf(browser)).toBe(titles.gone)
    expect((await attempt(guard, PASSWORD)).outcome).toBe('right')
    expect(await eventsOf(account)).not.toContain('second_factor.locked')
  })

  it('T9 200 parallel uses of one code, and of what it opened: one winner each', async () => {
    const { email, account } = await somebody()
    const browser = aBrowser()
    const letter = await forget(browser, email)
    await browser.get(pathOf(letter))
    const csrf = await browser.token('/forgot-password')
    await Promise.all(Array.from({ length: 200 }, () => step(browser, 'code', { csrf, code: letter!.code! })))
    expect((await eventsOf(account)).filter((event) => event === 'passcode.accepted')).toHaveLength(1)
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) => step(browser, 'password', { csrf, password: `Some-horse-${at}` })),
    )
    const won = answers.filter((answer) => answer.headers.get('Location') === '/sign-in?done=password-set')
    expect(won).toHaveLength(1)
    expect((await eventsOf(account)).filter((event) => event === 'password.reset')).toHaveLength(1)
  })

  it('T10 the link keeps the configured origin, whatever the request says of itself', async () => {
    const { email } = await somebody()
    const browser = aBrowser()
    const csrf = await browser.token('/forgot-password')
    await browser.fetch('/forgot-password', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded', Host: 'evil.example', 'X-Forwarded-Host': 'evil.example',
        Forwarded: 'host=evil.example;proto=http', 'X-Original-URL': '/home', 'X-Forwarded-Proto': 'http',
      }, // prettier-ignore
      body: new URLSearchParams({ csrf, email }).toString(),
    })
    const letter = await mailTo(email)
    expect(letter?.link?.startsWith(`${ORIGIN}/forgot-password/continue?link=`)).toBe(true)
    expect(letter!.text + letter!.html).not.toContain('evil')
  })

  it('T21 verified, email, account, role and status in every body change nothing', async () => {
    const [person, other] = [await withQuestions({ email: anEmail(), offices: [office] }), await somebody()]
    const smuggled = { verified: 'true', ready: '1', stage: 'ready', asksTwice: '0', account: String(other.account), guard: other.guard, role: 'claims', status: 'active', email: other.email } // prettier-ignore
    const browser = aBrowser()
    await browser.get(pathOf(await forget(browser, person.email)))
    for (const [name, fields] of steps) await step(browser, name, { ...smuggled, ...fields })
    expect(await stageOf(browser)).toBe(titles.mailbox)
    for (const { guard } of [person, other]) expect((await attempt(guard, PASSWORD)).outcome).toBe('right')
  })
})
