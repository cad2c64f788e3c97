import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Entry, Purpose } from '../../src/account-guard/guard.ts'
import { randomText } from '../../src/digest.ts'
import { letters, mailTo } from '../support/browser.ts'
import { aFlow, eventsOf, from, guardOf, inside, passcode } from '../support/guard.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { later, SECOND, stopTheClock } from '../support/time.ts'
import { notShown, RECOVERY, shown, withApp, withRecoveryCodes } from '../support/typed-codes.ts'

stopTheClock()
let office: number
let nth = 0
type Person = { account: number; guard: string; email: string }
type Flow = { id: string; secretHash: string }

const somebody = () => aPerson({ email: `coder${(nth += 1)}@office.example`, offices: [office] })
const give = (person: Person, flow: Flow, by: 'app' | 'recovery', code: string, purpose: Purpose = 'sign-in') =>
  guardOf(person.guard).giveFactor(flow, { by, code }, from(), purpose)
const typed = async (person: Person, code: string) => give(person, await aFlow(person), 'app', code)
const outcomes = (entries: Entry[], outcome: Entry['outcome']) =>
  entries.filter((entry) => entry.outcome === outcome).length
/** What the log says of each code that was refused. */
const refusals = async (account: number) =>
  (
    await env.DB.prepare(
      `SELECT event AS event, detail AS detail FROM audit WHERE account_id = ? AND event IN ('app.refused', 'recovery_code.refused') ORDER BY seq`,
    )
      .bind(account)
      .all<{ event: string; detail: string }>()
  ).results.map(({ event, detail }) => ({ event, ...(JSON.parse(detail) as { failures?: number; why?: string }) }))
const lock = (person: Person) =>
  inside(person.guard, (_guard, { storage }) =>
    storage.sql.exec('SELECT factor_failures AS failures, factor_locked_at AS at FROM lock').one(),
  )

beforeAll(async () => {
  office = await anOffice()
})

