import { clause, hours } from './clause.ts'

export const REPORT_WITHIN = clause('III.K.1', hours(24), 'An incident is reported so soon after discovery.')
export const DETAIL_WITHIN = clause('III.K.2.d', hours(48), 'The office gives the particulars so soon after discovery.')
