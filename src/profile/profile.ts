/** What people see of their own account (III.G.1; requirements, sections 6, 7 and 11). */
import type { Details } from '../accounts/account.ts'
import type { EventName } from '../audit/events.ts'
import type { Day } from '../policy/calendar.ts'
import type { Role } from '../policy/roles.ts'

/** What is typed into the form of one's own information: everything but the mobile number, which is proved first. */
export type OwnDetails = Omit<Details, 'mobile'>

/** One's own information as stored; what an older account never told is null. */
export type OwnRecord = { [K in keyof Details]: Details[K] | null } & { email: string }

/** A mobile number that waits for the code sent to it, and the flow of that code. */
export type Pending = { number: string; flow: string }

/** A known device. Instants in ms UTC. */
export type KnownDevice = {
  id: number
  label: string
  factorAt: number
  usedAt: number
  expiresAt: number
  isThis: 0 | 1
}

/** The events of an account that its person sees, of themself and of what others changed of theirs. Pages are none. */
export const ownEvents = [
  'sign_in.failed',
  'sign_in.refused',
  'account.locked',
  'account.unlocked',
  'passcode.sent',
  'passcode.accepted',
  'passcode.refused',
  'second_factor.locked',
  'second_factor.given',
  'questions.answered',
  'questions.refused',
  'questions.set',
  'app.added',
  'app.removed',
  'app.accepted',
  'app.refused',
  'recovery_codes.made',
  'recovery_code.accepted',
  'recovery_code.refused',
  'password.set',
  'password.changed',
  'password.reset',
  'session.opened',
  'session.closed',
  'device.known',
  'device.revoked',
  'identity.unlinked',
  'account.created',
  'account.changed',
  'membership.created',
  'membership.changed',
  'roles.changed',
  'capability.given',
  'capability.reviewed',
  'capability.taken',
  'office.switched',
] as const satisfies readonly EventName[]
export type OwnEvent = (typeof ownEvents)[number]

/** A row of one's own activity. `byOther`: somebody else did it. */
export type OwnActivity = {
  seq: number
  at: number
  event: OwnEvent
  office: string | null
  ip: string | null
  device: string | null
  detail: string | null
  byOther: 0 | 1
}

/** One of the person's offices: JSON lists of `[role, endsOn]`, and of `[name, e-mail]` of those who administer it. */
export type OwnOffice = { id: string; office: string; since: number; isLoa: 0 | 1; roles: string; loas: string }
export type OwnRole = [role: Role, endsOn: Day | null]

/** A request of the person's for an office. */
export type OwnRequest = {
  id: string
  office: string
  jobTitle: string
  sentAt: number
  decision: 'approved' | 'denied' | 'withdrawn' | null
  decidedOn: Day | null
  decidedName: string | null
  reason: string | null
}

/** What is typed to ask for another office; the office by its public id. */
export type Wish = { office: string; jobTitle: string; jobDescription: string }
