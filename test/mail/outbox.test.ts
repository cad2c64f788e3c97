import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { post } from '../../src/mail/outbox.ts'
import { carryBy, type Letter, type Outcome, taken } from '../../src/mail/provider.ts'
import { sweep } from '../../src/mail/sweep.ts'
import { batch } from '../../src/db/client.ts'
import { readConfig } from '../../src/config.ts'
import { aFlow, attempt, from, guardOf } from '../support/guard.ts'
import { consume as consumeTickets } from '../support/mail-queue.ts'
import { doneBy } from '../support/means.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { DAY, later, MINUTE, SECOND, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = () =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], mobile: '+17145550111' })
type Person = Awaited<ReturnType<typeof somebody>>

let carried: Letter[] = []
let logged: string[] = []
const works = async (letter: Letter) => {
  carried.push(letter)
  return taken
}
const down = () => Promise.reject(new Error('the provider is down'))

beforeAll(async () => {
  office = await anOffice()
})
beforeEach(() => {
  carried = []
  carryBy(works)
  logged = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void logged.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
})

const consumeAll = (ids: string[], queue?: string) =>
  consumeTickets(
    ids.map((id) => ({ id })),
    queue,
  )
/** Hands a message to the consumer; answers whether it was taken. */
const consume = async (id: string, queue?: string) => ((await consumeAll([id], queue))[0] === null ? 'taken' : 'again')
const rowOf = (person: Person) =>
  env.DB.prepare(
    'SELECT public_id AS id, sealed, sent_at AS sentAt, dead_at AS deadAt, dead_reason AS why FROM outbox WHERE account_id = ?',
  )
    .bind(person.account)
    .first<{ id: string; sealed: string | null; sentAt: number | null; deadAt: number | null; why: string | null }>()

async function sentPasscode(channel: 'email' | 'text' = 'email'): Promise<{ person: Person; id: string }> {
  const person = await somebody()
  await guardOf(person.guard).sendPasscode(await aFlow(person), { channel }, from())
  return { person, id: (await rowOf(person))!.id }
}
async function lockMail(): Promise<{ person: Person; id: string }> {
  const person = await somebody()
  for (let failures = 0; failures < 5; failures += 1) await attempt(person.guard, 'wrong')
  return { person, id: (await rowOf(person))!.id }
}

it('III.F.3 a passcode waits sealed, and is forgotten once sent', async () => {
  const { person, id } = await sentPasscode()
  expect((await rowOf(person))?.sealed).toMatch(/^[A-Za-z0-9_-]+$/)
  expect(await consume(id)).toBe('taken')
  expect(carried).toMatchObject([{ id, channel: 'email', to: person.email, code: expect.stringMatching(/^\d{6}$/) }])
  expect(carried[0]!.text).toContain(carried[0]!.code)
  expect(await rowOf(person)).toMatchObject({ sealed: null, sentAt: Date.now(), deadAt: null })
})

it('III.F.2.a by text message it goes to the mobile telephone, and without one nowhere', async () => {
  const { person, id } = await sentPasscode('text')
  await consume(id)
  expect(carried).toMatchObject([{ channel: 'text', to: '+17145550111' }])
  const without = await sentPasscode('text')
  await env.DB.prepare('UPDATE account SET mobile = NULL WHERE id = ?').bind(without.person.account).run()
  await consume(without.id)
  expect(await rowOf(without.person)).toMatchObject({ why: 'no-mobile', sealed: null })
  expect(person.account).not.toBe(without.person.account)
})

it.each([
  ['email', 'new.person@office.example', null],
  ['text', '+17145550123', null],
  ['text', 'new.person@office.example', 'no-mobile'],
  ['email', 'a@office.example\r\nBcc: b@office.example', 'no-address'],
] as const)('III.F.3 to somebody without an account, by %s to %j', async (channel, address, why) => {
  const to = { address, firstName: 'New' }
  const { id, statement } = await post(
    { name: 'passcode', code: '123456', to, channel },
    Date.now(),
    readConfig(env).sealKeys,
  )
  await batch(env.DB, [statement])
  expect(await consume(id)).toBe('taken')
  expect(carried.map((letter) => letter.to)).toEqual(why ? [] : [address])
  const row = await env.DB.prepare('SELECT dead_reason AS why FROM outbox WHERE public_id = ?').bind(id).first()
  expect(row).toEqual({ why })
})

