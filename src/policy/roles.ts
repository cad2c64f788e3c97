import type { ClauseId } from './clauses.ts'

/** The roles that a membership may hold; none by default. */
export const ROLES = {
  eligibility: { clause: 'III.B.6.a', name: 'Eligibility Viewer' },
  claims: { clause: 'III.B.6.b', name: 'Claims Viewer' },
  'view-referrals': { clause: 'III.B.6.c', name: 'View Referrals' },
  'submit-referrals': { clause: 'III.B.6.d', name: 'Submit Referrals' },
} as const satisfies Record<string, { clause: ClauseId; name: string }>

export type Role = keyof typeof ROLES
