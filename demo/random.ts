/** Numbers that look random and are the same on every machine and every run. */
export type Random = {
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** True about `share` of the time (0 to 1). */
  chance(share: number): boolean
  /** One entry of the list, each as likely as the other. */
  pick<T>(list: readonly T[]): T
}

/** A source of numbers that depends on the seed alone (mulberry32, a public-domain generator). */
export function random(seed: number): Random {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    between,
    chance: (share) => next() < share,
    pick: (list) => list[between(0, list.length - 1)] as (typeof list)[number],
  }
}