describe('III.F.3 codes of an authenticator app', () => {
  it('III.F.3 the present one, the one before and the next are right, and say so in the log', async () => {
    for (const step of [-1, 0, 1]) {
      const person = await withApp(await somebody())
      expect(await typed(person, shown(person.secret, step))).toMatchObject({ outcome: 'right', ready: true })
      expect(await eventsOf(person.account)).toContain('app.accepted')
    }
  })

  it.each([-2, 2])('III.F.3 the one %s steps from now is wrong', async (step) => {
    const person = await withApp(await somebody())
    expect(await typed(person, shown(person.secret, step))).toEqual({ outcome: 'wrong', triesLeft: 4 })
    expect(await eventsOf(person.account)).toContain('app.refused')
  })

  it('T9 III.F.3 one that was right is right once, and so is none before it; the next one is', async () => {
    const person = await withApp(await somebody())
    const [before, present, next] = [-1, 0, 1].map((step) => shown(person.secret, step))
    expect((await typed(person, present!)).outcome).toBe('right')
    expect((await typed(person, present!)).outcome).toBe('wrong')
    expect((await typed(person, before!)).outcome).toBe('wrong')
    later(31 * SECOND)
    expect((await typed(person, present!)).outcome).toBe('wrong')
    expect((await typed(person, next!)).outcome).toBe('right')
  })

  it('T9 III.F.3 two hundred at once, each in its own browser: one winner', async () => {
    const person = await withApp(await somebody())
    const flows = await Promise.all(Array.from({ length: 200 }, () => aFlow(person)))
    const code = shown(person.secret)
    const entries = await Promise.all(flows.map((flow) => give(person, flow, 'app', code)))
    expect(outcomes(entries, 'right')).toBe(1)
  })

  it('T9 III.F.3 two hundred at once in one browser: one winner', async () => {
    const person = await withApp(await somebody())
    const flow = await aFlow(person)
    const code = shown(person.secret)
    const entries = await Promise.all(Array.from({ length: 200 }, () => give(person, flow, 'app', code)))
    expect(outcomes(entries, 'right')).toBe(1)
  })

  it('T9 III.F.3 two apps that show the same take it once; two that do not, each their own', async () => {
    const same = randomText(20)
    const person = await withApp(await withApp(await somebody(), same), same)
    const code = shown(same)
    const entries = [await typed(person, code), await typed(person, code)]
    expect(entries.map(({ outcome }) => outcome)).toEqual(['right', 'wrong'])
    const two = await withApp(await somebody())
    const other = await withApp(two)
    expect((await typed(two, shown(two.secret))).outcome).toBe('right')
    expect((await typed(two, shown(other.secret))).outcome).toBe('right')
  })

  it('T13 III.F.2 an app that was removed, and one of somebody else: wrong', async () => {
    const [person, other] = [await withApp(await somebody()), await withApp(await somebody())]
    expect((await typed(person, shown(other.secret))).outcome).toBe('wrong')
    await env.DB.prepare('UPDATE authenticator_app SET removed_at = 1 WHERE account_id = ?').bind(person.account).run()
    expect((await typed(person, shown(person.secret))).outcome).toBe('wrong')
  })

  it('III.F.2 a secret that was put in another app’s place does not open there', async () => {
    const [person, other] = [await withApp(await somebody()), await withApp(await somebody())]
    await env.DB.prepare(
      `UPDATE authenticator_app SET sealed = (SELECT o.sealed FROM authenticator_app o WHERE o.account_id = ?)
       WHERE account_id = ?`,
    )
      .bind(other.account, person.account)
      .run()
    const flow = await aFlow(person)
    const fault = await inside(person.guard, (guard) =>
      (guard as unknown as ReturnType<typeof guardOf>)
        .giveFactor(flow, { by: 'app', code: shown(other.secret) }, from(), 'sign-in')
        .then(
          () => 'no fault',
          (failure: Error) => failure.message,
        ),
    )
    expect(fault).toContain('sealed by a key that is gone')
    // A fault of ours is nobody's wrong code.
    expect(await lock(person)).toEqual({ failures: 0, at: null })
    const again = await withApp(person)
    await env.DB.prepare('UPDATE authenticator_app SET removed_at = 1 WHERE public_id = ?').bind(person.app).run()
    for (let wrong = 4; wrong > 0; wrong -= 1) {
      expect(await give(again, flow, 'app', notShown(again.secret))).toEqual({ outcome: 'wrong', triesLeft: wrong })
    }
  })
})

describe('III.F.2 recovery codes', () => {
  it('T9 III.F.2 each once; its owner is told of it in the same step', async () => {
    const person = await withRecoveryCodes(await somebody())
    expect((await give(person, await aFlow(person), 'recovery', RECOVERY[0]!)).outcome).toBe('right')
    const letter = await mailTo(person.email)
    expect(letter?.subject).toContain('A recovery code was used')
    expect(JSON.stringify(letter)).not.toContain(RECOVERY[0])
    expect((await give(person, await aFlow(person), 'recovery', RECOVERY[0]!)).outcome).toBe('wrong')
    expect((await give(person, await aFlow(person), 'recovery', RECOVERY[1]!)).outcome).toBe('right')
    await mailTo(person.email)
    expect(letters.filter(({ to }) => to === person.email)).toHaveLength(2)
    expect((await eventsOf(person.account)).filter((event) => event.startsWith('recovery'))).toEqual([
      'recovery_code.accepted', 'recovery_code.refused', 'recovery_code.accepted',
    ]) // prettier-ignore
  })

  it('T9 III.F.2 two hundred uses at once: one winner, one mail', async () => {
    const person = await withRecoveryCodes(await somebody())
    const flows = await Promise.all(Array.from({ length: 200 }, () => aFlow(person)))
    const entries = await Promise.all(flows.map((flow) => give(person, flow, 'recovery', RECOVERY[0]!)))
    expect(outcomes(entries, 'right')).toBe(1)
    await mailTo(person.email)
    expect(letters.filter(({ to }) => to === person.email)).toHaveLength(1)
  })

  it('III.F.2 somebody else’s is wrong, and stays good', async () => {
    const [person, other] = [await somebody(), await withRecoveryCodes(await somebody())]
    expect((await give(person, await aFlow(person), 'recovery', RECOVERY[0]!)).outcome).toBe('wrong')
    expect((await give(other, await aFlow(other), 'recovery', RECOVERY[0]!)).outcome).toBe('right')
  })
})

