const HOUR_MS = 3_600_000
const units = { W: 7 * 24 * HOUR_MS, D: 24 * HOUR_MS, H: HOUR_MS, M: 60_000, S: 1000 }

/** An ISO 8601 duration in milliseconds, null for any other text. Months and years have no fixed length and are refused. */
export function readDuration(text: string): number | null {
  const parts = /^P(?:(\d+)W|(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/.exec(text.trim().toUpperCase())
  if (!parts || text.trim().length < 3) return null
  const [, weeks, days, hours, minutes, seconds] = parts.map((part) => Number(part ?? 0))
  return weeks! * units.W + days! * units.D + hours! * units.H + minutes! * units.M + seconds! * units.S
}

/** The steps in which so many milliseconds pass: whole hours, and what is left over. */
export function* steps(ms: number): Generator<number> {
  for (let left = ms; left > 0; left -= HOUR_MS) yield Math.min(left, HOUR_MS)
}
