import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Browser, mailTo } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { aClaim, aMember, aRestrictedList } from '../support/tagged-records.ts'
import { guarded, routes } from '../support/routes.ts'
import { SESSION, signedIn } from '../support/session.ts'

let person: { guard: string; email: string }
let other: { guard: string }
let browser: Browser
const FORM = 'application/x-www-form-urlencoded'

beforeAll(async () => {
  await aRestrictedList()
  const office = await anOffice()
  person = await aPerson({ email: 'clerk@office.example', offices: [office] })
  other = await aPerson({ email: 'other@office.example', offices: [office] })
  const member = await aMember()
  for (let nth = 0; nth < 30; nth += 1) {
    await aClaim({ office, member: member.row, servicedFrom: `2026-01-${String(nth + 1).padStart(2, '0')}` })
  }
})
beforeEach(async () => {
  browser = await signedIn(person)
  // Pages about oneself ask for a fresh second factor before they look at anything else (III.F.1.c).
  await env.DB.prepare("UPDATE session SET factor_at = ?, factor_for = 'step-up'").bind(Date.now()).run()
})

/** The address of a search's answer, and of the second page of a list. */
async function addresses(): Promise<{ search: string; page: string }> {
  const csrf = await browser.token('/members')
  const search = (await browser.post('/members', { csrf, memberId: 'W1' })).headers.get('Location')!
  const html = await (await browser.get('/claims')).text()
  const page = /href="(\/claims\?s=[^"]+)"/.exec(html)![1]!
  return { search, page }
}

const isSearchForm = (html: string) => html.includes('<h1>Look up a member</h1>')

const isFirstPage = (html: string) => html.includes('1 to 25 of')

describe('T24 criteria and cursors in an address', () => {
  it('T24 as given they open, and nothing of what was typed can be read in them', async () => {
    const { search, page } = await addresses()
    expect(await (await browser.get(search)).text()).toContain('<h1>Members found</h1>')
    expect(await (await browser.get(page)).text()).toContain('26 to 30 of')
    expect(atob(search.slice(11).replaceAll('-', '+').replaceAll('_', '/'))).not.toContain('W1')
  })

  it('T24 each letter altered, left out or doubled: the page without them', async () => {
    const { page } = await addresses()
    const [path, sealed] = page.split('?s=') as [string, string]
    const wrong: unknown[] = []
    for (let at = 0; at < sealed.length; at += 1) {
      const letter = sealed[at] === 'A' ? 'B' : 'A'
      for (const altered of [
        sealed.slice(0, at) + letter + sealed.slice(at + 1),
        ...(at % 16 === 0 ? [sealed.slice(0, at) + sealed.slice(at + 1), sealed.slice(0, at)] : []),
      ]) {
        const answer = await browser.get(`${path}?s=${altered}`)
        if (answer.status !== 200 || !isFirstPage(await answer.text())) wrong.push([at, altered])
      }
    }
    expect(wrong).toEqual([])
    for (const altered of [`${sealed}A`, `${sealed}=`, ` ${sealed}`, `${sealed}.`, '', 'x', '{}', 'A'.repeat(9000)]) {
      expect(isFirstPage(await (await browser.get(`${path}?s=${encodeURIComponent(altered)}`)).text())).toBe(true)
    }
  })

  it('T24 in another session of the same person, of another person, on another page: not opened', async () => {
    const { search, page } = await addresses()
    const [again, stranger] = [await signedIn(person), await signedIn(other)]
    expect(isSearchForm(await (await again.get(search)).text())).toBe(true)
    expect(isSearchForm(await (await stranger.get(search)).text())).toBe(true)
    expect(isFirstPage(await (await again.get(page)).text())).toBe(true)
    expect(isFirstPage(await (await browser.get(search.replace('/members', '/claims'))).text())).toBe(true)
    expect(isSearchForm(await (await browser.get(page.replace('/claims', '/members'))).text())).toBe(true)
  })

  it('T24 kept over a closed session, for the same account alone', async () => {
    const { page } = await addresses()
    await env.DB.prepare("UPDATE session SET ended_at = 1, end_reason = 'idle' WHERE ended_at IS NULL").run()
    const next = new URL((await browser.get(page)).headers.get('Location')!, 'https://portal.test').searchParams.get(
      'next',
    )!
    expect(next).not.toBe(page)
    const resume = async (who: { guard: string; email?: string }, ip: string) => {
      const visitor = new Browser(ip)
      const csrf = await visitor.token('/sign-in')
      const email = who.email ?? 'other@office.example'
      await visitor.post('/sign-in', { csrf, email, password: 'Correct-horse-7', next })
      const { code } = (await mailTo(email))!
      const to = (await visitor.post('/sign-in/second-factor', { csrf, code: code!, next })).headers.get('Location')!
      return (await visitor.get(to)).text()
    }
    expect(await resume(person, '198.51.100.1')).toContain('26 to 30 of')
    expect(isFirstPage(await resume(other, '198.51.100.2'))).toBe(true)
  })
})

