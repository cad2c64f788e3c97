// as src/money.ts // bad
export const cents = 100
