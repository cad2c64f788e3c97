import { clause, count, days } from './clause.ts'

export const APPROVER_REMINDED_AFTER = clause('III.B.1', days(3), 'A request that waits so long reminds its approver.')
export const PLAN_ALERTED_AFTER = clause(
  'III.B.2',
  days(10),
  'A request that waits so long alerts the Enterprise Administrators.',
)

export const REGISTRATION_LINK_LASTS = clause(
  'III.A.1.c',
  days(14),
  'A registration can be resumed by its link for so long.',
)
export const INVITATION_LASTS = clause('III.A.1.b', days(14), 'An invitation can be accepted for so long.')

export const OFFICE_REQUESTS_PER_ADDRESS = clause(
  'III.A.1.a',
  count(10),
  'One IP address asks for access for so many offices in an hour.',
)

export const REQUESTS_SHOWN_FOR = clause(
  'III.B.3.a',
  days(90),
  'A decided request stands in the list for so long.',
  'any',
)
