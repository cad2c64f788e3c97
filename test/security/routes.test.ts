import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { seen } from '../support/alike.ts'
import { Browser, mailTo } from '../support/browser.ts'
import { freshlyIn } from '../support/requests.ts'
import { guarded, type Route } from '../support/routes.ts'
import { SESSION, signedIn } from '../support/session.ts'
import { everyId, fill, isRightful, wants } from './ids.ts'

let made: Awaited<ReturnType<typeof everyId>>
let person: { account: number; guard: string; email: string }
const idsOf = (route: Route) => made.idsOf(route)

beforeAll(async () => {
  made = await everyId()
  person = made.person
})

const withId = guarded.filter(({ method, path }) => method === 'GET' && path.includes(':'))

describe('T15 III.I.1 what may not be seen is not there', () => {
  it('T15 there are routes with an id, and each says what is hidden from whom', () => {
    expect(withId.length).toBeGreaterThanOrEqual(3)
    expect(withId.filter((route) => !idsOf(route))).toEqual([])
  })

  it.each(withId)('T15 $path: other office, restricted, unknown, no id at all: 404, byte for byte', async (route) => {
    const { shown, hidden, who = person } = idsOf(route)!
    const browser = await freshlyIn(who, undefined, wants(route))
    for (const query of ['?purpose=payment', '?purpose=payment&on=2026-01-01']) {
      for (const id of shown) expect((await browser.get(fill(route, id) + query)).status).toBe(200)
      const answers = []
      for (const id of hidden) answers.push(await seen(await browser.get(fill(route, id) + query)))
      expect(answers[0]).toMatchObject({ status: 404 })
      for (const [at, answer] of answers.entries()) expect([hidden[at], answer]).toEqual([hidden[at], answers[0]])
    }
  })

  const rightful = withId.filter(isRightful)
  it.each(rightful)('T15 II.C $path: without the role 403, the same for every id', async (route) => {
    const browser = await signedIn(made.roleless)
    const { shown, hidden } = idsOf(route)!
    const answers = []
    for (const id of [...shown, ...hidden]) {
      answers.push(await seen(await browser.get(`${fill(route, id)}?purpose=payment`)))
    }
    expect(answers[0]).toMatchObject({ status: 403 })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  it('T15 III.L.2 each of these left its row, none of them as seen', async () => {
    const browser = await signedIn(person)
    const seq = (await env.DB.prepare('SELECT max(seq) AS seq FROM audit').first<{ seq: number }>())!.seq
    const { hidden } = made.ids['/claims']!
    for (const id of hidden) await browser.get(`/claims/${id}`)
    const rows = await env.DB.prepare('SELECT event, member_id AS member, record FROM audit WHERE seq > ?')
      .bind(seq)
      .all()
    expect(rows.results).toHaveLength(hidden.length)
    for (const row of rows.results) expect(row).toMatchObject({ event: 'record.not_found', member: null })
    // T29: what somebody typed into an address is no id of ours, and is not kept.
    expect(new Set(rows.results.map((row) => /^clm_[0-9a-z]*$/.test(String(row.record))))).toEqual(new Set([true]))
  })
})

const written = (path: string) => {
  const [, first = '', ...rest] = path.split('/')
  const tail = rest.length > 0 ? `/${rest.join('/')}` : ''
  const escaped = [...first].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')
  return [
    path, `${path}/`, `${path}//`, `/${path}`, `//${path}`, `${path}/.`, `${path}/..`, `/.${path}`, `/%2e${path}`, `/x/..${path}`,
    `/x/%2e%2e${path}`, `/x/..%2f${first}${tail}`, `${path};x`, `${path};x=1`, `/${first};x${tail}`, `${path}%00`, `${path}%20`,
    `${path}.json`, `${path}.css`, `${path}?`, `${path}#`, `${path}%3f`, `${path}%23`, path.toUpperCase(),
    `/${first.toUpperCase()}${tail}`, `/${escaped}${tail}`, `/${escaped.replaceAll('%', '%25')}${tail}`, `/sign-in/..${path}`,
    `/sign-in/%2e%2e${path}`, `/sign-in/..%2f${first}${tail}`, `/help/..;${path}`, `\\${path}`, `/sign-in\\..${path}`, `/healthz/..${path}`,
  ] // prettier-ignore
}

describe('T27 ways to write an address', () => {
  it.each(guarded)('T27 $method $path: never without a session, however it is written', async (route) => {
    const browser = new Browser('198.51.100.1')
    const answers: unknown[] = []
    for (const path of written(fill(route, idsOf(route)?.shown[0] ?? 'x'))) {
      // What the URL itself resolves to an open page is one.
      const resolved = new URL(path, 'https://portal.test').pathname
      const { status } = await browser.fetch(path, {
        method: route.method,
        ...(route.method === 'GET'
          ? {}
          : { body: 'csrf=x', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
      })
      const open = /^\/(sign-in|help|healthz)?$/.test(resolved)
      // What it resolves to the feed's door is asked for the token.
      const refused = [303, 400, 403, 404, ...(resolved.startsWith('/feed') ? [401] : [])]
      if (!open && !refused.includes(status)) answers.push([path, status])
    }
    expect(answers).toEqual([])
  })

  it.each(['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('T27 %s opens nothing', async (method) => {
    for (const { path } of guarded) expect((await new Browser().fetch(path, { method })).status).not.toBe(200)
  })
})

describe('T11 a browser that proved only the password', () => {
  it('T11 reaches nothing but its second factor, with its cookie under any name', async () => {
    const browser = new Browser('198.51.100.2')
    await browser.password(person.email)
    const flow = browser.cookies.get('__Host-flow')!
    for (const name of [SESSION, 'session', '__Host-device', '__Secure-session']) browser.cookies.set(name, flow)
    const kept = new Map(browser.cookies)
    for (const route of guarded) {
      browser.cookies.clear()
      for (const [name, value] of kept) browser.cookies.set(name, value)
      const path = fill(route, idsOf(route)?.shown[0] ?? 'x')
      const answer =
        route.method === 'GET' ? await browser.get(path) : await browser.post(path, { csrf: 'x', membership: 'x' })
      expect([route.method, path, answer.status, answer.headers.get('Location')?.startsWith('/sign-in')]).toEqual([
        route.method, path, 303, true,
      ]) // prettier-ignore
    }
    browser.cookies.clear()
    for (const [name, value] of kept) browser.cookies.set(name, value)
    expect((await browser.get('/sign-in/second-factor')).status).toBe(200)
  })

  it('T11 empty, partial, doubled and strange fields open nothing', async () => {
    const browser = new Browser('198.51.100.3')
    await browser.password(person.email)
    const csrf = await browser.token('/sign-in/second-factor')
    const code = (await mailTo(person.email))!.code!
    const wrong = code === '000000' ? '000001' : '000000'
    const post = (body: string) =>
      browser.fetch('/sign-in/second-factor', {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body,
      })
    const bodies = [
      '', `csrf=${csrf}`, `csrf=${csrf}&code=`, `csrf=${csrf}&code=%00`, `code=${code}`, `csrf=&code=${code}`, `csrf=${csrf}&code[]=${code}`,
      `csrf=${csrf}&code=${wrong}&code=${code}`, `csrf=${csrf}&code=${code}&code=${code}`, `csrf=x&csrf=${csrf}&code=${code}`,
      `csrf=${csrf}&code=${code.slice(0, 5)}`, `csrf=${csrf}&code=${code}1`, `csrf=${csrf}&Code=${code}`, `csrf=${csrf}&code=${code}%00`,
      `csrf=${csrf}&code=true`, `csrf=${csrf}&code=*`, `csrf=${csrf}&code=${code}e0`, `csrf=${csrf}&code=${wrong}`,
      `csrf=${csrf}&code=null&account=${person.account}&verified=true&role=claims&status=active`,
    ] // prettier-ignore
    for (const body of bodies) {
      const answer = await post(body)
      expect([body, [400, 403, 422].includes(answer.status), browser.cookies.has(SESSION)]).toEqual([body, true, false])
    }
    const right = await post(`csrf=${csrf}&code=${code}`)
    expect([right.status, browser.cookies.has(SESSION)]).toEqual([303, true])
  })
})
