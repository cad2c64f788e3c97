/** The time of a test: it stands still until the test moves it. Reaches the Worker and its objects, never SQL. */
import { afterAll, beforeAll, beforeEach, vi } from 'vitest'

// Far ahead: alarms go by the machine's clock, and one set in its past would fire by itself.
const NOON = Date.UTC(2040, 5, 15, 19)

/** Stops the clock of this test file at noon (Los Angeles) of 15 June 2040, anew before each test a day later. */
export function stopTheClock(): void {
  let day = 0
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOON })
  })
  beforeEach(() => {
    vi.setSystemTime(NOON + (day += 1) * 24 * 3_600_000)
  })
  afterAll(() => {
    vi.useRealTimers()
  })
}

/** Moves the clock on by milliseconds. */
export function later(ms: number): void {
  vi.setSystemTime(Date.now() + ms)
}

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
