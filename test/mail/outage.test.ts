/** The provider down for two hours, minute by minute, with a queue that doubles, loses and reorders tickets. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { carryBy, type Letter, type Outcome, taken } from '../../src/mail/provider.ts'
import { newFlow } from '../../src/second-factor/flow.ts'
import { hourly } from '../../src/schedule.ts'
import { Browser } from '../support/browser.ts'
import { aFlow, attempt, from, guardOf } from '../support/guard.ts'
import { MailQueue } from '../support/mail-queue.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { HOUR, later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
const LATE = 'Codes are late right now.'
let office: number
let nth = 0
const somebody = () =>
  aPerson({ email: `person${(nth += 1)}@office.example`, offices: [office], mobile: '+17145550111' })

let carried: (Letter & { at: number })[] = []
let logged: string[] = []
let asked = 0
/** Addresses and codes of letters that nobody took. */
let secrets = new Set<string>()
let queue: MailQueue
const works = async (letter: Letter): Promise<Outcome> => {
  carried.push({ ...letter, at: Date.now() })
  return taken
}
/** Down in every way there is, by turns. */
const down = (letter: Letter): Promise<Outcome> => {
  asked += 1
  secrets.add(letter.to).add(letter.code ?? letter.to)
  const ways = [
    () => Promise.reject(new TypeError(`no answer for ${letter.to}: ${letter.text}`)),
    () => Promise.resolve<Outcome>({ is: 'later', seen: '503', afterSeconds: null }),
    () => Promise.resolve<Outcome>({ is: 'later', seen: 'TimeoutError', afterSeconds: null }),
    () => Promise.resolve<Outcome>({ is: 'later', seen: '429', afterSeconds: 120 }),
  ]
  return ways[asked % ways.length]!()
}

const idOf = async (account: number) =>
  (await env.DB.prepare('SELECT public_id AS id FROM outbox WHERE account_id = ? ORDER BY id DESC').bind(account).first<{ id: string }>())!.id // prettier-ignore
async function aPasscode(channel: 'email' | 'text' = 'email'): Promise<string> {
  const person = await somebody()
  await guardOf(person.guard).sendPasscode(await aFlow(person), { channel }, from())
  return idOf(person.account)
}
async function aLock(): Promise<string> {
  const person = await somebody()
  for (let failures = 0; failures < 5; failures += 1) await attempt(person.guard, 'wrong')
  return idOf(person.account)
}
const rowsOf = async (ids: string[]) =>
  (
    await env.DB.prepare(
      'SELECT public_id AS id, sent_at AS sentAt, dead_at AS deadAt, dead_reason AS why, sealed, expires_at AS expiresAt FROM outbox WHERE public_id IN (SELECT value FROM json_each(?))',
    )
      .bind(JSON.stringify(ids))
      .all<{ id: string; sentAt: number | null; deadAt: number | null; why: string | null; sealed: string | null; expiresAt: number | null }>()
  ).results // prettier-ignore

/** Lets minutes pass: the queue hands out what is due, and each full hour the hourly run comes. */
async function pass(minutes: number, sort?: (ids: string[]) => string[]): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    later(MINUTE)
    await queue.run(sort)
    if (Math.floor(Date.now() / HOUR) !== Math.floor((Date.now() - MINUTE) / HOUR)) {
      await hourly({ ...env, MAIL: queue.binding })
    }
  }
}

let browser: Browser
let waiting: { guard: string; account: number }
/** The page that waits for a code, of a flow that was just begun: none lasts as long as the outage. */
async function page(): Promise<string> {
  const { cookie, flow } = newFlow(waiting.guard)
  await guardOf(waiting.guard).begin({ flow, purpose: 'sign-in', account: waiting.account }, from())
  browser.cookies.set('__Host-flow', cookie)
  return (await browser.get('/sign-in/second-factor')).text()
}

beforeAll(async () => {
  office = await anOffice()
})
beforeEach(async () => {
  carried = []
  logged = []
  asked = 0
  secrets = new Set()
  queue = new MailQueue()
  vi.spyOn(console, 'error').mockImplementation((line: string) => void logged.push(line))
  // What earlier tests left waits for nobody.
  await env.DB.prepare('DELETE FROM outbox').run()
  browser = new Browser(`192.0.2.${(nth += 1)}`)
  carryBy(works)
  waiting = await somebody()
  await env.DB.prepare('DELETE FROM outbox').run()
})
afterEach(() => {
  vi.restoreAllMocks()
})

const orders: [string, (ids: string[]) => string[]][] = [
  ['as they came', (ids) => ids],
  ['backwards', (ids) => ids.toReversed()],
  ['each one three times', (ids) => [...new Set(ids)].flatMap((id) => [id, id, id])],
  ['by their names', (ids) => ids.toSorted()],
]

