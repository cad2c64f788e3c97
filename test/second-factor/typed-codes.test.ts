import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Purpose } from '../../src/account-guard/guard.ts'
import { newFlow } from '../../src/second-factor/flow.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { eventsOf, from, guardOf } from '../support/guard.ts'
import { anOffice, aPerson, type Someone } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { stopTheClock } from '../support/time.ts'
import { notShown, RECOVERY, shown, withApp, withRecoveryCodes } from '../support/typed-codes.ts'

stopTheClock()
const BASE = '/sign-in/second-factor'
const FLOW = '__Host-flow'
let office: number
let nth = 0
const somebody = (someone: Partial<Someone> = {}) =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...someone })
const both = async (someone?: Partial<Someone>) => withRecoveryCodes(await withApp(await somebody(someone)))
const aBrowser = () => new Browser(`198.51.100.${(nth += 1)}`)
const isIn = async (browser: Browser) => (await browser.get('/home')).status === 200
const to = (answer: Response) => answer.headers.get('Location')
const codeOf = (by: string, secret: string) => (by === 'app' ? shown(secret) : RECOVERY[0]!)

/** A browser that typed the right password; answers where it was led. */
async function halfIn(email: string): Promise<[Browser, string | null]> {
  const browser = aBrowser()
  return [browser, to(await browser.password(email))]
}
const give = (browser: Browser, by: string, code: string, fields: Record<string, string> = {}, page = '/sign-in') =>
  browser.post(`${BASE}/${by}`, { next: '', code, ...fields }, page)

/** The same plan, that has no authenticator apps. */
function without(browser: Browser): Browser {
  const overrides = { ...(JSON.parse(env.POLICY_OVERRIDES) as object), AUTHENTICATOR_APPS: false }
  browser.bindings = { ...env, POLICY_OVERRIDES: JSON.stringify(overrides) } as unknown as Env
  return browser
}

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.2 a code of an app at the sign-in', () => {
  it('III.F.2 after the right password it is asked for, with no mail, and opens a session where one wanted to go', async () => {
    const person = await both({ mobile: '+17145550101' })
    const [browser, first] = await halfIn(person.email)
    expect(first).toBe(`${BASE}/app?next=`)
    expect(await mailTo(person.email)).toBeUndefined()
    const page = await (await browser.get(`${BASE}/app?next=%2Fclaims`)).text()
    expect(page).toContain('Code of your app')
    expect(page).toContain(`href="${BASE}/recovery?next=%2Fclaims"`)
    expect(page).not.toContain(`href="${BASE}/app`)
    expect(page.match(/action="\/sign-in\/second-factor\/passcode"/g)).toHaveLength(2)
    const done = await give(browser, 'app', ` ${shown(person.secret).slice(0, 3)} ${shown(person.secret).slice(3)}`, {
      next: '/claims',
    })
    expect([done.status, to(done), await isIn(browser)]).toEqual([303, '/claims', true])
    expect(await eventsOf(person.account)).toEqual(expect.arrayContaining(['app.accepted', 'session.opened']))
    expect([browser.cookies.has(FLOW), browser.cookies.has('__Host-device')]).toEqual([false, false])
  })

  it('III.F.1.b only who ticks it makes the device known; a wrong code keeps the tick', async () => {
    const person = await both()
    const [browser] = await halfIn(person.email)
    const wrong = await give(browser, 'app', notShown(person.secret), { remember: 'on', next: '/claims' })
    const html = await wrong.text()
    expect(wrong.status).toBe(422)
    expect(html).toMatch(/<input[^>]*checked[^>]*name="remember"/)
    expect(html).toContain('name="next" value="/claims"')
    expect(html).toContain('You can try 4 times more')
    expect(html).not.toContain(notShown(person.secret))
    await give(browser, 'app', shown(person.secret), { remember: 'on' })
    expect(browser.cookies.has('__Host-device')).toBe(true)
    browser.cookies.delete(SESSION)
    expect(to(await browser.password(person.email))).toBe('/home')
  })

  it('III.F.2.a a code by e-mail is a button away', async () => {
    const person = await both()
    const [browser] = await halfIn(person.email)
    const sent = await browser.post(`${BASE}/passcode`, { channel: 'email', next: '/claims' }, `${BASE}/app`)
    expect(to(sent)).toBe(`${BASE}?sent=email&next=%2Fclaims`)
    const page = await (await browser.get(to(sent)!)).text()
    expect(page).toContain('We sent a six-digit code')
    expect(page).toContain(`${BASE}/app?next=%2Fclaims`)
    const { code } = (await mailTo(person.email))!
    expect(to(await browser.post(BASE, { code: code!, next: '' }, BASE))).toBe('/home')
  })

  it('III.F.2.a the page for a code by e-mail does not say that one was sent, where none was', async () => {
    const [browser] = await halfIn((await both()).email)
    expect(await (await browser.get(BASE)).text()).toContain('or have one sent below')
  })

  it('III.F.2 what cannot be a code is no try', async () => {
    const person = await both()
    const [browser] = await halfIn(person.email)
    for (const code of ['', '12345', '1234567', 'abcdef']) expect((await give(browser, 'app', code)).status).toBe(422)
    for (const code of ['', 'ABCD', '!'.repeat(16)]) expect((await give(browser, 'recovery', code)).status).toBe(422)
    expect(await eventsOf(person.account)).not.toContain('app.refused')
    expect(await eventsOf(person.account)).not.toContain('recovery_code.refused')
  })

  it('III.F.3 five wrong void it; a code by e-mail still serves', async () => {
    const person = await both()
    const [browser] = await halfIn(person.email)
    for (let tries = 0; tries < 4; tries += 1) await give(browser, 'app', notShown(person.secret))
    expect(await (await give(browser, 'app', notShown(person.secret))).text()).toContain('Too many wrong codes')
    expect((await give(browser, 'app', shown(person.secret))).status).toBe(422)
    expect(browser.cookies.has(SESSION)).toBe(false)
    const [another] = await halfIn(person.email)
    expect(to(await give(another, 'app', shown(person.secret)))).toBe('/home')
  })

  it('III.F.3 a locked second factor says so, on every page of it', async () => {
    const person = await both()
    for (let flows = 0; flows < 3; flows += 1) {
      const [browser] = await halfIn(person.email)
      for (let tries = 0; tries < 5; tries += 1) await give(browser, 'app', notShown(person.secret))
    }
    const [browser] = await halfIn(person.email)
    for (const by of ['app', 'recovery']) {
      const answer = await give(browser, by, codeOf(by, person.secret))
      expect([answer.status, (await answer.text()).includes('No code works for this account now')]).toEqual([422, true])
    }
    expect(browser.cookies.has(SESSION)).toBe(false)
  })
})

