/** What a search of the directory is looked up by. */
import { foldName } from '../members/member.ts'
import type { DirectoryCriteria } from './entry.ts'

/** Beginnings of names, folded; words of a specialty, folded; a ZIP's five digits. Blank and empty: not asked about. */
export type Lookup = { names: string[]; words: string[]; zip: string }

/** So many words of a specialty count. */
const WORDS_AT_MOST = 5

/** The search as it is looked up. A person is found by last name, with or without the first, in either order. */
export function lookupOf({ name, specialty, zip }: DirectoryCriteria): Lookup {
  const parts = name
    .replaceAll(/[,;]/g, ' ')
    .split(/\s+/)
    .filter((part) => foldName(part) !== '')
  const turned = [parts.at(-1) ?? '', ...parts.slice(0, -1)]
  const names = [parts, turned].map((words) => foldName(words.join(' ')).slice(0, 100)).filter((key) => key !== '')
  return {
    names: [...new Set(names)],
    words: specialty
      .split(/[^\p{Letter}\p{Number}]+/u)
      .map(foldName)
      .filter((word) => word !== '')
      .slice(0, WORDS_AT_MOST),
    zip: /^\s*(\d{5})/.exec(zip)?.[1] ?? '',
  }
}
