/** The list of restricted codes (III.I.2): code numbers only, never descriptors. */

/** The policy's categories a to h, and the glossary's victims of abuse. */
export const categories = [
  'birth-control',
  'pregnancy',
  'abortion',
  'sti-reportable',
  'hiv-aids',
  'sexual-assault',
  'substance-use',
  'mental-health',
  'abuse',
] as const
export type Category = (typeof categories)[number]

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
