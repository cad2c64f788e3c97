/** A small list of restricted codes and claims to judge by it. */
import type { JsonObject } from '../../src/json.ts'
import { judged } from '../../src/restricted-info/judge.ts'
import { indexOf } from '../../src/restricted-info/rules.ts'
import { verdict } from '../../src/restricted-info/verdict.ts'

export const list = indexOf(
  (
    [
      ['icd-10-cm', 'O80'],
      ['icd-9-cm', '650'],
      ['icd-10-pcs', '10E0XZZ'],
      ['hcpcs', 'H0050'],
      ['cpt', '59400'],
      ['hcpcs-modifier', 'HD'],
      ['ndc', '00009074630'],
      ['rxnorm', '807283'],
      ['ms-drg', '768'],
      ['nubc-revenue', '0720'],
      ['snomed', '72892002'],
    ] as const
  ).map(([system, code], at) => ({ id: at + 1, category: 'pregnancy', system, match: 'exact', code })),
)

export const sid = 'http://hl7.org/fhir/sid/'
export const hcpcs = 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
export const concept = (system: string, code: string) => ({ coding: [{ system, code }] })
export const clear = concept(`${sid}icd-10-cm`, 'J30.9')
export const claim = (more: JsonObject): JsonObject => ({
  resourceType: 'Claim',
  id: 'c1',
  diagnosis: [{ diagnosisCodeableConcept: clear }],
  ...more,
})
export const why = (resource: JsonObject) => verdict(judged(resource).codes, list)
export const item = (more: JsonObject) => claim({ item: [{ sequence: 1, ...more }] })
export const diagnosis = (code: JsonObject) => claim({ diagnosis: [{ diagnosisCodeableConcept: code }] })
export const detail = (more: JsonObject) => item({ productOrService: concept(hcpcs, '99213'), detail: [more] })
export const noCode = {
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }],
}
