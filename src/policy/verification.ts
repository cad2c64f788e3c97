import { clause, count, dayList, days } from './clause.ts'

export const VERIFY_EVERY = clause('III.H.1', days(45), 'Every so many days an office is prompted to verify its users.')
export const VERIFY_PROMPT_REACHES_WITHIN = clause(
  'III.H.1',
  days(7),
  'A prompt counts as received so long after it fell due.',
)
export const VERIFY_REMINDED = clause(
  'III.H.1',
  dayList(7, 12, 14, 15, 16),
  'Reminders go out on these days of it.',
  'any',
)
export const VERIFY_RESTRICTS_AFTER = clause(
  'III.H.2',
  days(15),
  'After so long unverified, its administrators reach only the verification.',
)
export const VERIFY_SUSPENDS_AFTER = clause(
  'III.H.3',
  days(16),
  'After so long unverified, the whole office is suspended.',
)
export const VERIFY_UNUSED_FOR = clause(
  'III.H.1',
  days(30),
  'Whoever has not used the portal for so long is shown among the first to verify.',
  'any',
)
export const VERIFY_MANY_ROLES = clause(
  'III.H.1',
  count(3),
  'Whoever has so many roles is shown before others to verify.',
  'any',
)
