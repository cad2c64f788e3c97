import type { Department } from '../../accounts/account.ts'
import type { StatusFacts } from '../../accounts/rules.ts'
import type { Day } from '../../policy/calendar.ts'
import type { OwnEvent } from '../../profile/profile.ts'

/** What an account can be found by besides its name; `active` is none of the others. */
export const accountStates = [
  'active',
  'locked',
  'dormant',
  'suspended',
  'disabled',
  'ended',
  'no-office',
  'never-used',
  'no-password',
  'password-ended',
] as const
export type AccountState = (typeof accountStates)[number]

/** Whose accounts: people of offices, or of the plan. */
export const accountKinds = ['office', 'staff'] as const
export type AccountKind = (typeof accountKinds)[number]

/** Why accounts are written into a file: asked for, and kept in the log. */
export const exportPurposes = ['access-review', 'investigation', 'support'] as const
export type ExportPurpose = (typeof exportPurposes)[number]

/** What to look for; empty finds all. */
export type AccountFilters = {
  /** Beginnings of words of the name. */
  words: string[]
  /** The beginning of the address, in lower case. */
  email: string
  /** Words in an office's name, or its whole NPI or TIN. */
  office: string
  state: AccountState | null
  kind: AccountKind | null
}

/** Where a page of the list begins: behind this account. */
export type AccountCursor = { lastName: string; firstName: string; row: number }

/** The days that states are told by (ISO): last used before `dormantBefore`, password set on `passwordEndedOn` or earlier. */
export type StateDays = { today: Day; dormantBefore: Day; passwordEndedOn: Day }

/** What of an account tells its states. */
export type StateFacts = StatusFacts & {
  kind: AccountKind
  /** To how many offices its access has not ended. */
  offices: number
  lockedAt: number | null
  lastUsedOn: Day | null
  approvedOn: Day
  passwordSetOn: Day | null
}

/** An account in the list. `office`: one of its `offices`, an open one before others; `closedFor`: why the access to it is closed. */
export type FoundAccount = StateFacts & {
  row: number
  id: string
  email: string
  firstName: string
  lastName: string
  department: Department | null
  office: string | null
  closedFor: 'unverified' | 'disabled' | null
}

/** An event of the account's own: sign-ins, sessions, devices, changes; never pages, nor records. */
export type AccountEvent = {
  at: number
  event: OwnEvent
  by: string | null
  office: string | null
  device: string | null
  detail: string | null
}
