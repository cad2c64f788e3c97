import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import { Browser } from '../support/browser.ts'
import { attempt } from '../support/guard.ts'
import { anOffice, aPerson, PASSWORD } from '../support/people.ts'
import { later, HOUR, MINUTE, stopTheClock } from '../support/time.ts'

stopTheClock()
let office: number
let nth = 0
const somebody = () => aPerson({ email: `clerk${(nth += 1)}@office.example`, offices: [office] })
const address = (ip: string) => env.ADDRESS_GUARD.getByName(ip)
const now = () => Date.now()

/** A try that fails; answers whether it was admitted, and when it may come again. */
async function fail(ip: string, account: string) {
  const answer = await address(ip).admit(account, now())
  if (answer.admitted) await address(ip).ended(answer.take, true)
  return answer
}

beforeAll(async () => {
  office = await anOffice()
})

it('T5 one address fails on ten accounts an hour, and no eleventh is looked at', async () => {
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, at) => address('198.51.100.1').admit(`account ${at}`, now())),
  )
  const admitted = answers.filter((answer) => answer.admitted)
  expect(admitted).toHaveLength(10)
  // While they are under way it is a matter of moments; once they have failed, of an hour.
  expect(await address('198.51.100.1').admit('another', now())).toEqual({ admitted: false, retryAfterSeconds: 2 })
  for (const { take } of admitted) await address('198.51.100.1').ended(take, true)
  expect((await address('198.51.100.1').admit('account 3', now())).admitted).toBe(true)
  expect(await address('198.51.100.1').admit('another', now())).toEqual({ admitted: false, retryAfterSeconds: 3600 })
  expect((await address('198.51.100.2').admit('another', now())).admitted).toBe(true)
  later(HOUR)
  expect((await address('198.51.100.1').admit('another', now())).admitted).toBe(true)
})

it('T5 sixty failures an hour, 200 at once', async () => {
  const answers = await Promise.all(Array.from({ length: 200 }, () => address('198.51.100.3').admit('one', now())))
  expect(answers.filter((answer) => answer.admitted)).toHaveLength(60)
})

it('T5 what was right is not counted', async () => {
  for (let at = 0; at < 100; at += 1) {
    const answer = await address('198.51.100.4').admit(`account ${at}`, now())
    if (!answer.admitted) throw new Error(`the ${at}th was refused`)
    await address('198.51.100.4').ended(answer.take, false)
  }
})

it('T5 III.E.1 a throttled address gets 429 and when to come back, whoever it asks for', async () => {
  const { email } = await somebody()
  const browser = new Browser('198.51.100.5')
  for (let at = 0; at < 10; at += 1) await fail('198.51.100.5', `account ${at}`)
  const pages = []
  for (const who of [email, 'nobody@office.example']) {
    const answer = await browser.password(who)
    expect(answer.status).toBe(429)
    expect(answer.headers.get('Retry-After')).toBe('3600')
    pages.push(await answer.text())
  }
  expect(pages[0]).toBe(pages[1])
})

it('T5 the address is the platform’s word: no header of the sender makes another one', async () => {
  const { email, guard } = await somebody()
  const browser = new Browser('198.51.100.6')
  for (let at = 0; at < 10; at += 1) await fail('198.51.100.6', `account ${at}`)
  const csrf = await browser.token('/sign-in')
  const answer = await browser.fetch('/sign-in', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      'X-Forwarded-For': '203.0.113.9',
      'X-Real-IP': '203.0.113.9',
      'True-Client-IP': '203.0.113.9',
      Forwarded: 'for=203.0.113.9',
    },
    body: new URLSearchParams({ csrf, email, password: 'wrong', next: '' }).toString(),
  })
  expect(answer.status).toBe(429)
  expect((await attempt(guard, PASSWORD)).outcome).toBe('right')
})

it('T5 a fault of ours costs the address nothing', async () => {
  const { email } = await somebody()
  const failing = {
    ...env,
    ACCOUNT_GUARD: { getByName: () => ({ attempt: () => Promise.reject(new Error('a fault')) }) },
  }
  const browser = new Browser('198.51.100.7')
  const csrf = await browser.token('/sign-in')
  browser.bindings = failing as unknown as Env
  expect((await browser.post('/sign-in', { csrf, email, password: 'x', next: '' })).status).toBe(500)
  const left = await runInDurableObject(address('198.51.100.7'), (_guard, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE name = 'failure'").toArray(),
  )
  expect(left).toEqual([])
})

it('T5 its alarm empties it, and it goes on working', async () => {
  const guard = address('198.51.100.8')
  for (let at = 0; at < 10; at += 1) await fail('198.51.100.8', `account ${at}`)
  later(HOUR)
  expect(await runDurableObjectAlarm(guard)).toBe(true)
  expect((await guard.admit('another', now())).admitted).toBe(true)
  expect((await guard.admitSend(now())).admitted).toBe(true)
})

it('T5 what no longer counts is forgotten while the address stays busy', async () => {
  const guard = address('198.51.100.9')
  for (let at = 0; at < 5; at += 1) {
    await fail('198.51.100.9', 'one')
    await guard.admitSend(now())
    later(40 * MINUTE)
  }
  const kept = await runInDurableObject(guard, (_guard, { storage }) => [
    storage.sql.exec('SELECT * FROM failure').toArray().length,
    storage.sql.exec('SELECT * FROM send').toArray().length,
  ])
  expect(kept).toEqual([2, 1])
})

it('III.F.3 sixty passcodes in 15 minutes to one address', async () => {
  const guard = address('198.51.100.10')
  const answers = await Promise.all(Array.from({ length: 200 }, () => guard.admitSend(now())))
  expect(answers.filter((answer) => answer.admitted)).toHaveLength(60)
  later(15 * MINUTE)
  expect((await guard.admitSend(now())).admitted).toBe(true)
})

it('T5 a try whose end was never told stops counting', async () => {
  const guard = address('198.51.100.12')
  for (let at = 0; at < 10; at += 1) await guard.admit(`account ${at}`, now())
  expect((await guard.admit('another', now())).admitted).toBe(false)
  later(MINUTE)
  expect((await guard.admit('another', now())).admitted).toBe(true)
})
