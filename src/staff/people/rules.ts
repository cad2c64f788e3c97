/** Who of the staff may be changed by whom, and when a capability is looked at again (EA glossary, III.L.4). */
import { addMonths, type Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import type { StaffPerson } from './person.ts'

/** Why nobody may change the person so; null: one may. Nobody acts on themself, and information services keeps somebody who can. */
export function refusal(
  person: StaffPerson,
  by: number,
  change: 'department' | 'closing' | 'reinstatement' | 'capability',
): 'own' | 'managed' | 'last-administrator' | null {
  if (person.row === by) return 'own'
  // At the next sign-in the provider's word would take it back.
  if (change === 'department' && person.managedBy !== null) return 'managed'
  const leaves = change === 'department' || change === 'closing'
  return leaves && person.isLastAdministrator === 1 ? 'last-administrator' : null
}

/** III.L.4: the day on which a capability given or reviewed on `on` is reviewed. */
export function reviewOn(on: Day, policy: Policy): Day {
  return addMonths(on, policy.AUDIT_READERS_REVIEWED_EVERY)
}

/** How the review of a capability stands on `today`: due on its day, overdue from the next one on. */
export function reviewState(on: Day, today: Day): 'current' | 'due' | 'overdue' {
  return today < on ? 'current' : today === on ? 'due' : 'overdue'
}
