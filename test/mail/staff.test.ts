import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import type { Department } from '../../src/accounts/account.ts'
import { carryBy, type Letter, taken } from '../../src/mail/provider.ts'
import { Browser } from '../support/browser.ts'
import { aFlow, attempt, from, guardOf } from '../support/guard.ts'
import { consume } from '../support/mail-queue.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { DAY, HOUR, later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
let carried: Letter[] = []
const works = async (letter: Letter) => (carried.push(letter), taken)
const bounces = async () => ({ is: 'refused', seen: '422' }) as const

beforeAll(async () => {
  office = await anOffice()
})
beforeEach(async () => {
  carried = []
  carryBy(works)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await env.DB.prepare('DELETE FROM outbox').run()
})
afterEach(() => {
  vi.restoreAllMocks()
})

const clerk = () => aPerson({ email: `person${(nth += 1)}@office.example`, offices: [office] })
const staff = async (department: Department = 'information-services'): Promise<Browser> =>
  signedIn(await aPerson({ email: `staff${(nth += 1)}@plan.example`, department }))

/** A message that bounced; answers its id and the address. */
async function aDeadLetter(): Promise<{ id: string; email: string; account: number }> {
  const { guard, email, account } = await clerk()
  for (let failures = 0; failures < 5; failures += 1) await attempt(guard, 'wrong')
  const row = await env.DB.prepare('SELECT public_id AS id FROM outbox WHERE account_id = ?')
    .bind(account)
    .first<{ id: string }>()
  carryBy(bounces)
  await consume([row])
  carryBy(works)
  return { id: row!.id, email, account }
}
const page = async (browser: Browser, path = '/staff/mail') => (await browser.get(path)).text()
const post = (browser: Browser, path: string) => browser.post(path, {}, '/staff/mail')
const eventOf = (id: string) =>
  env.DB.prepare('SELECT event, account_id AS account FROM audit WHERE record = ? ORDER BY seq DESC LIMIT 1')
    .bind(id)
    .first<{ event: string; account: number }>()

it.each<[Department, number]>([
  ['information-services', 200],
  ['e-business', 200],
  ['provider-relations', 200],
  ['privacy', 403],
  ['information-security', 403],
])('II.C staff of %s: %i', async (department, status) => {
  const browser = await staff(department)
  expect((await browser.get('/staff/mail')).status).toBe(status)
  const { id } = await aDeadLetter()
  const csrf = await browser.token('/home')
  const answer = await browser.post(`/staff/mail/${id}/removal`, { csrf })
  expect(answer.status).toBe(status === 200 ? 303 : 403)
})

it('II.C nobody of an office sees it', async () => {
  const browser = await signedIn(await clerk())
  expect((await browser.get('/staff/mail')).status).toBe(403)
  const { id } = await aDeadLetter()
  expect((await browser.post(`/staff/mail/${id}/sending`, { csrf: await browser.token('/home') })).status).toBe(403)
})

it('the page of mail says when nothing is wrong', async () => {
  const html = await page(await staff())
  for (const words of ['Working', '0 messages', 'Nothing was given up']) expect(html).toContain(words)
})

it('the page of mail says what waits, since when, and that sending fails', async () => {
  const browser = await staff()
  const { guard } = await clerk()
  for (let failures = 0; failures < 5; failures += 1) await attempt(guard, 'wrong')
  later(2 * MINUTE)
  const html = await page(browser)
  for (const words of ['Failing', '1 message<', 'Jun ']) expect(html).toContain(words)
})

it('nobody carries anything: it says so, and monitoring is not troubled', async () => {
  carryBy(null)
  const html = await page(await staff())
  expect(html).toContain('No provider is set up for e-mails.')
  expect(html).toContain('No provider is set up for text messages.')
  expect((await new Browser().get('/healthz')).status).toBe(200)
})

