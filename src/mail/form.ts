import * as z from 'zod/mini'
import type { Place } from './dead-letter.ts'

const place = z.object({ at: z.number(), row: z.number() })

/** A place in the list as it comes out of an address; the beginning for none. */
export function readPlace(opened: unknown): Place | null {
  const read = place.safeParse(opened)
  return read.success ? read.data : null
}
