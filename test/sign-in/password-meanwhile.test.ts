/** Faults: a password that changes between the moment it was judged and the moment the session opens. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { finish, type Means, proceed, tryPassword } from '../../src/sign-in/sign-in.ts'
import { from, guardOf, passcode } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD, today } from '../support/people.ts'
import { sha256 } from '../../src/digest.ts'

let office: number
let nth = 0
type Person = { account: number; guard: string; email: string }

beforeAll(async () => {
  office = await anOffice()
})
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const meansOf = ({ guard }: Person): Means => {
  const { policy, trainingOn, sealKeys } = readConfig(env)
  return {
    db: env.DB, guard: guardOf(guard), name: guard, policy, trainingOn, today: today(), origin: from(), sealKeys,
    mail: env.MAIL, before: null,
  } // prettier-ignore
}
const accepted = async (person: Person, device?: string) => {
  const attempt = await tryPassword(meansOf(person), env.ADDRESS_GUARD.getByName('192.0.2.1'), PASSWORD, device)
  if (attempt.outcome !== 'right') throw new Error(attempt.outcome)
  return attempt
}
/** The owner changes it from elsewhere, as after a warning. */
const changed = async ({ guard }: Person) =>
  expect(
    await guardOf(guard).setPassword(
      { by: 'change', current: PASSWORD, guard, password: 'Another-horse-8', today: today(), differsFrom: 1 },
      from('203.0.113.5'),
    ),
  ).toBe('set')
const sessions = async ({ account }: Person) =>
  (await env.DB.prepare('SELECT count(*) AS n FROM session WHERE account_id = ?').bind(account).first<{ n: number }>())!
    .n
const closed = { ok: false, refusal: { why: 'changed-meanwhile' } }

describe('T3 III.E.1 a password that was right, and is another one by now, opens nothing', () => {
  it('T3 on a known device', async () => {
    const person = await somebody()
    await env.DB.prepare(
      'INSERT INTO device (account_id, value_hash, label, factor_at, used_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?4, ?4 + 86400000)',
    )
      .bind(person.account, sha256('cookie'), 'x', from().at)
      .run()
    const attempt = await accepted(person, 'cookie')
    await changed(person)
    expect([await proceed(meansOf(person), attempt), await sessions(person)]).toEqual([closed, 0])
  })

  it('T3 before the second factor is asked for, and after it was given', async () => {
    for (const when of ['before', 'after'] as const) {
      const person = await somebody()
      const attempt = await accepted(person)
      if (when === 'before') await changed(person)
      const progress = await proceed(meansOf(person), attempt)
      if (!progress.ok || progress.value.step !== 'second-factor') throw new Error('no second factor')
      const { flow } = progress.value
      const code = (await passcode(person, flow))!.code!
      const entry = await guardOf(person.guard).enterPasscode(flow, code, from(), 'sign-in')
      if (entry.outcome !== 'right') throw new Error(entry.outcome)
      if (when === 'after') await changed(person)
      const finished = await finish(meansOf(person), true, entry)
      expect([when, finished, await sessions(person)]).toEqual([when, closed, 0])
    }
  })

  it('T3 left alone it opens a session', async () => {
    const person = await somebody()
    const progress = await proceed(meansOf(person), await accepted(person))
    if (!progress.ok || progress.value.step !== 'second-factor') throw new Error('no second factor')
    const { flow } = progress.value
    const entry = await guardOf(person.guard).enterPasscode(
      flow,
      (await passcode(person, flow))!.code!,
      from(),
      'sign-in',
    )
    if (entry.outcome !== 'right') throw new Error(entry.outcome)
    expect((await finish(meansOf(person), false, entry)).ok).toBe(true)
    expect(entry.passwordAfter).toBe(0)
  })
})
