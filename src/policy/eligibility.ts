import { clause, days } from './clause.ts'

export const ELIGIBILITY_CHECK_KEPT_FOR = clause(
  'III.B.6.a',
  days(90),
  'A saved eligibility check is forgotten so long after.',
)
