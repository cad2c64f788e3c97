/** A registration: somebody on the way to an account (III.A.1.c). */
import type { Department } from '../accounts/account.ts'
import type { Day } from '../policy/calendar.ts'
import type { Role } from '../policy/roles.ts'

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
export type Act = { at: number; by: number | null; ip?: string; request?: string; device?: string }
