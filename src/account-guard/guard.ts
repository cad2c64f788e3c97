/** What the guard of an account is asked and what it answers. */
import type { AuditEvent, EventName } from '../audit/events.ts'
import type { Recipient } from '../mail/messages.ts'

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

/**
 * What a second factor is asked for. `sign-in` and `step-up` come after the right password: a wrong code counts against
 * the account. `reset` comes by a link from the owner's mailbox and opens a locked account, so a lock does not stop it.
 * `registration` and `mobile` prove an address or a number, nobody's account: their wrong codes lock nobody out.
 * `link` proves that an identity of a provider's and an account are the same person's.
 */
export type Purpose = 'sign-in' | 'step-up' | 'reset' | 'registration' | 'mobile' | 'link'

/** A flow as its browser proves it: the id, and SHA-256 of the secret in the cookie. */
export type Flow = { id: string; secretHash: string }

/**
 * A flow to begin. `asksTwice`: a reset of an account that has a channel besides its mailbox. `passwordAfter`: which password
 * was right before it (`Facts`); the right second factor answers it again, and `carried`: what else the flow is to keep (JSON).
 */
export type Beginning = {
  flow: Flow
  purpose: Purpose
  account: number | null
  asksTwice?: boolean
  passwordAfter?: number
  carried?: string
}

/**
 * To whom a passcode goes: the flow's own account unless told. Null: to nobody, so that a known address looks like any other (T6).
 * `link`: the first mail of a reset also carries the way to the page where the code is typed.
 */
export type Sendee = { channel: Channel; to?: Recipient | null; link?: string }

/** A passcode was made and is on its way; or not, because too many were asked for. */
export type Sending = { sent: true } | { sent: false; why: 'limited' | 'locked' | 'gone'; retryAfterSeconds: number }

/** What became of an entered passcode, or of answered questions. `ready`: nothing more is to be proved. */
export type Entry =
  | {
      outcome: 'right'
      accountId: number | null
      ready: boolean
      passwordAfter?: number | undefined
      carried?: string | undefined
    }
  | { outcome: 'wrong'; triesLeft: number }
  | { outcome: 'void' }
  | { outcome: 'locked' }
  | { outcome: 'gone' }

/**
 * A second factor other than a passcode: answers to the security questions, folded and joined (III.F.2.b); a code of an
 * authenticator app, or a recovery code, as normalised text; a passkey (its row) whose signature was found right over the
 * challenge (its hash), which is taken once, and not after `until` (ms UTC).
 */
export type Factor =
  | { by: 'questions'; answers: string }
  | { by: 'app' | 'recovery'; code: string }
  | ({ by: 'passkey' } & PasskeyProof)

/** A passkey's right signature, and the counter that its device says it has come to. */
export type PasskeyProof = { passkey: number; counter: number; challenge: string; until: number }

/** How far a flow is: what is still to be proved, or that it is over. */
export type Stage = 'mailbox' | 'second' | 'ready' | 'gone'

/**
 * A new password, and by what right: the first one by its link, the present one known, or a flow whose proofs are complete.
 * Days are of the plan's zone; `differsFrom` so many passwords before it, the present one among them (III.D.5).
 */
export type NewPassword = {
  guard: string
  password: string
  today: string
  differsFrom: number
} & ({ by: 'set-up'; link: Flow } | { by: 'change'; current: string } | { by: 'reset'; flow: Flow })

/** What became of a new password. */
export type Setting = 'set' | 'gone' | 'wrong' | 'used-before' | 'busy'

/** Which of the account's two locks are on: after failed passwords (III.E.3), after failed codes (III.F.3). */
export type Locks = { password: boolean; secondFactor: boolean }

/** Who unlocks an account (an Enterprise Administrator's row), in which session, and why, in their words. */
export type Unlocking = { by: number; session?: number; reason: string }

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
