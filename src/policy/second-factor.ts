import { clause, count, days, flag, minutes, seconds } from './clause.ts'

export const PASSCODE_DIGITS = clause('III.F.3', count(6), 'A passcode has so many digits.', 'exactly')
export const PASSCODE_LASTS = clause('III.F.3', minutes(15), 'A passcode is good for so long.')
export const PASSCODE_TRIES = clause('III.F.3', count(5), 'So many wrong entries void a passcode.')
export const SECOND_FACTOR_LOCKS_AFTER = clause(
  'III.F.3',
  count(15),
  'So many wrong passcodes in a row lock the second factor.',
)

export const PASSCODE_SENDS_WATCHED_FOR = clause(
  'III.F.3',
  minutes(15),
  'Passcodes sent are counted over so long.',
  'at least',
)
export const PASSCODE_SENDS = clause('III.F.3', count(3), 'One IP address has so many sent to one account.')
export const PASSCODE_SENDS_PER_ADDRESS = clause('III.F.3', count(60), 'One IP address has so many passcodes sent.')

// Counted from the second factor on the device: use doesn't lengthen it.
export const DEVICE_KNOWN_FOR = clause('III.F.1.b', days(90), 'A device stays known so long after a second factor.')
export const DEVICES_KNOWN = clause('III.F.1.b', count(5), 'An account has at most so many known devices.')

export const SECURITY_QUESTIONS = clause('III.F.2.b', flag(true), 'Security questions serve as a second factor.')
export const SECURITY_QUESTIONS_ASKED = clause(
  'III.F.2.b',
  count(3),
  'So many security questions are answered.',
  'at least',
)
export const SECURITY_QUESTION_TRIES = clause('III.F.2.b', count(5), 'So many wrong answers put the questions to rest.')
export const SECURITY_QUESTIONS_REST_FOR = clause(
  'III.F.2.b',
  days(1),
  'Then only passcodes serve for so long.',
  'at least',
)

export const SIGN_IN_FLOW_LASTS = clause(
  'III.F.1',
  minutes(30),
  'A right password waits so long for its second factor.',
)

// Beyond the policy: they count wherever III.F asks for a second factor.
export const PASSKEYS = clause('III.F.2', flag(true), 'Passkeys serve as a second factor.', 'any')
export const AUTHENTICATOR_APPS = clause('III.F.2', flag(true), 'Authenticator apps serve as a second factor.', 'any')
export const APP_CODE_LASTS = clause(
  'III.F.3',
  seconds(30),
  'A code of an authenticator app is good for so long.',
  'exactly',
)
export const AUTHENTICATOR_APPS_EACH = clause('III.F.2', count(5), 'An account has at most so many authenticator apps.')
export const APP_OFFER_LASTS = clause(
  'III.F.2',
  minutes(15),
  'The secret of a new authenticator app waits so long for its first code.',
)
export const RECOVERY_CODES = clause('III.F.2', count(10), 'So many recovery codes are made at once.')
export const RECOVERY_CODES_FEW = clause(
  'III.F.2',
  count(3),
  'With so many recovery codes left, their owner is asked to make new ones.',
  'any',
)
export const PASSKEY_CHALLENGE_LASTS = clause('III.F.2', minutes(5), 'A question put to a passkey waits so long.')
export const PASSKEYS_EACH = clause('III.F.2', count(10), 'An account has at most so many passkeys.')
export const PASSKEY_OFFERED_EVERY = clause(
  'III.F.2',
  days(90),
  'Who put off adding a passkey is asked again after so long.',
  'any',
)
