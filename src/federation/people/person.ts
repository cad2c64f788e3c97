import type { Capability, Department } from '../../accounts/account.ts'

/** Why somebody whom a provider named has no account to come in with. */
export type NoAccess =
  /** The provider says no address, has not verified it, or may not speak of it. */
  | 'no-address'
  /** Nobody here has the address, or not through an office that brought the provider. */
  | 'no-account'
  /** The account with the address is linked to somebody else of the provider's. */
  | 'other-identity'
  /** The plan's provider names no department of the plan's, or none any more. */
  | 'no-department'
  /** The account that the plan's provider made has ended, just now. */
  | 'ended'

/** Whose account the guard's name is of; `managedBy`: the provider (its row) that made it. */
export type Holder = { account: number; guard: string; managedBy: number | null }

/** Who it is: somebody whose identity is linked; whose account has the address, which a passcode may link; new staff; or nobody. */
export type Known =
  | ({ is: 'linked' } & Holder)
  | ({ is: 'to-link' } & Holder)
  | { is: 'new-staff'; email: string; grants: Grants }
  | { is: 'nobody'; why: NoAccess }

/** What the claims give a person of the plan's staff. */
export type Grants = { department: Department; capabilities: Capability[] }

/** Of an account that the provider made: what stands here, against which its claims are held. */
export type Managed = {
  account: number
  department: Department
  terminatedAt: number | null
  isLastAdministrator: 0 | 1
  /** JSON list of those that the provider's claims gave. */
  given: string
  /** JSON list of all that the account has. */
  held: string
}
