/** Who may do what (II.C, III.B.6): rights by role of a membership, by department and by named capability. */

import type { Capability, Department } from '../accounts/account.ts'
import type { Role } from '../policy/roles.ts'

/** What a page or a change asks for. */
export type Right =
  | 'sign-out'
  | 'signed-in'
  | 'office.work'
  | 'members.read'
  | 'claims.read'
  | 'referrals.read'
  | 'referrals.submit'
  | 'staff'
  | 'audit.read'
  | 'mail.read'

/** Rights of a membership by role (III.B.6.a eligibility, III.B.6.b claims, III.B.6.c and III.B.6.d referrals): none without one. */
export const rightsOfRole: Record<Role, readonly Right[]> = {
  eligibility: ['members.read'],
  claims: ['claims.read'],
  'view-referrals': ['referrals.read'],
  'submit-referrals': ['referrals.submit'],
}

/** Rights of a department's staff. */
export const rightsOfDepartment: Partial<Record<Department, readonly Right[]>> = {
  'information-services': ['mail.read'],
  'e-business': ['mail.read'],
  'provider-relations': ['mail.read'],
}

/** Rights of a capability. No department reads members, claims or referrals by default (section 7). */
export const rightsOfCapability: Record<Capability, readonly Right[]> = {
  'audit.read': ['audit.read'],
}
