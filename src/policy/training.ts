import { clause, dayList, months } from './clause.ts'

export const TRAIN_EVERY = clause('III.J.1', months(12), 'Training is completed and attested again so soon.')
export const TRAINING_PROMPTED = clause('III.J.1', dayList(30, 14, 3), 'A prompt goes out so many days before.', 'any')
export const AGREEMENT_REVIEWED_EVERY = clause('II.I', months(12), 'The user agreement is reviewed so often.')
