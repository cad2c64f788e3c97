import { clause, count, flag, hours, minutes } from './clause.ts'

export const LOCK_AFTER_FAILURES = clause('III.E.3', count(5), 'So many failed passwords in a row lock the account.')

export const ADDRESS_WATCHED_FOR = clause(
  'III.E.3',
  hours(1),
  'An IP address is judged by its last so much time.',
  'at least',
)
export const ADDRESS_ACCOUNTS = clause('III.E.3', count(10), 'One IP address fails on so many accounts in that time.')
export const ADDRESS_FAILURES = clause('III.E.3', count(60), 'One IP address fails so many times in that time.')

export const SESSION_CLOSES_AFTER = clause('III.E.2', minutes(15), 'A session closes after so long without activity.')
export const SESSION_WARNS_BEFORE = clause('III.E.2', minutes(2), 'A warning comes so long before it closes.', 'any')
export const SESSION_LASTS_AT_MOST = clause('III.E.2', hours(12), 'A session ends after so long, active or not.')
export const LATE_FORM_KEPT_FOR = clause('III.E.2', minutes(30), 'A form posted too late is kept sealed for so long.')

export const STEP_UP_LASTS = clause('III.F.1', minutes(5), 'Exports and grants need a second factor so fresh.')

// Deviations: they go past the e-mail address and password that III.E.1 asks for, so a plan that wants them says why.
export const PASSKEY_ALONE = clause('III.E.1', flag(false), 'A passkey alone signs in, without a password.', 'at most')
export const PROVIDERS = clause(
  'III.E.1',
  flag(false),
  'Identity providers sign people in, without a password here.',
  'at most',
)
export const PROVIDER_FLOW_LASTS = clause(
  'III.E.1',
  minutes(10),
  'An identity provider’s answer is waited for so long.',
)
export const SIGNAL_TAKEN_WITHIN = clause(
  'III.E.1',
  hours(24),
  'A signal of an identity provider is taken so long after it was issued.',
)
