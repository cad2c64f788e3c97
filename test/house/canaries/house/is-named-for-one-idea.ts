// as src/claims/utils.ts // bad
export const anything = 1
