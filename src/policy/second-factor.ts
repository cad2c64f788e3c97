import { clause, count, days, flag, minutes } from './clause.ts'

export const PASSCODE_DIGITS = clause('III.F.3', count(6), 'A passcode has so many digits.', 'exactly')
export const PASSCODE_LASTS = clause('III.F.3', minutes(15), 'A passcode is good for so long.')
export const PASSCODE_TRIES = clause('III.F.3', count(5), 'So many wrong entries void a passcode.')
export const SECOND_FACTOR_LOCKS_AFTER = clause('III.F.3', count(15), 'So many wrong in a row lock the second factor.')

export const SENDS_WATCHED_FOR = clause('III.F.3', minutes(15), 'Passcodes sent are counted over so long.', 'at least')
export const SENDS_PER_ACCOUNT = clause('III.F.3', count(3), 'Passcodes sent to an account for one IP address.')
export const SENDS_PER_ADDRESS = clause('III.F.3', count(60), 'Passcodes sent for one IP address.')

// Counted from the second factor on the device: use doesn't lengthen it.
export const DEVICE_KNOWN_FOR = clause('III.F.1.b', days(90), 'A device stays known so long after a second factor.')
export const DEVICES_KNOWN = clause('III.F.1.b', count(5), 'Devices that an account may have known.')

export const QUESTIONS_SERVE = clause('III.F.2.b', flag(true), 'Security questions serve as a second factor.')
export const QUESTIONS_ASKED = clause('III.F.2.b', count(3), 'So many security questions are answered.', 'at least')
export const QUESTION_TRIES = clause('III.F.2.b', count(5), 'After so many wrong answers only passcodes serve.')
export const QUESTIONS_REST_FOR = clause('III.F.2.b', days(1), 'Then only passcodes serve for so long.', 'at least')
