import type { Capability, Department } from '../accounts/account.ts'
import type { Role } from '../policy/roles.ts'
import type { Day } from '../policy/calendar.ts'

/** A membership and its office, as far as they decide whether anyone may work through it. */
export type MembershipFacts = {
  id: number
  publicId: string
  officeId: number
  office: string
  isLoa: boolean
  /** Milliseconds; null: not suspended. */
  suspendedAt: number | null
  /** Not verified in time (III.H.5), or disabled (III.M.2). */
  suspendedFor: 'unverified' | 'disabled' | null
  endedOn: Day | null
  officeAccessOn: Day | null
  officeSuspendedAt: number | null
  officeTerminatedOn: Day | null
  /** III.H.1: when the office's users are verified next, and when the prompt for it was received. */
  officeVerifyDueOn: Day | null
  officePromptReceivedOn: Day | null
  roles: Role[]
}

/** Everything stored about a person that decides whether they may use the portal now. */
export type Facts = {
  accountId: number
  email: string
  guard: string
  kind: 'office' | 'staff'
  department: Department | null
  firstName: string
  lastName: string
  /** In E.164, verified; null: none. */
  mobile: string | null
  approvedOn: Day
  lastUsedOn: Day | null
  suspendedAt: number | null
  /** An incident (III.K.5), or disabled (III.M.2). */
  suspendedFor: 'incident' | 'disabled' | null
  terminatedAt: number | null
  /** The day the password was set; null: never. */
  passwordSetOn: Day | null
  /** The row of the password before it, which tells the present one from the next; 0: it is the first. */
  passwordAfter: number
  /** The day of the last training attestation; null: never trained. */
  trainedOn: Day | null
  /** The newest version of the User Agreement that the person agreed to, and the one in force; 0: none. */
  agreedVersion: number
  agreementInForce: number
  capabilities: Capability[]
  memberships: MembershipFacts[]
}
