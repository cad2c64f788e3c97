/** Suspends, whoever asks for it: a page of the staff, the hourly run, a directory (III.H.3, III.K.5). */
import type { Change } from '../accounts/account.ts'
import { sessionsEnded } from '../accounts/store.ts'
import { transitioned } from '../accounts/transition.ts'
import { recordedForEndedSessions, recordedIfChanged } from '../audit/statement.ts'
import { batch, type Database, type Prepared } from '../db/client.ts'
import { officeSuspended } from '../offices/store.ts'

/** Whom: an account pending an investigation, or an office whose users were not verified (their rows). */
export type Suspended = { account: number } | { office: number }

/**
 * Suspends the whole account (III.K.5), or every membership of the office (III.H.3), from the instant of the change on;
 * the sessions end in the same batch, and `also` comes with it. Answers whether it was not suspended before.
 */
export async function suspend(
  db: Database,
  whom: Suspended,
  change: Change,
  also: readonly Prepared<never>[] = [],
): Promise<boolean> {
  const { changes } = await batch(db, [...suspension(whom, change), ...also])
  // Of an account the first row keeps what it was.
  return changes['account' in whom ? 1 : 0] === 1
}

function suspension(whom: Suspended, change: Change): Prepared<never>[] {
  if ('account' in whom) return transitioned(whom.account, { to: 'suspended', clause: 'III.K.5' }, change)
  const { at, by, reason: _reason, ...from } = change
  return [
    officeSuspended(whom.office, at),
    recordedIfChanged({ name: 'office.suspended', at, account: by, office: whom.office, clause: 'III.H.3', ...from }),
    sessionsEnded(whom, at, 'office-suspended'),
    recordedForEndedSessions(whom, at, 'office-suspended', from),
  ]
}
