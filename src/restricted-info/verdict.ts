/** III.I.1: whether a record's own codes and labels hide it. Pure, and fails closed. */
import type { CodeSystem } from './code-list.ts'
import { familyOf, isNeutral, saysAbsent, type JudgedElement } from './code-system-uri.ts'
import { normalised, rowsHolding, spellings, type CodeIndex } from './rules.ts'

/**
 * What a record is judged by, as stored to judge it again under another list: element, system's address, code.
 * `label`: the sender's label hides it whatever its codes. `dead-link`: a judged link inside the record leads nowhere.
 * An empty code is a judged element without one.
 */
export type JudgedCode = [element: JudgedElement | 'label' | 'dead-link', system: string, code: string]

/** Why a record is hidden: for the privacy staff, without codes or content. */
export type OwnReason =
  | `rule:${number}`
  | 'label'
  | 'leads-nowhere'
  | 'no-code'
  | 'unknown-system'
  | 'unknown-shape'
  | `no-list:${CodeSystem}`

/** The reason that hides the record under the list, the gravest first; null when its own content shows it. */
export function verdict(codes: readonly JudgedCode[], index: CodeIndex): OwnReason | null {
  const reasons = codes.map((code) => reasonOf(code, index)).filter((reason) => reason !== null)
  return (
    reasons.find((reason) => reason.startsWith('rule:')) ?? reasons.find((r) => r === 'label') ?? reasons[0] ?? null
  )
}

function reasonOf([element, uri, code]: JudgedCode, index: CodeIndex): OwnReason | null {
  if (element === 'label') return 'label'
  if (element === 'dead-link') return 'leads-nowhere'
  if (normalised(code) === '' || saysAbsent(uri)) return 'no-code'
  if (isNeutral(element, uri)) return null
  const family = familyOf(uri)
  if (!family) return 'unknown-system'
  const system = systemOf(family, element, code)
  if (!system) return 'unknown-shape'
  const hits = rowsHolding(index, system, code)
  if (system === 'hcpcs') hits.push(...rowsHolding(index, 'medi-cal-local', code))
  if (hits.length > 0) return `rule:${Math.min(...hits.map((hit) => hit.id))}`
  // Vaccines are left to each plan by the list's authors: without rows for them they are shown.
  if (system === 'cvx') return null
  return index.has(system) ? null : `no-list:${system}`
}

const shapes: Record<Exclude<CodeSystem, 'ndc' | 'medi-cal-local'>, RegExp> = {
  'icd-10-cm': /^[A-Z]\d[0-9A-Z]{1,5}$/,
  // By the sections there are: a diagnosis of seven letters among procedures is looked up as what it is.
  'icd-10-pcs': /^([0-9BCDFGH][0-9A-HJ-NP-Z]|X[02A-HJ-NP-Z])[0-9A-HJ-NP-Z]{5}$/,
  'icd-9-cm': /^(\d{3,5}|V\d{2,4}|E\d{3,4})$/,
  'icd-9-pcs': /^\d{2,4}$/,
  hcpcs: /^[A-Z]\d{4}$/,
  cpt: /^\d{4}[0-9A-Z]$/,
  'hcpcs-modifier': /^[0-9A-Z]{2}$/,
  rxnorm: /^\d{1,8}$/,
  snomed: /^\d{6,18}$/,
  cvx: /^\d{1,3}$/,
  'ms-drg': /^\d{3}$/,
  'nubc-revenue': /^\d{4}$/,
  'cms-pos': /^\d{2}$/,
  'nucc-taxonomy': /^[0-9A-Z]{10}$/,
}

/** The list that the code is looked up in: the first of its family whose shape it has; null when it has none. */
function systemOf(family: NonNullable<ReturnType<typeof familyOf>>, element: JudgedElement, code: string) {
  return candidates(family, element).find((system) => hasShape(system, code)) ?? null
}

function candidates(family: string, element: JudgedElement): CodeSystem[] {
  if (family === 'hcpcs') return element === 'modifier' ? ['hcpcs-modifier', 'hcpcs', 'cpt'] : ['hcpcs', 'cpt']
  if (family !== 'icd-10' && family !== 'icd-9') return [family as CodeSystem]
  const diagnoses: CodeSystem[] = family === 'icd-9' ? ['icd-9-cm', 'icd-10-cm'] : ['icd-10-cm', 'icd-9-cm']
  const procedures: CodeSystem[] = family === 'icd-9' ? ['icd-9-pcs', 'icd-10-pcs'] : ['icd-10-pcs', 'icd-9-pcs']
  // An ICD-10 code sent under the address of ICD-9 would match nothing there: the other lists come next.
  return element === 'procedure' || element === 'product'
    ? [...procedures, ...diagnoses]
    : [...diagnoses, ...procedures]
}

function hasShape(system: CodeSystem, code: string): boolean {
  const spelled = spellings(system, code)
  if (system === 'ndc') return spelled.length > 0
  return system !== 'medi-cal-local' && spelled.some((plain) => shapes[system].test(plain))
}
