/** The log's events by day: tallied up to a mark, and counted from it on, so that nobody reads a whole log for a chart. */
import { type Prepared, prepared } from '../../db/client.ts'
import type { Day } from '../../policy/calendar.ts'
import type { EventName } from '../events.ts'
import { SLOT_MS } from './rules.ts'
import type { Slot, Tally } from './tally.ts'

/** How far the log is tallied, and how far it goes. */
export const tallyMark = prepared<{ mark: number; newest: number }>(
  'SELECT mark.seq AS mark, (SELECT coalesce(max(seq), 0) FROM audit) AS newest FROM audit_day_mark mark',
)

/** The events of the rows above `mark` up to `upTo`. */
export function slotsBetween(mark: number, upTo: number): Prepared<Slot> {
  return prepared(
    `SELECT at / ${SLOT_MS} AS slot, event AS event, count(*) AS count FROM audit WHERE seq > ? AND seq <= ? GROUP BY slot, event`,
    mark,
    upTo,
  )
}

/** The events above the mark, of that many rows at most. */
export function slotsOfTail(rows: number): Prepared<Slot> {
  return prepared(
    `SELECT tail.at / ${SLOT_MS} AS slot, tail.event AS event, count(*) AS count
     FROM (SELECT at, event FROM audit WHERE seq > (SELECT seq FROM audit_day_mark) ORDER BY seq LIMIT ?) tail GROUP BY slot, event`,
    rows,
  )
}

/** Adds the tallies of the rows above `mark` up to `upTo`, and moves the mark there; nothing if somebody moved it before. */
export function tallied(tallies: readonly Tally[], mark: number, upTo: number): Prepared<never>[] {
  return [
    prepared(
      `INSERT INTO audit_day (day, event, count)
       SELECT t.value ->> 'day', t.value ->> 'event', t.value ->> 'count' FROM audit_day_mark mark, json_each(?) t WHERE mark.seq = ?
       ON CONFLICT (day, event) DO UPDATE SET count = count + excluded.count`,
      JSON.stringify(tallies),
      mark,
    ),
    prepared('UPDATE audit_day_mark SET seq = ? WHERE seq = ?', upTo, mark),
  ]
}

/** What is tallied of the days from `from` on: these events each by name, all others together under ''. */
export function talliedSince(from: Day, events: readonly EventName[]): Prepared<Tally> {
  return prepared(
    `SELECT d.day AS day, CASE WHEN d.event IN (SELECT value FROM json_each(?)) THEN d.event ELSE '' END AS event, sum(d.count) AS count
     FROM audit_day d WHERE d.day >= ? GROUP BY 1, 2`,
    JSON.stringify(events),
    from,
  )
}
