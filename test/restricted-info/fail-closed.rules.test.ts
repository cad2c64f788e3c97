import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { judged } from '../../src/restricted-info/judge.ts'
import { indexOf } from '../../src/restricted-info/rules.ts'
import { verdict } from '../../src/restricted-info/verdict.ts'
import { claim, clear, concept, diagnosis, hcpcs, item, noCode, sid, why } from '../support/judged-records.ts'

describe('III.I.1 fail closed', () => {
  it.each<[string, JsonObject, string]>([
    ['an unknown system', diagnosis(concept('urn:oid:1.2.3', 'O80')), 'unknown-system'],
    ['no system', diagnosis({ coding: [{ code: 'J30.9' }] }), 'unknown-system'],
    [
      'a further coding of an unknown system',
      diagnosis({ coding: [...clear.coding, { system: 'x', code: '1' }] }),
      'unknown-system',
    ],
    ['words alone', diagnosis({ text: 'something' }), 'no-code'],
    ['a blank code', diagnosis(concept(`${sid}icd-10`, ' ')), 'no-code'],
    ['an absent code', diagnosis(noCode), 'no-code'],
    [
      'a reason for absence as code',
      item({ productOrService: concept('http://terminology.hl7.org/CodeSystem/data-absent-reason', 'unknown') }),
      'no-code',
    ],
    ['a diagnosis without anything', claim({ diagnosis: [{ sequence: 1 }] }), 'no-code'],
    ['a claim without anything', { resourceType: 'Claim', id: 'c' }, 'no-code'],
    ['a condition without a code', { resourceType: 'Condition' }, 'no-code'],
    ['an odd shape', diagnosis(concept(`${sid}icd-10-cm`, 'HF3IJIF')), 'unknown-shape'],
    ['a drug code of nine digits', item({ productOrService: concept(`${sid}ndc`, '000000000') }), 'unknown-shape'],
    [
      'compound without its ingredients',
      item({ productOrService: concept('http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBCompoundLiteral', 'compound') }),
      'unknown-system',
    ],
    ['a payment group where a diagnosis belongs', diagnosis(concept('unitsofmeasure.org', 'J30.9')), 'unknown-system'],
    ['a link with an identifier only', claim({ prescription: { identifier: { value: '1' } } }), 'leads-nowhere'],
    ['a link with words only', claim({ referral: { display: 'x' } }), 'leads-nowhere'],
    ['a link to nothing inside', claim({ referral: { reference: '#gone' } }), 'leads-nowhere'],
    [
      'a link to a thing inside that is not judged',
      claim({ prescription: { reference: '#d' }, contained: [{ resourceType: 'DeviceRequest', id: 'd' }] }),
      'leads-nowhere',
    ],
  ])('III.I.1 %s hides the record', (_name, resource, expected) => {
    expect(why(resource)).toBe(expected)
  })

  it('III.I.1 a system of which the list has no row hides the record, and says which', () => {
    const starter = indexOf([{ id: 1, category: 'pregnancy', system: 'hcpcs', match: 'exact', code: 'H0050' }])
    const codes = judged(item({ productOrService: concept(hcpcs, '99213') })).codes
    expect(verdict(codes.slice(1), starter)).toBe('no-list:cpt')
    expect(verdict([['diagnosis', 'http://snomed.info/sct', '72892002']], starter)).toBe('no-list:snomed')
  })

  it('III.I.1 payment groups, units and vaccines hide nothing where they belong', () => {
    const hipps = 'https://www.cms.gov/Medicare/Medicare-Fee-for-Service-Payment/ProspMedicareFeeSvcPmtGen/HIPPSCodes'
    expect(why(item({ productOrService: concept(hipps, 'A0101') }))).toBeNull()
    expect(why(item({ modifier: [concept('http://unitsofmeasure.org', 'DD')] }))).toBeNull()
    expect(why(item({ productOrService: concept(`${sid}cvx`, '140') }))).toBeNull()
  })

  it("III.I.1 the referring person's number in place of a referral is no link", () => {
    const identifier = { type: concept('http://terminology.hl7.org/CodeSystem/v2-0203', 'UPIN'), value: '9' }
    expect(why(claim({ referral: { identifier } }))).toBeNull()
  })

  it('III.I.1 a value of another type is told by its element, never judged', () => {
    expect(() => judged(claim({ diagnosis: 'O80' }))).toThrow('wrong type: diagnosis')
    expect(() => judged(diagnosis({ coding: [{ system: 'x', code: 7 }] }))).toThrow('wrong type: code')
  })
})
