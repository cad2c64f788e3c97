/** Signing in: a password, then a device that is known or a second factor, then a session (III.E, III.F). */
import type { Along, Flow, Guard, Origin } from '../account-guard/guard.ts'
import type { Guard as AddressGuard } from '../address-guard/guard.ts'
import { recorded } from '../audit/statement.ts'
import { batch, type Database, type Prepared } from '../db/client.ts'
import { randomText, sha256 } from '../digest.ts'
import { post } from '../mail/outbox.ts'
import { lateMail } from '../mail/store.ts'
import type { Day } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import { done, refused, type Result } from '../result.ts'
import type { SealKeys } from '../seal.ts'
import type { SessionKey } from '../session-key.ts'
import type { Device } from '../second-factor/device.ts'
import { newFlow } from '../second-factor/flow.ts'
import { knownUntil, recognise } from '../second-factor/rules.ts'
import { deviceOf, remember, revokeDevices, rotate, waysOf } from '../second-factor/store.ts'
import { readWays, type Ways, type WaysRow } from '../second-factor/ways.ts'
import { open, type Opened, type Opener } from '../sessions/open.ts'
import { officesOfProvider } from '../sessions/store.ts'
import type { Way } from '../sessions/way.ts'
import type { Facts } from '../standing/facts.ts'
import { standing } from '../standing/rules.ts'
import type { Closed, Gate } from '../standing/standing.ts'
import { factsOfGuard, type FactsRow, readFacts } from '../standing/store.ts'

/** What signing in needs of the program around it. */
export type Means = {
  db: Database
  guard: Guard
  /** The guard object's name. */
  name: string
  policy: Policy
  trainingOn: string | null
  today: Day
  origin: Origin
  sealKeys: SealKeys
  mail: Queue
  /** The session that the browser came with: it ends when a new one opens (T12). */
  before: SessionKey | null
}

/** Why somebody with the right password, passkey or identity does not come in. */
export type Refusal =
  | { why: 'wrong' }
  | { why: 'locked' }
  | { why: 'closed'; closed: Closed; facts: Facts }
  | { why: 'changed-meanwhile' }

/** In, with the session's cookie and the device's new value if it is known; or a second factor is asked for. */
export type Progress =
  | { step: 'in'; opened: Opened; device: string | null; facts: Facts }
  | { step: 'second-factor'; cookie: string; flow: Flow; ways: Ways }

/** A right password, with what the next step needs: the person's facts and the device of the cookie, just read. */
export type Accepted = {
  outcome: 'right'
  account: number
  facts: Facts
  device: Device | null
  presented: string
  ways: Ways
}

/**
 * Looks at the password, behind the throttle of the address. `device` is the value of the device cookie.
 * An attempt that was no failure is not counted against the address.
 */
export async function tryPassword(
  means: Pick<Means, 'guard' | 'name' | 'origin' | 'today' | 'policy'>,
  address: AddressGuard,
  password: string,
  device: string | undefined,
): Promise<
  Accepted | { outcome: 'wrong' } | { outcome: 'busy' } | { outcome: 'throttled'; retryAfterSeconds: number }
> {
  const { guard, name, origin, today, policy } = means
  const admitted = await address.admit(name, origin.at)
  if (!admitted.admitted) return { outcome: 'throttled', retryAfterSeconds: admitted.retryAfterSeconds }
  const presented = device ? sha256(device) : ''
  const along = [factsOfGuard(name, today), deviceOf(name, presented), waysOf(name)] as Along[]
  const attempt = await guard.attempt(name, password, origin, along).catch(async (failure: unknown) => {
    // A fault of ours is nobody's failure.
    await address.ended(admitted.take, false)
    throw failure
  })
  await address.ended(admitted.take, attempt.outcome === 'wrong')
  if (attempt.outcome !== 'right') return attempt
  const [[facts], [known], [ways]] = attempt.along as unknown as [[FactsRow], [Device?], [WaysRow]]
  return {
    outcome: 'right',
    account: attempt.accountId,
    facts: readFacts(facts),
    device: known ?? null,
    presented,
    ways: readWays(ways, policy),
  }
}

