/** The list of restricted codes (III.I.2): code numbers only, never descriptors. */
import { CATEGORIES, type Category } from '../policy/categories.ts'

export type { Category }

/**
 * The policy's categories, III.I.1.a birth control, III.I.1.b pregnancy, III.I.1.c abortion, III.I.1.d STIs and
 * reportable diseases, III.I.1.e HIV/AIDS, III.I.1.f sexual assault, III.I.1.g alcohol and drugs, III.I.1.h mental
 * health, and the glossary's victims of abuse.
 */
export const categories = Object.keys(CATEGORIES) as Category[]

/** Categories beyond the policy's: their rows judge nothing until a version of the list switches them on. */
export const optionalCategories = categories.filter((category) => 'isOptional' in CATEGORIES[category])

/** The code systems a list may have rows of. */
export const codeSystems = [
  'icd-10-cm',
  'icd-10-pcs',
  'icd-9-cm',
  'icd-9-pcs',
  'hcpcs',
  'cpt',
  'hcpcs-modifier',
  'ndc',
  'rxnorm',
  'snomed',
  'ms-drg',
  'nubc-revenue',
  'cms-pos',
  'nucc-taxonomy',
  'medi-cal-local',
  'cvx',
] as const
export type CodeSystem = (typeof codeSystems)[number]

export const matches = ['exact', 'prefix', 'range'] as const
export type Match = (typeof matches)[number]

/** One row as a list file has it. */
export type CodeRow = {
  category: Category
  system: CodeSystem
  match: Match
  code: string
  source: string
  reason: string
}

/** One row of the list in force. */
export type ListedRow = Pick<CodeRow, 'category' | 'system' | 'match' | 'code'> & { id: number }
