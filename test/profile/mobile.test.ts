import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { Browser, letters, mailTo } from '../support/browser.ts'
import { fresh } from '../support/fresh.ts'
import { anOffice, aPerson, type Someone } from '../support/people.ts'
import { SESSION } from '../support/session.ts'

const FLOW = '__Host-flow'
let office: number
let nth = 0
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...someone })
/** Numbers of fiction, each used once. */
const aNumber = () => `71455501${String((nth += 1)).padStart(2, '0')}`
const mobileOf = async (account: number) =>
  (await env.DB.prepare('SELECT mobile FROM account WHERE id = ?').bind(account).first<{ mobile: string | null }>())!
    .mobile
const codeTo = async (number: string) => (await mailTo(`+1${number}`))?.code ?? ''
const not = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

/** Asks for the number; answers where its code is typed. */
async function ask(browser: Browser, number: string): Promise<string> {
  const answer = await browser.post('/profile/mobile', { mobile: number })
  expect(answer.status).toBe(303)
  return answer.headers.get('Location')!
}
const type = (browser: Browser, at: string, code: string) =>
  browser.post(at.replace('/mobile?', '/mobile/code?'), { code })

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.2.a the mobile number that codes go to', () => {
  it('III.F.2.a III.G.1 counts once the code sent to it was typed; the owner is told by e-mail, without the number', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const number = aNumber()
    const at = await ask(browser, number)
    expect(at).not.toContain(number)
    expect((await (await browser.get(at)).text()).replaceAll(/[^\d]/g, '')).toContain(number)
    const code = await codeTo(number)
    expect(await mobileOf(person.account)).toBeNull()
    expect((await type(browser, at, not(code))).status).toBe(422)
    expect(await mobileOf(person.account)).toBeNull()
    const done = await type(browser, at, code)
    expect([done.status, done.headers.get('Location')]).toEqual([303, '/profile?done=mobile-set'])
    expect(await mobileOf(person.account)).toBe(`+1${number}`)
    const mail = (await mailTo(person.email))!
    expect(mail.subject).toContain('mobile number was changed')
    expect(mail.text).toContain('This wasn’t me')
    expect(mail.text).not.toContain(number.slice(3))
    const change = await env.DB.prepare('SELECT field, before, after FROM account_change WHERE account_id = ?')
      .bind(person.account)
      .all()
    expect(change.results).toEqual([{ field: 'mobile', before: null, after: `+1${number}` }])
    const row = await env.DB.prepare("SELECT detail FROM audit WHERE event = 'account.changed' AND subject_id = ?")
      .bind(person.account)
      .all()
    expect(row.results).toEqual([{ detail: '{"fields":"mobile"}' }])
  })

  it('III.F.2.a the number before goes on until then, and can be removed', async () => {
    const old = aNumber()
    const person = await somebody({ mobile: `+1${old}` })
    const browser = await fresh(person)
    const at = await ask(browser, aNumber())
    expect(await mobileOf(person.account)).toBe(`+1${old}`)
    expect((await type(browser, at, '000000')).status).toBe(422)
    expect(await mobileOf(person.account)).toBe(`+1${old}`)
    expect((await browser.post('/profile/mobile/removal', {})).headers.get('Location')).toBe(
      '/profile?done=mobile-removed',
    )
    expect(await mobileOf(person.account)).toBeNull()
    expect((await mailTo(person.email))!.subject).toContain('removed')
  })

  it('III.F.2.a the code of one number proves no other', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const [a, b] = [aNumber(), aNumber()]
    const atA = await ask(browser, a)
    const flowA = browser.cookies.get(FLOW)!
    const codeA = await codeTo(a)
    const atB = await ask(browser, b)
    const flowB = browser.cookies.get(FLOW)!
    const codeB = await codeTo(b)
    // A's code on B's page, B's address with A's flow, A's address with B's flow.
    if (codeA !== codeB) expect((await type(browser, atB, codeA)).status).toBe(422)
    for (const [at, flow, code] of [[atB, flowA, codeA], [atA, flowB, codeB], [atB, flowA, codeB], [atA, flowB, codeA]] as const) {
      browser.cookies.set(FLOW, flow)
      expect((await type(browser, at, code)).headers.get('Location')).toBe('/profile/mobile')
      expect(await mobileOf(person.account)).toBeNull()
    } // prettier-ignore
    browser.cookies.set(FLOW, flowA)
    expect((await type(browser, atA, codeA)).headers.get('Location')).toBe('/profile?done=mobile-set')
    expect(await mobileOf(person.account)).toBe(`+1${a}`)
  })

  it('T21 a number smuggled in beside the code is nobody’s', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const number = aNumber()
    const at = await ask(browser, number)
    const code = await codeTo(number)
    await browser.post(at.replace('/mobile?', '/mobile/code?'), {
      code,
      number: '+17145550199',
      mobile: '+17145550199',
      flow: 'x',
    })
    expect(await mobileOf(person.account)).toBe(`+1${number}`)
  })

  it('T24 the sealed number is this session’s: altered, of another session or account, or left out, it is none', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const number = aNumber()
    const at = await ask(browser, number)
    const code = await codeTo(number)
    const others = await ask(await fresh(person, '198.51.100.88'), aNumber())
    const altered = at.slice(0, -1) + (at.endsWith('A') ? 'B' : 'A')
    for (const wrong of [others, altered, '/profile/mobile?s=', at.slice(0, -4)]) {
      expect((await type(browser, wrong, code)).headers.get('Location')).toBe('/profile/mobile')
      expect(await (await browser.get(wrong)).text()).toContain('name="mobile"')
    }
    expect(await mobileOf(person.account)).toBeNull()
  })

  it('T7 a flow that proves a number opens no session and confirms nobody', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const number = aNumber()
    await ask(browser, number)
    const code = await codeTo(number)
    const outside = new Browser('198.51.100.77')
    const csrf = await outside.token('/sign-in')
    outside.cookies.set(FLOW, browser.cookies.get(FLOW)!)
    expect((await outside.post('/sign-in/second-factor', { csrf, code, next: '' })).headers.get('Location')).toBe(
      '/sign-in',
    )
    expect(outside.cookies.has(SESSION)).toBe(false)
    const before = browser.cookies.get(SESSION)
    expect((await browser.post('/confirm', { code, next: '/profile' })).headers.get('Location')).toBe(
      '/confirm?next=%2Fprofile',
    )
    expect(browser.cookies.get(SESSION)).toBe(before)
  })

  it('T9 the right code 20 times at once changes the number once', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const number = aNumber()
    const at = await ask(browser, number)
    const code = await codeTo(number)
    const csrf = await browser.token('/home')
    const cookies = new Map(browser.cookies)
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const copy = new Browser(browser.ip)
        for (const [name, value] of cookies) copy.cookies.set(name, value)
        await copy.post(at.replace('/mobile?', '/mobile/code?'), { csrf, code })
      }),
    )
    const rows = await env.DB.prepare('SELECT 1 FROM account_change WHERE account_id = ?').bind(person.account).all()
    expect(rows.results).toHaveLength(1)
    await mailTo(person.email)
    expect(letters.filter(({ to, subject }) => to === person.email && subject.includes('mobile number'))).toHaveLength(
      1,
    )
  })

  it('III.F.3 a new code voids the one before, goes to the same number, and is limited', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const number = aNumber()
    const at = await ask(browser, number)
    const first = await codeTo(number)
    const again = await browser.post(at.replace('/mobile?', '/mobile/passcode?'), {})
    expect(again.status).toBe(303)
    const second = await codeTo(number)
    if (first !== second) expect((await type(browser, at, first)).status).toBe(422)
    // The code of /confirm, the first and the second one: the fourth within 15 minutes is too many.
    const more = await browser.post(at.replace('/mobile?', '/mobile/passcode?'), {})
    expect([more.status, more.headers.has('Retry-After')]).toEqual([429, true])
    expect((await type(browser, at, second)).headers.get('Location')).toBe('/profile?done=mobile-set')
  })

  it('T7 III.F.2.a the code of a number is never sent to the mailbox: that would prove nothing of the number', async () => {
    const person = await somebody()
    const browser = await fresh(person)
    const number = aNumber()
    const at = await ask(browser, number)
    await codeTo(number)
    const sent = letters.length
    const asked = new Browser(browser.ip)
    asked.cookies.set(FLOW, browser.cookies.get(FLOW)!)
    const answer = await asked.post('/sign-in/second-factor/passcode', { channel: 'email', next: '' }, '/sign-in')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/sign-in'])
    const mailed = (await mailTo(person.email))?.code ?? ''
    expect(letters.slice(sent)).toEqual([])
    expect((await type(browser, at, mailed)).status).toBe(422)
    expect(await mobileOf(person.account)).toBeNull()
  })

  it.each(['', '555-0123', '+44 20 7946 0000', '911', '714-555-012a'])(
    'III.G.1 %j is no number: told at its field, no code sent',
    async (typed) => {
      const browser = await fresh(await somebody())
      const sent = letters.length
      const answer = await browser.post('/profile/mobile', { mobile: typed })
      const html = await answer.text()
      expect([answer.status, html.includes('id="field-mobile-error"')]).toEqual([422, true])
      expect(letters.length).toBe(sent)
    },
  )

  it('III.G.1 the number that is registered already is said to be', async () => {
    const number = aNumber()
    const browser = await fresh(await somebody({ mobile: `+1${number}` }))
    expect((await browser.post('/profile/mobile', { mobile: number })).status).toBe(422)
  })
})
