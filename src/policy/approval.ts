import { clause, days } from './clause.ts'

export const APPROVER_REMINDED_AFTER = clause('III.B.1', days(3), 'A request that waits so long reminds its approver.')
export const PLAN_ALERTED_AFTER = clause(
  'III.B.2',
  days(10),
  'A request that waits so long alerts the Enterprise Administrators.',
)
