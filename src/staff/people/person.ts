import type { Capability, Department } from '../../accounts/account.ts'
import type { StatusFacts } from '../../accounts/rules.ts'
import type { Day } from '../../policy/calendar.ts'

/** What decides whether a staff account is open, in ms UTC. */
type Standing = StatusFacts & { lockedAt: number | null }

type Staff = Standing & {
  id: string
  row: number
  firstName: string
  lastName: string
  email: string
  department: Department
  lastUsedOn: Day | null
}

/** A staff account in the list; `reviewOn`: the first day on which a capability of theirs is to be reviewed. */
export type StaffRow = Staff & { reviewOn: Day | null }

/** A staff account by itself. */
export type StaffPerson = Staff & {
  approvedOn: Day
  /** 1: nobody else of information services can administer accounts. */
  isLastAdministrator: 0 | 1
  /** The identity provider that made the account, and decides its department; null: none. */
  managedBy: string | null
}

/** A capability that somebody has, who gave it and who reviewed it last; null: the program, or nobody yet. */
export type HeldCapability = {
  name: Capability
  grantedAt: number
  grantedBy: string | null
  reviewOn: Day
  reviewedAt: number | null
  reviewedBy: string | null
}

/** A change of the account, by whom (null: the program) and why (III.L.3). */
export type StaffChange = {
  at: number
  by: string | null
  field: 'status' | 'department' | 'capability' | 'capability review'
  before: string | null
  after: string | null
  reason: string | null
}

/** What can be done about a capability of somebody's (III.L.4). */
export const capabilityActions = ['give', 'review', 'take'] as const
export type CapabilityAction = (typeof capabilityActions)[number]

/** What is decided about one. */
export type CapabilityDecision = { name: Capability; action: CapabilityAction }
