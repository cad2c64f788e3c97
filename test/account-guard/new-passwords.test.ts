import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { NewPassword, Setting } from '../../src/account-guard/guard.ts'
import { mailTo } from '../support/browser.ts'
import { aFlow, attempt, eventsOf, from, guardOf, inside, passcode } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD, today } from '../support/people.ts'
import { signedIn } from '../support/session.ts'
import { approved } from '../support/set-up.ts'
import { HOUR, later, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const NEW = 'Another-horse-8'
type Person = { account: number; guard: string; email: string }
type By = { by: 'set-up'; link: Flow } | { by: 'change'; current: string } | { by: 'reset'; flow: Flow }
type Flow = { id: string; secretHash: string }
const somebody = (mobile?: string): Promise<Person> =>
  aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office], ...(mobile ? { mobile } : {}) })
const set = (guard: string, by: By, password = NEW, differsFrom = 1): Promise<Setting> =>
  guardOf(guard).setPassword({ ...by, guard, password, today: today(), differsFrom } as NewPassword, from())
const enter = (guard: string, flow: Flow, code: string) => guardOf(guard).enterPasscode(flow, code, from(), 'reset')
const not = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
const one = <T>(sql: string, ...params: unknown[]) =>
  env.DB.prepare(sql)
    .bind(...params)
    .first<T>()

/** A reset whose mailbox is proved. */
async function ready(person: Person): Promise<Flow> {
  const flow = await aFlow(person, undefined, 'reset')
  await enter(person.guard, flow, (await passcode(person, flow))!.code!)
  return flow
}

const fresh = () => approved({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })

beforeAll(async () => {
  office = await anOffice()
})

describe('III.E.4.b a reset', () => {
  it('III.E.4.b unlocks, ends sessions, devices, links and other flows, and leaves its rows', async () => {
    const person = await somebody()
    await signedIn(person)
    await env.DB.prepare(
      "INSERT INTO device (account_id, value_hash, label, factor_at, used_at, expires_at) VALUES (?, 'x', 'x', 1, 1, 1)",
    )
      .bind(person.account)
      .run()
    const flow = await ready(person)
    const [other, signIn] = [await ready(person), await aFlow(person)]
    for (let wrong = 0; wrong < 5; wrong += 1) await attempt(person.guard, 'wrong')
    expect(await set(person.guard, { by: 'reset', flow })).toBe('set')
    expect((await attempt(person.guard, PASSWORD)).outcome).toBe('wrong')
    expect((await attempt(person.guard, NEW)).outcome).toBe('right')
    expect(await one('SELECT locked_at AS at FROM account WHERE id = ?', person.account)).toEqual({ at: null })
    expect(await one('SELECT count(*) AS n FROM session WHERE account_id = ? AND ended_at IS NULL', person.account)).toEqual({ n: 0 }) // prettier-ignore
    expect(await one('SELECT count(*) AS n FROM device WHERE account_id = ? AND revoked_at IS NULL', person.account)).toEqual({ n: 0 }) // prettier-ignore
    // Codes and proofs from before lead nowhere any more.
    for (const before of [flow, other]) expect(await set(person.guard, { by: 'reset', flow: before })).toBe('gone')
    expect((await guardOf(person.guard).sendPasscode(signIn, { channel: 'email' }, from('192.0.2.9'))).sent).toBe(false)
    const events = await eventsOf(person.account)
    expect(events.filter((event) => ['password.reset', 'account.unlocked', 'session.closed'].includes(event)).toSorted()).toEqual(['account.unlocked', 'password.reset', 'session.closed']) // prettier-ignore
    expect(await one("SELECT clause FROM audit WHERE event = 'account.unlocked' AND subject_id = ?", person.account)).toEqual({ clause: 'III.E.4.b' }) // prettier-ignore
    expect((await mailTo(person.email))?.subject).toContain('password was set')
  })

  it('III.E.4.b of an account that is open unlocks nothing', async () => {
    const person = await somebody()
    expect(await set(person.guard, { by: 'reset', flow: await ready(person) })).toBe('set')
    expect(await eventsOf(person.account)).not.toContain('account.unlocked')
  })

  it('III.N.2 ends dormancy: the day of the reset is the day of last use', async () => {
    const person = await somebody()
    await env.DB.prepare("UPDATE account SET last_used_on = '2039-01-01' WHERE id = ?").bind(person.account).run()
    expect(await set(person.guard, { by: 'reset', flow: await ready(person) })).toBe('set')
    expect(await one('SELECT last_used_on AS day FROM account WHERE id = ?', person.account)).toEqual({ day: today() })
  })

  it('III.E.4.b opens a second factor that fifteen wrong codes had locked', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    for (let wrong = 0, code = ''; wrong < 15; wrong += 1) {
      if (wrong % 5 === 0) code = (await passcode(person, flow, `192.0.2.${wrong + 20}`))!.code!
      await guardOf(person.guard).enterPasscode(flow, not(code), from(), 'sign-in')
    }
    expect(await eventsOf(person.account)).toContain('second_factor.locked')
    expect(await set(person.guard, { by: 'reset', flow: await ready(person) })).toBe('set')
    const again = await aFlow(person)
    const { code } = (await passcode(person, again, '192.0.2.66'))!
    expect((await guardOf(person.guard).enterPasscode(again, code!, from(), 'sign-in')).outcome).toBe('right')
  })
})

