/** Which day an event of the log belongs to: SQL knows no zones. */
import { type Day, dayOf } from '../../policy/calendar.ts'
import type { Slot, Tally } from './tally.ts'

/** Every zone is a whole number of quarters of an hour away from UTC, so none of these lies in two of its days. */
export const SLOT_MS = 900_000

/** The slots' events by the zone's days, each day and event once, in their order. */
export function byDay(slots: readonly Slot[], zone: string): Tally[] {
  const days = new Map<number, Day>()
  const tallies = new Map<string, Tally>()
  for (const { slot, event, count } of slots) {
    const day = days.get(slot) ?? dayOf(new Date(slot * SLOT_MS), zone)
    days.set(slot, day)
    const tally = tallies.get(`${day} ${event}`) ?? { day, event, count: 0 }
    tallies.set(`${day} ${event}`, { ...tally, count: tally.count + count })
  }
  return [...tallies.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, tally]) => tally)
}
