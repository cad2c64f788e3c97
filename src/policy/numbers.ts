import * as approval from './approval.ts'
import * as audit from './audit.ts'
import type { Clause, Value } from './clause.ts'
import * as dormancy from './dormancy.ts'
import * as eligibility from './eligibility.ts'
import * as incidents from './incidents.ts'
import * as passwords from './passwords.ts'
import * as referrals from './referrals.ts'
import * as restrictedInfo from './restricted-info.ts'
import * as secondFactor from './second-factor.ts'
import * as signIn from './sign-in.ts'
import * as termination from './termination.ts'
import * as training from './training.ts'
import * as verification from './verification.ts'

/** Every number of the policy by its name, in the order of the policy's chapters. */
export const numbers = {
  ...approval,
  ...passwords,
  ...signIn,
  ...secondFactor,
  ...verification,
  ...restrictedInfo,
  ...training,
  ...incidents,
  ...audit,
  ...termination,
  ...dormancy,
  ...eligibility,
  ...referrals,
} as const

/** The name of a number, such as `DORMANT_AFTER`. */
export type Name = keyof typeof numbers

/** A value for each number, in the unit that its clause states. */
export type Numbers = { readonly [N in Name]: (typeof numbers)[N] extends Clause<infer V> ? V : never }

/** Every name with its clause, for going through them all. */
export const everyNumber = Object.entries(numbers) as [Name, Clause<Value>][]
