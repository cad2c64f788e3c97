import type { Day } from '../policy/calendar.ts'
import type { Role } from '../policy/roles.ts'

/** The plan's departments that have staff accounts. */
export const departments = [
  'information-services',
  'e-business',
  'provider-relations',
  'privacy',
  'information-security',
] as const
export type Department = (typeof departments)[number]

/** Capabilities given to a staff person by name, reviewed yearly (III.L.4). */
export const capabilities = ['audit.read'] as const
export type Capability = (typeof capabilities)[number]

/** A new account. Days are of the plan's zone. */
export type NewAccount = {
  /** In its normal form. */
  email: string
  guard: string
  firstName: string
  lastName: string
  mobile: string | null
  /** Of a staff account; null for people of offices. */
  department: Department | null
  capabilities: readonly Capability[]
  /** Offices (their rows) with the roles held there. */
  memberships: readonly { office: number; roles: readonly Role[]; isLoa: boolean }[]
  approvedOn: Day
  lastUsedOn: Day | null
  /** As stored; null: no password yet. */
  passwordHash: string | null
  passwordSetOn: Day
  /** The day of the last training attestation; null: never. */
  trainedOn: Day | null
  /** Whether the person has agreed to the User Agreement in force. */
  agreed: boolean
  /** The day the capabilities are reviewed again. */
  reviewOn: Day
}

/** What a person tells of themself and may change (III.G.1). The e-mail address is none of it (III.C.2). */
export type Details = {
  firstName: string
  lastName: string
  street: string
  city: string
  zip: string
  /** In E.164, like the mobile one, to which passcodes go. */
  telephone: string
  jobTitle: string
  mobile: string | null
}

/** What an account can be (III.K.5, III.M.2). */
export type Status = 'active' | 'suspended' | 'disabled' | 'terminated'

/** Who changes something (an account's row; null: the system), at which instant (ms UTC), from where, and why, in their words. */
export type Change = {
  at: number
  by: number | null
  reason?: string | null
  session?: number | null
  ip?: string
  request?: string
  device?: string
}
