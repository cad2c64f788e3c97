import type { Status } from '../../accounts/account.ts'

/** What an Enterprise Administrator does to an account, each a page below it. */
export const deeds = [
  'unlocking',
  'set-up-link',
  'session-end',
  'device-revocation',
  'second-factor-removal',
  'suspension',
  'disabling',
  'termination',
  'reinstatement',
] as const
export type Deed = (typeof deeds)[number]

/** The same of a membership. */
export const membershipDeeds = ['disabling', 'end', 'reinstatement'] as const
export type MembershipDeed = (typeof membershipDeeds)[number]

/** What decides whether a deed can be done to an account. */
export type DeedFacts = {
  /** The Enterprise Administrator's own. */
  isSelf: boolean
  status: Status
  /** By the guard object, or by its copy. */
  isLocked: boolean
  /** It has one, or an identity provider spares it one. */
  hasPassword: boolean
  sessions: number
  devices: number
  /** Passkeys, authenticator apps and recovery codes. */
  factors: number
}

/** What a membership can be; what became of its office stands beside it. */
export type MembershipState = 'active' | 'unverified' | 'disabled' | 'ended'

/** Why a deed can't be done. */
export type DeedRefusal =
  | 'own'
  | 'not-locked'
  | 'has-password'
  | 'closed'
  | 'no-sessions'
  | 'no-devices'
  | 'no-factors'
  | 'not-active'
  | 'ended'
  | 'open'
  | 'asks-anew'
  | 'e-business'
