/** How large the tables are, and what all of their statements go by. */

/**
 * How many rows of each. `people`: accounts and what is kept of them, the directory, and a fourth as many offices;
 * `records`: referrals, and what the core system sent.
 */
export type Sizes = { claims: number; members: number; audit: number; people: number; records: number }

/** A day of June 2026 in ms UTC; the log ends here. */
export const END = Date.UTC(2026, 5, 30)
/** The list has so many versions; the last one is in force. */
export const VERSIONS = 1000

/** SQL for: the numbers from 1 on as `n.i`. */
export const numbers = (most: number) =>
  `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${Math.floor(most)})`
