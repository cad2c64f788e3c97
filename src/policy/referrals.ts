import { clause, days, hours } from './clause.ts'

// The policy has no time for these; the CMS rule on prior authorization has (CMS-0057-F).
export const REFERRAL_DECIDED_WITHIN = clause('III.B.6.c', days(7), 'A referral is decided so soon.')
export const URGENT_REFERRAL_DECIDED_WITHIN = clause('III.B.6.c', hours(72), 'An urgent referral is decided so soon.')
