import * as z from 'zod/mini'
import { type CodeRow, codeSystems, categories, matches } from '../code-list.ts'

const text = z.catch(z.string().check(z.trim()), '')
const shape = z.object({ category: text, system: text, match: text, code: text, source: text, reason: text })

/** A row as typed. */
export type TypedRow = z.infer<typeof shape>

const longest = { code: 60, source: 200, reason: 500 }

/** Reads a row to add, or a sentence for each field. */
export function readRow(
  form: URLSearchParams,
): { typed: TypedRow; row: CodeRow } | { typed: TypedRow; errors: Record<string, string> } {
  const typed = shape.parse(Object.fromEntries(form))
  const errors: Record<string, string> = {}
  const category = categories.find((one) => one === typed.category)
  const system = codeSystems.find((one) => one === typed.system)
  const match = matches.find((one) => one === typed.match)
  if (!category) errors.category = 'Choose a category.'
  if (!system) errors.system = 'Choose a code system.'
  if (!match) errors.match = 'Choose how the code is matched.'
  for (const [name, most] of Object.entries(longest)) {
    const value = typed[name as keyof typeof longest]
    if (value === '') errors[name] = 'Fill this in.'
    if (value.length > most) errors[name] = `Write at most ${most} characters.`
  }
  if (!category || !system || !match || Object.keys(errors).length > 0) return { typed, errors }
  return { typed, row: { ...typed, category, system, match } }
}

/** What is wrong with a code that no list could have. */
export function codeSentence(match: CodeRow['match']): string {
  return match === 'range'
    ? 'Write a range as first..last, such as O00..O9A.'
    : 'Letters, digits, dots and hyphens only; a drug code (NDC) needs 10 or 11 digits.'
}

/** The state of the draft that a form was made from; 0 for none. */
export function readState(form: URLSearchParams): number {
  return readWhole(form, 'from')
}

/** A field's whole number; 0 for anything else. */
export function readWhole(form: URLSearchParams, name: string): number {
  const given = form.get(name) ?? ''
  return /^[1-9]\d{0,11}$/.test(given) ? Number(given) : 0
}

const REASON_AT_MOST = 1_000

/** A reason that has to be given. */
export function readReason(form: URLSearchParams): { reason: string; error?: string } {
  const reason = (form.get('why') ?? '').trim()
  if (reason === '') return { reason, error: 'Write the reason.' }
  if (reason.length > REASON_AT_MOST) return { reason, error: `Write at most ${REASON_AT_MOST} characters.` }
  return { reason }
}

/** What a file does to the draft: its rows are added, or it is the whole list and what it lacks ends. */
export type FileMode = 'add' | 'whole'

/** Reads the mode of an import; null where none was chosen. */
export function readMode(form: URLSearchParams): FileMode | null {
  const mode = form.get('mode')
  return mode === 'add' || mode === 'whole' ? mode : null
}

/** The largest list file: 4 MiB. */
export const LARGEST_FILE = 4 * 1024 * 1024
