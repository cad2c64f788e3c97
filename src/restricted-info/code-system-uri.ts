/** What the core system's code system addresses mean to the list of restricted codes. */
import type { CodeSystem } from './code-list.ts'

/** Where in a record a judged code stands (requirements 9, "Which codes are judged"). */
export type JudgedElement =
  | 'diagnosis'
  | 'procedure'
  | 'product'
  | 'modifier'
  | 'revenue'
  | 'drg'
  | 'medication'
  | 'reason'

/**
 * ICD and HCPCS are families: senders write ICD-10-PCS under the address of ICD-10-CM, CPT numbers and modifiers under
 * HCPCS, so the element and the shape of the code tell which list holds it.
 */
export type Family = 'icd-10' | 'icd-9' | 'hcpcs' | Exclude<CodeSystem, `icd-${string}` | 'hcpcs' | 'cpt'>

// A map, not an object: the feed names the keys, and 'constructor' is one of every object's.
const families = new Map<string, Family>(
  Object.entries({
    'hl7.org/fhir/sid/icd-10-cm': 'icd-10',
    'hl7.org/fhir/sid/icd-10': 'icd-10',
    'hl7.org/fhir/sid/icd-10-pcs': 'icd-10',
    'terminology.hl7.org/codesystem/icd10pcs': 'icd-10',
    'www.cms.gov/medicare/coding/icd10': 'icd-10',
    'urn:oid:2.16.840.1.113883.6.90': 'icd-10',
    'urn:oid:2.16.840.1.113883.6.4': 'icd-10',
    'hl7.org/fhir/sid/icd-9-cm': 'icd-9',
    'hl7.org/fhir/sid/icd-9-cm/diagnosis': 'icd-9',
    'hl7.org/fhir/sid/icd-9-cm/procedure': 'icd-9',
    'terminology.hl7.org/codesystem/icd9cm': 'icd-9',
    'www.cms.gov/medicare/coding/icd9': 'icd-9',
    'urn:oid:2.16.840.1.113883.6.103': 'icd-9',
    'urn:oid:2.16.840.1.113883.6.104': 'icd-9',
    'www.cms.gov/medicare/coding/hcpcsreleasecodesets': 'hcpcs',
    'terminology.hl7.org/codesystem/hcpcs': 'hcpcs',
    'bluebutton.cms.gov/resources/codesystem/hcpcs': 'hcpcs',
    'bluebutton.cms.gov/resources/variables/hcpcs_cd': 'hcpcs',
    'urn:oid:2.16.840.1.113883.6.285': 'hcpcs',
    'www.ama-assn.org/go/cpt': 'hcpcs',
    'urn:oid:2.16.840.1.113883.6.12': 'hcpcs',
    'www.ada.org/cdt': 'hcpcs',
    'hl7.org/fhir/sid/ndc': 'ndc',
    'urn:oid:2.16.840.1.113883.6.69': 'ndc',
    'www.nlm.nih.gov/research/umls/rxnorm': 'rxnorm',
    'urn:oid:2.16.840.1.113883.6.88': 'rxnorm',
    'snomed.info/sct': 'snomed',
    'urn:oid:2.16.840.1.113883.6.96': 'snomed',
    'hl7.org/fhir/sid/cvx': 'cvx',
    'urn:oid:2.16.840.1.113883.12.292': 'cvx',
    'www.nubc.org/codesystem/revenuecodes': 'nubc-revenue',
    'bluebutton.cms.gov/resources/variables/rev_cntr': 'nubc-revenue',
    'bluebutton.cms.gov/resources/variables/fiss/rev-cd': 'nubc-revenue',
    'bluebutton.cms.gov/fhir/codesystem/clm-rev-cntr-cd': 'nubc-revenue',
    'www.cms.gov/medicare/medicare-fee-for-service-payment/acuteinpatientpps/ms-drg-classifications-and-software':
      'ms-drg',
    'terminology.hl7.org/codesystem/msdrg': 'ms-drg',
    'bluebutton.cms.gov/resources/variables/clm_drg_cd': 'ms-drg',
  }),
)

/**
 * Systems that say nothing of a person's condition, each only in the element where it does:
 * - HIPPS: a payment group of skilled nursing and home health;
 * - quantity qualifiers and units that CMS writes among the modifiers;
 * - the deductible indicator that CMS writes beside the revenue code.
 */
const neutral: Record<string, JudgedElement> = {
  'www.cms.gov/medicare/medicare-fee-for-service-payment/prospmedicarefeesvcpmtgen/hippscodes': 'product',
  'unitsofmeasure.org': 'modifier',
  'bluebutton.cms.gov/resources/variables/rev_cntr_ndc_qty_qlfr_cd': 'modifier',
  'bluebutton.cms.gov/fhir/codesystem/clm-ddctbl-coinsrnc-cd': 'revenue',
  'bluebutton.cms.gov/resources/variables/rev_cntr_ddctbl_coinsrnc_cd': 'revenue',
}

/** One spelling of an address: http or https, case, a version and a closing slash tell nothing apart. */
function plain(uri: string): string {
  return uri
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\|.*$/, '')
    .replace(/\/$/, '')
    .toLowerCase()
}

/** The family of the system at the address; null when it is unknown. */
export function familyOf(uri: string): Family | null {
  const address = plain(uri)
  // Editions and versions of SNOMED CT have the module's number after the address.
  return families.get(address) ?? (address.startsWith('snomed.info/sct/') ? 'snomed' : null)
}

/** Whether a code of the system means nothing for III.I.1 where it stands. */
export function isNeutral(element: JudgedElement, uri: string): boolean {
  return neutral[plain(uri)] === element
}

/** Whether the code only says why there is none. */
export function saysAbsent(uri: string): boolean {
  return plain(uri) === 'terminology.hl7.org/codesystem/data-absent-reason'
}

/** Whether the code says "compound": its ingredients stand in the item's details. */
export function saysCompound(uri: string, code: string): boolean {
  return plain(uri) === 'hl7.org/fhir/us/carin-bb/codesystem/c4bbcompoundliteral' && code.toLowerCase() === 'compound'
}
