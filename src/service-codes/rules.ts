/** Codes as they are typed, told by their shape alone. */
import { csvRecords } from '../restricted-info/csv.ts'
import { done, refused, type Result } from '../result.ts'
import { type CodeKind, type CodeName, referralSystems, type ReferralSystem, type ServiceCode } from './code.ts'

/** Shapes of complete codes, without dots and in upper case. */
const shapes: Record<ReferralSystem, RegExp> = {
  // A letter, a digit, a digit or letter, and up to four more; the seventh may be a letter.
  'icd-10-cm': /^[A-Z]\d[\dA-Z]{1,5}$/,
  // Level II: a letter that level I doesn't use, and four digits.
  hcpcs: /^[A-CEGHJ-MP-V]\d{4}$/,
  // Five digits, or four and the letter of categories II and III and of the laboratories' own.
  cpt: /^\d{4}[\dFTUM]$/,
}

/** The systems that codes of the kind come from. */
export const systemsOf: Record<CodeKind, readonly ReferralSystem[]> = {
  diagnosis: ['icd-10-cm'],
  service: ['hcpcs', 'cpt'],
}

/** A code as it is stored and compared: upper case, without blanks, dots and hyphens. */
export function foldCode(text: string): string {
  return text.toUpperCase().replaceAll(/[\s.-]/g, '')
}

/** Whether the folded text has the shape of a code of the system. */
function isShaped(system: ReferralSystem, code: string): boolean {
  return shapes[system].test(code)
}

/** The code of the kind that was typed, with or without its dot; null when it has no such shape. */
export function readCode(kind: CodeKind, text: string): CodeName | null {
  const code = foldCode(text)
  const system = systemsOf[kind].find((candidate) => isShaped(candidate, code))
  return system ? { system, code } : null
}

/** The words of a text that codes are looked for by: lower case, three letters or more, without accents, each once. */
export function wordsIn(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
  return [...new Set(plain.match(/[\p{Letter}\p{Number}]{3,}/gu) ?? [])]
}

/** A code of a file that the plan loads, with the words it is found by. */
export type LoadedCode = ServiceCode & { keys: string[] }

/** Why a file is refused, by the line for whoever sends it; never what was in it. */
export type CodesRefusal = { sentence: string }

/** Longer words are cut: a list shows one line. */
const LONGEST_WORDS = 200

/**
 * Reads a CSV file with the columns system, code and words: whole, or refused with the first line that is wrong.
 * A code that stands in it twice counts as it stands last. Words may be empty, as where the plan has no licence for them.
 */
export function readCodes(text: string): Result<LoadedCode[], CodesRefusal> {
  const rows = csvRecords(text)
  if (!rows) return refused({ sentence: 'The file is no CSV, or was cut off.' })
  if (rows.length === 0) return refused({ sentence: 'The file has no codes.' })
  const missing = ['system', 'code', 'words'].filter((name) => !(name in rows[0]!))
  if (missing.length > 0) return refused({ sentence: `The first line has to name the columns system, code and words.` })
  const codes = new Map<string, LoadedCode>()
  for (const [at, row] of rows.entries()) {
    const system = referralSystems.find((name) => name === row.system!.trim().toLowerCase())
    const code = foldCode(row.code!)
    if (!system) return refused({ sentence: `Row ${at + 2} names no system of ${referralSystems.join(', ')}.` })
    if (!isShaped(system, code)) return refused({ sentence: `Row ${at + 2} has no code of ${system}.` })
    const words =
      row
        .words!.replaceAll(/[\p{C}\s]+/gu, ' ')
        .trim()
        .slice(0, LONGEST_WORDS) || null
    codes.set(`${system} ${code}`, { system, code, words, keys: wordsIn(words ?? '') })
  }
  return done([...codes.values()])
}
