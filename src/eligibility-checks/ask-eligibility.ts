import type { AuditEvent } from '../audit/events.ts'
import { recordedOrNothing } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { newId } from '../ids.ts'
import type { Day } from '../policy/calendar.ts'
import type { SessionKey } from '../session-key.ts'
import type { AskedRow } from './check.ts'
import { checkKept, rowsKept } from './statement.ts'

/** Who asks, from where and when, as the log tells it. */
export type Asking = { session: SessionKey; from: Omit<AuditEvent, 'name' | 'record' | 'detail'> }

/** Keeps a list to be answered for the session's office; answers the check's public id. Nothing is kept for a closed session. */
export async function askEligibility(
  db: Database,
  list: { rows: readonly AskedRow[]; name: string | null; askedOn: Day },
  { session, from }: Asking,
): Promise<string> {
  const id = newId('eligibility-check')
  await batch(db, [
    checkKept(session, { id, name: list.name, askedOn: list.askedOn, at: from.at }, list.rows),
    recordedOrNothing({ ...from, name: 'eligibility.asked', record: id, detail: { rows: list.rows.length } }),
    rowsKept(id, list.rows),
  ])
  return id
}
