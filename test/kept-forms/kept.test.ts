import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/http/app.tsx'
import type { App } from '../../src/http/context.ts'
import { act, page } from '../../src/http/gate.ts'
import { show } from '../../src/http/respond.tsx'
import { forgetExpired } from '../../src/kept-forms/job.ts'
import { mounts } from '../../src/routes.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { eventsOf } from '../support/guard.ts'
import { doneBy } from '../support/means.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { later, MINUTE, SECOND, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const aBrowser = () => new Browser(`198.51.100.${(nth += 1)}`)
const to = (answer: Response) => answer.headers.get('Location') ?? ''
const nextOf = (answer: Response) => new URL(to(answer), 'https://portal.test').searchParams.get('next') ?? ''
const rows = async () => (await env.DB.prepare('SELECT count(*) AS n FROM kept_form').first<{ n: number }>())!.n
const TYPED = { memberId: 'W123', note: 'Ünïcode & <b>"quotes"</b>' }

beforeAll(async () => {
  office = await anOffice()
})

/** Signs in again by the forms, as the address that the closed session led to wants it; answers where it leads. */
async function signInAgain(email: string, next: string, browser = aBrowser()): Promise<[Browser, string]> {
  const csrf = await browser.token('/sign-in')
  await browser.post('/sign-in', { csrf, email, password: 'Correct-horse-7', next })
  const { code } = (await mailTo(email))!
  return [browser, to(await browser.post('/sign-in/second-factor', { csrf, code: code!, next }))]
}

/** A search posted as the session closes; answers where it is offered again. */
async function late(person: { guard: string }, after = 15 * MINUTE, fields: Record<string, string> = TYPED) {
  const browser = await signedIn(person, `198.51.100.${(nth += 1)}`)
  const csrf = await browser.token('/home')
  later(after)
  const answer = await browser.post('/members', { csrf, ...fields })
  return { browser, answer, next: nextOf(answer) }
}

/** The kept page's form that sends it now. */
function offered(html: string): { action: string; fields: Record<string, string> } {
  const form = /<form method="post" action="(\/(?!sign|session|kept)[^"]*)" class="post-button">(.*?)<\/form>/s.exec(
    html,
  )
  const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&') // prettier-ignore
  const fields = [...(form?.[2] ?? '').matchAll(/name="([^"]*)" value="([^"]*)"/g)]
  return {
    action: form?.[1] ?? '',
    fields: Object.fromEntries(fields.map(([, name, value]) => [name, unescaped(value!)])),
  }
}

