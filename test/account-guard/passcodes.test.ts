import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Entry, Purpose } from '../../src/account-guard/guard.ts'
import { mailTo } from '../support/browser.ts'
import { aFlow, attempt, eventsOf, from, guardOf, inside, passcode } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
type Flow = { id: string; secretHash: string }
const enter = (guard: string, flow: Flow, code: string, purpose: Purpose = 'sign-in'): Promise<Entry> =>
  guardOf(guard).enterPasscode(flow, code, from(), purpose)
const not = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.3 a passcode', () => {
  it('T9 200 uses at once: one winner', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    const { code } = (await passcode(person, flow))!
    const entries = await Promise.all(Array.from({ length: 200 }, () => enter(person.guard, flow, code!)))
    expect(entries.filter((entry) => entry.outcome === 'right')).toHaveLength(1)
    expect(entries.filter((entry) => entry.outcome === 'gone')).toHaveLength(199)
    expect((await eventsOf(person.account)).filter((event) => event === 'passcode.accepted')).toHaveLength(1)
  })

  it('T9 a million to one: 200 guesses at once, five are looked at', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    const { code } = (await passcode(person, flow))!
    const guesses = Array.from({ length: 200 }, (_, at) => String((Number(code) + 1 + at) % 1_000_000).padStart(6, '0'))
    const entries = await Promise.all(guesses.map((guess) => enter(person.guard, flow, guess)))
    expect(entries.filter((entry) => entry.outcome === 'wrong')).toHaveLength(4)
    expect(await enter(person.guard, flow, code!)).toEqual({ outcome: 'void' })
  })

  it.each([
    ['14:59.999', 15 * MINUTE - 1, 'right'],
    ['15:00', 15 * MINUTE, 'void'],
  ])('III.F.3 entered at %s', async (_name, after, outcome) => {
    const person = await somebody()
    const flow = await aFlow(person)
    const { code } = (await passcode(person, flow))!
    later(after)
    expect((await enter(person.guard, flow, code!)).outcome).toBe(outcome)
  })

  it('T7 III.F.3 a code serves the purpose that it was asked for, and no other', async () => {
    const purposes: Purpose[] = ['sign-in', 'step-up', 'reset', 'registration', 'mobile']
    for (const purpose of purposes) {
      const person = await somebody()
      const flow = await aFlow(person, undefined, purpose)
      const { code } = (await passcode(person, flow))!
      for (const other of purposes.filter((one) => one !== purpose)) {
        expect([purpose, other, await enter(person.guard, flow, code!, other)]).toEqual([
          purpose, other, { outcome: 'gone' },
        ]) // prettier-ignore
      }
      expect([purpose, (await enter(person.guard, flow, code!, purpose)).outcome]).toEqual([purpose, 'right'])
    }
  })

  it('III.F.3 five wrong entries void it, and say how many are left', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    const { code } = (await passcode(person, flow))!
    const said: unknown[] = []
    for (let wrong = 0; wrong < 5; wrong += 1) said.push(await enter(person.guard, flow, not(code!)))
    expect(said).toEqual([
      { outcome: 'wrong', triesLeft: 4 }, { outcome: 'wrong', triesLeft: 3 }, { outcome: 'wrong', triesLeft: 2 },
      { outcome: 'wrong', triesLeft: 1 }, { outcome: 'void' },
    ]) // prettier-ignore
    expect(await enter(person.guard, flow, code!)).toEqual({ outcome: 'void' })
    // III.L.1: each entry left its row, the one of the void code too.
    expect((await eventsOf(person.account)).filter((event) => event === 'passcode.refused')).toHaveLength(6)
  })

  it('III.F.3 a new one voids the old, in this flow and in any other of the account', async () => {
    const person = await somebody()
    const [one, two] = [await aFlow(person), await aFlow(person)]
    const first = (await passcode(person, one))!.code!
    const second = (await passcode(person, two))!.code!
    expect((await enter(person.guard, one, first)).outcome).toBe('void')
    expect((await enter(person.guard, two, second)).outcome).toBe('right')
  })

  it('T7 III.F.3 it works in no other browser, flow or account', async () => {
    const [person, other] = [await somebody(), await somebody()]
    const flow = await aFlow(person)
    const { code } = (await passcode(person, flow))!
    expect((await enter(person.guard, { id: flow.id, secretHash: 'another' }, code!)).outcome).toBe('gone')
    expect((await enter(person.guard, await aFlow(person), code!)).outcome).toBe('void')
    expect((await enter(other.guard, flow, code!)).outcome).toBe('gone')
    expect((await enter('nobody', flow, code!)).outcome).toBe('gone')
    expect((await enter(person.guard, flow, code!)).outcome).toBe('right')
  })

  it('III.F.1 the password waits half an hour for it, whether or not a timer fires', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    later(30 * MINUTE - 1)
    const { code } = (await passcode(person, flow))!
    later(1)
    expect((await enter(person.guard, flow, code!)).outcome).toBe('gone')
  })
})

