/** The guard of an account, asked directly: no form, no floor under the answer's time. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Attempt, Origin, Purpose } from '../../src/account-guard/guard.ts'
import type { AccountGuard } from '../../src/account-guard/object.ts'
import { instant } from '../../src/clock.ts'
import { sha256 } from '../../src/digest.ts'
import type { Letter } from '../../src/mail/provider.ts'
import { mailTo } from './browser.ts'

/** A request from the address, now. */
export const from = (ip = '192.0.2.1'): Origin => ({ at: instant().getTime(), ip, request: 'test', device: 'Test' })

export const guardOf = (name: string) => env.ACCOUNT_GUARD.getByName(name)

/** Has the account's guard look at the password. */
export const attempt = (name: string, password: string): Promise<Attempt> =>
  guardOf(name).attempt(name, password, from())

type Insides = {
  attempt: AccountGuard['attempt']
  compare: (password: string, stored: string) => Promise<boolean>
  env: Env
}

/** Works on the object itself, as a fault would. */
export function inside<R>(
  name: string,
  work: (guard: Insides, state: DurableObjectState) => R | Promise<R>,
): Promise<R> {
  return runInDurableObject(guardOf(name), (guard: AccountGuard, state) => work(guard as unknown as Insides, state))
}

/** An attempt during a fault; answers the fault's message. Caught inside, or it would count as an unhandled one here. */
export function faultOf(name: string, password: string): Promise<string> {
  return inside(name, (guard) =>
    guard.attempt(name, password, from()).then(
      ({ outcome }) => `no fault: ${outcome}`,
      (fault: Error) => fault.message,
    ),
  )
}

/**
 * Counts from here on how often the guard really looks at a password. Each look lets other requests in first,
 * as a slower hash would: without that no test could tell whether they wait their turn.
 */
export async function countComparisons(name: string): Promise<() => number> {
  let count = 0
  await inside(name, (guard) => {
    const compare = guard.compare.bind(guard)
    guard.compare = async (password, stored) => {
      count += 1
      await scheduler.wait(0)
      return compare(password, stored)
    }
  })
  return () => count
}

/** A flow as a browser that proved the password has it. */
export async function aFlow(
  person: { account: number; guard: string },
  id: string = crypto.randomUUID(),
  purpose: Purpose = 'sign-in',
) {
  const flow = { id, secretHash: sha256(id) }
  await guardOf(person.guard).begin({ flow, purpose, account: person.account }, from())
  return flow
}

/** Sends the flow a passcode from the address, and answers the letter with it. */
export async function passcode(
  person: { guard: string; email: string },
  flow: { id: string; secretHash: string },
  ip = '192.0.2.1',
): Promise<Letter | undefined> {
  const sending = await guardOf(person.guard).sendPasscode(flow, { channel: 'email' }, from(ip))
  if (!sending.sent) throw new Error(`no passcode: ${sending.why}`)
  return mailTo(person.email)
}

/** Names of the account's events in the log, in their order. */
export async function eventsOf(account: number): Promise<string[]> {
  const { results } = await env.DB.prepare('SELECT event FROM audit WHERE account_id = ? ORDER BY seq')
    .bind(account)
    .all<{ event: string }>()
  return results.map((row) => row.event)
}