describe('T26 cookies and caches', () => {
  it('T26 every cookie that is set is closed to scripts, other sites and plain http, and has no domain', async () => {
    const visitor = new Browser('198.51.100.3')
    const lines: string[] = []
    const fetch = visitor.fetch.bind(visitor)
    visitor.fetch = async (path, init) => {
      const answer = await fetch(path, init)
      lines.push(...answer.headers.getSetCookie())
      return answer
    }
    await visitor.signIn(person.email, true)
    await visitor.post('/sign-out', {})
    expect(lines.length).toBeGreaterThanOrEqual(6)
    for (const line of lines) {
      expect(line).toMatch(
        /^__Host-(session|flow|device|visitor)=[A-Za-z0-9._-]*; Path=\/; HttpOnly; SameSite=Lax(; Max-Age=\d+)?; Secure$/,
      )
    }
  })

  it('T26 nothing that is sent becomes an attribute or a header', async () => {
    const evil = 'x; Domain=evil.example; Path=/x\r\nSet-Cookie: evil=1'
    const visitor = new Browser('198.51.100.4')
    const csrf = await visitor.token('/sign-in')
    const answers = [
      await visitor.post('/sign-in', { csrf, email: evil, password: evil, next: evil }),
      await visitor.get(`/sign-in?${new URLSearchParams({ next: evil, closed: evil })}`),
      await visitor.get(`/claims/${encodeURIComponent(evil)}/print`),
      await visitor.get('/sign-in', { Cookie: '__Host-visitor=x" Domain=evil.example' }),
    ]
    for (const answer of answers) {
      expect(answer.status).toBeLessThan(500)
      for (const line of answer.headers.getSetCookie()) expect(line).not.toContain('evil')
    }
  })

  it('T26 no page is kept by a browser or proxy, and each says what it depends on', async () => {
    for (const path of ['/home', '/members', '/claims', '/claims/x', '/sign-in', '/help', '/session/closed']) {
      const answer = await browser.get(path)
      expect([path, answer.headers.get('Cache-Control'), answer.headers.get('Vary')]).toEqual([
        path,
        'no-store',
        'Cookie, HX-Request-Type',
      ])
    }
  })

  it('T26 every answer carries the security headers, errors included', async () => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const answers = [await browser.get('/home'), await browser.get('/nowhere'), await browser.get('/claims/x')]
    browser.bindings = { ...env, DB: {} } as unknown as Env
    answers.push(await browser.get('/home'))
    browser.bindings = env
    silent.mockRestore()
    expect(answers.map((answer) => answer.status)).toEqual([200, 404, 404, 500])
    for (const { headers } of answers) {
      expect(headers.get('Content-Security-Policy')).toContain(
        "default-src 'none'; script-src 'self'; style-src 'self'",
      )
      expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('Referrer-Policy')).toBe('same-origin')
      expect(headers.get('Strict-Transport-Security')).toBe('max-age=63072000; includeSubDomains')
      expect([headers.get('Cross-Origin-Opener-Policy'), headers.get('Cross-Origin-Resource-Policy')]).toEqual([
        'same-origin',
        'same-origin',
      ])
    }
  })
})

