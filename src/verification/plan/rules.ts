/** Where an office's verification stands, in the plan's eyes (III.H). */
import type { Dates } from '../../offices/verification/dates.ts'
import { courseOf } from '../../offices/verification/rules.ts'
import type { Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'

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
