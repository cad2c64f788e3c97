import { beforeAll, expect, it } from 'vitest'
import { resumeAddress } from '../../src/http/criteria.ts'
import { Browser, mailTo, ORIGIN } from '../support/browser.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'

const elsewhere = [
  'evil.example',
  'evil.example/home',
  'evil%2eexample',
  '[::1]',
  'portal.test.evil.example',
  'portal.test@evil.example',
]
/** What browsers and servers have been talked into leaving a site by. */
const strings = [
  ...elsewhere.flatMap((host) => [
    `//${host}`, `///${host}`, `/\\${host}`, `\\\\${host}`, `/\t/${host}`, `/\n/${host}`, `https://${host}`, `https:${host}`,
    `http:/${host}`, `/%2f${host}`, `/%5c${host}`, `/home//${host}`, `/./${host}`, `/..//${host}`, `/home/../..//${host}`,
  ]),
  'javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,<script>', 'vbscript:x', ' /home', '/home ', '/home\r\nSet-Cookie: a=b',
  '/home?next=//evil.example', '/home#//evil.example', '/home?s=', '/home?s=a&t=b', '/home?s=a?s=b', '/home\0', '/HOME', '/home/', '/home;x',
  '/.', '/..', '.', '..', 'home', '?', '#', '', '/', '//', '/sign-in', '/sign-out', '/session/closed', '/session/extension',
  '%2fhome', '/ホーム', '/home\u2028', '\ufeff/home', `/${'a/'.repeat(5000)}`,
] // prettier-ignore
/** Pages of ours, and the only ones anybody may be led to. */
const ours = /^\/(?!sign|session)[a-z0-9_-]+(\/[a-z0-9_-]+)*(\?s=[A-Za-z0-9_-]+)?$/

let person: { account: number; guard: string; email: string }
beforeAll(async () => {
  person = await aPerson({ email: 'clerk@office.example', offices: [await anOffice()] })
})

it('T22 eighty strings and more as `next`: nobody is led away', async () => {
  expect(strings.length).toBeGreaterThan(80)
  const wrong: unknown[] = []
  for (const next of strings) {
    const to = await resumeAddress(
      { var: { config: { sealKeys: { present: 'test seal key, 32 bytes or more, long' } } } } as never,
      next,
      { guard: person.guard, id: 'ses_x', secretHash: '' },
    )
    if (!ours.test(to)) wrong.push([next, to])
  }
  expect(wrong).toEqual([])
})

it.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/home\r\nSet-Cookie: a=b', '/sign-out'])(
  'T22 %j through the whole sign-in',
  async (next) => {
    const browser = new Browser(`198.51.100.${next.length}`)
    const page = await (await browser.get(`/sign-in?${new URLSearchParams({ next })}`)).text()
    expect(page).not.toContain('href="//evil')
    const csrf = /name="csrf" value="([^"]*)"/.exec(page)?.[1] ?? ''
    const first = await browser.post('/sign-in', { csrf, email: person.email, password: 'Correct-horse-7', next })
    expect(first.headers.get('Location')).toMatch(/^\/sign-in\/second-factor\?next=[^/\\]*$/)
    const { code } = (await mailTo(person.email))!
    const second = await browser.post('/sign-in/second-factor', { csrf, code: code!, next })
    expect(second.headers.get('Location')).toBe('/home')
  },
)

it('T22 the page before, as the browser names it (Referer): its own path, or home', async () => {
  const browser = await signedIn(person)
  const csrf = await browser.token('/home')
  const extend = (referer: string) =>
    browser.fetch('/session/extension', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Referer: referer },
      body: new URLSearchParams({ csrf }).toString(),
    })
  expect((await extend(`${ORIGIN}/claims`)).headers.get('Location')).toBe('/claims')
  const wrong: unknown[] = []
  for (const string of strings) {
    for (const referer of [string, `${ORIGIN}${string}`, `${ORIGIN}/${string}`]) {
      const header = encodeURI(referer).replaceAll('%25', '%')
      const to = (await extend(header)).headers.get('Location') ?? ''
      if (!ours.test(to) && !/^\/(sign|session)[a-z-]*(\/[a-z-]+)?$/.test(to)) wrong.push([header, to])
    }
  }
  expect(wrong).toEqual([])
})

it('T22 the closed notice leads back to our own paths only', async () => {
  for (const referer of [`${ORIGIN}//evil.example/`, 'https://evil.example/home', `${ORIGIN}/\\evil.example`]) {
    const open = await signedIn(person)
    expect(await (await open.get('/session/closed', { Referer: referer })).text()).toContain('href="/home"')
    open.cookies.delete(SESSION)
    expect((await open.get('/session/closed', { Referer: referer })).headers.get('Location')).toBe(
      '/sign-in?closed=idle',
    )
  }
})

it('T10 links keep the configured origin, whatever the request says of itself', async () => {
  const browser = new Browser('198.51.100.77')
  const csrf = await browser.token('/sign-in')
  const foreign = {
    'Content-Type': 'application/x-www-form-urlencoded', Host: 'evil.example', 'X-Forwarded-Host': 'evil.example',
    Forwarded: 'host=evil.example;proto=http', 'X-Original-URL': '/home', 'X-Rewrite-URL': '/home', 'X-Forwarded-Proto': 'http',
  } // prettier-ignore
  const answers = []
  for (let failures = 0; failures < 5; failures += 1) {
    answers.push(
      await browser.fetch('/sign-in', {
        method: 'POST',
        headers: foreign,
        body: new URLSearchParams({ csrf, email: person.email, password: 'wrong', next: '' }).toString(),
      }),
    )
  }
  for (const answer of answers) expect([answer.status, (await answer.text()).includes('evil')]).toEqual([422, false])
  const letter = await mailTo(person.email)
  expect(letter?.subject).toContain('is locked')
  expect(letter?.link).toBe(`${ORIGIN}/forgot-password`)
  expect(letter?.text).not.toContain('evil')
})