describe('III.E.2 a form that is posted after the closing', () => {
  it.each([
    [15 * MINUTE - SECOND, /^\/members\?s=/],
    [15 * MINUTE, /^\/sign-in\?closed=idle&next=%2Fkept%2Ffrm_/],
    [15 * MINUTE + SECOND, /^\/sign-in\?closed=idle&next=%2Fkept%2Ffrm_/],
  ])('III.E.2 after %i ms', async (after, place) => {
    expect(to((await late(await somebody(), after)).answer)).toMatch(place)
  })

  it('III.E.2 is offered to the same account after signing in, and sent once, as it was', async () => {
    const person = await somebody()
    const { next } = await late(person)
    const [browser, place] = await signInAgain(person.email, next)
    expect(place).toBe(next)
    const html = await (await browser.get(place)).text()
    expect(html).toContain('<h1>Your form is still to be sent</h1>')
    const { action, fields } = offered(html)
    expect([action, fields]).toMatchObject(['/members', TYPED])
    expect(to(await browser.post(action, fields))).toMatch(/^\/members\?s=/)
    expect([(await browser.post(action, fields)).status, (await browser.get(place)).status]).toEqual([409, 404])
    const events = (await eventsOf(person.account)).filter((event) => event.startsWith('form.'))
    expect(events).toEqual(['form.kept', 'form.sent_late'])
  })

  it.each([
    [29 * MINUTE, 200, /^\/members\?s=/],
    [30 * MINUTE, 404, /^$/],
    [31 * MINUTE, 404, /^$/],
  ])('III.E.2 for thirty minutes: after %i ms', async (after, status, sent) => {
    const person = await somebody()
    const { next } = await late(person)
    later(after)
    const browser = await signedIn(person)
    expect((await browser.get(next)).status).toBe(status)
    const again = await browser.post('/members', { ...TYPED, kept: next.slice('/kept/'.length) })
    expect([again.status, to(again)]).toEqual([status === 200 ? 303 : 409, expect.stringMatching(sent)])
    await doneBy(forgetExpired)
    expect(await rows()).toBe(0)
  })

  it('III.E.2 another account finds nothing, can send nothing of it and discard nothing', async () => {
    const [person, other] = [await somebody(), await somebody()]
    const { next } = await late(person)
    const [browser, place] = await signInAgain(other.email, next)
    expect([place, (await browser.get(place)).status]).toEqual([next, 404])
    expect((await browser.post('/members', { memberId: 'W1', kept: next.slice('/kept/'.length) })).status).toBe(409)
    expect((await browser.post(`${next}/removal`, {})).status).toBe(409)
    expect((await (await signedIn(person)).get(next)).status).toBe(200)
  })

  it('III.E.2 is discarded on wish', async () => {
    const person = await somebody()
    const { next } = await late(person)
    const browser = await signedIn(person)
    expect(to(await browser.post(`${next}/removal`, {}))).toBe('/home?done=discarded')
    expect([(await browser.get(next)).status, (await browser.post(`${next}/removal`, {})).status]).toEqual([404, 409])
    expect(await eventsOf(person.account)).toContain('form.discarded')
  })

  it('III.E.2 T29 what was typed is sealed: neither in the table, nor in the address, nor in the log', async () => {
    const person = await somebody()
    const { answer } = await late(person)
    const kept = await env.DB.prepare('SELECT * FROM kept_form ORDER BY id DESC LIMIT 1').first()
    const audit = await env.DB.prepare('SELECT * FROM audit WHERE account_id = ?').bind(person.account).all()
    expect(JSON.stringify([kept, audit.results, to(answer)])).not.toContain('W123')
    // Bound to the account: moved to another one's guard it opens for nobody.
    const other = await somebody()
    await env.DB.prepare('UPDATE kept_form SET guard = ? WHERE id = ?').bind(other.guard, kept!.id).run()
    expect((await (await signedIn(other)).get(`/kept/${String(kept!.public_id)}`)).status).toBe(404)
  })

  it('III.E.2 secrets, forms of the session itself, foreign ones and made-up sessions are never kept', async () => {
    const before = await rows()
    const person = await somebody()
    const cases: [string, Record<string, string>][] = [
      ['/members', { password: 'x' }],
      ['/members', { answer1: 'x' }],
      ['/session/extension', {}],
      ['/session/office', { membership: 'x' }],
      ['/sign-out', {}],
      ['/confirm/passcode', { channel: 'email' }],
      ['/members', { csrf: 'wrong' }],
    ]
    const browser = await signedIn(person)
    const [csrf, cookie] = [await browser.token('/home'), browser.cookies.get(SESSION)!]
    later(15 * MINUTE)
    for (const [path, fields] of cases) {
      browser.cookies.set(SESSION, cookie)
      expect(to(await browser.post(path, { csrf, ...fields }))).not.toContain('kept')
    }
    const stranger = await somebody()
    const [guard, id, secret] = cookie.split('.') as [string, string, string]
    for (const made of [`${stranger.guard}.${id}.${secret}`, `${guard}.${id}.${'A'.repeat(43)}`]) {
      browser.cookies.set(SESSION, made)
      expect(to(await browser.post('/members', { csrf, ...TYPED }))).toContain('next=%2Fhome')
    }
    expect(await rows()).toBe(before)
  })

  it('III.E.2 a form of nearly 64 KB is kept whole; one account keeps twenty', async () => {
    const person = await somebody()
    const note = 'ü'.repeat(10_000)
    const { browser, next } = await late(person, 15 * MINUTE, { note })
    const again = await signedIn(person)
    expect(offered(await (await again.get(next)).text()).fields.note).toBe(note)
    expect(browser.cookies.has(SESSION)).toBe(false)
    const third = await signedIn(person)
    const [csrf, cookie] = [await third.token('/home'), third.cookies.get(SESSION)!]
    later(15 * MINUTE)
    const places: boolean[] = []
    for (let posted = 0; posted < 21; posted += 1) {
      third.cookies.set(SESSION, cookie)
      places.push(nextOf(await third.post('/members', { csrf, ...TYPED })).startsWith('/kept/'))
    }
    expect(places.filter(Boolean)).toHaveLength(19)
    expect(places.at(-1)).toBe(false)
  })

  it('III.E.2 closed once more before it was sent: the same one is offered again, not a second', async () => {
    const person = await somebody()
    const { next } = await late(person)
    const browser = await signedIn(person)
    const { action, fields } = offered(await (await browser.get(next)).text())
    const before = await rows()
    later(15 * MINUTE)
    expect(nextOf(await browser.post(action, fields))).toBe(next)
    expect(await rows()).toBe(before)
  })
})

