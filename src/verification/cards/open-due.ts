/** Opens the verification that is due, if the hourly run hasn't: nothing waits for a job (T14). */
import type { Change } from '../../accounts/account.ts'
import { recordedIfChanged } from '../../audit/statement.ts'
import { batch, type Database } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import { opened, openVerificationOf } from '../store.ts'
import type { OpenVerification } from '../verification.ts'

/** Answers the verification that is open at the office (its row) from then on. */
export async function openDue(
  db: Database,
  office: number,
  dueOn: Day,
  { at, by, reason: _reason, ...from }: Change,
): Promise<OpenVerification | undefined> {
  const { rows } = await batch(db, [
    opened(office, dueOn, at),
    recordedIfChanged({ name: 'verification.opened', at, account: by, office, clause: 'III.H.1', detail: { dueOn }, ...from }),
    openVerificationOf(office),
  ]) // prettier-ignore
  return rows[2][0]
}
