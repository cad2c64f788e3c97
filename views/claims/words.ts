import type { Feeling } from '../parts/status.tsx'

/** A claim's status in words. */
export const statusWords: Record<string, { word: string; feeling: Feeling }> = {
  received: { word: 'Received', feeling: 'waiting' },
  paid: { word: 'Paid', feeling: 'good' },
  'partly-paid': { word: 'Partly paid', feeling: 'waiting' },
  denied: { word: 'Denied', feeling: 'bad' },
  cancelled: { word: 'Cancelled', feeling: 'neutral' },
}

/** Code systems as offices call them. */
export const systemWords: Record<string, string> = {
  hcpcs: 'HCPCS',
  cpt: 'CPT',
  'icd-10-pcs': 'ICD-10-PCS',
  ndc: 'NDC',
  rxnorm: 'RxNorm',
  snomed: 'SNOMED CT',
  'nubc-revenue': 'Revenue',
  hipps: 'HIPPS',
}
