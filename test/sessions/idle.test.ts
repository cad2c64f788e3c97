import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { Browser } from '../support/browser.ts'
import { guardOf, inside } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, sessionOf, sessionRow, signedIn } from '../support/session.ts'
import { HOUR, later, MINUTE, SECOND, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const isOpen = async (browser: Browser) => (await browser.get('/home')).status === 200
const ask = async (browser: Browser) =>
  (await browser.get('/session/closed', { Accept: 'application/json' })).json<{
    closed: boolean
    secondsLeft: number
  }>()
/** What the guard's timer does 5 seconds after a use. */
const writeDown = (guard: string) =>
  inside(guard, (object) => (object as unknown as { sessions: { write(): void } }).sessions.write())

beforeAll(async () => {
  office = await anOffice()
})

it.each([
  ['14:59.999', 15 * MINUTE - 1, true],
  ['15:00', 15 * MINUTE, false],
  ['15:00.001', 15 * MINUTE + 1, false],
])('III.E.2 unused until %s', async (_name, after, open) => {
  const browser = await signedIn(await somebody())
  later(after)
  expect(await isOpen(browser)).toBe(open)
})

it('III.E.2 the object evicted before and after each use, 14:59.999 and 15:00 hold', async () => {
  const people = [await somebody(), await somebody()]
  const evict = () => Promise.all(people.map(({ guard }) => evictDurableObject(guardOf(guard))))
  const browsers = await Promise.all(people.map((person) => signedIn(person)))
  await evict()
  later(10 * MINUTE)
  expect(await Promise.all(browsers.map(isOpen))).toEqual([true, true])
  await Promise.all(people.map(({ guard }) => writeDown(guard)))
  await evict()
  later(15 * MINUTE - 1)
  expect(await isOpen(browsers[0]!)).toBe(true)
  later(1)
  expect(await isOpen(browsers[1]!)).toBe(false)
})

it('III.E.2 what a crash forgets closes a session early, never late', async () => {
  const { guard } = await somebody()
  const browser = await signedIn({ guard })
  later(4 * SECOND)
  expect(await isOpen(browser)).toBe(true)
  await abortAllDurableObjects()
  later(15 * MINUTE - 4 * SECOND)
  expect(await isOpen(browser)).toBe(false)
})

it('III.E.2 the timer closes it without any request, and records it at last use + 15 minutes', async () => {
  const { guard } = await somebody()
  const browser = await signedIn({ guard })
  later(5 * MINUTE)
  expect(await isOpen(browser)).toBe(true)
  const usedAt = Date.now()
  // The timer set at the opening comes first: nothing is due yet, and it sets itself anew.
  later(10 * MINUTE)
  expect(await runDurableObjectAlarm(guardOf(guard))).toBe(true)
  expect((await sessionRow(sessionOf(browser)))?.endedAt).toBeNull()
  later(42 * MINUTE)
  expect(await runDurableObjectAlarm(guardOf(guard))).toBe(true)
  expect(await sessionRow(sessionOf(browser))).toMatchObject({ endedAt: usedAt + 15 * MINUTE, why: 'idle' })
  const row = await env.DB.prepare(
    "SELECT at, clause, detail FROM audit WHERE event = 'session.closed' AND session_id = (SELECT id FROM session WHERE public_id = ?)",
  )
    .bind(sessionOf(browser))
    .all()
  expect(row.results).toEqual([{ at: usedAt + 15 * MINUTE, clause: 'III.E.2', detail: '{"why":"idle"}' }])
})

it.each([
  ['before its timer fired', false],
  ['after its timer fired', true],
])('III.E.2 the next request says so and leads back, %s', async (_name, fired) => {
  const { guard } = await somebody()
  const browser = await signedIn({ guard })
  later(15 * MINUTE)
  if (fired) await runDurableObjectAlarm(guardOf(guard))
  const answer = await browser.get('/claims')
  expect(answer.status).toBe(303)
  expect(answer.headers.get('Location')).toBe('/sign-in?closed=idle&next=%2Fclaims')
  expect(browser.cookies.has(SESSION)).toBe(false)
  expect(await (await browser.get(answer.headers.get('Location')!)).text()).toContain(
    'after 15 minutes without activity',
  )
})

it('III.E.2 scripts are told by status and header', async () => {
  const browser = await signedIn(await somebody())
  later(15 * MINUTE)
  const answer = await browser.get('/claims', { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })
  expect([answer.status, answer.headers.get('HX-Redirect')]).toEqual([401, '/sign-in?closed=idle&next=%2Fclaims'])
  expect(await answer.text()).toBe('')
})

it('III.E.2 looking is no use: a page that asks does not keep it open', async () => {
  const { guard } = await somebody()
  const browser = await signedIn({ guard })
  later(14 * MINUTE)
  expect(await ask(browser)).toEqual({ closed: false, secondsLeft: 60 })
  expect((await browser.get('/session/closed')).status).toBe(200)
  later(MINUTE)
  expect(await ask(browser)).toEqual({ closed: true, secondsLeft: 0 })
  const answer = await browser.get('/session/closed', { Referer: 'https://portal.test/claims' })
  expect(answer.headers.get('Location')).toBe('/sign-in?closed=idle&next=%2Fclaims')
})

it('III.E.2 "stay signed in" is use', async () => {
  const browser = await signedIn(await somebody())
  const csrf = await browser.token('/home')
  later(14 * MINUTE)
  const answer = await browser.post('/session/extension', { csrf })
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/home'])
  later(14 * MINUTE)
  expect(await isOpen(browser)).toBe(true)
  later(15 * MINUTE)
  expect((await browser.post('/session/extension', { csrf })).headers.get('Location')).toContain('closed=idle')
})

it('III.E.2 the page warns two minutes before, and turns to the notice by itself without scripts', async () => {
  const browser = await signedIn(await somebody())
  later(MINUTE)
  const html = await (await browser.get('/home')).text()
  expect(html).toContain('content="900;url=/session/closed"')
  expect(html).toContain('data-seconds-left="900"')
  expect(html).toContain('data-warn-seconds="120"')
})

it.each([
  ['a millisecond before 12 hours', -1, true],
  ['at 12 hours', 0, false],
])('III.E.2 used all the time until %s', async (_name, off, open) => {
  const { guard } = await somebody()
  const browser = await signedIn({ guard })
  for (let quarter = 0; quarter < 71; quarter += 1) {
    later(10 * MINUTE)
    await guardOf(guard).touch(sessionOf(browser), await hashOf(browser), Date.now())
  }
  later(12 * HOUR - 710 * MINUTE + off)
  const id = sessionOf(browser)
  expect(await isOpen(browser)).toBe(open)
  expect((await sessionRow(id))?.why).toBe(open ? null : 'expired')
})

it('III.E.2 D1 knows the longest time too, whatever the guard says', async () => {
  const browser = await signedIn(await somebody())
  await env.DB.prepare('UPDATE session SET ends_at = ? WHERE public_id = ?').bind(Date.now(), sessionOf(browser)).run()
  expect((await browser.get('/home')).headers.get('Location')).toContain('closed=expired')
})

it('III.E.2 each session has its own time', async () => {
  const { guard } = await somebody()
  const [one, two] = [await signedIn({ guard }), await signedIn({ guard })]
  later(10 * MINUTE)
  expect(await isOpen(one)).toBe(true)
  later(5 * MINUTE)
  await runDurableObjectAlarm(guardOf(guard))
  expect([await isOpen(one), await isOpen(two)]).toEqual([true, false])
})

async function hashOf(browser: Browser): Promise<string> {
  const row = await env.DB.prepare('SELECT secret_hash AS hash FROM session WHERE public_id = ?')
    .bind(sessionOf(browser))
    .first<{ hash: string }>()
  return row!.hash
}