describe('III.F.3 wrong ones', () => {
  it('III.F.3 five void the flow for both kinds, also for the right one; another flow goes on', async () => {
    const person = await withRecoveryCodes(await withApp(await somebody()))
    const flow = await aFlow(person)
    const entries: Entry[] = []
    for (let tries = 0; tries < 3; tries += 1) entries.push(await give(person, flow, 'app', notShown(person.secret)))
    for (let tries = 0; tries < 2; tries += 1) entries.push(await give(person, flow, 'recovery', 'A'.repeat(16)))
    expect(entries).toEqual([
      ...[4, 3, 2, 1].map((triesLeft) => ({ outcome: 'wrong', triesLeft })),
      { outcome: 'void' },
    ])
    expect((await give(person, flow, 'app', shown(person.secret))).outcome).toBe('void')
    expect((await give(person, flow, 'recovery', RECOVERY[0]!)).outcome).toBe('void')
    expect((await refusals(person.account)).slice(-2)).toEqual([
      { event: 'app.refused', why: 'void' }, { event: 'recovery_code.refused', why: 'void' },
    ]) // prettier-ignore
    expect((await typed(person, shown(person.secret))).outcome).toBe('right')
  })

  it('T1 III.F.3 fifteen in a row lock the second factor, wrong passcodes among them; then the right one is not looked at', async () => {
    const person = await withRecoveryCodes(await withApp(await somebody()))
    const wrong = notShown(person.secret)
    const codes = await aFlow(person)
    const { code } = (await passcode(person, codes))!
    for (let tries = 0; tries < 4; tries += 1) {
      await guardOf(person.guard).enterPasscode(codes, code === '000000' ? '000001' : '000000', from(), 'sign-in')
    }
    for (let tries = 0; tries < 5; tries += 1) await give(person, await aFlow(person), 'recovery', 'A'.repeat(16))
    for (let tries = 0; tries < 5; tries += 1) await typed(person, wrong)
    expect(await lock(person)).toEqual({ failures: 14, at: null })
    expect((await typed(person, wrong)).outcome).toBe('locked')
    expect((await typed(person, shown(person.secret))).outcome).toBe('locked')
    expect((await give(person, await aFlow(person), 'recovery', RECOVERY[0]!)).outcome).toBe('locked')
    expect((await lock(person)).failures).toBe(15)
    expect(await eventsOf(person.account)).toContain('second_factor.locked')
    expect(await eventsOf(person.account)).not.toContain('app.accepted')
  })

  it('III.F.3 fourteen, then a right one: the count begins anew', async () => {
    const person = await withApp(await somebody())
    for (let tries = 0; tries < 14; tries += 1) await typed(person, notShown(person.secret))
    expect((await typed(person, shown(person.secret))).outcome).toBe('right')
    expect(await lock(person)).toEqual({ failures: 0, at: null })
  })

  it('T1 III.F.3 two hundred wrong ones at once: fifteen are looked at, no more', async () => {
    const person = await withApp(await somebody())
    const flows = await Promise.all(Array.from({ length: 200 }, () => aFlow(person)))
    const code = notShown(person.secret)
    for (let some = 0; some < 200; some += 20) {
      await Promise.all(flows.slice(some, some + 20).map((flow) => give(person, flow, 'app', code)))
    }
    expect((await lock(person)).failures).toBe(15)
    const looks = await refusals(person.account)
    expect(looks.filter(({ failures }) => failures !== undefined)).toHaveLength(15)
    // III.L.1: what was not looked at is in the log too.
    expect(looks.filter(({ why }) => why === 'locked').length).toBeGreaterThan(100)
  })
})

