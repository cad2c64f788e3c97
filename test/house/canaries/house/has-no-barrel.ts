// as src/claims/index.ts // bad
export * from './store.ts' // bad
export type { Filters } from './claim.ts' // bad
export const one = 1
