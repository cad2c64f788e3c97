import { clause, days, hours } from './clause.ts'

// The policy has no time for these; the CMS rule on prior authorization has (CMS-0057-F).
export const REFERRAL_DECIDED_WITHIN = clause('III.B.6.c', days(7), 'A referral is decided so soon.')
export const URGENT_REFERRAL_DECIDED_WITHIN = clause('III.B.6.c', hours(72), 'An urgent referral is decided so soon.')

export const REFERRAL_DRAFT_KEPT_FOR = clause(
  'III.B.6.d',
  days(30),
  'A referral that was begun and not submitted is forgotten so long after its last change.',
)