describe('T7 flows', () => {
  it('T7 they prove no address and no telephone, and nothing of a reset before its mailbox', async () => {
    const person = await withRecoveryCodes(await withApp(await somebody()))
    for (const purpose of ['registration', 'mobile', 'reset', 'link'] satisfies Purpose[]) {
      const flow = await aFlow(person, undefined, purpose)
      for (const as of ['sign-in', 'step-up', purpose] satisfies Purpose[]) {
        const entries = [await give(person, flow, 'app', shown(person.secret), as), await give(person, flow, 'recovery', RECOVERY[0]!, as)]
        expect([purpose, as, entries.map(({ outcome }) => outcome)]).toEqual([purpose, as, ['gone', 'gone']])
      }
    } // prettier-ignore
    const flow = await aFlow(person)
    expect((await give(person, { ...flow, secretHash: 'another' }, 'app', shown(person.secret))).outcome).toBe('gone')
    expect((await give(person, flow, 'app', shown(person.secret), 'step-up')).outcome).toBe('gone')
    expect((await give(person, flow, 'app', shown(person.secret))).outcome).toBe('right')
  })

  it('III.E.4.b in a reset a locked second factor does not stop the right code, and wrong ones count to five', async () => {
    const person = await withApp(await somebody())
    for (let tries = 0; tries < 15; tries += 1) await typed(person, notShown(person.secret))
    const flow = await aFlow(person, undefined, 'reset')
    await inside(person.guard, (_guard, { storage }) => storage.sql.exec('UPDATE challenge SET mailbox_proved = 1, asks_twice = 1'))
    const wrong = await give(person, flow, 'app', notShown(person.secret), 'reset')
    expect(wrong).toEqual({ outcome: 'wrong', triesLeft: 4 })
    expect(await give(person, flow, 'app', shown(person.secret), 'reset')).toMatchObject({ outcome: 'right', ready: true })
  }) // prettier-ignore

  it('T1 III.E.4.b resets begun anew give no code of an app without end; a recovery code is the way on', async () => {
    const person = await withRecoveryCodes(await withApp(await somebody()))
    const aReset = async () => {
      const flow = await aFlow(person, undefined, 'reset')
      await inside(person.guard, (_guard, { storage }) => storage.sql.exec('UPDATE challenge SET mailbox_proved = 1, asks_twice = 1'))
      return flow
    }
    const entries: Entry[] = []
    for (let flows = 0; flows < 8; flows += 1) {
      const flow = await aReset()
      for (let tries = 0; tries < 4; tries += 1) entries.push(await give(person, flow, 'app', notShown(person.secret), 'reset'))
    }
    expect(outcomes(entries, 'wrong')).toBe(30)
    expect((await give(person, await aReset(), 'app', shown(person.secret), 'reset')).outcome).toBe('void')
    expect((await give(person, await aReset(), 'recovery', RECOVERY[0]!, 'reset')).outcome).toBe('right')
  }) // prettier-ignore
})

it('T29 no code and no secret is in the log', async () => {
  const person = await withRecoveryCodes(await withApp(await somebody()))
  const [right, wrong] = [shown(person.secret), notShown(person.secret)]
  await typed(person, wrong)
  await typed(person, right)
  await give(person, await aFlow(person), 'recovery', RECOVERY[3]!)
  const { results } = await env.DB.prepare('SELECT * FROM audit WHERE account_id = ?').bind(person.account).all()
  const kept = JSON.stringify(results)
  for (const secret of [right, wrong, RECOVERY[3]!, person.secret]) expect(kept).not.toContain(`"${secret}"`)
  expect(kept).not.toContain(person.secret)
})
