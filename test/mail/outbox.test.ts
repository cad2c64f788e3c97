import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import worker from '../../src/index.ts'
import { overdue } from '../../src/mail/outbox.ts'
import { carryBy, type Letter } from '../../src/mail/provider.ts'
import { sweep } from '../../src/mail/sweep.ts'
import { aFlow, attempt, from, guardOf } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { DAY, HOUR, later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = () =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], mobile: '+17145550111' })
type Person = Awaited<ReturnType<typeof somebody>>

let carried: Letter[] = []
const works = async (letter: Letter) => {
  carried.push(letter)
}
const down = () => Promise.reject(new Error('the provider is down'))

beforeAll(async () => {
  office = await anOffice()
})
beforeEach(() => {
  carried = []
  carryBy(works)
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** Hands a message to the consumer of a queue, as the platform does; answers whether it was taken. */
async function consume(id: string, queue = 'gatehouse-mail'): Promise<'taken' | 'again'> {
  const batch = createMessageBatch(queue, [{ id: 'one', timestamp: new Date(), attempts: 1, body: { id } }])
  await worker.queue(batch as never, env)
  const { retryMessages } = await getQueueResult(batch, createExecutionContext())
  return retryMessages.length > 0 ? 'again' : 'taken'
}
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

it('III.E.4 the provider down for two hours: the queue asks again, the sweep brings it back, it goes out once', async () => {
  const { person, id } = await lockMail()
  carryBy(down)
  for (let tries = 0; tries < 6; tries += 1) expect(await consume(id)).toBe('again')
  expect(await consume(id, 'gatehouse-mail-dead')).toBe('taken')
  for (let hours = 0; hours < 2; hours += 1) {
    later(HOUR)
    expect(await overdue(env.DB, Date.now() - MINUTE, 100)).toContain(id)
    expect(await consume(id)).toBe('again')
    await consume(id, 'gatehouse-mail-dead')
  }
  carryBy(works)
  expect(await consume(id)).toBe('taken')
  expect(await consume(id)).toBe('taken')
  expect(carried).toMatchObject([{ to: person.email, subject: expect.stringContaining('is locked') }])
})

it('III.F.3 the provider down for an hour: expired codes are given up and forgotten, never sent', async () => {
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
  const run = () => sweep(env.DB, queue as unknown as Queue, new Date(Date.now()))
  later(MINUTE)
  await run()
  expect(queued).not.toContain(id)
  later(1)
  await run()
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
