import { businessDays, clause } from './clause.ts'

export const REVOKE_WITHIN = clause(
  'III.M.3',
  businessDays(1),
  'Access revoked later than so long after the job ended is reported.',
)
export const LATE_REVOCATION_DECIDED_WITHIN = clause(
  'III.M.3',
  businessDays(5),
  'e-business decides a report of late revocation so soon.',
  'any',
)
