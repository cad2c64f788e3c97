import { clause, dayList, days } from './clause.ts'

export const DORMANT_AFTER = clause('III.M.1', days(60), 'An account unused for over so many days cannot sign in.')
export const DORMANCY_WARNED = clause('III.M.1', dayList(10, 5, 1), 'A warning goes out so many days before.', 'any')
