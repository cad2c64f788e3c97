import { clause, days, hours, months, years } from './clause.ts'

export const AUDIT_KEPT_FOR = clause('III.L.5', years(10), 'The log and records of decisions are kept.', 'at least')
export const DENIED_KEPT_FOR = clause('III.L.5', days(90), 'A denied or abandoned registration is kept so long.')
export const ACCESS_REVIEWED_EVERY = clause('II.H', months(1), 'Access and use are reviewed.')
export const READERS_REVIEWED_EVERY = clause('III.L.4', months(12), 'Who may see the log is reviewed.')
export const EMERGENCY_ACCESS_LASTS = clause('II.G', hours(1), 'Emergency access ends after so long.')
