/** A registration: somebody on the way to an account (III.A.1.c). */
import type { Department } from '../accounts/account.ts'
import type { Id } from '../ids.ts'
import type { Day } from '../policy/calendar.ts'
import type { Role } from '../policy/roles.ts'

/** What a registrant tells of themself (III.A.1.c.i), each by the clause that asks for it. */
export const personFields = [
  'firstName', // III.A.1.c.i.a
  'lastName', // III.A.1.c.i.b
  'street', // III.A.1.c.i.c
  'city', // III.A.1.c.i.d
  'zip', // III.A.1.c.i.e
  'telephone', // III.A.1.c.i.f
  'jobTitle', // III.A.1.c.i.h
  'jobDescription', // III.B.6
] as const
export type PersonField = (typeof personFields)[number]

/** As typed; a complete one has its telephone in E.164. */
export type Person = Record<PersonField, string>

/** What a registrant does, in this order (requirements, section 2). */
export const steps = ['code', 'person', 'office', 'agreement', 'training', 'questions', 'review'] as const
export type Step = (typeof steps)[number]

/** An office as a registrant sees it: never its members or users. */
export type OfficeShown = { id: string; name: string; street: string | null; city: string | null }

/** A registration as stored, with what decides over it. Instants in ms UTC, documents by their rows. */
export type Registration = {
  row: number
  id: Id<'registration'>
  /** In its normal form (III.A.1.c.i.g). */
  email: string
  guard: string
  provedAt: number | null
  person: Person
  isAdult: boolean
  office: (OfficeShown & { row: number; isOpen: boolean }) | null
  agreement: number | null
  agreementInForce: number
  training: number | null
  /** Sections done, of the training `training`. */
  sections: number[]
  trainedAt: number | null
  questions: string[]
  hasAnswers: boolean
  sentAt: number | null
  endedAt: number | null
  isAdmitted: boolean
  invitation: { row: number; department: Department | null; isRevoked: boolean } | null
  /** Of its request. */
  decision: 'approved' | 'denied' | 'withdrawn' | null
  reason: string | null
}

/** What is known of an address when somebody registers it. */
export type AddressFacts = {
  account: number | null
  kind: 'office' | 'staff' | null
  suspendedAt: number | null
  terminatedAt: number | null
  /** Memberships that have not ended, whatever became of their offices. */
  memberships: number
  /** The first name of a registration of this address that waits to be decided. */
  waiting: string | null
}

/** Somebody whose request is decided. `row` is the registration's. */
export type Registrant = {
  row: number
  id: string
  email: string
  guard: string
  firstName: string
  lastName: string
  /** 1: the address has an account with a password from before (III.N.1). */
  hasPassword: 0 | 1
}

/** What an approved person gets in an office (its row): roles with their last day and their providers' rows; none listed, no limit. */
export type OfficeGrants = {
  office: number
  isLoa: boolean
  roles: readonly { role: Role; endsOn: Day | null; providers: readonly number[] }[]
}
export type Grants = OfficeGrants | { department: Department }

/** Who does it (an account's row; null: the system), at which instant (ms UTC), from where. */
export type Act = { at: number; by: number | null; ip?: string | null; request?: string | null; device?: string | null }
