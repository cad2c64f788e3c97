import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Attempt } from '../../src/account-guard/guard.ts'
import { hash } from '../../src/passwords/hash.ts'
import { letters, mailTo } from '../support/browser.ts'
import { attempt, countComparisons, eventsOf, faultOf, from, guardOf, inside } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD } from '../support/people.ts'

let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const told = (attempts: Attempt[]) =>
  attempts.reduce<Record<string, number>>((all, { outcome }) => ({ ...all, [outcome]: (all[outcome] ?? 0) + 1 }), {})
const times = <T>(count: number, ask: () => Promise<T>) => Promise.all(Array.from({ length: count }, ask))

beforeAll(async () => {
  office = await anOffice()
})

describe('T1 III.E.3 five failures, exactly', () => {
  it('T1 200 wrong passwords at once: twenty are let in line, five are looked at, then the right one is refused', async () => {
    const { guard } = await somebody()
    const looked = await countComparisons(guard)
    expect(told(await times(200, () => attempt(guard, 'wrong')))).toEqual({ wrong: 20, busy: 180 })
    expect(looked()).toBe(5)
    expect((await attempt(guard, PASSWORD)).outcome).toBe('wrong')
    expect(looked()).toBe(5)
  })

  it('T1 200 wrong passwords, as fast as the line takes them: five are looked at', async () => {
    const { guard } = await somebody()
    const looked = await countComparisons(guard)
    const answers: Attempt[] = []
    for (let wave = 0; wave < 10; wave += 1) answers.push(...(await times(20, () => attempt(guard, 'wrong'))))
    expect(told(answers)).toEqual({ wrong: 200 })
    expect(looked()).toBe(5)
  })

  it('T1 20 right ones at once: 20 in', async () => {
    const { guard, account } = await somebody()
    await countComparisons(guard)
    expect(await times(20, () => attempt(guard, PASSWORD))).toEqual(
      Array.from({ length: 20 }, () => ({ outcome: 'right', accountId: account, along: [] })),
    )
  })

  it('III.E.3 four failures and a right one begin the count anew', async () => {
    const { guard } = await somebody()
    for (let round = 0; round < 3; round += 1) {
      for (let wrong = 0; wrong < 4; wrong += 1) expect((await attempt(guard, 'wrong')).outcome).toBe('wrong')
      expect((await attempt(guard, PASSWORD)).outcome).toBe('right')
    }
  })

  it('III.E.3 the fifth locks, is recorded with its clause, copied for lists, and told to the owner once', async () => {
    const { guard, account, email } = await somebody()
    for (let wrong = 0; wrong < 8; wrong += 1) await attempt(guard, 'wrong')
    const row = await env.DB.prepare('SELECT locked_at AS at FROM account WHERE id = ?')
      .bind(account)
      .first<{ at: number }>()
    expect(row?.at).toBeTypeOf('number')
    const locked = await env.DB.prepare("SELECT clause FROM audit WHERE event = 'account.locked' AND subject_id = ?")
      .bind(account)
      .all()
    expect(locked.results).toEqual([{ clause: 'III.E.3' }])
    await mailTo(email)
    expect(letters.filter((letter) => letter.to === email).map((letter) => letter.subject)).toEqual([
      expect.stringContaining('is locked'),
    ])
    expect((await eventsOf(account)).filter((event) => event === 'sign_in.failed')).toHaveLength(8)
  })

  it('III.E.3 a lock outlives the object and ends by no passing of time', async () => {
    const { guard } = await somebody()
    for (let wrong = 0; wrong < 5; wrong += 1) await attempt(guard, 'wrong')
    await evictDurableObject(guardOf(guard))
    const inAYear = { ...from(), at: from().at + 366 * 24 * 3_600_000 }
    expect((await guardOf(guard).attempt(guard, PASSWORD, inAYear)).outcome).toBe('wrong')
  })

  it('III.E.1 an address that nobody has leaves nothing behind in its object', async () => {
    await attempt('nobody', 'wrong')
    const tables = await inside('nobody', (_guard, { storage }) =>
      storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\'").toArray(),
    )
    expect(tables).toEqual([])
  })
})

it('III.E.4.a an Enterprise Administrator unlocks the account at once, and the row names them', async () => {
  const { guard, account } = await somebody()
  const ea = await aPerson({ email: 'ea@plan.example', department: 'e-business' })
  for (let wrong = 0; wrong < 5; wrong += 1) await attempt(guard, 'wrong')
  expect((await attempt(guard, PASSWORD)).outcome).toBe('wrong')
  await guardOf(guard).unlock(account, { by: ea.account, reason: 'Called.' }, from())
  expect((await attempt(guard, PASSWORD)).outcome).toBe('right')
  const row = await env.DB.prepare("SELECT account_id AS by, clause FROM audit WHERE event = 'account.unlocked' AND subject_id = ?").bind(account).first() // prettier-ignore
  expect(row).toEqual({ by: ea.account, clause: 'III.E.4.a' })
})

