import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { FakeProvider, linkIdentity, setUpProvider } from '../support/identity-provider.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { signedInThrough } from '../support/provider-session.ts'
import { SESSION, sessionOf, sessionRow, signedIn } from '../support/session.ts'
import { forgetPublished } from '../../src/federation/discover.ts'
import { later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
let here: { row: number; id: string }
let provider: FakeProvider
let person: { account: number; guard: string; email: string }
const through = (idToken?: string) =>
  signedInThrough(here, person, { subject: 'anna', sid: 's', ...(idToken ? { idToken } : {}) })

beforeAll(async () => {
  provider = await FakeProvider.at('idp.test')
  const office = await anOffice('Larkmoor')
  here = await setUpProvider(provider, { offices: [office], name: 'Larkmoor sign-in' })
  person = await aPerson({ email: 'person@larkmoor.example', offices: [office] })
  await linkIdentity({ row: here.row, issuer: provider.issuer }, 'anna', person.account)
})
beforeEach(() => {
  provider.isDown = false
  provider.answers.clear()
  forgetPublished(provider.issuer)
})

/** Where the page goes on to by itself. */
function goesOnTo(html: string): URL | null {
  const found = /<meta http-equiv="refresh" content="0;url=([^"]*)"/.exec(html)?.[1]
  return found ? new URL(found.replaceAll('&amp;', '&')) : null
}

