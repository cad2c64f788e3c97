/** Sessions that were opened through a provider: by the product's own verb, without the way through the provider. */
import { env } from 'cloudflare:workers'
import { instant } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { batch } from '../../src/db/client.ts'
import { ID_TOKEN } from '../../src/federation/provider.ts'
import { dayOf } from '../../src/policy/calendar.ts'
import { seal } from '../../src/seal.ts'
import { open } from '../../src/sessions/open.ts'
import { standing } from '../../src/standing/rules.ts'
import { factsOfGuard, readFacts } from '../../src/standing/store.ts'
import { Browser } from './browser.ts'
import { from, guardOf } from './guard.ts'
import { SESSION } from './session.ts'

/** Opens one for the person, whose identity has to be linked. */
export async function signedInThrough(
  provider: { row: number; id: string },
  person: { guard: string },
  who: { subject: string; sid?: string | null; idToken?: string },
): Promise<Browser> {
  const { policy, trainingOn, zone, sealKeys } = readConfig(env)
  const today = dayOf(instant(), zone)
  const { rows } = await batch(env.DB, [factsOfGuard(person.guard, today)])
  const facts = readFacts(rows[0][0]!)
  const stands = standing(facts, today, { policy, trainingOn })
  if (!stands.open) throw new Error(`nobody signs in: ${stands.why}`)
  const sealed = await seal(who.idToken ?? 'an.id.token', sealKeys, ID_TOKEN, provider.id)
  const way = { by: 'provider', provider: provider.row, subject: who.subject, sid: who.sid ?? null, sealed } as const
  const opened = await open(
    { db: env.DB, guard: guardOf(person.guard), origin: from(), policy, today },
    { facts, live: stands.live, way },
    null,
    [],
  )
  if (!opened.ok) throw new Error('no session was opened')
  const browser = new Browser()
  browser.cookies.set(SESSION, opened.value.cookie)
  return browser
}