async function failUpTo(person: { account: number; guard: string; email: string }, wrong: number): Promise<Flow> {
  const flow = await aFlow(person)
  for (let done = 0, code = ''; done < wrong; done += 1) {
    if (done % 5 === 0) code = (await passcode(person, flow, `192.0.2.${done + 1}`))!.code!
    await enter(person.guard, flow, not(code))
  }
  return flow
}

describe('III.F.3 fifteen wrong in a row lock the second factor', () => {
  it('III.F.3 fourteen do not', async () => {
    const person = await somebody()
    const flow = await failUpTo(person, 14)
    const { code } = (await passcode(person, flow, '192.0.2.99'))!
    expect((await enter(person.guard, flow, code!)).outcome).toBe('right')
  })

  it('III.F.3 the fifteenth does, over all codes and through an eviction, until somebody unlocks', async () => {
    const person = await somebody()
    const flow = await failUpTo(person, 15)
    await evictDurableObject(guardOf(person.guard))
    expect(await guardOf(person.guard).sendPasscode(flow, { channel: 'email' }, from('192.0.2.98'))).toMatchObject({
      why: 'locked',
    })
    expect((await enter(person.guard, flow, '000000')).outcome).toBe('locked')
    expect((await eventsOf(person.account)).filter((event) => event === 'second_factor.locked')).toHaveLength(1)
    await guardOf(person.guard).unlock(person.account, { by: person.account, reason: 'Called.' }, from())
    const { code } = (await passcode(person, flow, '192.0.2.97'))!
    expect((await enter(person.guard, flow, code!)).outcome).toBe('right')
  })

  it('III.F.3 a right one begins the count anew', async () => {
    const person = await somebody()
    const flow = await failUpTo(person, 14)
    await enter(person.guard, flow, (await passcode(person, flow, '192.0.2.99'))!.code!)
    later(MINUTE)
    const again = await aFlow(person)
    const { code } = (await passcode(person, again, '192.0.2.96'))!
    expect((await enter(person.guard, again, not(code!))).outcome).toBe('wrong')
  })

  it('III.F.3 the right code behind the entry that locks, in the same moment, is too late', async () => {
    const person = await somebody()
    const flow = await failUpTo(person, 14)
    const { code } = (await passcode(person, flow, '192.0.2.99'))!
    const entries = await Promise.all([enter(person.guard, flow, not(code!)), enter(person.guard, flow, code!)])
    expect(entries).toEqual([{ outcome: 'locked' }, { outcome: 'locked' }])
  })

  it('III.E.3 a password locked meanwhile takes no code either', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    const { code } = (await passcode(person, flow))!
    for (let wrong = 0; wrong < 5; wrong += 1) await attempt(person.guard, 'wrong')
    expect((await enter(person.guard, flow, code!)).outcome).toBe('locked')
  })
})

describe('III.F.3 sends', () => {
  it('III.F.3 three in 15 minutes for account and address; another address has its own', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    const send = (ip: string) => guardOf(person.guard).sendPasscode(flow, { channel: 'email' }, from(ip))
    for (let sent = 0; sent < 3; sent += 1) expect(await send('198.51.100.1')).toEqual({ sent: true })
    expect(await send('198.51.100.1')).toEqual({ sent: false, why: 'limited', retryAfterSeconds: 900 })
    expect(await send('198.51.100.2')).toEqual({ sent: true })
    later(15 * MINUTE - 1)
    expect(await send('198.51.100.1')).toMatchObject({ sent: false, retryAfterSeconds: 1 })
    later(1)
    expect(await send('198.51.100.1')).toEqual({ sent: true })
    expect((await eventsOf(person.account)).filter((event) => event === 'passcode.sent')).toHaveLength(5)
  })

  it('III.F.3 the code is kept nowhere in the clear: not in the object, not in D1', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    const sending = await guardOf(person.guard).sendPasscode(flow, { channel: 'email' }, from())
    expect(sending.sent).toBe(true)
    const row = await env.DB.prepare('SELECT * FROM outbox WHERE account_id = ?').bind(person.account).first()
    const kept = await inside(person.guard, (_guard, { storage }) => [
      ...storage.sql.exec('SELECT * FROM challenge').toArray(),
      ...storage.sql.exec('SELECT * FROM later').toArray(),
    ])
    const audit = await env.DB.prepare('SELECT * FROM audit WHERE account_id = ?').bind(person.account).all()
    const { code } = (await mailTo(person.email))!
    expect(code).toMatch(/^\d{6}$/)
    expect(row?.sealed).toBeTypeOf('string')
    expect(JSON.stringify([row, kept, audit.results])).not.toMatch(new RegExp(`(?<![0-9])${code}(?![0-9])`))
  })
})
