/**
 * The one place that reads the machine's clock. It is asked once per request, job or alarm;
 * everything else takes `now` as an argument.
 */

/** Milliseconds the clock is ahead of the machine's: nothing but the development clock sets it. */
let shiftMs = 0

/** The present instant. */
export function instant(): Date {
  return new Date(Date.now() + shiftMs)
}

/** Sets how many milliseconds the clock is ahead of the machine's. Development and tests only. */
export function shiftClock(ms: number): void {
  shiftMs = ms
}

/** How many milliseconds the clock is ahead of the machine's; alarms are set at due − this. */
export function clockShift(): number {
  return shiftMs
}
