import type { Department } from '../../accounts/account.ts'
import type { StatusFacts } from '../../accounts/rules.ts'
import type { Day } from '../../policy/calendar.ts'

/** What an account can be found by besides its name; `active` is none of the others. */
export const accountStates = [
  'active',
  'locked',
  'dormant',
  'suspended',
  'disabled',
  'ended',
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
export type StateDays = { dormantBefore: Day; passwordEndedOn: Day }

/** What of an account tells its states. */
export type StateFacts = StatusFacts & {
  lockedAt: number | null
  lastUsedOn: Day | null
  approvedOn: Day
  passwordSetOn: Day | null
}

/** An account in the list. `office`: one of its offices, of `offices`. */
export type FoundAccount = StateFacts & {
  row: number
  id: string
  email: string
  firstName: string
  lastName: string
  kind: AccountKind
  department: Department | null
  office: string | null
  offices: number
}