it('T2 III.E.4 failures and unlocks interleaved 500 times: no count and no unlock is lost', async () => {
  const { guard, account } = await somebody()
  let failures = 0
  const looked = await countComparisons(guard)
  let expected = 0
  let seed = 16
  for (let step = 0; step < 500; step += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    if (seed % 4 === 0) {
      // Begun while an attempt is being looked at: the unlock comes after it.
      const wrong = attempt(guard, 'wrong')
      if (failures < 5) expected += 1
      await Promise.all([wrong, guardOf(guard).unlock(account, { by: account, reason: 'Called.' }, from())])
      failures = 0
    } else {
      await attempt(guard, 'wrong')
      if (failures < 5) {
        failures += 1
        expected += 1
      }
    }
    if (step % 50 === 0) {
      const kept = await inside(guard, (_g, { storage }) =>
        storage.sql.exec<{ failures: number; at: number | null }>('SELECT failures, locked_at AS at FROM lock').one(),
      )
      expect([kept.failures, kept.at !== null]).toEqual([failures, failures === 5])
    }
  }
  expect(looked()).toBe(expected)
  await guardOf(guard).unlock(account, { by: account, reason: 'Called.' }, from())
  expect((await attempt(guard, PASSWORD)).outcome).toBe('right')
})

describe('III.E.3 faults', () => {
  it('a fault while the password is looked at gives the slot back', async () => {
    const { guard } = await somebody()
    await inside(guard, (object) => {
      const compare = object.compare.bind(object)
      let faults = 7
      object.compare = (password, stored) =>
        (faults -= 1) >= 0 ? Promise.reject(new Error('a fault')) : compare(password, stored)
    })
    for (let nthFault = 0; nthFault < 7; nthFault += 1) expect(await faultOf(guard, 'wrong')).toBe('a fault')
    for (let wrong = 0; wrong < 4; wrong += 1) await attempt(guard, 'wrong')
    expect((await attempt(guard, PASSWORD)).outcome).toBe('right')
  })

  it('a crash while the password is looked at counts as a failure; the last one locks at the next attempt', async () => {
    const { guard, account, email } = await somebody()
    for (let wrong = 0; wrong < 4; wrong += 1) await attempt(guard, 'wrong')
    // What a crash leaves: the attempt reserved, nothing else.
    await inside(guard, (_object, { storage }) => {
      storage.sql.exec('UPDATE lock SET failures = failures + 1')
    })
    expect((await attempt(guard, PASSWORD)).outcome).toBe('wrong')
    expect(await eventsOf(account)).toContain('account.locked')
    expect((await mailTo(email))?.subject).toContain('is locked')
  })

  it('D1 down: no answer is given, nothing of it is lost, and the account works again afterwards', async () => {
    const { guard, account, email } = await somebody()
    for (let wrong = 0; wrong < 4; wrong += 1) await attempt(guard, 'wrong')
    const db = await inside(guard, (object) => {
      const { DB } = object.env
      let reads = 1
      const down = {
        batch: (s: D1PreparedStatement[]) => ((reads -= 1) >= 0 ? DB.batch(s) : Promise.reject(new Error('D1 down'))),
        prepare: DB.prepare.bind(DB),
      }
      object.env = { ...object.env, DB: down as unknown as D1Database }
      return DB
    })
    expect(await faultOf(guard, 'wrong')).toBe('D1 down')
    expect(await eventsOf(account)).not.toContain('account.locked')
    await inside(guard, (object) => {
      object.env = { ...object.env, DB: db }
    })
    expect(await runDurableObjectAlarm(guardOf(guard))).toBe(true)
    expect((await eventsOf(account)).filter((event) => event === 'account.locked')).toHaveLength(1)
    expect((await mailTo(email))?.subject).toContain('is locked')
    expect((await attempt(guard, PASSWORD)).outcome).toBe('wrong')
  })

  it('D1’s answer lost after it wrote: the rows handed over again break nothing', async () => {
    const { guard, account, email } = await somebody()
    for (let wrong = 0; wrong < 4; wrong += 1) await attempt(guard, 'wrong')
    await inside(guard, (object) => {
      const { DB } = object.env
      let batches = 0
      const lossy = {
        prepare: DB.prepare.bind(DB),
        async batch(statements: D1PreparedStatement[]) {
          const answer = await DB.batch(statements)
          if ((batches += 1) === 2) throw new Error('the answer was lost')
          return answer
        },
      }
      object.env = { ...object.env, DB: lossy as unknown as D1Database }
    })
    expect(await faultOf(guard, 'wrong')).toBe('the answer was lost')
    expect((await attempt(guard, 'wrong')).outcome).toBe('wrong')
    await mailTo(email)
    expect(letters.filter((letter) => letter.to === email)).toHaveLength(1)
    expect(await eventsOf(account)).toContain('account.locked')
  })
})

it('III.D.3 a password kept by a cheaper hash is kept by today’s from the next sign-in on', async () => {
  const { guard, account } = await somebody()
  const stored = () =>
    env.DB.prepare('SELECT hash FROM credential WHERE account_id = ?').bind(account).first<string>('hash')
  await env.DB.prepare('UPDATE credential SET hash = ? WHERE account_id = ?')
    .bind(await hash(PASSWORD, 512), account)
    .run()
  expect((await attempt(guard, 'wrong')).outcome).toBe('wrong')
  expect(await stored()).toContain('scrypt$512$')
  expect((await attempt(guard, PASSWORD)).outcome).toBe('right')
  expect(await stored()).toContain('scrypt$1024$')
  expect((await attempt(guard, PASSWORD)).outcome).toBe('right')
})
