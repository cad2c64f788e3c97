/** An administrator sees that the verification is due: that receives its prompt, if nothing did before (III.H.1). */
import type { Change } from '../../accounts/account.ts'
import type { Database } from '../../db/client.ts'
import type { Course } from '../../offices/verification/dates.ts'
import type { Day } from '../../policy/calendar.ts'
import type { Policy } from '../../policy/profiles.ts'
import type { MembershipFacts } from '../../standing/facts.ts'
import { verificationOf } from '../../standing/rules.ts'
import { receive } from '../receive.ts'

/** Answers how the verification of the membership's office stands from then on; null: none is due on `today`. */
export async function receiveBanner(
  db: Database,
  membership: MembershipFacts,
  today: Day,
  policy: Policy,
  change: Change,
): Promise<Course | null> {
  const course = verificationOf(membership, today, policy)
  if (!course || course.phase === 'not-due') return null
  if (membership.officePromptReceivedOn !== null) return course
  const { officeId: office } = membership
  // Past the latest day it counts as received on that one, whoever sees it now.
  const on = course.promptedOn ?? today
  await receive(db, { office, dueOn: course.dueOn, on, how: on < today ? 'latest' : 'banner' }, policy, change)
  return verificationOf({ ...membership, officePromptReceivedOn: on }, today, policy)
}
