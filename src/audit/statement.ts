/** Stub until the audit feature has it: the statement that records an event in the same batch as its change. */
import { prepared, type Prepared } from '../db/client.ts'

export type AuditEvent = { name: string; at: number; detail?: Record<string, number | string> }

/** The statement that adds the event's row. */
export function recorded(event: AuditEvent): Prepared<never> {
  return prepared(
    'INSERT INTO audit (at, event, detail) VALUES (?, ?, ?)',
    event.at,
    event.name,
    JSON.stringify(event.detail ?? {}),
  )
}