describe('a change from elsewhere (security.md, CSRF)', () => {
  const posts = routes.filter(({ method }) => method === 'POST')
  const foreign: Record<string, string>[] = [
    { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { 'Sec-Fetch-Site': 'none' }, { 'Sec-Fetch-Site': '' },
    { Origin: 'https://evil.example' }, { Origin: 'null' }, { Origin: 'http://portal.test' }, { Origin: 'https://portal.test.evil.example' },
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://portal.test' },
  ] // prettier-ignore

  it.each(posts)('T27 POST $path: refused by header, and by token where no header speaks', async ({ path }) => {
    const good = await browser.token('/home')
    for (const headers of foreign) {
      const answer = await browser.fetch(path, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': FORM },
        body: `csrf=${good}`,
      })
      expect([headers, answer.status]).toEqual([headers, 403])
    }
    // The tokens of the feed and of directories are no form's: nobody comes in without one, and no browser has it.
    if (/^\/(feed|scim)\//.test(path)) return expect((await browser.post(path, { csrf: good })).status).toBe(401)
    // A signed token is its own proof, of a logout or a signal, and this one's provider is nobody.
    if (path.endsWith('/back-channel-logout') || path.startsWith('/signals/'))
      return expect((await browser.post(path, { csrf: good })).status).toBe(404)
    const stranger = await (await signedIn(other)).token('/home')
    for (const csrf of ['', 'x', stranger, `${good}x`, good.slice(0, -1)]) {
      expect((await browser.post(path, { csrf })).status).toBe(403)
    }
    expect((await browser.get('/home')).status).toBe(200)
  })
})

describe('T28 too much, too deep, unreadable', () => {
  const many = Array.from({ length: 10_000 }, (_, at) => `f${at}=1`).join('&')
  const bodies: [string, number, string | Uint8Array, string][] = [
    ['a field of 1 MB', 413, `email=${'a'.repeat(1_000_000)}`, FORM],
    ['a name of 1 MB', 413, `${'a'.repeat(1_000_000)}=1`, FORM],
    ['10,000 parameters', 413, many, FORM],
    ['101 parameters', 413, many.split('&').slice(0, 101).join('&'), FORM],
    ['deep JSON', 400, '['.repeat(30_000), 'application/json'],
    ['deep JSON that says it is a form', 413, '['.repeat(200_000), FORM],
    ['bytes that are not UTF-8', 400, new Uint8Array([0x65, 0x3d, 0xff, 0xfe]), FORM],
    ['escapes that are not UTF-8', 400, 'email=%ff%fe', FORM],
    ['broken escapes', 400, 'email=%zz', FORM],
    ['a field twice', 400, 'csrf=a&csrf=b', FORM],
    ['a multipart form', 400, '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--', 'multipart/form-data; boundary=x'],
    ['plain text', 400, 'email=a', 'text/plain'],
    ['no type', 400, 'email=a', ''],
    ['a type that only begins alike', 400, 'email=a', `${FORM}x`],
  ] // prettier-ignore
  const posts = routes.filter(({ method, gate }) => method === 'POST' && gate !== 'bearer')
  const oneOfEach = [...new Map(posts.map((route) => [route.path.split('/').slice(0, 3).join('/'), route])).values()]
  const mayBringFiles = ['/staff/office-requests/paper', '/eligibility-checks', '/staff/restricted-codes/draft/file', '/referrals/drafts/:id/files', '/staff/feed', '/staff/feed/parts'] // prettier-ignore

  it.each(bodies)('T28 %s: %i on every form', async (_name, status, body, type) => {
    // Every form is read by the same reader: what is large is asked of one of each place alone.
    for (const { path } of body.length > 50_000 ? oneOfEach : posts) {
      const answer = await browser.fetch(path, { method: 'POST', headers: { 'Content-Type': type }, body })
      // Where a file may come the person is judged before it is read: test/onboarding/paper.test.ts looks inside.
      const judgedFirst = mayBringFiles.includes(path) && type.startsWith('multipart/')
      expect([path, answer.status]).toEqual([path, judgedFirst ? 403 : status])
    }
    expect((await browser.get('/home')).status).toBe(200)
  })

  it('T28 strange queries and headers: never a 5xx', async () => {
    const strange = [
      '%00', '%ff', '%', '%u0041', "'", '"', '<x>', '\u2028', '[]', '{}', '-1', '1e999', '9'.repeat(400), 'a'.repeat(9000),
    ] // prettier-ignore
    for (const { path } of guarded.filter(({ method }) => method === 'GET')) {
      for (const value of strange) {
        const query = `s=${value}&on=${value}&purpose=${value}&sent=${value}&closed=${value}&next=${value}&s=${value}`
        const answer = await browser.get(`${path.replace(/:\w+/, `clm_${'0'.repeat(24)}`)}?${query}`)
        expect([path, value.slice(0, 20), answer.status < 500]).toEqual([path, value.slice(0, 20), true])
        if (!browser.cookies.has(SESSION)) browser = await signedIn(person)
      }
    }
  })

  it('T28 strange fields in every form, with its right token: never a 5xx', async () => {
    const strange = [
      '',
      '\0',
      '\u{1F600}',
      "'; DROP TABLE audit; --",
      '%',
      '_',
      '\u202e',
      'a'.repeat(5000),
      '-1',
      '9999-99-99',
      '0000-00-00',
      '1e9',
    ]
    for (const { path } of posts.filter((route) => !route.path.startsWith('/sign-'))) {
      const csrf = await browser.token('/home')
      for (const value of strange) {
        const fields = Object.fromEntries(['memberId', 'lastName', 'firstName', 'birthDate', 'number', 'memberNumber', 'from', 'to', 'status', 'membership'].map((name) => [name, value])) // prettier-ignore
        // Which way a search goes depends on what is left out; the other forms know none of these fields.
        const searches = ['/members', '/claims', '/referrals'].includes(path)
        const more = [
          { ...fields, memberId: '' },
          { ...fields, memberId: '', birthDate: '1980-04-21' },
        ]
        for (const sent of [fields, ...(searches ? more : [])]) {
          const answer = await browser.post(path, { csrf, ...sent })
          const shown = answer.status === 303 ? (await browser.get(answer.headers.get('Location')!)).status : 0
          expect([path, value.slice(0, 20), answer.status < 500, shown < 500]).toEqual([
            path,
            value.slice(0, 20),
            true,
            true,
          ])
        }
      }
    }
  })
})
