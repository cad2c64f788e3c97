/** Opens a session for a person whose factors were right and whose standing is good. */
import type { Guard, Origin } from '../account-guard/guard.ts'
import { absoluteEnd } from '../account-guard/rules.ts'
import { endOfSession } from '../account-guard/store.ts'
import { recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database, type Prepared } from '../db/client.ts'
import { randomText, sha256 } from '../digest.ts'
import { newId } from '../ids.ts'
import type { Day } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import { useDays } from '../standing/rules.ts'
import { done, refused, type Result } from '../result.ts'
import type { SessionKey } from '../session-key.ts'
import type { Facts, MembershipFacts } from '../standing/facts.ts'
import { federatedSession, identityUsed, openSession, renewed, usedOn } from './store.ts'
import type { Way } from './way.ts'

/** The opened session's cookie value, and its key. */
export type Opened = { cookie: string; id: string }

/** What opening a session needs of the program around it. */
export type Means = { db: Database; guard: Guard; origin: Origin; policy: Policy; today: Day }

/** Whose session it is, the memberships they may work through, and what a second factor was given for just now, if one was. */
export type Opener = {
  facts: Facts
  live: readonly MembershipFacts[]
  factorFor?: 'sign-in' | 'step-up' | null
  /** The password that was right (`Facts`): another one set meanwhile opens no session. Undefined: none was asked for. */
  passwordAfter?: number | undefined
  /** The password unless told. */
  way?: Way
}

/**
 * Opens a session in D1 in place of the browser's one `before`, with its audit row and whatever `also` must be
 * true with it, then in the guard. The person works through the first of the `live` memberships.
 * D1 first: a session that only the guard knows opens nothing, one that only D1 knows is refused by the guard.
 */
export async function open(
  { db, guard, origin, policy, today }: Means,
  { facts, live, factorFor = null, passwordAfter, way = { by: 'password' } }: Opener,
  before: SessionKey | null,
  also: readonly Prepared<never>[],
): Promise<Result<Opened, 'changed-meanwhile'>> {
  const id = newId('session')
  const secret = randomText()
  const secretHash = sha256(secret)
  const endsAt = absoluteEnd(origin.at, policy)
  const membership = live[0] ?? null
  const { rows } = await batch(db, [
    openSession({
      id,
      secretHash,
      account: facts.accountId,
      membership: membership?.id ?? null,
      device: origin.device,
      openedAt: origin.at,
      endsAt,
      factorFor,
      passwordAfter: passwordAfter ?? null,
      way,
    }),
    recordedIfChanged({
      name: 'session.opened',
      at: origin.at,
      account: facts.accountId,
      office: membership?.officeId ?? null,
      ip: origin.ip,
      request: origin.request,
      device: origin.device,
      detail: { session: id, by: way.by },
    }),
    ...(way.by === 'provider' ? [federatedSession(id, way), identityUsed(id, way, origin.at)] : []),
    usedOn({ guard: facts.guard, id, secretHash }, useDays(today, policy), origin.at),
    ...(before ? endOfSession(before, origin.at, 'replaced', null) : []),
    ...also,
  ])
  if (rows[0].length === 0) return refused('changed-meanwhile')
  await guard.opened({ id, secretHash, endsAt }, origin.at)
  return done({ cookie: `${facts.guard}.${id}.${secret}`, id })
}

/**
 * A second factor was given in the session: a new secret, the old one is dead at once. Answers the cookie's new value;
 * null if the session ended meanwhile. D1 first: what the guard does not know yet is refused.
 */
export async function renew(
  db: Database,
  guard: Guard,
  session: { row: number; account: number; key: SessionKey },
  origin: Origin,
): Promise<string | null> {
  const { row, account, key } = session
  const secret = randomText()
  const secretHash = sha256(secret)
  const { changes } = await batch(db, [
    renewed(row, key.secretHash, secretHash, origin.at),
    recordedIfChanged({ ...origin, name: 'second_factor.given', account, session: row, clause: 'III.F.1.c' }),
  ])
  if (changes[0] === 0) return null
  await guard.renewed(key.id, key.secretHash, secretHash)
  return `${key.guard}.${key.id}.${secret}`
}
