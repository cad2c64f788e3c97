import { recordedOrNothing, tookBack } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { newId } from '../ids.ts'
import type { Day } from '../policy/calendar.ts'
import type { Asking } from './ask-eligibility.ts'
import { checkRepeated, rowsRepeated } from './statement.ts'

/** Keeps a new check of the rows of the office's check `of`, to be asked on another day; null if there is none. */
export async function repeatCheck(
  db: Database,
  of: string,
  askedOn: Day,
  { session, from }: Asking,
): Promise<string | null> {
  const id = newId('eligibility-check')
  try {
    await batch(db, [
      checkRepeated(session, { id, name: null, askedOn, at: from.at }, of),
      recordedOrNothing({ ...from, name: 'eligibility.asked', record: id, detail: { of } }),
      rowsRepeated(id, of),
    ])
  } catch (failure) {
    if (tookBack(failure)) return null
    throw failure
  }
  return id
}