describe('T7 III.F.1.c.i how far a reset is', () => {
  it('T7 nothing is set before the mailbox is proved, and where there is another channel not before that', async () => {
    const person = await somebody('+17145550111')
    const flow = { id: crypto.randomUUID(), secretHash: 'own' }
    await guardOf(person.guard).begin({ flow, purpose: 'reset', account: person.account, asksTwice: true }, from())
    const stage = () => guardOf(person.guard).stage(flow, from().at, 'reset')
    const refused = async () => (await set(person.guard, { by: 'reset', flow })) === 'gone'
    expect([await stage(), await refused()]).toEqual(['mailbox', true])
    await enter(person.guard, flow, (await passcode(person, flow))!.code!)
    expect([await stage(), await refused()]).toEqual(['second', true])
    // The mailbox once more is no other channel.
    await enter(person.guard, flow, (await passcode(person, flow))!.code!)
    expect([await stage(), await refused()]).toEqual(['second', true])
    await guardOf(person.guard).sendPasscode(flow, { channel: 'text' }, from())
    await enter(person.guard, flow, (await mailTo('+17145550111'))!.code!)
    expect(await stage()).toBe('ready')
    expect(await guardOf(person.guard).stage({ ...flow, secretHash: 'another' }, from().at, 'reset')).toBe('gone')
    expect(await set(person.guard, { by: 'reset', flow: { ...flow, secretHash: 'another' } })).toBe('gone')
    expect(await set(person.guard, { by: 'reset', flow })).toBe('set')
  })

  it('T7 a text message before the mailbox proves nothing', async () => {
    const person = await somebody('+17145550112')
    const flow = { id: crypto.randomUUID(), secretHash: 'own' }
    await guardOf(person.guard).begin({ flow, purpose: 'reset', account: person.account, asksTwice: true }, from())
    await guardOf(person.guard).sendPasscode(flow, { channel: 'text' }, from())
    const entry = await enter(person.guard, flow, (await mailTo('+17145550112'))!.code!)
    expect([entry, await guardOf(person.guard).stage(flow, from().at, 'reset')]).toEqual([
      { outcome: 'right', accountId: person.account, ready: false },
      'mailbox',
    ])
  })

  it.each(['sign-in', 'step-up', 'registration', 'mobile'] as const)(
    'T7 a flow for %s sets nothing',
    async (purpose) => {
      const person = await somebody()
      const flow = await aFlow(person, undefined, purpose)
      await guardOf(person.guard).enterPasscode(flow, (await passcode(person, flow))!.code!, from(), purpose)
      expect(await set(person.guard, { by: 'reset', flow })).toBe('gone')
      expect((await attempt(person.guard, PASSWORD)).outcome).toBe('right')
    },
  )

  it.each([
    [30 * MINUTE - 1, 'set'],
    [30 * MINUTE, 'gone'],
    [30 * MINUTE + 1, 'gone'],
  ])('T7 a reset waits half an hour for its new password: %i ms', async (after, setting) => {
    const person = await somebody()
    const flow = await ready(person)
    later(after)
    expect(await set(person.guard, { by: 'reset', flow })).toBe(setting)
  })

  it('III.F.3 its wrong codes lock nothing; fifteen end it', async () => {
    const person = await somebody()
    const flow = await aFlow(person, undefined, 'reset')
    const outcomes: string[] = []
    for (let wrong = 0, code = ''; wrong < 15; wrong += 1) {
      if (wrong % 5 === 0) code = (await passcode(person, flow, `192.0.2.${wrong + 20}`))!.code!
      outcomes.push((await enter(person.guard, flow, not(code))).outcome)
    }
    expect(outcomes.slice(0, 14)).not.toContain('gone')
    expect(await guardOf(person.guard).stage(flow, from().at, 'reset')).toBe('gone')
    expect(await eventsOf(person.account)).not.toContain('second_factor.locked')
    const signIn = await aFlow(person)
    const { code } = (await passcode(person, signIn, '192.0.2.88'))!
    expect((await guardOf(person.guard).enterPasscode(signIn, code!, from(), 'sign-in')).outcome).toBe('right')
  })

  it('III.F.3 fourteen wrong do not end it', async () => {
    const person = await somebody()
    const flow = await aFlow(person, undefined, 'reset')
    for (let wrong = 0, code = ''; wrong < 14; wrong += 1) {
      if (wrong % 5 === 0) code = (await passcode(person, flow, `192.0.2.${wrong + 20}`))!.code!
      await enter(person.guard, flow, not(code))
    }
    const { code } = (await passcode(person, flow, '192.0.2.89'))!
    expect((await enter(person.guard, flow, code!)).outcome).toBe('right')
  })
})

