import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Entry, Purpose } from '../../src/account-guard/guard.ts'
import { hash } from '../../src/passwords/hash.ts'
import { foldedAnswers } from '../../src/second-factor/questions.ts'
import { aFlow, attempt, countComparisons, eventsOf, from, guardOf, inside, passcode } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD } from '../support/people.ts'
import { DAY, later, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const RIGHT = foldedAnswers(['Soup', 'Under the bed', 'Dogs'])
type Person = { account: number; guard: string; email: string }
type Flow = { id: string; secretHash: string }

async function somebody(): Promise<Person> {
  const person = await aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
  await env.DB.prepare('INSERT INTO security_answer (account_id, questions, hash, set_at) VALUES (?, ?, ?, 1)')
    .bind(person.account, '["What?","Where?","Who?"]', await hash(RIGHT, 1024))
    .run()
  return person
}
const answer = (person: Person, flow: Flow, answers: string, purpose: Purpose = 'sign-in'): Promise<Entry> =>
  guardOf(person.guard).giveFactor(flow, { by: 'questions', answers }, from(), purpose)
const wrong = async (person: Person, flow: Flow, times: number): Promise<Entry[]> => {
  const entries: Entry[] = []
  for (let done = 0; done < times; done += 1) entries.push(await answer(person, flow, 'wrong'))
  return entries
}

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.2.b answers to the security questions', () => {
  it('III.F.2.b right ones prove it, once, and say so in the log', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    expect(await answer(person, flow, RIGHT)).toEqual({ outcome: 'right', accountId: person.account, ready: true })
    expect((await answer(person, flow, RIGHT)).outcome).toBe('gone')
    expect(await eventsOf(person.account)).toContain('questions.answered')
  })

  it('III.F.2.b four wrong, then right; the count begins anew', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    expect(await wrong(person, flow, 4)).toEqual([4, 3, 2, 1].map((triesLeft) => ({ outcome: 'wrong', triesLeft })))
    expect((await answer(person, flow, RIGHT)).outcome).toBe('right')
    // The fifth was right: nothing rests, though it had been reserved as the last.
    const again = await aFlow(person)
    expect(await wrong(person, again, 1)).toEqual([{ outcome: 'wrong', triesLeft: 4 }])
    expect((await answer(person, again, RIGHT)).outcome).toBe('right')
  })

  it.each([
    ['a millisecond before a day is over', DAY - 1, 'void'],
    ['after a day', DAY, 'right'],
    ['a millisecond later', DAY + 1, 'right'],
  ])('III.F.2.b five wrong put them to rest: %s', async (_name, after, outcome) => {
    const person = await somebody()
    expect((await wrong(person, await aFlow(person), 5)).at(-1)).toEqual({ outcome: 'void' })
    later(after)
    expect((await answer(person, await aFlow(person), RIGHT)).outcome).toBe(outcome)
  })

  it('III.F.2.b only passcodes serve meanwhile, and nothing of it counts towards any lock', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    await wrong(person, flow, 9)
    const lock = await inside(person.guard, (_guard, { storage }) => storage.sql.exec('SELECT * FROM lock').one())
    expect(lock).toEqual({ failures: 0, locked_at: null, factor_failures: 0, factor_locked_at: null })
    expect((await attempt(person.guard, PASSWORD)).outcome).toBe('right')
    const { code } = (await passcode(person, flow))!
    expect((await guardOf(person.guard).enterPasscode(flow, code!, from(), 'sign-in')).outcome).toBe('right')
    // III.L.1: five looked at, four refused unseen.
    expect((await eventsOf(person.account)).filter((event) => event === 'questions.refused')).toHaveLength(9)
  })

  it('T9 III.F.2.b twenty at once: five are looked at', async () => {
    const person = await somebody()
    const looked = await countComparisons(person.guard)
    const flow = await aFlow(person)
    const entries = await Promise.all(Array.from({ length: 20 }, () => answer(person, flow, 'wrong')))
    expect(looked()).toBe(5)
    expect(entries.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(4)
    expect((await answer(person, flow, RIGHT)).outcome).toBe('void')
  })

  it('T9 III.F.2.b right answers twenty times at once: one winner', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    const entries = await Promise.all(Array.from({ length: 20 }, () => answer(person, flow, RIGHT)))
    expect(entries.filter(({ outcome }) => outcome === 'right')).toHaveLength(1)
  })

  it('T7 III.F.2.b they prove no address and no telephone, and nothing of a reset before its mailbox', async () => {
    const person = await somebody()
    for (const purpose of ['registration', 'mobile', 'reset'] satisfies Purpose[]) {
      const flow = await aFlow(person, undefined, purpose)
      for (const as of ['sign-in', 'step-up', purpose] satisfies Purpose[]) {
        expect([purpose, as, (await answer(person, flow, RIGHT, as)).outcome]).toEqual([purpose, as, 'gone'])
      }
    }
    expect((await answer(person, { id: 'flw_x', secretHash: 'x' }, RIGHT)).outcome).toBe('gone')
    const flow = await aFlow(person)
    expect((await answer(person, { ...flow, secretHash: 'another' }, RIGHT)).outcome).toBe('gone')
  })

  it('III.F.2.b who has established none cannot answer any', async () => {
    const person = await aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
    expect((await answer(person, await aFlow(person), '')).outcome).toBe('void')
  })
})
