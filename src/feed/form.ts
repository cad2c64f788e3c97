/** What the addresses and headers of the feed must look like. */
import * as z from 'zod/mini'
import { type Day, readDay } from '../policy/calendar.ts'
import type { OfficeNumber } from './feed.ts'

/** The largest report of an office that ends. */
export const LARGEST_REPORT = 4096
/** The largest list file. */
export const LARGEST_LIST = 4 * 1024 * 1024

export const importPath = '/:import{[a-z0-9-]{8,64}}'
export const partPath = `${importPath}/:file{[A-Za-z0-9._-]{1,200}}/:part{[1-9][0-9]{0,5}}`

/** A header's whole number, at least 1; the fallback when it is absent or anything else. */
export function wholeNumber(text: string | undefined, fallback: number): number {
  return text !== undefined && /^[1-9]\d{0,11}$/.test(text) ? Number(text) : fallback
}

/** What the core system reports of an office that ends; null for anything else. */
export function readTermination(body: Uint8Array): { number: OfficeNumber; on: Day } | null {
  let said: unknown
  try {
    said = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body))
  } catch {
    return null
  }
  const read = termination.safeParse(said)
  const on = read.success ? readDay(read.data.on) : undefined
  if (!read.success || !on) return null
  const { on: _, ...numbers } = read.data
  const [[kind, value] = [], ...more] = Object.entries(numbers).filter((entry) => entry[1] !== undefined)
  // Two numbers may be those of two offices: which of them ends is for the sender to say.
  if (kind === undefined || more.length > 0) return null
  return {
    number: { kind: kind as OfficeNumber['kind'], value: kind === 'tin' ? value!.replace('-', '') : value! },
    on,
  }
}

const termination = z.strictObject({
  organization: z.optional(z.string().check(z.regex(/^[\w.-]{1,128}$/))),
  npi: z.optional(z.string().check(z.regex(/^\d{10}$/))),
  tin: z.optional(z.string().check(z.regex(/^\d{2}-?\d{7}$/))),
  on: z.string(),
})
