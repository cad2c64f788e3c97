import { beforeAll, describe, expect, it } from 'vitest'
import { forgetPublished } from '../../src/federation/discover.ts'
import { aBrowser, grant, lastRefusal } from '../support/federation.ts'
import { SESSION } from '../support/session.ts'
import { answered, begin, EMAIL, honest, instead, right, setUp, table } from './refused-answers.ts'

beforeAll(setUp)

describe('T17 answers that are not taken', () => {
  it('T17 an answer as it should be is taken: each of these differs from it by one thing', async () => {
    const browser = aBrowser()
    expect((await answered({})(browser)).headers.get('Location')).toBe('/home')
    expect(Object.keys(table).length).toBeGreaterThan(60)
  })

  const pages = new Map<string, string>()
  it.each(Object.keys(table))('T17 refused: %s', async (name) => {
    const [why, attempt] = table[name]!
    const browser = aBrowser()
    const answer = await attempt(browser)
    const page = await answer.text()
    const outside = why === 'provider-down' || why === 'denied' ? why : 'refused'
    expect([answer.status, await lastRefusal()]).toEqual([why === 'provider-down' ? 503 : 422, why])
    expect(browser.cookies.has(SESSION)).toBe(false)
    // The same page for all that is no matter of the person's, whatever was wrong.
    expect(page).toBe(pages.get(outside) ?? page)
    pages.set(outside, page)
    expect(page).toMatch(/sign in with it|password still works/)
  })

  it('T17 a key that was turned is asked for once more, and the answer is taken', async () => {
    await honest.turnKeys('key-3', { alone: true })
    honest.asked.length = 0
    // Unknown keys are asked for seldom: what the table asked for is a while ago.
    forgetPublished(honest.issuer, `${honest.issuer}/jwks`)
    const browser = aBrowser()
    const address = await grant(honest, await begin(browser), right())
    expect((await browser.get(address)).headers.get('Location')).toBe('/home')
    await honest.turnKeys('key-4', { alone: true })
    expect((await answered({})(aBrowser())).headers.get('Location')).toBe('/home')
    expect(honest.asked.filter((one) => one === 'GET /jwks')).toHaveLength(2)
  })

  it('T17 within five seconds, however slow the provider is: 503, and the password still works', async () => {
    const answer = await instead('/token', () => new Promise<Response>(() => undefined))(aBrowser())
    expect([answer.status, await answer.text()]).toEqual([
      503,
      expect.stringContaining('Signing in here with your password still works'),
    ])
  })

  it('a provider that publishes nothing when one starts: 503 on the sign-in page, what was typed is there', async () => {
    forgetPublished(honest.issuer, `${honest.issuer}/jwks`)
    honest.isDown = true
    const answer = await aBrowser().post('/sign-in/organization', { email: EMAIL, password: '', next: '' }, '/sign-in')
    honest.isDown = false
    const page = await answer.text()
    expect(answer.status).toBe(503)
    expect(page).toContain('does not answer now')
    expect(page).toContain(`value="${EMAIL}"`)
  })
})

describe('T20 every beginning of what is right, and more of it', () => {
  it('T20 of the state, the code and the cookie: none but the whole is taken', async () => {
    const taken: string[] = []
    const wrong = (whole: string) => [...Array.from({ length: 12 }, (_, n) => whole.slice(0, Math.floor((whole.length * n) / 12))), whole.slice(0, -1), `${whole}A`, `${whole}=`, whole.toUpperCase()] // prettier-ignore
    const browser = aBrowser()
    const request = await begin(browser)
    const state = request.searchParams.get('state')!
    const cookie = browser.cookies.get('__Host-visitor')!
    const address = await grant(honest, request, right())
    for (const one of [...wrong(state), ` ${state}`]) {
      const answer = await browser.get(address.replace(state, encodeURIComponent(one)))
      if (answer.status !== 422) taken.push(`state ${one}`)
    }
    for (const one of wrong(cookie)) {
      browser.cookies.set('__Host-visitor', one)
      if ((await browser.get(address)).status !== 422) taken.push(`cookie ${one}`)
    }
    browser.cookies.set('__Host-visitor', cookie)
    expect(taken).toEqual([])
    // None of them used it up.
    expect((await browser.get(address)).headers.get('Location')).toBe('/home')
  })
})
