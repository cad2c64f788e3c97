import { clause, months } from './clause.ts'

export const LIST_REVIEWED_EVERY = clause('III.I.3', months(1), 'The list of restricted codes is reviewed so often.')
