/** III.J.1: prompts people so many days before their training is due, each once. Access never depends on it (T14). */
import { warn } from '../notices/warn.ts'
import type { Job } from '../runs/means.ts'
import { trainedOnDaysFor } from './rules.ts'
import { trainingsOf } from './store.ts'

/** Sends the prompts that are due; on the day itself the training is still in time. */
export const promptForTraining: Job = (means) =>
  warn(means, {
    kind: 'training',
    event: 'training.prompted',
    clause: 'III.J.1',
    warned: means.config.policy.TRAINING_PROMPTED,
    least: 0,
    countedFrom: (due) => trainedOnDaysFor(due, means.config),
    people: trainingsOf,
    message: (due) => ({ name: 'training-due', dueOn: due }),
  })
