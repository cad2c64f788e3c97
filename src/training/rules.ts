/** The training as decisions: what is left of it, whether an answer is right, and when somebody is prompted (III.J). */
import { sectionsOf } from '../documents/rules.ts'
import { addDays, addMonths, type Day, daysBetween } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import { type Rules, trainingDueOn } from '../standing/rules.ts'

/** Whether `chosen`, the place of an answer from "1" on, answers the check of the section; null: there is no such section. */
export function answer(body: string, section: number, chosen: string): 'right' | 'wrong' | null {
  const check = sectionsOf(body)[section - 1]?.check
  if (!check) return null
  return check.answers.some(({ isRight }, place) => isRight && String(place + 1) === chosen) ? 'right' : 'wrong'
}

/** The first section that is not done yet, of `count`; null: all are. */
export function nextSection(done: readonly number[], count: number): number | null {
  for (let section = 1; section <= count; section += 1) if (!done.includes(section)) return section
  return null
}

/** III.A.1.c.v, III.J.1: what is attested, in its words; stored with the attestation. */
export function attestationText(training: { title: string; version: number }): string {
  return `I have read every section of the ${training.title}, version ${training.version}, myself and answered its questions. I understood it, and I will act as it says.`
}

/** III.J.1: the days on which somebody was trained whose training is due on `due`; with a common date they are many. */
export function trainedOnDaysFor(due: Day, rules: Rules): Day[] {
  const earliest = addMonths(due, -rules.policy.TRAIN_EVERY)
  const days = Array.from({ length: daysBetween(earliest, due) }, (_, nth) => addDays(earliest, nth))
  return days.filter((day) => trainingDueOn(day, rules) === due)
}

/** III.J.1: whether the training is due soon enough to speak of it: from the first prompt on. */
export function isDueSoon(due: Day | null, today: Day, policy: Policy): boolean {
  return due === null || daysBetween(today, due) <= Math.max(...policy.TRAINING_PROMPTED)
}
