import { clause, dayList, days } from './clause.ts'

export const VERIFY_EVERY = clause('III.H.1', days(45), 'Every so many days an office is prompted to verify its users.')
export const VERIFY_PROMPTED_WITHIN = clause('III.H.1', days(7), 'A prompt counts as received so long after.')
export const VERIFY_REMINDED = clause('III.H.1', dayList(7, 12, 14, 15, 16), 'Reminders go out on these days.', 'any')
export const VERIFY_WITHIN = clause('III.H.2', days(15), 'Later, administrators reach nothing but the verification.')
export const VERIFY_OR_SUSPEND_WITHIN = clause('III.H.3', days(16), 'Later, the whole office is suspended.')
