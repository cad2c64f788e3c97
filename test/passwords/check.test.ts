import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Browser } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { forget, proveMailbox } from '../support/reset.ts'
import { signedIn } from '../support/session.ts'

let person: { account: number; guard: string; email: string }
let browser: Browser
let nth = 0
const marks = (html: string) =>
  [...html.matchAll(/<li>(.*?)<\/li>/g)].map(([, item = '']) => (/[✓✗•]/.exec(item) ?? ['?'])[0]).join('')
const check = (password: string, fields: Record<string, string> = {}) =>
  browser.post('/password/check', { password, ...fields }, '/forgot-password')

beforeAll(async () => {
  person = await aPerson({ email: 'clerk@office.example', offices: [await anOffice()] })
})
beforeEach(() => {
  browser = new Browser(`198.51.100.${(nth += 1)}`)
})

describe('III.D.3 the rules, checked by the server while somebody types', () => {
  it.each([
    ['', '••••'],
    ['abc', '✗✗••'],
    ['abcdefg', '✓✗••'],
    ['Abcdef1', '✓✓••'],
    ['clerk@office.example', '✓✗••'],
  ])('III.D.3 %j is answered %s, as a fragment', async (password, answer) => {
    const response = await check(password)
    const html = await response.text()
    expect([response.status, marks(html)]).toEqual([200, answer])
    expect(html).not.toContain('<html')
    if (password) expect(html).not.toContain(password)
  })

  it('III.D.3 it keeps nothing, logs nothing, and sets no cookie but the visitor’s', async () => {
    const logged = vi.spyOn(console, 'log')
    const erred = vi.spyOn(console, 'error')
    const count = () => env.DB.prepare('SELECT count(*) AS n FROM audit').first('n')
    const before = await count()
    await check('Secret-horse-1')
    expect([await count(), [...browser.cookies.keys()]]).toEqual([before, ['__Host-visitor']])
    expect([logged.mock.calls, erred.mock.calls]).toEqual([[], []])
  })

  it('III.D.3 who asks too often is answered nothing, so that the list stays', async () => {
    const csrf = await browser.token('/forgot-password')
    browser.bindings = { ...env, SIGN_IN_BRAKE: { limit: async () => ({ success: false }) } } as unknown as Env
    const answer = await check('abc', { csrf })
    expect([answer.status, await answer.text()]).toEqual([204, ''])
  })

  it('III.D.3 the token may be a visitor’s or the session’s own, nobody else’s', async () => {
    const own = await signedIn(person)
    const csrf = await own.token('/home')
    expect((await own.post('/password/check', { csrf, password: 'abc' })).status).toBe(200)
    expect((await check('abc', { csrf })).status).toBe(403)
  })

  it('III.D.3 the page has the rules before, beside no form, and a field that password managers know', async () => {
    const html = await proveMailbox(browser, await forget(browser, person.email))
    expect(marks(html)).toBe('••••')
    const region = /<div aria-live="polite"[^>]*>/.exec(html)?.[0] ?? ''
    expect(region).toContain('hx-trigger="input changed delay:300ms from:#field-password"')
    expect(region).toContain('hx-include="#field-password"')
    // Outside every form: otherwise all fields of it would be sent.
    expect(html.indexOf(region)).toBeLessThan(html.indexOf('<form', html.indexOf('<main')))
    expect(html).toMatch(/<input[^>]*id="field-password"[^>]*type="password"[^>]*autocomplete="new-password"/)
    expect(html).not.toMatch(/<input[^>]*id="field-password"[^>]*maxlength/)
  })
})
