/** The only place that changes an account's status (never 5). */
import { recordedIfChanged, recordedForEndedSessions } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { sessionsEnded, statusChanged } from './store.ts'

/** A status an account can be brought to, and the clause behind it. */
export type Transition = { to: 'suspended'; clause: 'III.K.5' } | { to: 'terminated'; clause: 'III.M.2' }

/**
 * Suspends or terminates the account from `at` on (ms UTC) and ends its sessions in the same batch:
 * they are refused at their next request. Answers whether anything changed.
 */
export async function transition(
  db: Database,
  account: number,
  change: Transition,
  at: number,
  by: number | null,
): Promise<boolean> {
  const { changes } = await batch(db, [
    statusChanged(account, change.to, at),
    recordedIfChanged({
      name: 'account.changed',
      at,
      account: by,
      subject: account,
      clause: change.clause,
      detail: { to: change.to },
    }),
    sessionsEnded(account, at, change.to),
    recordedForEndedSessions(account, at, change.to),
  ])
  return changes[0] === 1
}
