import * as z from 'zod/mini'
import { type Day, noDate, readDay } from '../policy/calendar.ts'
import { type AskedRow, type Filter, filters, MOST_ROWS } from './check.ts'
import { readList } from './list/asked-rows.ts'

/** A list takes more room than other forms, in bytes; a file is no larger. */
export const LIST_BYTES = 192 * 1024
const LONGEST_LABEL = 60

/** The form as typed; `fileOn` is the date beside the file. */
export type TypedList = { list: string; on: string; fileOn: string; name: string }

type Read = { typed: TypedList; rows: AskedRow[]; askedOn: Day; name: string | null }
type Refused = { typed: TypedList; errors: Record<string, string> }

/** Reads the pasted list, or the file where one came, with its date of service; a sentence for each field that is wrong. */
export function readAsked(form: URLSearchParams, file: Uint8Array | 'too large' | null, today: Day): Read | Refused {
  const isFile = form.has('fileOn')
  const text = file instanceof Uint8Array && file.length <= LIST_BYTES ? textOf(file) : null
  const typed = {
    // What was in a file that is refused can be put right in the field.
    list: isFile ? (text ?? '') : (form.get('list') ?? ''),
    on: (form.get('on') ?? '').trim(),
    fileOn: (form.get('fileOn') ?? '').trim(),
    name: (form.get('name') ?? '').trim(),
  }
  const errors: Record<string, string> = {}
  const [listField, dateField] = isFile ? ['scan', 'fileOn'] : ['list', 'on']
  const date = isFile ? typed.fileOn : typed.on
  const askedOn = date === '' ? today : readDay(date)
  if (!askedOn) errors[dateField] = noDate()
  if (typed.name.length > LONGEST_LABEL) errors.name = `Write at most ${LONGEST_LABEL} characters.`
  const list = readList(typed.list, today)
  if (isFile && text === null) errors[listField] = sentenceOfFile(file)
  else if ('refusal' in list) errors[listField] = sentences[list.refusal](list.count, isFile)
  if (!askedOn || 'refusal' in list || Object.keys(errors).length > 0) return { typed, errors }
  return { typed, rows: list.rows, askedOn, name: typed.name || null }
}

const sentences = {
  empty: (_count: number, isFile: boolean) =>
    isFile
      ? 'There is no row in this file.'
      : 'Paste the list: for each member a number, or a last name and a birth date, on a line of its own.',
  'too-many': (count: number) =>
    `There are ${count} rows, and ${MOST_ROWS} are the most for one check. Nothing was asked: take some out and check them next.`,
  'no-columns': () =>
    'The first line names columns, but none with the member number, and none with last name and birth date. Name them so, or leave the first line out.',
}

function sentenceOfFile(file: Uint8Array | 'too large' | null): string {
  if (file === null) return 'Choose a file.'
  if (file === 'too large' || file.length > LIST_BYTES) {
    return `This file is larger than ${LIST_BYTES / 1024} KB. Save only the columns that are needed, as CSV.`
  }
  return 'This is no text. Save the sheet as CSV, and choose that file.'
}

/** The text of a CSV file, in UTF-8, UTF-16 with its mark, or what Windows writes; null for what is no text, such as a workbook. */
function textOf(bytes: Uint8Array): string | null {
  const mark = [bytes[0], bytes[1]].join()
  const wide = mark === '255,254' ? 'utf-16le' : mark === '254,255' ? 'utf-16be' : null
  if (wide) return new TextDecoder(wide).decode(bytes)
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

/** What rides in the address of a check: the filter, the line behind which the page begins, and which page it is. */
export type Place = { filter: Filter; after: number; page: number }

const place = z.object({ filter: z.enum(filters), after: z.number(), page: z.number() })

/** A place as it comes out of an address; the first page of all rows for none. */
export function readPlace(opened: unknown): Place {
  const read = place.safeParse(opened)
  return read.success ? read.data : { filter: 'all', after: 0, page: 1 }
}

const listPlace = z.object({ before: z.number() })

/** The row of the check behind which a page of checks begins; null for the newest. */
export function readBefore(opened: unknown): number | null {
  const read = listPlace.safeParse(opened)
  return read.success ? read.data.before : null
}
