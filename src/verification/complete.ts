/** Completes the verification of an office's users: by its administrators (III.H.1), or by the plan for them (III.H.4). */
import type { Change } from '../accounts/account.ts'
import { recordedForSubjects, recordedOrNothing, tookBack } from '../audit/statement.ts'
import { batch, type Database, type Prepared } from '../db/client.ts'
import { courseOf, nextDueOn } from '../offices/verification/rules.ts'
import { actsOn, nextVerification } from '../offices/verification/store.ts'
import { addDays, type Day, startOfDay } from '../policy/calendar.ts'
import type { Policy } from '../policy/profiles.ts'
import { done, refused, type Result } from '../result.ts'
import { suspend } from '../suspension/suspend.ts'
import { completed, type Completion, unverifiedAccounts, unverifiedChangesKept, unverifiedSuspended } from './store.ts'
import { type OpenVerification, type Spoken, VERIFIED } from './verification.ts'

/** How it is completed: by an administrator, the only one or not; or by the plan, after speaking with the office. */
export type Completing = { byOnlyLoa: boolean; spoken: Spoken | null }

type Prompted = Pick<OpenVerification, 'accessOn' | 'dueOn' | 'promptReceivedOn'>

/**
 * The instant (ms) before which somebody was admitted to be looked at: whoever came after the day of the prompt counts as
 * verified by the attestation of their approval. The day is computed: nobody need have written it down (T14).
 */
export function admittedBefore(
  { accessOn, dueOn, promptReceivedOn }: Prompted,
  { today, zone, policy }: { today: Day; zone: string; policy: Policy },
): number {
  const course = courseOf({ accessOn, verifyDueOn: dueOn, promptReceivedOn }, today, policy)
  return startOfDay(addDays(course?.promptedOn ?? today, 1), zone).getTime()
}

/**
 * Completes it on `today`. An office that was not suspended goes on to its next day; one that was stays so until e-business
 * gives access back (III.H.5). Whom the plan left undecided is suspended. Refused as 'changed-meanwhile' if it was completed
 * before, or if somebody is undecided whom the office itself has to decide. `also` comes with it.
 */
export async function complete(
  db: Database,
  verification: OpenVerification,
  { byOnlyLoa, spoken }: Completing,
  change: Change & { by: number },
  { today, zone, policy }: { today: Day; zone: string; policy: Policy },
  also: readonly Prepared<never>[] = [],
): Promise<Result<'completed', 'changed-meanwhile'>> {
  const { row, office, accessOn, dueOn, promptReceivedOn, suspendedAt } = verification
  const { at, by, reason: _reason, ...from } = change
  const course = courseOf({ accessOn, verifyDueOn: dueOn, promptReceivedOn }, today, policy)
  const isSuspended = suspendedAt !== null || course?.phase === 'suspended'
  const to: Completion = {
    at,
    on: today,
    before: admittedBefore(verification, { today, zone, policy }),
    by,
    attestation: VERIFIED,
    receivedOn: course?.promptedOn ?? today,
    byOnlyLoa,
    spoken,
  }
  const event = { at, account: by, office, clause: spoken ? 'III.H.4' : 'III.H.1', ...from }
  const statements = [
    completed(row, to),
    recordedOrNothing({ ...event, name: 'verification.completed', record: verification.id, detail: { dueOn } }),
    recordedForSubjects(
      { ...event, name: 'membership.changed', clause: 'III.H.5', detail: { to: 'unverified' } },
      unverifiedAccounts(row, to),
    ),
    unverifiedChangesKept(row, to),
    unverifiedSuspended(row, to),
    isSuspended ? actsOn(office, null) : nextVerification(office, nextDueOn(accessOn, today, policy)),
    ...also,
  ]
  try {
    // Written down if the hourly run hasn't: with the new date it could not be computed any more. In one batch, since what
    // was completed and given back meanwhile must not be closed again.
    if (isSuspended && suspendedAt === null) await suspend(db, { office }, { ...change, by: null }, statements)
    else await batch(db, statements)
  } catch (failure) {
    if (!tookBack(failure)) throw failure
    return refused('changed-meanwhile')
  }
  return done('completed')
}
