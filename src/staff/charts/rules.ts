/** The numbers of the charts, day by day: a day without any is there, too. */
import type { Tally } from '../../audit/tally/tally.ts'
import { addDays, type Day } from '../../policy/calendar.ts'
import type { DayFigures, Verified } from './chart.ts'

/** How many days a chart shows. */
const CHART_DAYS = 30

/** The first day of the charts of `today`, which is their last. */
export const firstDay = (today: Day): Day => addDays(today, 1 - CHART_DAYS)

const daysTo = (today: Day): Day[] => Array.from({ length: CHART_DAYS }, (_, n) => addDays(firstDay(today), n))

const sum = (counts: readonly { count: number }[]) => counts.reduce((total, { count }) => total + count, 0)

/** How often the events of each series happened; a series of none stands for all events. */
export function eventsByDay(
  tallies: readonly Tally[],
  today: Day,
  series: readonly (readonly string[])[],
): DayFigures[] {
  return daysTo(today).map((day) => {
    const ofDay = tallies.filter((tally) => tally.day === day)
    return {
      day,
      figures: series.map((events) =>
        sum(events.length === 0 ? ofDay : ofDay.filter(({ event }) => events.includes(event))),
      ),
    }
  })
}

/** How the verifications that fell due on each day stand, in that order. */
export function verificationsByDay(
  verified: readonly Verified[],
  today: Day,
  states: readonly Verified['state'][],
): DayFigures[] {
  return daysTo(today).map((day) => ({
    day,
    figures: states.map((state) => sum(verified.filter((one) => one.day === day && one.state === state))),
  }))
}
