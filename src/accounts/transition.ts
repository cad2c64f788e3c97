/** The only place that changes an account's status (never 5). */
import { recordedForEndedSessions, recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database, type Prepared } from '../db/client.ts'
import type { Change, Status } from './account.ts'
import { sessionsEnded, statusChanged } from './store.ts'

/**
 * A status an account can be brought to, and the clause behind it. `was`: only from this one; the person who decides it has
 * seen that, and an incident that came meanwhile is not theirs to lift.
 */
export type Transition =
  | { to: 'suspended'; clause: 'III.K.5' }
  | { to: 'disabled' | 'terminated'; clause: 'III.M.2' }
  | { to: 'active'; was: Exclude<Status, 'active'>; clause: 'III.K.8' | 'III.M.2' }
  // An account that was suspended or disabled when it ended is that again: its end being taken back lifts no incident (III.K.8).
  | { to: 'suspended' | 'disabled'; was: 'terminated'; clause: 'III.M.2' }

/**
 * Suspends, disables, terminates or reinstates the account and ends its sessions in the same batch: they are refused at
 * their next request. `told`: the mail of it. Answers whether anything changed.
 */
export async function transition(
  db: Database,
  account: number,
  change: Transition,
  by: Change,
  told: readonly Prepared<never>[] = [],
): Promise<boolean> {
  const { changes } = await batch(db, transitioned(account, change, by, told))
  return changes[1] === 1
}

/**
 * The statements of it, for the batch of what it belongs to; the second changes the account. `told` comes right after
 * the change: mails that are posted only if there was one (`postIfChanged`).
 */
export function transitioned(
  account: number,
  change: Transition,
  { at, by, reason = null, ...from }: Change,
  told: readonly Prepared<never>[] = [],
): Prepared<never>[] {
  const event = { at, account: by, subject: account, clause: change.clause, ...from }
  return [
    ...statusChanged(account, change, { at, by, reason }),
    recordedIfChanged({ ...event, name: 'account.changed', detail: { to: change.to } }),
    ...told,
    // Of an account that is given back none is open; of one that somebody else gave back before, they stay.
    ...(change.to === 'active'
      ? []
      : [sessionsEnded({ account }, at, change.to, true), recordedForEndedSessions({ account }, at, change.to, from)]),
  ]
}