describe('III.D.2 a change', () => {
  it('III.D.2 with the present password sets a new one and ends every session', async () => {
    const person = await somebody()
    const browser = await signedIn(person)
    expect(await set(person.guard, { by: 'change', current: PASSWORD })).toBe('set')
    expect((await attempt(person.guard, NEW)).outcome).toBe('right')
    expect((await browser.get('/home')).headers.get('Location')).toContain('closed=ended')
    expect(await eventsOf(person.account)).toContain('password.changed')
  })

  it('III.F.1.c.ii a wrong present password counts towards the lock like a sign-in', async () => {
    const person = await somebody()
    for (let wrong = 0; wrong < 5; wrong += 1)
      expect(await set(person.guard, { by: 'change', current: 'wrong' })).toBe('wrong')
    expect(await eventsOf(person.account)).toContain('account.locked')
    expect(await set(person.guard, { by: 'change', current: PASSWORD })).toBe('wrong')
    expect((await attempt(person.guard, PASSWORD)).outcome).toBe('wrong')
  })

  it('III.D.2 it ends a sign-in that waits for its code, since another password proved it', async () => {
    const person = await somebody()
    const flow = await aFlow(person)
    const { code } = (await passcode(person, flow))!
    expect(await set(person.guard, { by: 'change', current: PASSWORD })).toBe('set')
    expect((await guardOf(person.guard).enterPasscode(flow, code!, from(), 'sign-in')).outcome).toBe('gone')
  })

  it.each<[number, Setting[]]>([
    [1, ['used-before', 'set', 'set']],
    [2, ['used-before', 'used-before', 'set']],
    [3, ['used-before', 'used-before', 'used-before']],
  ])('III.D.5 a new password differs from the last %i', async (remembered, expected) => {
    const person = await somebody()
    const names = ['First-horse-1', 'Second-horse-2', 'Third-horse-3']
    let current = PASSWORD
    for (const name of names) {
      expect(await set(person.guard, { by: 'change', current }, name, remembered)).toBe('set')
      current = name
    }
    const settings: Setting[] = []
    for (const name of names.toReversed()) {
      const setting = await set(person.guard, { by: 'change', current }, name, remembered)
      settings.push(setting)
      if (setting !== 'set') continue
      // Back to where it was, as the next one is judged from there.
      await env.DB.prepare('DELETE FROM credential_past WHERE id = (SELECT max(id) FROM credential_past WHERE account_id = ?)').bind(person.account).run() // prettier-ignore
      current = name
    }
    expect(settings).toEqual(expected)
  })
})