describe('III.F.2 a recovery code at the sign-in', () => {
  it('III.F.2 lets in once, however it is typed, and its owner is told; the device stays unknown', async () => {
    const person = await both()
    const [browser] = await halfIn(person.email)
    const page = await (await browser.get(`${BASE}/recovery?next=`)).text()
    expect(page).toContain('Recovery code')
    expect(page).not.toMatch(/<input[^>]*checked[^>]*name="remember"/)
    expect(to(await give(browser, 'recovery', 'cccc-cccc cccc–ccc2'))).toBe('/home')
    expect(browser.cookies.has('__Host-device')).toBe(false)
    expect((await mailTo(person.email))?.subject).toContain('A recovery code was used')
    const [other] = await halfIn(person.email)
    const again = await give(other, 'recovery', RECOVERY[2]!)
    expect([again.status, other.cookies.has(SESSION)]).toEqual([422, false])
    expect(to(await give(other, 'recovery', RECOVERY[3]!))).toBe('/home')
  })

  it('III.F.2 without an app the mailbox is asked first, and leads there', async () => {
    const person = await withRecoveryCodes(await somebody())
    const [browser, first] = await halfIn(person.email)
    expect(first).toBe(`${BASE}?next=`)
    expect(await (await browser.get(first!)).text()).toContain(`${BASE}/recovery?next=`)
  })

  it('III.F.2 the last one was used: the page is not there any more', async () => {
    const person = await withRecoveryCodes(await somebody())
    await env.DB.prepare('UPDATE recovery_code SET used_at = 1 WHERE account_id = ? AND code_hash <> (SELECT min(code_hash) FROM recovery_code WHERE account_id = ?)').bind(person.account, person.account).run() // prettier-ignore
    const [browser] = await halfIn(person.email)
    expect((await browser.get(`${BASE}/recovery`)).status).toBe(200)
    await env.DB.prepare('UPDATE recovery_code SET used_at = 1 WHERE account_id = ?').bind(person.account).run()
    expect(to(await browser.get(`${BASE}/recovery`))).toBe(`${BASE}?next=`)
    expect(to(await give(browser, 'recovery', RECOVERY[0]!))).toBe(`${BASE}?next=`)
  })
})

describe('III.F.2 who has none, and a plan that has none', () => {
  it('III.F.2 neither is offered nor taken without', async () => {
    const person = await somebody()
    const [browser] = await halfIn(person.email)
    const page = await (await browser.get(BASE)).text()
    for (const by of ['app', 'recovery']) {
      expect(page).not.toContain(`${BASE}/${by}`)
      expect(to(await browser.get(`${BASE}/${by}?next=%2Fclaims`))).toBe(`${BASE}?next=%2Fclaims`)
      expect(to(await give(browser, by, codeOf(by, 'AAAA'), {}, BASE))).toBe(`${BASE}?next=`)
    }
    expect(await eventsOf(person.account)).not.toContain('app.refused')
  })

  it('III.F.2 AUTHENTICATOR_APPS off: neither offered nor taken, at the sign-in and in mid-session', async () => {
    const person = await both()
    const browser = without(aBrowser())
    expect(to(await browser.password(person.email))).toBe(`${BASE}?next=`)
    expect(await mailTo(person.email)).toBeDefined()
    expect(await (await browser.get(BASE)).text()).not.toContain(`${BASE}/app`)
    expect(to(await give(browser, 'app', shown(person.secret), {}, BASE))).toBe(`${BASE}?next=`)
    expect(browser.cookies.has(SESSION)).toBe(false)
    const inside = without(await signedIn(person))
    expect(await (await inside.get('/confirm')).text()).not.toContain('/confirm/app')
    expect((await inside.get('/confirm/app')).status).toBe(404)
    expect((await inside.post('/confirm/app', { code: shown(person.secret), next: '' })).status).toBe(404)
    expect((await inside.get('/profile')).status).toBe(303)
  })
})