/** The password was right: judges the standing, then the device. On a known one the opened session's row tells it all. */
export async function proceed(means: Means, accepted: Accepted): Promise<Result<Progress, Refusal>> {
  const row = recorded({ name: 'sign_in.password_accepted', account: accepted.account, ...means.origin })
  const judged = await judge(means, accepted.facts, [row])
  if (!judged.ok) return judged
  const { facts } = judged.value
  const recognition = recognise(accepted.presented, accepted.device, means.origin.at, means.policy)
  // III.F.1.c.ii: a password of its last day is reset, and that wants a fresh factor on any device.
  if (recognition.known && judged.value.gate !== 'password') {
    const value = randomText()
    const also = rotate(recognition.device, accepted.presented, sha256(value), means.origin.at)
    return admit(means, judged.value, also, value)
  }
  await batch(means.db, [row])
  if (!recognition.known && recognition.why === 'copied') await forgetDevices(means, facts)
  const { cookie, flow } = newFlow(means.name)
  await means.guard.begin(
    { flow, purpose: 'sign-in', account: facts.accountId, passwordAfter: facts.passwordAfter },
    means.origin,
  )
  return done({ step: 'second-factor', cookie, flow, ways: accepted.ways })
}

/**
 * Whoever came by another way than the password: a passkey that verified its owner, or an identity provider. `hasFactor`: the
 * way was a second factor too; else the device is known, or one is asked for. A locked account is so for every way (III.E.3).
 */
export async function arrive(
  means: Means,
  arrival: { way: Exclude<Way, { by: 'password' }>; hasFactor: boolean; device: string | undefined },
): Promise<Result<Progress, Refusal>> {
  const { way, hasFactor } = arrival
  const presented = arrival.device ? sha256(arrival.device) : ''
  const { rows } = await batch(means.db, [
    factsOfGuard(means.name, means.today),
    deviceOf(means.name, presented),
    waysOf(means.name),
  ])
  const judged = await judgeOther(means, rows[0][0] && readFacts(rows[0][0]), way)
  if (!judged.ok) return judged
  if (hasFactor) return admit(means, { ...judged.value, factorFor: 'sign-in' }, [], null)
  const recognition = recognise(presented, rows[1][0] ?? null, means.origin.at, means.policy)
  if (recognition.known) {
    const value = randomText()
    return admit(means, judged.value, rotate(recognition.device, presented, sha256(value), means.origin.at), value)
  }
  const { facts } = judged.value
  if (recognition.why === 'copied') await forgetDevices(means, facts)
  const { cookie, flow } = newFlow(means.name)
  const carried = JSON.stringify(way)
  await means.guard.begin({ flow, purpose: 'sign-in', account: facts.accountId, carried }, means.origin)
  return done({ step: 'second-factor', cookie, flow, ways: readWays(rows[2][0]!, means.policy) })
}

/**
 * The second factor was right: judges the standing anew, and opens the session; `know` makes the device known.
 * `passwordAfter` is of the password that was right before it, `carried` the other way that was, as the flow kept it.
 */
export async function finish(
  means: Means,
  know: boolean,
  { passwordAfter, carried }: { passwordAfter?: number | undefined; carried?: string | undefined },
): Promise<Result<Progress, Refusal>> {
  const { rows } = await batch(means.db, [factsOfGuard(means.name, means.today)])
  const facts = rows[0][0] && readFacts(rows[0][0])
  const judged = await (carried === undefined
    ? judge(means, facts)
    : judgeOther(means, facts, JSON.parse(carried) as Exclude<Way, { by: 'password' }>))
  if (!judged.ok) return judged
  judged.value.factorFor = judged.value.gate === 'password' ? 'step-up' : 'sign-in'
  judged.value.passwordAfter = passwordAfter
  if (!know) return admit(means, judged.value, [], null)
  const { at, device: label } = means.origin
  const value = randomText()
  const { accountId } = judged.value.facts
  const device = { valueHash: sha256(value), label, factorAt: at, expiresAt: knownUntil(at, means.policy) }
  const also = [
    ...remember(accountId, device, means.policy.DEVICES_KNOWN),
    recorded({ name: 'device.known', account: accountId, ...means.origin, clause: 'III.F.1.b' }),
  ]
  return admit(means, judged.value, also, value)
}

