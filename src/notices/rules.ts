/** When somebody is warned that something ends: so many days before, each warning once. Pure. */
import { addDays, type Day, daysBetween } from '../policy/calendar.ts'

/** So many days before the end it is told; with fewer than `least` days left it isn't told any more. */
export type Times = { warned: readonly number[]; least: 0 | 1 }

/** The warning that is due with so many days left: of several that were missed the nearest alone; null: none. */
export function nearestWarning(left: number, { warned, least }: Times): number | null {
  const reached = warned.filter((days) => left <= days)
  return left < least || reached.length === 0 ? null : Math.min(...reached)
}

/** A day on which something ends, and the warning of it that is due, in days before. */
export type Ending = { end: Day; before: number }

/**
 * The ends whose warning fell due after `doneOn` up to `today`; null: whenever that was. All of them are within the
 * longest warning, however long nothing ran, so that what is looked at grows with what is due.
 */
export function endingsToTell(doneOn: Day | null, today: Day, times: Times): Ending[] {
  const longest = Math.max(...times.warned)
  const days = doneOn === null ? Infinity : daysBetween(doneOn, today)
  const lefts = Array.from({ length: longest - times.least + 1 }, (_, nth) => nth + times.least)
  return lefts.flatMap((left) => {
    const before = nearestWarning(left, times)
    const wasDueDaysAgo = before === null ? Infinity : before - left
    return before !== null && wasDueDaysAgo < days ? [{ end: addDays(today, left), before }] : []
  })
}

/** Rows that a place in a list of days leaves room for. */
const ROWS = 2 ** 32

/** Where a run goes on: at the day of that place in its list, after that row. */
export type Place = { place: number; after: number }

/** The place as the one number that a job keeps. */
export function cursorOf({ place, after }: Place): number {
  return place * ROWS + after
}

/** The place that `cursorOf` made the number of; 0 is the beginning. */
export function placeOf(cursor: number): Place {
  return { place: Math.floor(cursor / ROWS), after: cursor % ROWS }
}