it('III.L.3 a bounce is listed with its account, and never with what it says; sent again it goes out once', async () => {
  const browser = await staff()
  const { id, email } = await aDeadLetter()
  const html = await page(browser)
  for (const words of [email, 'Account locked, by e-mail', 'The provider refused it']) expect(html).toContain(words)
  expect(html).not.toMatch(/forgot-password|typed wrong/)
  later(2 * DAY)
  const again = await staff()
  const answer = await post(again, `/staff/mail/${id}/sending`)
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/staff/mail?done=sent-again'])
  expect(await page(again, '/staff/mail?done=sent-again')).toContain('The message is on its way again.')
  expect(await eventOf(id)).toMatchObject({ event: 'mail.requeued', account: expect.any(Number) })
  // Two days old, but asked for anew: it has its day again.
  await consume([{ id }, { id }])
  expect(carried.map((letter) => letter.to)).toEqual([email])
  expect((await post(again, `/staff/mail/${id}/sending`)).status).toBe(409)
})

it('III.F.3 a passcode that bounced can only be taken off the list', async () => {
  const browser = await staff()
  const person = await clerk()
  await guardOf(person.guard).sendPasscode(await aFlow(person), { channel: 'email' }, from())
  const row = await env.DB.prepare('SELECT public_id AS id FROM outbox').first<{ id: string }>()
  carryBy(bounces)
  await consume([row])
  const html = await page(browser)
  expect(html).toContain('Passcode, by e-mail')
  expect(html).not.toContain('Send again')
  expect((await post(browser, `/staff/mail/${row!.id}/sending`)).status).toBe(409)
  const answer = await post(browser, `/staff/mail/${row!.id}/removal`)
  expect(answer.headers.get('Location')).toBe('/staff/mail?done=taken-off')
  expect(await eventOf(row!.id)).toMatchObject({ event: 'mail.discarded' })
  expect(await page(browser)).toContain('Nothing was given up')
})

it('III.L.3 taken off twice, or never there: nothing changes, nothing is recorded', async () => {
  const browser = await staff()
  const { id } = await aDeadLetter()
  expect((await post(browser, `/staff/mail/${id}/removal`)).status).toBe(303)
  const before = await eventOf(id)
  for (const other of [id, `msg_${'0'.repeat(24)}`, 'x']) {
    expect((await post(browser, `/staff/mail/${other}/removal`)).status).toBe(409)
    expect((await post(browser, `/staff/mail/${other}/sending`)).status).toBe(409)
  }
  expect(await eventOf(id)).toEqual(before)
})

it('a message that waits or was sent is not taken off by its id', async () => {
  const browser = await staff()
  const { guard, account } = await clerk()
  for (let failures = 0; failures < 5; failures += 1) await attempt(guard, 'wrong')
  const row = await env.DB.prepare('SELECT public_id AS id FROM outbox WHERE account_id = ?')
    .bind(account)
    .first<{ id: string }>()
  expect((await post(browser, `/staff/mail/${row!.id}/removal`)).status).toBe(409)
  await consume([row])
  expect((await post(browser, `/staff/mail/${row!.id}/removal`)).status).toBe(409)
  expect(carried).toHaveLength(1)
})

it('25 a page, the newest first, no account told as such, every one once', async () => {
  const browser = await staff()
  const at = Date.now() - HOUR
  // Some at the same instant: the row decides between them.
  const rows = Array.from({ length: 60 }, (_, n) =>
    env.DB.prepare(
      "INSERT INTO outbox (public_id, channel, message, created_at, dead_at, dead_reason) VALUES (?, 'email', 'account-locked', ?, ?, 'undeliverable')",
    ).bind(`msg_${String(n).padStart(24, '0')}`, at, at + Math.floor(n / 7)),
  )
  await env.DB.batch(rows)
  const seen: string[] = []
  let path: string | undefined = '/staff/mail'
  const sizes = []
  while (path) {
    const html = await page(browser, path)
    expect(html).toContain('no account')
    const ids = [...html.matchAll(/\/staff\/mail\/msg_(\d{24})\/removal/g)].map(([, id]) => id!)
    sizes.push(ids.length)
    seen.push(...ids)
    path = /href="(\/staff\/mail\?s=[^"]+)" rel="next"/.exec(html)?.[1]
  }
  expect(sizes).toEqual([25, 25, 10])
  expect(seen.map(Number)).toEqual(Array.from({ length: 60 }, (_, n) => 59 - n))
})

it('T24 a cursor of somebody else’s session is the beginning', async () => {
  const browser = await staff()
  for (let n = 0; n < 2; n += 1) await aDeadLetter()
  const html = await page(browser, '/staff/mail?s=abcdefgh')
  expect([...html.matchAll(/\/removal/g)]).toHaveLength(2)
})
