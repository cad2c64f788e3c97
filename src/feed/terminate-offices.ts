import { recorded } from '../audit/statement.ts'
import { batch, type Database } from '../db/client.ts'
import { type Day, dayOf } from '../policy/calendar.ts'
import type { OfficeNumber } from './feed.ts'
import { officesEnding, officesTerminated, terminationReported } from './offices/store.ts'

/**
 * III.M.4: takes the core system's word, ahead of its files, that the offices of that number end on that day. On it, or
 * at once where it is past, they are terminated and the sessions in them end; one that isn't known yet is terminated when
 * it comes. Said again it changes nothing. Answers how many offices of the number are terminated now.
 */
export async function terminateOffices(
  db: Database,
  number: OfficeNumber,
  on: Day,
  now: Date,
  zone: string,
): Promise<number> {
  const at = now.getTime()
  const { rows } = await batch(db, [
    terminationReported(number, on, at),
    recorded({ name: 'feed.office_reported', at, clause: 'III.M.4', detail: { by: number.kind, on } }),
    ...officesTerminated(dayOf(now, zone), at),
    officesEnding(number),
  ])
  return (rows.at(-1) as { terminated: number }[])[0]?.terminated ?? 0
}
