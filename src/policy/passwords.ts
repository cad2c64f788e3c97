import { clause, count, dayList, days, flag, hours } from './clause.ts'

export const SET_UP_LINK_LASTS = clause('III.D.1', hours(72), 'The link to set the account up is good for so long.')

export const PASSWORD_AT_LEAST = clause(
  'III.D.3.a',
  count(7),
  'A password has at least so many characters.',
  'at least',
)
export const PASSWORD_AT_MOST = clause('III.D.3.a', count(128), 'A password may have so many characters.', 'at least')
export const PASSWORD_KINDS = clause('III.D.3.b', count(3), 'A password has so many kinds of character.', 'at least')
export const PASSWORD_NOT_BREACHED = clause('III.D.3', flag(false), 'A known-breached password is refused.', 'at least')

export const PASSWORD_LASTS = clause('III.D.5', days(60), 'A password is reset every so many days.')
export const PASSWORD_WARNED = clause('III.D.5', dayList(10, 5, 1), 'A warning goes out so many days before.', 'any')
export const PASSWORDS_REMEMBERED = clause(
  'III.D.5',
  count(1),
  'A password differs from so many before it.',
  'at least',
)
