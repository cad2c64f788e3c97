/** Codes as they are typed, told by their shape alone. */
import type { CodeKind, CodeName, ReferralSystem } from './code.ts'

/** Shapes of complete codes, without dots and in upper case. */
const shapes: Record<ReferralSystem, RegExp> = {
  // A letter, a digit, a digit or letter, and up to four more; the seventh may be a letter.
  'icd-10-cm': /^[A-Z]\d[0-9A-Z]{1,5}$/,
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
export function isShaped(system: ReferralSystem, code: string): boolean {
  return shapes[system].test(code) && !(system === 'icd-10-cm' && code.length > 7)
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