it('III.F.3 doubled in the queue it goes out once', async () => {
  const { id } = await sentPasscode()
  expect([await consume(id), await consume(id), await consume(id)]).toEqual(['taken', 'taken', 'taken'])
  expect(carried).toHaveLength(1)
})

it.each([
  ['a millisecond before it expires', 15 * MINUTE - 1, 1],
  ['as it expires', 15 * MINUTE, 0],
])('III.F.3 late: %s', async (_name, after, letters) => {
  const { person, id } = await sentPasscode()
  later(after)
  expect(await consume(id)).toBe('taken')
  expect(carried).toHaveLength(letters)
  expect(await rowOf(person)).toMatchObject({ sealed: null, why: letters ? null : 'expired' })
})

it('III.F.3 the provider down: an expired code is given up and forgotten, never sent', async () => {
  const { person, id } = await sentPasscode()
  carryBy(down)
  expect(await consume(id)).toBe('again')
  later(15 * MINUTE)
  await consume(id, 'gatehouse-mail-dead')
  expect(await rowOf(person)).toMatchObject({ why: 'expired', sealed: null })
  carryBy(works)
  expect(await consume(id)).toBe('taken')
  expect(carried).toEqual([])
})

it('III.E.4 while one try is under way, a doubled ticket makes no second one', async () => {
  const { id } = await lockMail()
  let answer: (outcome: Outcome) => void = () => undefined
  carryBy((letter) => {
    carried.push(letter)
    return new Promise((resolve) => (answer = resolve))
  })
  const first = consume(id)
  await vi.waitUntil(() => carried.length === 1)
  expect(await consumeAll([id, id, id])).toEqual([60, 60, 60])
  answer(taken)
  expect(await first).toBe('taken')
  expect(await consumeAll([id, id])).toEqual([null, null])
  expect(carried).toHaveLength(1)
})

it('III.E.4 many tickets of one message in one batch: one try', async () => {
  const { id } = await lockMail()
  expect((await consumeAll(Array.from({ length: 10 }, () => id))).filter((again) => again === null)).not.toEqual([])
  expect(carried).toHaveLength(1)
})

it('III.E.4 cut off by a crash in the middle of a try, it is tried again a minute later', async () => {
  const { id } = await lockMail()
  // What a crash leaves behind: the message in hand, nothing else.
  await env.DB.prepare('UPDATE outbox SET next_at = ? WHERE public_id = ?')
    .bind(Date.now() + MINUTE, id)
    .run()
  later(MINUTE - 1)
  expect(await consumeAll([id])).toEqual([1])
  expect(carried).toEqual([])
  later(1)
  expect(await consume(id)).toBe('taken')
  expect(carried).toHaveLength(1)
})

it('III.E.4 tried again after 15 s, 30 s, 60 s; Retry-After counts, and the cap', async () => {
  const { person, id } = await lockMail()
  const tries = async () =>
    (await env.DB.prepare('SELECT tries FROM outbox WHERE public_id = ?').bind(id).first<{ tries: number }>())?.tries
  carryBy(down)
  expect(await consumeAll([id])).toEqual([15])
  later(14 * SECOND)
  // Not due: that is no try.
  expect([await consumeAll([id]), await tries()]).toEqual([[1], 1])
  later(SECOND)
  expect(await consumeAll([id])).toEqual([30])
  later(30 * SECOND)
  carryBy(async () => ({ is: 'later', seen: '429', afterSeconds: 300 }))
  expect(await consumeAll([id])).toEqual([300])
  later(300 * SECOND)
  carryBy(async () => ({ is: 'later', seen: '429', afterSeconds: 86_400 }))
  expect(await consumeAll([id])).toEqual([900])
  expect(await tries()).toBe(4)
  later(900 * SECOND)
  carryBy(works)
  expect(await consume(id)).toBe('taken')
  expect(await rowOf(person)).toMatchObject({ sentAt: Date.now(), sealed: null })
})