it.each(orders)(
  'III.F.3 the provider down for two hours, tickets %s: nothing lost, nothing twice, no expired code, the page says so',
  async (_name, sort) => {
    expect(await page()).not.toContain(LATE)
    carryBy(down)
    const notices: string[] = []
    const codes: string[] = []
    for (let quarter = 0; quarter < 8; quarter += 1) {
      const sent = [await aLock(), await aPasscode(), await aPasscode('text')] as const
      notices.push(sent[0])
      codes.push(sent[1], sent[2])
      // Of the first one's ticket the queue knows nothing: the sweep finds it.
      queue.put(...(quarter === 0 ? sent.slice(1) : sent))
      await pass(15, sort)
      expect(await page()).toContain(LATE)
    }
    // Asked for shortly before the end of it: these still arrive in time.
    const last = [await aPasscode(), await aPasscode('text')]
    queue.put(...last)
    await pass(1, sort)
    expect(carried).toEqual([])
    expect(asked).toBeGreaterThan(30)

    carryBy(works)
    await pass(75, sort)
    const ids = carried.map(({ id }) => id)
    expect(ids.toSorted()).toEqual([...notices, ...last].toSorted())
    const rows = await rowsOf([...notices, ...codes, ...last])
    for (const row of rows) {
      const isCode = codes.includes(row.id)
      expect(row).toMatchObject(
        isCode ? { sentAt: null, why: 'expired', sealed: null } : { deadAt: null, sealed: null },
      )
      const letter = carried.find(({ id }) => id === row.id)
      if (letter) expect(letter.at).toBeLessThan(row.expiresAt ?? Infinity)
    }
    // With the provider back, codes are not late: the next one goes out at once.
    const next = await aPasscode()
    queue.put(next)
    await queue.run(sort)
    expect(carried.at(-1)?.id).toBe(next)
    expect(await page()).not.toContain(LATE)
    // T29: of all that failed no address and no code is in the log.
    expect(logged.length).toBeGreaterThan(30)
    expect(secrets.size).toBeGreaterThan(30)
    const log = logged.join('\n').replaceAll(/msg_\w+/g, '')
    expect([...secrets].filter((secret) => log.includes(secret))).toEqual([])
  },
)

it('III.E.4 the database failing between the try and its row: tried again, with the same id for the provider', async () => {
  const id = await aLock()
  let batches = 0
  const failing = {
    ...env,
    DB: {
      prepare: (sql: string) => env.DB.prepare(sql),
      batch: (statements: D1PreparedStatement[]) =>
        (batches += 1) === 2 ? Promise.reject(new Error('D1 is down')) : env.DB.batch(statements),
    } as unknown as D1Database,
  }
  const { consume } = await import('../../src/schedule.ts')
  let again = 0
  const ticket = { id: 'one', body: { id }, ack: () => undefined, retry: () => (again += 1) }
  await consume({ queue: 'gatehouse-mail', messages: [ticket] } as never, failing)
  expect([carried.length, again]).toEqual([1, 1])
  queue.put(id)
  await pass(2)
  // A provider drops the second of one id; of two ids it could not.
  expect(carried.map((letter) => letter.id)).toEqual([id, id])
  expect((await rowsOf([id]))[0]).toMatchObject({ deadAt: null, sealed: null })
})

describe('III.F.3 when codes are late', () => {
  it('a message that failed makes them late, one that waits its first minute does not', async () => {
    const code = await aPasscode()
    later(MINUTE)
    expect(await page()).not.toContain(LATE)
    carryBy(down)
    queue.put(code)
    await queue.run()
    expect(await page()).toContain(LATE)
  })

  it.each([
    ['a minute', MINUTE, false],
    ['a millisecond more', MINUTE + 1, true],
  ])('an e-mail that nobody tried waits for %s', async (_name, after, isLate) => {
    await aPasscode()
    later(after)
    expect((await page()).includes(LATE)).toBe(isLate)
  })

  it('a code that expired unsent tells of it for an hour, when nothing waits any more', async () => {
    carryBy(down)
    queue.put(await aPasscode())
    await pass(20)
    expect((await env.DB.prepare('SELECT dead_reason AS why FROM outbox').all()).results).toEqual([{ why: 'expired' }])
    expect(await page()).toContain(LATE)
    later(HOUR)
    expect(await page()).not.toContain(LATE)
  })

  it('a text message that nobody carries makes nothing late', async () => {
    await aPasscode('text')
    later(10 * MINUTE)
    expect(await page()).not.toContain(LATE)
  })

  it('one message that cannot be sent makes nothing late while later ones go out', async () => {
    const spoilt = await aLock()
    await env.DB.prepare("UPDATE outbox SET sealed = 'spoilt' WHERE public_id = ?").bind(spoilt).run()
    queue.put(spoilt)
    await queue.run()
    expect(await page()).toContain(LATE)
    later(MINUTE)
    queue.put(await aPasscode())
    await queue.run()
    expect(carried).toHaveLength(1)
    expect(await page()).not.toContain(LATE)
  })

  it('III.F.1.c the page that asks for a code in mid-session says so too', async () => {
    const clerk = await signedIn(await somebody())
    const answer = await clerk.post('/confirm/passcode', { channel: 'email', next: '' }, '/confirm')
    const asks = async () => (await clerk.get(answer.headers.get('Location')!)).text()
    expect(await asks()).not.toContain(LATE)
    later(MINUTE + 1)
    expect(await asks()).toContain(LATE)
  })

  it('the wrong code is answered with the notice too, and the form works as ever', async () => {
    await aPasscode()
    later(2 * MINUTE)
    await page()
    const answer = await browser.post('/sign-in/second-factor', { code: 'x', next: '' }, '/sign-in/second-factor')
    const html = await answer.text()
    expect([answer.status, html.includes(LATE), html.includes('Send a new code by e-mail')]).toEqual([422, true, true])
  })
})
