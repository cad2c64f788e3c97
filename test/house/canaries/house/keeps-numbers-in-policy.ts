// as src/dormancy/rules.ts
const DAY = 24 * 60 * 60_000
const DORMANT_AFTER = 60 // bad
export const isDormant = (unusedFor: number): boolean => unusedFor > 60 // bad
export const span = 60 * DAY // bad
export const cookie = 90 * 24 * 60 * 60 // bad
export const none = (n: number): boolean => n === 0 || n >= 1
export const taken = (policy: { DORMANT_AFTER: number }): number => policy.DORMANT_AFTER * DAY
// A comment about 60 * DAY is none.
