import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { transition } from '../../src/accounts/transition.ts'
import { seen } from '../support/alike.ts'
import { Browser } from '../support/browser.ts'
import { attempt, countComparisons, from, guardOf } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD } from '../support/people.ts'

let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const aBrowser = () => new Browser(`198.51.100.${(nth += 1)}`)

beforeAll(async () => {
  office = await anOffice()
})

describe('T6 III.E.1 a stranger cannot tell who exists', () => {
  it('T6 unknown, wrong, locked (also with the right password), unapproved, suspended, and no address at all: equal', async () => {
    const [wrong, locked, unapproved, suspended] = [
      await somebody(),
      await somebody(),
      await somebody(),
      await somebody(),
    ]
    for (let failures = 0; failures < 5; failures += 1) await attempt(locked.guard, 'wrong')
    await env.DB.prepare('DELETE FROM credential WHERE account_id = ?').bind(unapproved.account).run()
    await transition(env.DB, suspended.account, { to: 'suspended', clause: 'III.K.5' }, { at: Date.now(), by: null })
    const cases: [string, string][] = [
      [wrong.email, 'wrong'],
      ['nobody@office.example', 'wrong'],
      ['nobody@office.example', PASSWORD],
      [locked.email, 'wrong'],
      [locked.email, PASSWORD],
      [unapproved.email, PASSWORD],
      [suspended.email, 'wrong'],
      ['no address', 'wrong'],
      ['büro@office.example', 'wrong'],
    ]
    const answers = await Promise.all(
      cases.map(async ([email, password]) => seen(await aBrowser().password(email, password), email)),
    )
    expect(answers[0]).toMatchObject({ status: 422 })
    for (const [at, answer] of answers.entries()) expect([cases[at], answer]).toEqual([cases[at], answers[0]])
  })

  it('T6 III.L.1 inside, the failure of an unknown address is recorded, without the address', async () => {
    await aBrowser().password('nobody@office.example')
    const row = await env.DB.prepare(
      "SELECT account_id AS account, detail FROM audit WHERE event = 'sign_in.failed' ORDER BY seq DESC LIMIT 1",
    ).first()
    expect(row).toEqual({ account: null, detail: '{"address":"unknown"}' })
  })

  it('T6 too many at once answers the same for both', async () => {
    const { email, guard } = await somebody()
    await attempt(guard, PASSWORD)
    const busy = { getByName: () => ({ attempt: async () => ({ outcome: 'busy' }) }) }
    const answers = await Promise.all(
      [email, 'nobody@office.example'].map(async (who) => {
        const browser = aBrowser()
        const csrf = await browser.token('/sign-in')
        browser.bindings = { ...env, ACCOUNT_GUARD: busy } as unknown as Env
        return seen(await browser.post('/sign-in', { csrf, email: who, password: 'x', next: '' }), who)
      }),
    )
    expect(answers[0]).toMatchObject({ status: 429 })
    expect(answers[1]).toEqual(answers[0])
  })
})

describe('T4 III.C.2 one account, one counter', () => {
  it('T4 ways to write an address fail into one lock', async () => {
    const { guard, email } = await somebody()
    const looked = await countComparisons(guard)
    const ways = [email, email.toUpperCase(), ` ${email}`, `${email} `, `C${email.slice(1)}`, `\t${email}`]
    for (const way of ways) await aBrowser().password(way, 'wrong')
    expect(looked()).toBe(5)
    expect((await attempt(guard, PASSWORD)).outcome).toBe('wrong')
    await guardOf(guard).unlock(1, { by: 1, reason: 'Called.' }, from())
    expect((await aBrowser().password(email.toUpperCase())).status).toBe(303)
  })

  it('T4 look-alikes are nobody, and count for nobody', async () => {
    const { guard, email } = await somebody()
    const looked = await countComparisons(guard)
    for (const way of [
      email.replace('k', '\u212A'),
      email.replace('c', 'с'),
      email.replace('@', '＠'),
      email.replace('.', '。'),
      `${email}.`,
      email.replace('clerk', 'clerk.'),
      email.replace('clerk', 'clerk+x'),
    ]) {
      expect([way, (await aBrowser().password(way)).status]).toEqual([way, 422])
    }
    expect(looked()).toBe(0)
  })
})
