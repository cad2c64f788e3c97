import type { Day } from '../policy/calendar.ts'

/** What is searched for: the member number, or last name and birth date (section 12). Names are folded. */
export type Criteria = { memberId: string } | { lastNameKey: string; birthDate: Day; firstNameKey: string }

/** A stretch of coverage, as far as eligibility depends on it; days in ISO text. */
export type CoverageSpan = { startsOn: string | null; endsOn: string | null; status: string | null }

/** A name as it is stored and searched: one spelling of each letter, without accents, lower case, letters and digits only. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]/gu, '')
}

/** A member number as it is compared: upper case, without blanks and hyphens. */
export function foldNumber(number: string): string {
  return number.toUpperCase().replaceAll(/[\s-]/g, '')
}
