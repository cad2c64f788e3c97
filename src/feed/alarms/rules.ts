/** When the feed is an alarm. */
import type { CountRow, Shrunk } from '../feed.ts'

const HOUR = 3_600_000

/** The types of which fewer records came than before, by more than the share; one that didn't come at all among them. */
export function shrunkTypes(
  counts: readonly Pick<CountRow, 'type' | 'stored' | 'unchanged'>[],
  before: readonly { type: string; brought: number }[],
  shrinksBy: number,
): Shrunk[] {
  const brought = new Map(counts.map(({ type, stored, unchanged }) => [type, stored + unchanged]))
  return before
    .map((one) => ({ type: one.type, before: one.brought, now: brought.get(one.type) ?? 0 }))
    .filter((one) => one.now < one.before * (1 - shrinksBy))
}

/** Whether nothing was completed for too long at `now` (ms UTC). Where no feed ever came none is missed. */
export function isQuiet(lastAt: number | null, quietHours: number, now: number): boolean {
  return lastAt !== null && now - lastAt > quietHours * HOUR
}
