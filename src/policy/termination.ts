import { businessDays, clause } from './clause.ts'

export const REVOKE_WITHIN = clause(
  'III.M.3',
  businessDays(1),
  'Access revoked later than so long after the job ended is reported.',
)
