// as src/claims/claimPage.tsx // bad
export const anything = 1
