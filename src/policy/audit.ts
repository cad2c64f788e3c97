import { clause, days, hours, months, years } from './clause.ts'

export const AUDIT_KEPT_FOR = clause(
  'III.L.5',
  years(10),
  'The log, decisions and agreements are kept so long.',
  'at least',
)
export const DENIED_REGISTRATION_KEPT_FOR = clause(
  'III.L.5',
  days(90),
  'A denied or abandoned registration is kept so long.',
)
export const ACTIVITY_SHOWN_FOR = clause('III.L.4', days(90), 'People see what they did themselves for so long.', 'any')
export const ACCESS_REVIEWED_EVERY = clause('II.H', months(1), 'Access and use are reviewed so often.')
export const AUDIT_READERS_REVIEWED_EVERY = clause('III.L.4', months(12), 'Who may see the log is reviewed so often.')
export const EMERGENCY_ACCESS_LASTS = clause('II.G', hours(1), 'Emergency access ends after so long.')
