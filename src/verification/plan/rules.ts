/** Where an office's verification stands, in the plan's eyes, and which offices a selection is of (III.H). */
import type { Dates } from '../../offices/verification/dates.ts'
import { courseOf } from '../../offices/verification/rules.ts'
import { addDays, type Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import type { Selection } from './calendar.ts'

/** What the plan has to know of an office, to say where it stands. */
export type Standing = Dates & {
  suspendedAt: number | null
  /** The last verification that was opened: complete since (ms UTC), and the office reinstated after it. */
  completedAt: number | null
  reinstatedAt: number | null
}

/** Where it stands. `unreceived`: due since before today, and nobody has the prompt. `to-reinstate`: complete, and the office still closed. */
export type State = 'upcoming' | 'due' | 'unreceived' | 'prompted' | 'restricted' | 'suspended' | 'to-reinstate'

/** The state on the day, and the first day of the one that comes next if nobody does anything; null: none comes by itself. */
export function stateOf(office: Standing, today: Day, policy: Policy): { state: State; nextOn: Day | null } {
  if (office.suspendedAt !== null) {
    const isComplete = office.completedAt !== null && office.reinstatedAt === null
    return { state: isComplete ? 'to-reinstate' : 'suspended', nextOn: null }
  }
  const course = courseOf(office, today, policy)
  if (!course) return { state: 'upcoming', nextOn: null }
  switch (course.phase) {
    case 'not-due':
      return { state: 'upcoming', nextOn: course.dueOn }
    case 'due':
      return { state: today > course.dueOn ? 'unreceived' : 'due', nextOn: course.restrictsOn }
    case 'prompted':
      return { state: 'prompted', nextOn: course.restrictsOn }
    case 'restricted':
      return { state: 'restricted', nextOn: course.suspendsOn }
    case 'suspended':
      return { state: 'suspended', nextOn: null }
    default:
      return course.phase satisfies never
  }
}

/** Days of the prompt, both included, that a selection is of; where nobody received it, the day it fell due is so many days before. Of 'unreceived' they are the due days. */
export type PromptDays = { from: Day; to: Day; dueBefore: number }

const EVER: Day = '0001-01-01'

/** The days of the prompt by which the selection is found; null: it is not found by them. */
export function promptDaysOf(selection: Selection, today: Day, policy: Policy): PromptDays | null {
  const { VERIFY_RESTRICTS_AFTER: restricts, VERIFY_SUSPENDS_AFTER: suspends } = policy
  const dueBefore = policy.VERIFY_PROMPT_REACHES_WITHIN
  // Until it counts as received, on the last of these days.
  if (selection === 'unreceived') return { from: addDays(today, 1 - dueBefore), to: addDays(today, -1), dueBefore }
  if (selection === 'restricted')
    return { from: addDays(today, -suspends), to: addDays(today, -(restricts + 1)), dueBefore }
  if (selection === 'suspended') return { from: EVER, to: addDays(today, -(suspends + 1)), dueBefore }
  return null
}
