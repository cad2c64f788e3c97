import { day } from '../format.ts'

/** What the home page says while the training is due soon (III.J.1). */
export function trainingDueWords(dueOn: string): string {
  return `Your yearly training is due by ${day(dueOn)}. It takes about fifteen minutes.`
}
