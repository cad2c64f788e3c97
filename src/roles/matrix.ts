/** Who may do what (II.C, III.B.6): rights by role of a membership, by department and by named capability. */

import type { Capability, Department } from '../accounts/account.ts'
import type { Role } from '../policy/roles.ts'

/** What a page or a change asks for. */
export type Right =
  // Whatever became of the person: leaving.
  | 'sign-out'
  // Behind a gate too: staying, and what the gate asks for.
  | 'session.keep'
  | 'second-factor'
  | 'password.change'
  | 'agreement.accept'
  | 'training.take'
  | 'office.switch'
  // III.H.2: an administrator restricted to it may do this, too.
  | 'office.verify'
  | 'signed-in'
  | 'office.work'
  | 'members.read'
  | 'claims.read'
  | 'referrals.read'
  | 'referrals.submit'
  // III.B: a Local Office Administrator, in the own office.
  | 'office.administer'
  | 'staff'
  // The Enterprise Administrators' work (requirements, section 0).
  | 'offices.admit'
  | 'requests.decide'
  | 'accounts.administer'
  | 'mail.read'
  | 'documents.edit'
  // III.H: seeing what falls due, completing it for an office (H.4), giving access back (H.5).
  | 'verifications.read'
  | 'verifications.complete'
  | 'offices.reinstate'
  // III.M.3: e-business decides reports of late revocation, privacy sees what was referred to it.
  | 'late-revocations.read'
  | 'late-revocations.decide'
  | 'jobs.read'
  // How much is going on, as numbers by day.
  | 'charts.read'
  // III.I.2: information services drafts the list, privacy signs it; what is hidden and why, privacy alone.
  | 'restricted-codes.read'
  | 'restricted-codes.draft'
  | 'restricted-codes.sign'
  | 'hidden-records.read'
  // What the core system sends, and what waits to be taken by it.
  | 'feed.run'
  | 'deliveries.read'
  // Identity providers: whose word signs people in, and what it gives the plan's staff.
  | 'providers.configure'
  | 'audit.read'

/**
 * Rights of a membership by role: what approved users reach PHI by (II.A), none without one
 * (III.B.6.a eligibility, III.B.6.b claims, III.B.6.c and III.B.6.d referrals).
 */
export const rightsOfRole: Record<Role, readonly Right[]> = {
  eligibility: ['members.read'],
  claims: ['claims.read'],
  'view-referrals': ['referrals.read'],
  'submit-referrals': ['referrals.submit'],
}

/** Rights of a capability. No department reads members, claims or referrals by default (section 7). */
export const rightsOfCapability: Record<Capability, readonly Right[]> = {
  'audit.read': ['audit.read'],
}

const ofEnterpriseAdministrators = [
  'offices.admit',
  'requests.decide',
  'accounts.administer',
  'mail.read',
  'documents.edit',
  'verifications.read',
  'jobs.read',
  'charts.read',
] as const

/** Rights of a department's staff. None reads members, claims or referrals. */
export const rightsOfDepartment: Record<Department, readonly Right[]> = {
  'information-services': [
    ...ofEnterpriseAdministrators,
    'providers.configure',
    'restricted-codes.read',
    'restricted-codes.draft',
    'feed.run',
    'deliveries.read',
  ],
  'e-business': [
    ...ofEnterpriseAdministrators,
    'offices.reinstate',
    'late-revocations.read',
    'late-revocations.decide',
  ],
  'provider-relations': [...ofEnterpriseAdministrators, 'verifications.complete'],
  privacy: [
    'documents.edit',
    'late-revocations.read',
    'restricted-codes.read',
    'restricted-codes.sign',
    'hidden-records.read',
  ],
  'information-security': [],
}

/** What everybody may who is signed in, whatever their roles. */
export const rightsOfEverybody: readonly Right[] = [
  'sign-out',
  'session.keep',
  'second-factor',
  'password.change',
  'agreement.accept',
  'training.take',
  'office.switch',
  'signed-in',
]
