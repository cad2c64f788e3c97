/** A browser with an open session, without the forms: for tests of what comes after them. */
import { env } from 'cloudflare:workers'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { batch } from '../../src/db/client.ts'
import { dayOf } from '../../src/policy/calendar.ts'
import { open } from '../../src/sessions/open.ts'
import { standing } from '../../src/standing/rules.ts'
import { factsOfGuard, readFacts } from '../../src/standing/store.ts'
import { Browser } from './browser.ts'
import { from, guardOf } from './guard.ts'

export const SESSION = '__Host-session'

/** Opens a session by the product's own verb, as after a right second factor. */
export async function signedIn(person: { guard: string }, ip = '192.0.2.1'): Promise<Browser> {
  const { policy, trainingOn, zone } = readConfig(env)
  const today = dayOf(instant(), zone)
  const { rows } = await batch(env.DB, [factsOfGuard(person.guard, today)])
  const facts = readFacts(rows[0][0]!)
  const stands = standing(facts, today, { policy, trainingOn })
  if (!stands.open) throw new Error(`nobody signs in: ${stands.why}`)
  const opened = await open(
    { db: env.DB, guard: guardOf(person.guard), origin: from(ip), policy, today },
    { facts, live: stands.live },
    null,
    [],
  )
  if (!opened.ok) throw new Error('no session was opened')
  const browser = new Browser(ip)
  browser.cookies.set(SESSION, opened.value.cookie)
  return browser
}

/** The session's public id, from its cookie. */
export const sessionOf = (browser: Browser): string => browser.cookies.get(SESSION)!.split('.')[1]!

/** What D1 says of the browser's session. */
export async function sessionRow(id: string) {
  return env.DB.prepare(
    'SELECT ended_at AS endedAt, end_reason AS why, ends_at AS endsAt FROM session WHERE public_id = ?',
  )
    .bind(id)
    .first<{ endedAt: number | null; why: string | null; endsAt: number }>()
}
