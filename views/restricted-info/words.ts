/** Words of the restricted list and of what it hides. */

export const systemWords: Readonly<Record<string, string>> = {
  'icd-10-cm': 'ICD-10-CM (diagnoses)',
  'icd-10-pcs': 'ICD-10-PCS (procedures)',
  'icd-9-cm': 'ICD-9-CM (diagnoses)',
  'icd-9-pcs': 'ICD-9 (procedures)',
  hcpcs: 'HCPCS',
  cpt: 'CPT',
  'hcpcs-modifier': 'Modifiers',
  ndc: 'NDC (drugs)',
  rxnorm: 'RxNorm (drugs)',
  snomed: 'SNOMED CT',
  'ms-drg': 'MS-DRG',
  'nubc-revenue': 'Revenue codes',
  'cms-pos': 'Place of service',
  'nucc-taxonomy': 'Taxonomy',
  'medi-cal-local': 'Medi-Cal local codes',
  cvx: 'CVX (vaccines)',
}

export const matchWords: Readonly<Record<string, string>> = {
  exact: 'just this code',
  prefix: 'all codes that begin so',
  range: 'from the first to the last',
}

/** Why a record is hidden, in a word or two, by the reason without what stands after its colon. */
export const reasonWords: Readonly<Record<string, string>> = {
  rule: 'A row of the list',
  label: 'The sender’s own label',
  linked: 'Leads to a hidden record',
  'leads-nowhere': 'A link leads nowhere',
  'no-code': 'Nothing to judge it by',
  'unknown-system': 'Unknown code system',
  'unknown-shape': 'Unknown shape of code',
  'no-list': 'No list for its code system',
  'not-judged-yet': 'Not judged yet',
}

/** A reason as stored, such as `rule:12` or `no-list:snomed`. */
export function reasonInWords(reason: string): string {
  const [kind = '', what] = reason.split(':')
  const words = reasonWords[kind] ?? kind
  if (kind === 'rule') return `Row ${what ?? ''} of the list`
  return kind === 'no-list' ? `${words}: ${systemWords[what ?? ''] ?? what ?? ''}` : words
}
