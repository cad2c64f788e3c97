import * as z from 'zod/mini'
import type { Place } from './delivery.ts'

const place = z.object({ at: z.number(), row: z.number() })

/** A place in the list as it comes out of an address; the beginning for none. */
export function readPlace(opened: unknown): Place | null {
  const read = place.safeParse(opened)
  return read.success ? read.data : null
}

/** The number of a submission that an address names; one that nothing bears for any other text (T15). */
export function readRow(text: string): number {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : 0
}
