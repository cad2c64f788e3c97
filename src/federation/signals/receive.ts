/** A security event token that a provider pushes (RFC 8935): what it says takes hold at once. */
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { sessionsEnded } from '../../accounts/store.ts'
import { recordedForEndedSessions, recordedIfChanged, recordedOrNothing, tookBack } from '../../audit/statement.ts'
import { batch, type Database, type Prepared } from '../../db/client.ts'
import { sha256 } from '../../digest.ts'
import type { Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import { done, refused, type Result } from '../../result.ts'
import { revokeDevices } from '../../second-factor/store.ts'
import { suspend } from '../../suspension/suspend.ts'
import type { Provider, Signals } from '../provider.ts'
import { tokenTaken } from '../store.ts'
import { ALGORITHMS, CLOCKS_DIFFER_BY, verifyToken } from '../verify-token.ts'
import { effectsOf, faultOf, signalIn } from './rules.ts'
import type { Effects, Fault, Signal } from './signal.ts'
import { accountsSpokenOf, sessionsOfSidEnded } from './store.ts'

const HOUR_SECONDS = 3_600
/** Why a session ended, as its row and the log say it. */
const WHY = 'signal'

/** Where it came from, as the audit log tells it. `at` in ms UTC. */
export type From = { at: number; ip: string; request: string }

/** What taking a signal needs of the program around it; `today` in the plan's zone. */
type Means = { db: Database; policy: Policy; today: Day }

/**
 * Takes the token once: taken before, it is answered like the first time and changes nothing (T9). Refused with the fault
 * that the transmitter is told, or because its keys can't be had now: then it sends again.
 */
export async function receive(
  means: Means,
  provider: Provider,
  signals: Signals,
  token: string,
  from: From,
): Promise<Result<'taken' | 'repeated', Fault | 'provider-down'>> {
  const read = await readSignal(provider, signals, token, from.at, means.policy)
  return read.ok ? take(means, provider, read.value, from) : read
}

/** The signal, once the token is seen to be one of the provider's. */
async function readSignal(
  provider: Provider,
  signals: Signals,
  token: string,
  now: number,
  policy: Policy,
): Promise<Result<{ signal: Signal; jti: string }, Fault | 'provider-down'>> {
  const maxAge = policy.SIGNAL_TAKEN_WITHIN * HOUR_SECONDS
  const fault = faultBySelf(token, { ...signals, maxAge, tolerance: CLOCKS_DIFFER_BY }, now)
  if (fault) return refused(fault)
  // What it said of itself was for the answer alone: here it is decided.
  const verified = await verifyToken(token, { ...signals, types: ['secevent+jwt'], maxAge }, now)
  if (!verified.ok) {
    return refused(
      verified.refusal === 'provider-down'
        ? 'provider-down'
        : { err: 'authentication_failed', description: 'No published key of the issuer signed it.' },
    )
  }
  const signal = signalIn(verified.value, provider.issuer)
  return signal.ok ? done({ signal: signal.value, jti: verified.value.jti! }) : signal
}

/** The same as `faultOf`, of a token that may be no token at all. */
function faultBySelf(token: string, expected: Parameters<typeof faultOf>[2], now: number): Fault | null {
  try {
    const header = decodeProtectedHeader(token)
    if (!ALGORITHMS.includes(header.alg ?? '')) {
      return { err: 'invalid_key', description: 'The algorithm is none that is taken.' }
    }
    return faultOf(header, decodeJwt(token), expected, now)
  } catch {
    return { err: 'invalid_request', description: 'The body is no security event token.' }
  }
}

/** In place of a suspension, where others have a say in the account too: its person proves anew who they are. */
const out: Effects = { sessions: 'all', forgetsDevices: true, suspends: false }

async function take(
  { db, policy, today }: Means,
  provider: Provider,
  { signal, jti }: { signal: Signal; jti: string },
  from: From,
): Promise<Result<'taken' | 'repeated', never>> {
  const { at } = from
  const { person, sid } = signal.about
  const isOfSomebody = person !== null || sid !== null
  const accounts = isOfSomebody ? (await batch(db, [accountsSpokenOf(provider, signal.about, today)])).rows[0] : []
  const effects = effectsOf(signal)
  const events = signal.events.join(' ') || 'unknown'
  const hash = sha256(jti)
  // Longer than it would be taken by any clock.
  const until = at + (policy.SIGNAL_TAKEN_WITHIN * HOUR_SECONDS + 2 * CLOCKS_DIFFER_BY) * 1000
  const statements = [
    tokenTaken(provider.row, hash, at, until),
    recordedOrNothing({
      name: 'signal.received',
      ...from,
      subject: accounts[0]?.account ?? null,
      record: provider.id,
      detail: { events, jti: hash },
    }),
    ...accounts.flatMap(({ account, isWhole }) =>
      effective(account, provider, sid, effects.suspends && isWhole === 0 ? out : effects, from),
    ),
  ]
  try {
    const suspended = effects.suspends && accounts[0]?.isWhole === 1 ? accounts[0] : undefined
    if (suspended) {
      const reason = `${provider.name} sent a signal: ${events.replaceAll('-', ' ')}`
      await suspend(db, { account: suspended.account }, { ...from, by: null, reason }, statements)
    } else await batch(db, statements)
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return done('repeated')
  }
  return done('taken')
}

/** What of it concerns the account's sessions and devices. */
function effective(
  account: number,
  provider: Provider,
  sid: string | null,
  { sessions, forgetsDevices }: Effects,
  from: From,
): Prepared<never>[] {
  const { at } = from
  return [
    ...(sessions === 'none'
      ? []
      : [
          sessions === 'of-sid' && sid !== null
            ? sessionsOfSidEnded(account, provider.row, sid, at, WHY)
            : sessionsEnded({ account }, at, WHY),
          recordedForEndedSessions({ account }, at, WHY, from),
        ]),
    ...(forgetsDevices
      ? [
          revokeDevices(account, at),
          recordedIfChanged({
            ...from,
            name: 'device.revoked',
            subject: account,
            clause: 'III.F.1.b',
            detail: { why: WHY },
          }),
        ]
      : []),
  ]
}
