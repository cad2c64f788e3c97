// as src/claims/canary.ts
export function batch(): void {}
export function neverNamedAnywhereElse(): void {} // bad
export const neverNamedEither = 1 // bad
// neverNamedHereOnly is a word of a comment.
const neverNamedHereOnly = 2
export type NeverNamedType = typeof neverNamedHereOnly