it('III.E.4 a bounce is given up at once, and kept so that staff can send it again', async () => {
  const { person, id } = await lockMail()
  let calls = 0
  carryBy(async () => ((calls += 1), { is: 'refused', seen: '422' }))
  expect(await consumeAll([id])).toEqual([null])
  expect(await rowOf(person)).toMatchObject({ why: 'refused', sealed: expect.any(String) })
  later(DAY)
  expect([await consume(id), calls]).toEqual(['taken', 1])
})

it('III.F.3 of a passcode that bounced nothing is kept', async () => {
  const { person, id } = await sentPasscode()
  carryBy(async () => ({ is: 'refused', seen: '422' }))
  await consume(id)
  expect(await rowOf(person)).toMatchObject({ why: 'refused', sealed: null })
})

it('III.F.3 what was given up is forgotten once it expires', async () => {
  const person = await somebody()
  const message = { name: 'account-locked', to: { account: person.account }, channel: 'email' } as const
  const at = Date.now()
  const { id, statement } = await post({ ...message, expiresAt: at + DAY }, at, readConfig(env).sealKeys)
  await batch(env.DB, [statement])
  carryBy(async () => ({ is: 'refused', seen: '422' }))
  await consume(id)
  const run = () => doneBy(sweep, { env: { ...env, MAIL: { sendBatch: async () => undefined } as unknown as Queue } })
  later(DAY - 1)
  await run()
  expect((await rowOf(person))?.sealed).not.toBeNull()
  later(1)
  await run()
  expect((await rowOf(person))?.sealed).toBeNull()
})

it('III.E.4 nobody configured: it waits, is no try, and goes out once there is somebody', async () => {
  const { person, id } = await lockMail()
  const { id: code } = await sentPasscode('text')
  carryBy(null)
  expect(await consumeAll([id, code])).toEqual([null, null])
  later(2 * MINUTE)
  expect(await rowOf(person)).toMatchObject({ sentAt: null, deadAt: null })
  carryBy(works)
  expect(await consumeAll([id])).toEqual([null])
  expect(carried).toHaveLength(1)
})

it('T29 what does not open, and what is no ticket, holds up nobody and is told without a word of it', async () => {
  const { id } = await lockMail()
  const { id: spoilt, person } = await lockMail()
  await env.DB.prepare("UPDATE outbox SET sealed = 'spoilt' WHERE public_id = ?").bind(spoilt).run()
  expect(await consumeTickets([{ id: spoilt }, null, {}, { id: 1 }, { id }])).toEqual([15, null, null, null, null])
  expect(carried).toHaveLength(1)
  expect(logged).toHaveLength(4)
  expect(logged.join()).not.toContain(person.email)
  later(DAY)
  await consumeAll([spoilt])
  expect(await rowOf(person)).toMatchObject({ why: 'undeliverable' })
})

it.each([
  ['a millisecond before it is a day old', DAY - 1, null],
  ['a day old', DAY, 'undeliverable'],
])('III.E.4 in the dead-letter queue, %s', async (_name, after, why) => {
  const { person, id } = await lockMail()
  later(after)
  expect(await consume(id, 'gatehouse-mail-dead')).toBe('taken')
  expect((await rowOf(person))?.why).toBe(why)
  const failed = await env.DB.prepare("SELECT detail FROM audit WHERE event = 'mail.failed' AND record = ?")
    .bind(id)
    .all()
  expect(failed.results).toEqual(why ? [{ detail: JSON.stringify({ reason: why }) }] : [])
})

it('III.E.4 lost from the queue: a minute later the sweep queues it again, and again until it is sent', async () => {
  const { id } = await lockMail()
  const queued: string[] = []
  const queue = {
    sendBatch: async (messages: { body: { id: string } }[]) => void queued.push(...messages.map(({ body }) => body.id)),
  }
  const run = () => doneBy(sweep, { env: { ...env, MAIL: queue as unknown as Queue } })
  later(MINUTE)
  await run()
  expect(queued).not.toContain(id)
  later(1)
  await run()
  await run()
  expect(queued.filter((one) => one === id)).toHaveLength(1)
  later(MINUTE + 1)
  await run()
  expect(queued.filter((one) => one === id)).toHaveLength(2)
  await consume(id)
  queued.length = 0
  await run()
  expect(queued).not.toContain(id)
})

it('an unknown id in the queue is nobody’s message', async () => {
  expect(await consume('msg_none')).toBe('taken')
  expect(carried).toEqual([])
})
