/** What the guard of an account is asked and what it answers. */
import type { AuditEvent, EventName } from '../audit/events.ts'

/** The guard of one account, as its callers hold it. */
export type Guard = ReturnType<Env['ACCOUNT_GUARD']['getByName']>

/** Where a request came from, as the audit row tells it. */
export type Origin = {
  /** Milliseconds UTC. */
  at: number
  ip: string
  request: string
  device: string
}

/** A query that is read along with the credential, and a row it answers: as calls between objects carry them. */
export type Along = { sql: string; params: (string | number)[] }
export type Row = Record<string, string | number | null>

/**
 * What became of a password; `along` are the rows of what was to be read with it. 'wrong' also stands for an unknown address and a locked account:
 * outside, nobody can tell them apart (III.E.1).
 */
export type Attempt =
  | { outcome: 'right'; accountId: number; along: Row[][] }
  | { outcome: 'wrong' }
  | { outcome: 'busy' }

/** By which way a passcode is sent (III.F.2.a). */
export type Channel = 'email' | 'text'

/** A passcode was made and is on its way; or not, because too many were asked for. */
export type Sending = { sent: true } | { sent: false; why: 'limited' | 'locked' | 'gone'; retryAfterSeconds: number }

/** What became of an entered passcode. */
export type Entry =
  | { outcome: 'right'; accountId: number }
  | { outcome: 'wrong'; triesLeft: number }
  | { outcome: 'void' }
  | { outcome: 'locked' }
  | { outcome: 'gone' }

/** Why a session is closed; 'ended' also for one that its timer closed before, or that never was. */
export type Closing = 'idle' | 'expired' | 'ended'

/** A session as the guard knows it: open, with the instant it closes if nothing happens (ms UTC), or closed. */
export type Idle = { open: true; idleEndsAt: number } | { open: false; why: Closing }

/** A session that was opened in D1; `endsAt` is its absolute end in ms UTC. */
export type Opening = { id: string; secretHash: string; endsAt: number }

/** An event of a request, as its audit row tells it. */
export function told(name: EventName, origin: Origin, event: Omit<AuditEvent, 'name' | 'at'>): AuditEvent {
  return { name, at: origin.at, ip: origin.ip, request: origin.request, device: origin.device, ...event }
}
