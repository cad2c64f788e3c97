/** III.M.1: warns people so many days before an unused account closes, each warning once. Access never depends on it (T14). */
import { warn } from '../notices/warn.ts'
import type { Job } from '../runs/means.ts'
import { lastUsedOnFor } from './rules.ts'
import { unusedSince } from './store.ts'

/** Sends the warnings that are due; who signs in meanwhile isn't warned any more. */
export const warnOfDormancy: Job = (means) =>
  warn(means, {
    kind: 'dormancy',
    event: 'dormancy.warned',
    clause: 'III.M.1',
    warned: means.config.policy.DORMANCY_WARNED,
    least: 1,
    countedFrom: (end) => [lastUsedOnFor(end, means.config.policy)],
    people: unusedSince,
    message: (end) => ({ name: 'dormancy-near', dormantOn: end }),
  })
