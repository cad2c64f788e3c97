/** Offices as statements; that an office is terminated comes from the core system. */
import { type Prepared, prepared } from '../db/client.ts'
import type { Day } from '../policy/calendar.ts'

/** The office of the core system's Organization id: its row, and since when it has access. */
export function officeOf(sourceId: string): Prepared<{ id: number; accessOn: Day | null }> {
  return prepared('SELECT id AS id, access_on AS accessOn FROM office WHERE source_id = ?', sourceId)
}

/** Gives the office access from that day on, unless it has it. */
export function accessGiven(office: number, on: Day): Prepared<never> {
  return prepared('UPDATE office SET access_on = ? WHERE id = ? AND access_on IS NULL', on, office)
}

/** Suspends the office, unless it is suspended. `at` in ms UTC. */
export function officeSuspended(office: number, at: number): Prepared<never> {
  return prepared('UPDATE office SET suspended_at = ? WHERE id = ? AND suspended_at IS NULL', at, office)
}
