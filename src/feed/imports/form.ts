/** What the staff's forms of the feed post, and where their lists go on. */
import * as z from 'zod/mini'
import { wholeNumber } from '../form.ts'
import type { ImportPlace, RejectedLine } from './listing.ts'

const text = z.catch(z.string(), '')
const fileName = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,200}$/))
const importName = z.string().check(z.regex(/^upl-[0-9a-f]{24}-[1-9]\d{0,3}$/))

/** The id of an import in an address; for any other text one that nothing bears. */
export function readImport(id: string): string {
  return /^[a-z0-9-]{8,64}$/.test(id) ? id : 'imp-'
}

const shape = z.object({
  importId: importName,
  file: fileName,
  part: text,
  firstLine: text,
  isCutLine: text,
  whole: text,
})

/** A part of a file, as the page's script sends it; null for anything else. */
export function readPartForm(form: URLSearchParams) {
  const read = shape.safeParse(Object.fromEntries(form))
  const part = read.success ? wholeNumber(read.data.part, 0) : 0
  if (!read.success || part === 0) return null
  const { importId, file, firstLine, isCutLine, whole } = read.data
  return {
    importId,
    file,
    part,
    firstLine: wholeNumber(firstLine, 1),
    isCutLine: isCutLine === '1',
    isWhole: whole === 'on',
  }
}

const importPlace = z.object({ startedAt: z.number(), id: z.string() })
const linePlace = z.object({ file: z.string(), line: z.number() })

/** Where the list of imports goes on; null: at its beginning. */
export function readImportPlace(criteria: unknown): ImportPlace | null {
  return importPlace.safeParse(criteria).data ?? null
}

/** Where the list of rejected lines goes on; null: at its beginning. */
export function readLinePlace(criteria: unknown): Pick<RejectedLine, 'file' | 'line'> | null {
  return linePlace.safeParse(criteria).data ?? null
}
