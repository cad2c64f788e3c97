import { clause, hours } from './clause.ts'

export const REPORT_WITHIN = clause(
  'III.K.1',
  hours(24),
  'An incident is reported this long after discovery at the latest.',
)
export const DETAIL_WITHIN = clause(
  'III.K.2.d',
  hours(48),
  'The office tells the plan the particulars within this time.',
)
