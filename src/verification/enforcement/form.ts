/** What is asked of the dry run. */
import * as z from 'zod/mini'
import { type Day, readDay } from '../../policy/calendar.ts'

/** What the list is exported for. */
const exportPurposes = ['calls', 'report'] as const
type ExportPurpose = (typeof exportPurposes)[number]

/** Reads the day to look ahead to: today or later. */
export function readBy(typed: string, today: Day): { typed: string; by: Day | undefined; error?: string } {
  const by = readDay(typed)
  if (!by) return { typed, by, error: 'Write the day as year-month-day, such as 2026-04-21.' }
  return by < today
    ? { typed, by: undefined, error: 'The day is today or later: what is past has happened.' }
    : { typed, by }
}

/** The purpose of an export; null for any other word. */
export function readExportPurpose(form: URLSearchParams): ExportPurpose | null {
  return exportPurposes.find((purpose) => purpose === form.get('purpose')) ?? null
}

const listing = z.object({ by: z.string(), after: z.number() })

/** A later page of the list, as it stands sealed in an address; null for any other. */
export function readLaterPage(opened: unknown): { by: string; after: number } | null {
  const read = listing.safeParse(opened)
  return read.success ? read.data : null
}