describe('signing out of a session through a provider', () => {
  it.each(['/sign-out', '/sign-out/everywhere'])('%s: here first, then there', async (path) => {
    const [browser, second, byPassword] = [await through('an.id.token'), await through(), await signedIn(person)]
    const kept = browser.cookies.get(SESSION)!
    const id = sessionOf(browser)
    const answer = await browser.post(path, {})
    const html = await answer.text()
    expect([answer.status, answer.headers.get('Clear-Site-Data')]).toEqual([200, '"cache", "storage"'])
    expect(browser.cookies.has(SESSION)).toBe(false)
    expect((await sessionRow(id))!.endedAt).not.toBeNull()
    const thief = new Browser()
    thief.cookies.set(SESSION, kept)
    expect((await thief.get('/home')).status).toBe(303)
    for (const one of [second, byPassword]) {
      expect((await one.get('/home')).status).toBe(path === '/sign-out' ? 200 : 303)
    }
    const to = goesOnTo(html)!
    expect(to.origin + to.pathname).toBe('https://idp.test/end-session')
    expect(Object.fromEntries(to.searchParams)).toEqual({
      id_token_hint: 'an.id.token',
      client_id: provider.clientId,
      post_logout_redirect_uri: 'https://portal.test/sign-in/signed-out',
      state: expect.stringMatching(/^[A-Za-z0-9_-]{40,}$/),
    })
    // The same way as a link, for whoever's browser does not go on by itself; nobody's name stands on it any more.
    expect(html).toContain('Go on to Larkmoor sign-in')
    expect(html).not.toContain(person.email)
  })

  it('back from there with its state: signed out in both places', async () => {
    const browser = await through()
    const to = goesOnTo(await (await browser.post('/sign-out', {})).text())!
    const state = to.searchParams.get('state')!
    const back = await (await browser.get(`/sign-in/signed-out?state=${state}`)).text()
    expect(back).toContain('Larkmoor sign-in was asked to sign you out as well')
    // T17: the state is this browser's, whole, and soon over.
    const other = await (await new Browser().get(`/sign-in/signed-out?state=${state}`)).text()
    expect(other).not.toContain('Larkmoor')
    for (const one of [state.slice(1), `${state}A`, 'x', '']) {
      expect(await (await browser.get(`/sign-in/signed-out?state=${one}`)).text()).not.toContain('Larkmoor')
    }
    later(10 * MINUTE - 1)
    expect(await (await browser.get(`/sign-in/signed-out?state=${state}`)).text()).toContain('Larkmoor')
    later(1)
    expect(await (await browser.get(`/sign-in/signed-out?state=${state}`)).text()).not.toContain('Larkmoor')
  })

  it('III.L.1 the row of its end says that it was signed out here', async () => {
    const browser = await through()
    const id = sessionOf(browser)
    await browser.post('/sign-out', {})
    const row = await env.DB.prepare(
      "SELECT a.detail AS detail FROM audit a JOIN session s ON s.id = a.session_id WHERE s.public_id = ? AND a.event = 'session.closed'",
    )
      .bind(id)
      .first()
    expect(row).toEqual({ detail: '{"why":"signed-out"}' })
  })

  it('by password: straight to the sign-in page, whatever providers there are', async () => {
    const browser = await signedIn(person)
    const answer = await browser.post('/sign-out', {})
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/sign-in?closed=signed-out'])
  })

  const mayBeOpen = 'Your session at Larkmoor sign-in may still be open'
  const unreachable: [string, () => void][] = [
    ['it is down', () => void (provider.isDown = true)],
    ['its endpoint answers 503', () => provider.answers.set('/end-session', () => new Response('', { status: 503 }))],
    ['it offers none', () => provider.answers.set('/.well-known/openid-configuration', () => Response.json({ ...provider.metadata(), end_session_endpoint: undefined }))],
    ['its endpoint is a script', () => provider.answers.set('/.well-known/openid-configuration', () => Response.json({ ...provider.metadata(), end_session_endpoint: 'javascript:alert(1)' }))],
    ['its endpoint is not encrypted', () => provider.answers.set('/.well-known/openid-configuration', () => Response.json({ ...provider.metadata(), end_session_endpoint: 'http://idp.test/end' }))],
  ] // prettier-ignore
  it.each(unreachable)('signed out here all the same, and told so, when %s', async (_name, alter) => {
    const browser = await through()
    const id = sessionOf(browser)
    const csrf = await browser.token('/home')
    alter()
    const answer = await browser.post('/sign-out', { csrf })
    const html = await answer.text()
    expect(html).toContain(mayBeOpen)
    expect(goesOnTo(html)).toBeNull()
    expect((await sessionRow(id))!.endedAt).not.toBeNull()
    expect(browser.cookies.has(SESSION)).toBe(false)
  })

  it('known from before, but down now: found out here, before the browser stands at a dead address', async () => {
    const [first, browser] = [await through(), await through()]
    expect(goesOnTo(await (await first.post('/sign-out', {})).text())).not.toBeNull()
    const csrf = await browser.token('/home')
    provider.isDown = true
    expect(await (await browser.post('/sign-out', { csrf })).text()).toContain(mayBeOpen)
  })

  it('switched off: it is not trusted with the ID token any more', async () => {
    const browser = await through('an.id.token')
    const csrf = await browser.token('/home')
    const set = (off: number | null) =>
      env.DB.prepare('UPDATE identity_provider SET disabled_at = ? WHERE id = ?').bind(off, here.row).run()
    await set(1)
    const html = await (await browser.post('/sign-out', { csrf })).text()
    await set(null)
    expect(html).toContain(mayBeOpen)
    expect(html).not.toContain('an.id.token')
  })

  it('an ID token that does not open (another key, another provider) stays away; the rest is said', async () => {
    const browser = await through()
    await env.DB.prepare(
      "UPDATE federated_session SET sealed = 'x' WHERE session_id = (SELECT id FROM session WHERE public_id = ?)",
    )
      .bind(sessionOf(browser))
      .run()
    const to = goesOnTo(await (await browser.post('/sign-out', {})).text())!
    expect([...to.searchParams.keys()]).toEqual(['client_id', 'post_logout_redirect_uri', 'state'])
  })

  it('whoever has signed in again meanwhile goes on from the page of coming back', async () => {
    const browser = await signedIn(person)
    const answer = await browser.get('/sign-in/signed-out')
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/home'])
  })
})
