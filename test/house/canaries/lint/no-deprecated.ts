/** @deprecated Use another. */
const old = 1

export const still = old
