import type { Day } from '../../policy/calendar.ts'

/** Which offices the calendar shows. */
export const selections = [
  'under-way',
  'unreceived',
  'restricted',
  'suspended',
  'to-reinstate',
  'self-verified',
  'upcoming',
  'all',
] as const
export type Selection = (typeof selections)[number]

/** An office in the calendar. `row` is of D1; instants in ms UTC. */
export type OfficeInCalendar = {
  row: number
  id: string
  name: string
  accessOn: Day
  verifyDueOn: Day | null
  promptReceivedOn: Day | null
  suspendedAt: number | null
  /** The last verification that was opened, of that due day or an earlier one. */
  verification: string | null
  completedAt: number | null
  completedOn: Day | null
  byOnlyLoa: number | null
  reinstatedAt: number | null
  decided: number
  people: number
  loas: number
}

/** One verification, with the office it is of. */
export type PlanVerification = {
  row: number
  id: string
  office: number
  officeId: string
  officeName: string
  accessOn: Day
  terminatedOn: Day | null
  suspendedAt: number | null
  verifyDueOn: Day | null
  promptReceivedOn: Day | null
  managerName: string | null
  managerTitle: string | null
  managerEmail: string | null
  managerTelephone: string | null
  telephone: string | null
  /** The office has had none since. */
  isLast: 0 | 1
  dueOn: Day
  openedAt: number
  receivedOn: Day | null
  remindedDay: number
  alarmedAt: number | null
  completedAt: number | null
  completedOn: Day | null
  completedBy: string | null
  byOnlyLoa: number
  spokeWith: string | null
  spokeOn: Day | null
  notes: string | null
  droppedAt: number | null
  reinstatedAt: number | null
  reinstatedBy: string | null
  reinstatedBecause: string | null
}

/** A user of the office with what was decided about them; `roles` is a JSON list. Rows are of D1, instants in ms UTC. */
export type PlanCard = {
  id: string
  row: number
  account: number
  firstName: string
  lastName: string
  email: string
  jobTitle: string | null
  isLoa: number
  approvedOn: Day
  lastUsedOn: Day | null
  admittedAt: number
  roles: string
  decision: 'kept' | 'changed' | 'left' | null
  decidedAt: number | null
  decider: string | null
}

/** An administrator of the office, as one reaches them. */
export type Reachable = { name: string; email: string; telephone: string | null }