describe('T7 T9 they belong to the browser of the right password', () => {
  it.each(['app', 'recovery'])('T7 %s: without a flow, with another’s, and with a used one: to the sign-in page', async (by) => {
    const person = await both()
    const [browser] = await halfIn(person.email)
    const cookie = browser.cookies.get(FLOW)!
    const [guard, id] = cookie.split('.') as [string, string]
    const [stranger] = await halfIn((await both()).email)
    const [otherGuard, otherId, otherSecret] = stranger.cookies.get(FLOW)!.split('.') as [string, string, string]
    for (const forged of ['', 'x', `${guard}.${id}.${'A'.repeat(43)}`, `${guard}.${otherId}.${otherSecret}`, `${otherGuard}.${id}.${otherSecret}`]) {
      const other = aBrowser()
      const csrf = await other.token('/sign-in')
      if (forged) other.cookies.set(FLOW, forged)
      expect([forged, to(await other.get(`${BASE}/${by}`))]).toEqual([forged, '/sign-in'])
      if (forged) other.cookies.set(FLOW, forged)
      expect([forged, to(await give(other, by, codeOf(by, person.secret), { csrf }))]).toEqual([forged, '/sign-in'])
      expect(other.cookies.has(SESSION)).toBe(false)
    }
    expect(to(await give(browser, by, codeOf(by, person.secret)))).toBe('/home')
    const used = aBrowser()
    const csrf = await used.token('/sign-in')
    used.cookies.set(FLOW, cookie)
    const next = by === 'app' ? shown(person.secret, 1) : RECOVERY[1]!
    expect(to(await give(used, by, next, { csrf }))).toBe('/sign-in')
    expect(used.cookies.has(SESSION)).toBe(false)
  }) // prettier-ignore

  it.each<Purpose>(['step-up', 'reset', 'registration', 'mobile', 'link'])(
    'T6 T7 a flow of %s opens no session by a code, and tells nothing',
    async (purpose) => {
      const person = await both()
      const { cookie, flow } = newFlow(person.guard)
      await guardOf(person.guard).begin({ flow, purpose, account: person.account }, from())
      for (const by of ['app', 'recovery']) {
        const browser = aBrowser()
        const csrf = await browser.token('/sign-in')
        browser.cookies.set(FLOW, cookie)
        expect(to(await give(browser, by, codeOf(by, person.secret), { csrf }))).toBe('/sign-in')
        browser.cookies.set(FLOW, cookie)
        expect(to(await browser.get(`${BASE}/${by}`))).toBe('/sign-in')
        expect(browser.cookies.has(SESSION)).toBe(false)
      }
    },
  )

  it.each(['app', 'recovery'])('T9 %s: the same right code from twenty browsers at once: one session', async (by) => {
    const person = await both()
    const browsers = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const [browser] = await halfIn(person.email)
        return { browser, csrf: await browser.token('/sign-in') }
      }),
    )
    const code = codeOf(by, person.secret)
    const answers = await Promise.all(browsers.map(({ browser, csrf }) => give(browser, by, code, { csrf })))
    expect(answers.filter((answer) => to(answer) === '/home')).toHaveLength(1)
    expect(browsers.filter(({ browser }) => browser.cookies.has(SESSION))).toHaveLength(1)
  })

  it.each(['app', 'recovery'])('T11 %s: empty, doubled and strange fields open nothing', async (by) => {
    const person = await both()
    const [browser] = await halfIn(person.email)
    const csrf = await browser.token('/sign-in')
    const code = codeOf(by, person.secret)
    const kept = new Map(browser.cookies)
    for (const body of ['', `csrf=${csrf}`, `csrf=${csrf}&code=`, `code=${code}`, `csrf=x&code=${code}`, `csrf=${csrf}&code[]=${code}`,
      `csrf=${csrf}&code=${code}&code=${code}`, `csrf=${csrf}&Code=${code}`, `csrf=${csrf}&code=${code}%00`, `csrf=${csrf}&code=true`,
      `csrf=${csrf}&code=null&verified=true&by=app&account=${person.account}&step=0`]) {
      for (const [name, value] of kept) browser.cookies.set(name, value)
      const answer = await browser.fetch(`${BASE}/${by}`, { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })
      expect([body, [400, 403, 422].includes(answer.status), browser.cookies.has(SESSION)]).toEqual([body, true, false])
    }
  }) // prettier-ignore
})