/**
 * By which ways the second factor can be given besides the mailbox, and whether mail is late. Told to the browser
 * of the right password alone: null for any other, and once the flow is over. `now` in ms UTC.
 */
export async function waysLeft(
  { db, guard, policy }: Pick<Means, 'db' | 'guard' | 'policy'>,
  flow: Flow & { guard: string },
  now: number,
): Promise<(Ways & { isLate: boolean }) | null> {
  const [stage, { rows }] = await Promise.all([
    guard.stage(flow, now, 'sign-in'),
    batch(db, [waysOf(flow.guard), lateMail(now)]),
  ])
  const ways = rows[0][0]
  if (stage === 'gone' || !ways) return null
  return { ...readWays(ways, policy), isLate: rows[1][0]?.isLate === 1 }
}

type Judged = Opener & { gate: Gate | null }

/** The person's standing; if they do not come in, the refusal is recorded with the `rows` of what came before it. */
async function judge(
  means: Means,
  facts: Facts | undefined,
  rows: Prepared<never>[] = [],
): Promise<Result<Judged, Refusal>> {
  if (!facts) return refused({ why: 'wrong' })
  const stands = standing(facts, means.today, means)
  if (stands.open) return done({ facts, live: stands.live, gate: stands.gate, passwordAfter: facts.passwordAfter })
  await batch(means.db, [
    ...rows,
    recorded({
      name: 'sign_in.refused',
      account: facts.accountId,
      ...means.origin,
      clause: stands.clause,
      detail: { why: stands.why },
    }),
  ])
  return refused({ why: 'closed', closed: stands.why, facts })
}

/** The same for whoever came by another way: the account is not locked, and of a provider's sessions only its offices are live. */
async function judgeOther(
  means: Means,
  facts: Facts | undefined,
  way: Exclude<Way, { by: 'password' }>,
): Promise<Result<Judged, Refusal>> {
  const [judged, locks, offices] = await Promise.all([
    judge(means, facts),
    means.guard.locks(),
    way.by === 'provider' ? batch(means.db, [officesOfProvider(way.provider)]) : null,
  ])
  if (!judged.ok) return judged
  // The plan took this way out while the person was on it.
  if (!(way.by === 'provider' ? means.policy.PROVIDERS : means.policy.PASSKEY_ALONE)) {
    return refused({ why: 'changed-meanwhile' })
  }
  const { live, gate } = judged.value
  const event = { name: 'sign_in.refused', account: judged.value.facts.accountId, ...means.origin } as const
  if (locks.password || locks.secondFactor) {
    await batch(means.db, [recorded({ ...event, clause: 'III.E.3', detail: { why: 'locked' } })])
    return refused({ why: 'locked' })
  }
  const brought = offices?.rows[0].map(({ office }) => office)
  const through = live.filter(({ officeId }) => brought?.includes(officeId) ?? true)
  if (judged.value.facts.kind === 'office' && through.length === 0) {
    await batch(means.db, [recorded({ ...event, clause: 'II.B', detail: { why: 'no-office' } })])
    return refused({ why: 'closed', closed: 'no-office', facts: judged.value.facts })
  }
  return done({ facts: judged.value.facts, gate, live: through, way })
}

async function admit(
  means: Means,
  judged: Judged,
  also: Prepared<never>[],
  device: string | null,
): Promise<Result<Progress, Refusal>> {
  const opened = await open(means, judged, means.before, also)
  if (!opened.ok) return refused({ why: 'changed-meanwhile' })
  return done({ step: 'in', opened: opened.value, device, facts: judged.facts })
}

/** A device cookie was seen in two places: every device is forgotten and the owner told. */
async function forgetDevices(means: Means, facts: Facts): Promise<void> {
  const { at } = means.origin
  const mail = await post(
    { name: 'devices-revoked', to: { account: facts.accountId }, channel: 'email' },
    at,
    means.sealKeys,
  )
  await batch(means.db, [
    revokeDevices(facts.accountId, at),
    recorded({
      name: 'device.revoked',
      account: facts.accountId,
      subject: facts.accountId,
      ...means.origin,
      detail: { why: 'copied' },
    }),
    mail.statement,
  ])
  await means.mail.send({ id: mail.id })
}