describe('III.F.1.c a form without the fresh second factor that it wants', () => {
  const probe = new Hono<App>()
  const done: string[] = []
  probe.get('/', async (c) => {
    await page(c, { right: 'signed-in', fresh: 'step-up', name: 'page.viewed', read: () => [] })
    return show(c, { title: 'Probe' }, 'probe')
  })
  probe.post('/', async (c) => {
    const { form } = await act(c, 'signed-in', { fresh: 'step-up' })
    done.push([...form].map(([name, value]) => `${name}=${value}`).join('&'))
    return c.redirect('/probe', 303)
  })
  const app = createApp([...mounts, { prefix: '/probe', gate: 'signed-in', routes: probe }])

  /** Sends the browser's requests to the app with the probe. */
  function probing(browser: Browser): Browser {
    const send = async (path: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers)
      headers.set('CF-Connecting-IP', browser.ip)
      headers.set('Cookie', [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
      const request = new Request(new URL(path, 'https://portal.test'), { redirect: 'manual', ...init, headers })
      const answer = await app.fetch(request as never, env, createExecutionContext())
      for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
        browser.cookies.set(name!, value!)
      }
      return answer
    }
    browser.fetch = send
    return browser
  }

  it('III.F.1.c it is kept, the factor asked for, then offered and carried out once', async () => {
    const person = await somebody()
    const browser = probing(await signedIn(person, `198.51.100.${(nth += 1)}`))
    const stale = await browser.post('/probe', { name: 'Pat' })
    const next = nextOf(stale)
    expect([to(stale).startsWith('/confirm?'), next.startsWith('/kept/frm_'), done]).toEqual([true, true, []])
    await browser.post('/confirm/passcode', { channel: 'email', next })
    const { code } = (await mailTo(person.email))!
    expect(to(await browser.post('/confirm', { code: code!, next }))).toBe(next)
    const { action, fields } = offered(await (await browser.get(next)).text())
    expect(action).toBe('/probe')
    expect(to(await browser.post(action, fields))).toBe('/probe')
    expect((await browser.post(action, fields)).status).toBe(409)
    expect(done).toEqual([expect.stringMatching(/^name=Pat&csrf=|^csrf=[^&]*&name=Pat$/)])
    expect(done[0]).not.toContain('kept')
  })

  it('III.F.1.c from elsewhere it is refused, and nothing is kept', async () => {
    const browser = probing(await signedIn(await somebody()))
    const before = await rows()
    expect((await browser.post('/probe', { csrf: 'wrong', name: 'Pat' })).status).toBe(403)
    expect(await rows()).toBe(before)
  })
})
