/** What is done next about an office's verification, and on which day (III.H): the hourly run and the dry run go by it. */
import type { Course, Dates } from '../offices/verification/dates.ts'
import { courseOf } from '../offices/verification/rules.ts'
import { addDays, type Day } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'

/** An office as the next step about it is decided. */
export type Standing = Dates & {
  /** Its verification is open. */
  isOpen: boolean
  /** How many people to prompt have no prompt that was sent or is on its way. */
  unprompted: number
  /** The day the provider took the first prompt. */
  mailedOn: Day | null
  /** The last reminder that went out, as days after the prompt. */
  remindedDay: number
}

/** What is done next. `wait`: nothing, before that day. */
export type Step =
  | { do: 'open'; dueOn: Day }
  | { do: 'prompt'; course: Course }
  | { do: 'receive'; dueOn: Day; on: Day; how: 'mail' | 'latest' }
  | { do: 'remind'; day: number; promptedOn: Day; course: Course }
  | { do: 'suspend' }
  | { do: 'wait'; until: Day }

/**
 * The next step about the office on the day. Steps follow each other on one day until there is one to wait for, so that a
 * run that comes days late ends where the others would have.
 */
export function nextStep(office: Standing, today: Day, policy: Policy): Step {
  const { isOpen, unprompted, mailedOn, remindedDay } = office
  const course = expectedCourse(office, today, policy)
  if (!course || course.phase === 'not-due') return { do: 'wait', until: course?.dueOn ?? addDays(today, 1) }
  const { dueOn, promptedOn, phase } = course
  if (!isOpen) return { do: 'open', dueOn }
  const reminder = promptedOn && reminderOf(promptedOn, remindedDay, today, policy)
  // Whoever is to be reminded or suspended at once needs no prompt before it.
  if (unprompted > 0 && phase !== 'suspended' && remindedDay === 0 && reminder === null) return { do: 'prompt', course }
  if (promptedOn === null) return { do: 'wait', until: addDays(today, 1) }
  if (office.promptReceivedOn === null) {
    return { do: 'receive', dueOn, on: promptedOn, how: promptedOn === mailedOn ? 'mail' : 'latest' }
  }
  if (phase === 'suspended') return { do: 'suspend' }
  if (reminder !== null) return { do: 'remind', day: reminder, promptedOn, course }
  return { do: 'wait', until: nextActOn(promptedOn, remindedDay, policy) }
}

/** The course, a prompt that the provider took counting as received though nobody has written that down. */
function expectedCourse(office: Standing, today: Day, policy: Policy): Course | null {
  return courseOf({ ...office, promptReceivedOn: office.promptReceivedOn ?? office.mailedOn }, today, policy)
}

/** The day after the prompt on which something is next to be done, the last reminder being of `remindedDay`: another, or the suspension. */
export function nextActOn(promptedOn: Day, remindedDay: number, policy: Policy): Day {
  const days = [...policy.VERIFY_REMINDED, policy.VERIFY_SUSPENDS_AFTER + 1]
  return addDays(promptedOn, Math.min(...days.filter((day) => day > remindedDay)))
}

/** The reminder to send: the latest that is due and didn't go out, as days after the prompt; those missed before it stay unsent. */
function reminderOf(promptedOn: Day, remindedDay: number, today: Day, policy: Policy): number | null {
  const due = policy.VERIFY_REMINDED.filter((day) => day > remindedDay && addDays(promptedOn, day) <= today)
  return due.length > 0 ? Math.max(...due) : null
}

/** What comes of an office by a day, and the days on which it does; null: not by then. */
export type Foreseen = {
  promptedOn: Day | null
  reminders: readonly Day[]
  restrictedOn: Day | null
  suspendedOn: Day | null
}

/**
 * What the hourly run will do about the office from `today` to `by`, if nobody does anything: its own steps, taken one by one.
 * A prompt that goes out in these days counts as taken by the mail provider at once, since those days come first.
 */
export function foreseen(office: Standing, today: Day, by: Day, policy: Policy): Foreseen {
  let standing = office
  let on = today
  const reminders: Day[] = []
  while (on <= by) {
    const step = nextStep(standing, on, policy)
    if (step.do === 'suspend') break
    if (step.do === 'remind') reminders.push(on)
    if (step.do === 'wait') on = step.until > on ? step.until : addDays(on, 1)
    else standing = after(step, standing, on)
  }
  const course = expectedCourse(standing, by, policy)
  const reached = (day: Day | undefined) => (day !== undefined && day <= by ? day : null)
  return {
    promptedOn: course?.promptedOn ?? null,
    reminders,
    restrictedOn: reached(course?.restrictsOn),
    suspendedOn: reached(course?.suspendsOn),
  }
}

/** The office after the step was taken on the day. */
function after(step: Exclude<Step, { do: 'wait' | 'suspend' }>, office: Standing, on: Day): Standing {
  switch (step.do) {
    case 'open':
      return { ...office, isOpen: true }
    case 'prompt':
      return { ...office, unprompted: 0, mailedOn: office.mailedOn ?? on }
    case 'receive':
      return { ...office, promptReceivedOn: step.on }
    case 'remind':
      return { ...office, remindedDay: step.day }
    default:
      return step satisfies never
  }
}
