/** III.D.5: warns people so many days before their password ends, each warning once. Access never depends on it (T14). */
import { warn } from '../notices/warn.ts'
import { addDays } from '../policy/calendar.ts'
import type { Job } from '../runs/means.ts'
import { passwordsOf } from './store.ts'

/** Sends the warnings that are due; an ended password is told at the sign-in. */
export const warnOfEnd: Job = (means) => {
  const { PASSWORD_LASTS, PASSWORD_WARNED } = means.config.policy
  return warn(means, {
    kind: 'password',
    event: 'password.warned',
    clause: 'III.D.5',
    warned: PASSWORD_WARNED,
    least: 1,
    countedFrom: (end) => [addDays(end, -PASSWORD_LASTS)],
    people: passwordsOf,
    message: (end) => ({ name: 'password-ends', endsOn: end }),
  })
}