describe('III.D.1 the first password', () => {
  it('T9 III.D.1 200 parallel uses of one link: one winner', async () => {
    const { person, link } = await fresh()
    const settings = await Promise.all(
      Array.from({ length: 200 }, (_, at) => set(person.guard, { by: 'set-up', link }, `Some-horse-${at}`)),
    )
    expect(settings.filter((setting) => setting === 'set')).toHaveLength(1)
    expect(new Set(settings)).toEqual(new Set(['set', 'gone', 'busy']))
    expect((await attempt(person.guard, `Some-horse-${settings.indexOf('set')}`)).outcome).toBe('right')
    expect((await eventsOf(person.account)).filter((event) => event === 'password.set')).toHaveLength(1)
  })

  it.each([
    [72 * HOUR - 1, 'set'],
    [72 * HOUR, 'gone'],
    [72 * HOUR + 1, 'gone'],
  ])('III.D.1 the link is good for 72 hours: %i ms', async (after, setting) => {
    const { person, link } = await fresh()
    later(after)
    expect(await set(person.guard, { by: 'set-up', link })).toBe(setting)
  })

  it('III.D.1 revoked, of another secret, of another account, or where there is a password: nothing', async () => {
    const { person, link } = await fresh()
    const other = await fresh()
    expect(await set(person.guard, { by: 'set-up', link: { ...link, secretHash: 'x' } })).toBe('gone')
    expect(await set(person.guard, { by: 'set-up', link: other.link })).toBe('gone')
    await env.DB.prepare('UPDATE link SET revoked_at = 1 WHERE public_id = ?').bind(link.id).run()
    expect(await set(person.guard, { by: 'set-up', link })).toBe('gone')
    expect(await set(other.person.guard, { by: 'set-up', link: other.link })).toBe('set')
    expect(await set(other.person.guard, { by: 'set-up', link: other.link })).toBe('gone')
  })

  it('III.E.3 guesses before there was a password lock nobody out of the first one', async () => {
    const { person, link } = await fresh()
    for (let wrong = 0; wrong < 5; wrong += 1) await attempt(person.guard, 'wrong')
    expect(await set(person.guard, { by: 'set-up', link })).toBe('set')
    expect((await attempt(person.guard, NEW)).outcome).toBe('right')
  })
})

it('III.E.4.b D1’s answer lost after it wrote: handed over again, the new password stands and keeps nothing twice', async () => {
  const person = await somebody()
  const flow = await ready(person)
  await inside(person.guard, (object) => {
    const { DB } = object.env
    const lossy = {
      prepare: DB.prepare.bind(DB),
      async batch(statements: D1PreparedStatement[]) {
        const answer = await DB.batch(statements)
        if (statements.length > 5) throw new Error('the answer was lost')
        return answer
      },
    }
    object.env = { ...object.env, DB: lossy as unknown as D1Database }
  })
  const fault = await inside(person.guard, (guard) =>
    (guard as unknown as { setPassword: (wish: NewPassword, at: ReturnType<typeof from>) => Promise<Setting> })
      .setPassword({ by: 'reset', flow, guard: person.guard, password: NEW, today: today(), differsFrom: 1 }, from())
      .then(String, (failure: Error) => failure.message),
  )
  expect(fault).toBe('the answer was lost')
  await evictDurableObject(guardOf(person.guard))
  expect(await runDurableObjectAlarm(guardOf(person.guard))).toBe(true)
  expect((await attempt(person.guard, NEW)).outcome).toBe('right')
  expect(await one('SELECT count(*) AS n FROM credential_past WHERE account_id = ?', person.account)).toEqual({ n: 1 })
})
