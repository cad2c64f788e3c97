import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { judged } from '../../src/restricted-info/judge.ts'
import { targetOf } from '../../src/restricted-info/reference.ts'
import { claim, clear, concept, detail, diagnosis, hcpcs, item, sid, why } from '../support/judged-records.ts'

const to = (id: string) => ({ reference: `urn:uuid:${id}` })

describe('III.I.1 which codes are judged', () => {
  it.each<[string, JsonObject, string | null]>([
    ['a clear diagnosis', claim({}), null],
    ['diagnosis', diagnosis(concept(`${sid}icd-10`, 'o80')), 'rule:1'],
    ['an ICD-9 diagnosis', diagnosis(concept(`${sid}icd-9-cm`, '650')), 'rule:2'],
    ['an ICD-10 diagnosis under the address of ICD-9', diagnosis(concept(`${sid}icd-9-cm`, 'O80')), 'rule:1'],
    [
      'the second coding of a concept',
      diagnosis({ coding: [...clear.coding, ...concept(`${sid}icd-10`, 'O80').coding] }),
      'rule:1',
    ],
    [
      'a procedure under the address of ICD-10-CM',
      claim({ procedure: [{ procedureCodeableConcept: concept(`${sid}icd-10`, '10E0XZZ') }] }),
      'rule:3',
    ],
    ['product or service', item({ productOrService: concept(hcpcs, 'H0050') }), 'rule:4'],
    ['a CPT number under the address of HCPCS', item({ productOrService: concept(hcpcs, '59400') }), 'rule:5'],
    [
      'a HCPCS code under the address of CPT',
      item({ productOrService: concept('http://www.ama-assn.org/go/cpt', 'H0050') }),
      'rule:4',
    ],
    ['modifier', item({ modifier: [concept(hcpcs, 'HD')] }), 'rule:6'],
    ['a drug in a detail', detail({ productOrService: concept(`${sid}ndc`, '0009-0746-30') }), 'rule:7'],
    [
      'a drug in a detail of a detail',
      detail({ subDetail: [{ productOrService: concept(`${sid}ndc`, '00009074630') }] }),
      'rule:7',
    ],
    [
      'revenue without its zero',
      item({ revenue: concept('https://www.nubc.org/CodeSystem/RevenueCodes', '720') }),
      'rule:10',
    ],
    [
      'revenue of a detail',
      detail({ revenue: concept('https://bluebutton.cms.gov/resources/variables/rev_cntr', '0720') }),
      'rule:10',
    ],
    [
      'the group in the supporting information',
      claim({
        supportingInfo: [{ code: concept('https://bluebutton.cms.gov/resources/variables/clm_drg_cd', '768') }],
      }),
      'rule:9',
    ],
    [
      'the group as package code',
      claim({
        diagnosis: [
          {
            diagnosisCodeableConcept: clear,
            packageCode: concept('http://terminology.hl7.org/CodeSystem/MSDRG', '768'),
          },
        ],
      }),
      'rule:9',
    ],
    [
      'a line the plan added',
      { ...claim({ addItem: [{ productOrService: concept(hcpcs, 'H0050') }] }), resourceType: 'ExplanationOfBenefit' },
      'rule:4',
    ],
    ['a condition', { resourceType: 'Condition', code: concept('http://snomed.info/sct', '72892002') }, 'rule:11'],
    [
      'an edition of SNOMED CT',
      { resourceType: 'Condition', code: concept('http://snomed.info/sct/731000124108', '72892002') },
      'rule:11',
    ],
    [
      'a medication',
      {
        resourceType: 'MedicationRequest',
        medicationCodeableConcept: concept('http://www.nlm.nih.gov/research/umls/rxnorm', '807283'),
      },
      'rule:8',
    ],
    [
      'a contained medication',
      {
        resourceType: 'MedicationRequest',
        medicationReference: { reference: '#m' },
        contained: [{ resourceType: 'Medication', id: 'm', code: concept(`${sid}ndc`, '00009074630') }],
      },
      'rule:7',
    ],
    ['a reason', { resourceType: 'Encounter', reasonCode: [concept('http://snomed.info/sct', '72892002')] }, 'rule:11'],
    [
      'a contained referral',
      claim({
        referral: { reference: '#r' },
        contained: [{ resourceType: 'ServiceRequest', id: 'r', reasonCode: [concept(`${sid}icd-10`, 'O80')] }],
      }),
      'rule:1',
    ],
    [
      'not: other supporting information',
      claim({ supportingInfo: [{ code: concept('https://www.nubc.org/CodeSystem/TypeOfBill', '0111') }] }),
      null,
    ],
    [
      'not: types, adjudication, roles',
      claim({
        type: concept(`${sid}icd-10`, 'O80'),
        item: [{ adjudication: [{ reason: concept(`${sid}icd-10`, 'O80') }] }],
        careTeam: [{ role: concept(`${sid}icd-10`, 'O80') }],
      }),
      null,
    ],
    [
      'not: places',
      item({
        locationCodeableConcept: concept(
          'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set',
          '55',
        ),
      }),
      null,
    ],
    ['not: an encounter without a reason', { resourceType: 'Encounter' }, null],
    [
      'not: a contained person',
      claim({ contained: [{ resourceType: 'Practitioner', id: 'p', qualification: [{ code: concept('x', 'y') }] }] }),
      null,
    ],
  ])('III.I.1 %s', (_name, resource, expected) => {
    expect(why(resource)).toBe(expected)
  })

  it.each(['HIV', 'PSY', 'MH', 'ETH', 'SUD', 'OPIOIDUD', 'SEX', 'SDV', 'STD', 'PREGNANT', '42CFRPart2', 'R', 'V', ''])(
    'III.I.1 the label %j alone hides a record',
    (code) => {
      expect(
        why(claim({ meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code }] } })),
      ).toBe('label')
    },
  )

  it('III.I.1 ordinary confidentiality is no reason to hide', () => {
    const system = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
    expect(why(claim({ meta: { security: [{ system, code: 'N' }] } }))).toBeNull()
    expect(why(claim({ meta: { security: [{ system, code: 'R' }] } }))).toBe('label')
  })
})

describe('III.I.1 which links are followed', () => {
  it('III.I.1 every kind of judged link, supporting information without hiding', () => {
    const links = judged({
      resourceType: 'ExplanationOfBenefit',
      claim: to('claim'),
      related: [{ claim: to('related') }],
      prescription: to('prescription'),
      originalPrescription: to('original'),
      diagnosis: [{ diagnosisReference: to('diagnosis') }],
      procedure: [{ procedureReference: to('procedure') }],
      item: [{ encounter: [to('encounter')] }],
      referral: to('referral'),
      supportingInfo: [{ valueReference: to('supporting') }],
      contained: [
        {
          resourceType: 'ServiceRequest',
          id: 'r',
          reasonReference: [to('reason')],
          basedOn: [to('based')],
          encounter: to('visit'),
        },
        { resourceType: 'Encounter', id: 'e', diagnosis: [{ condition: to('condition') }] },
      ],
      provider: to('provider'),
      patient: to('patient'),
      insurance: [{ coverage: to('coverage') }],
    }).links
    expect(
      links
        .filter((l) => l.required)
        .map((l) => l.id)
        .toSorted(),
    ).toEqual([
      'based',
      'claim',
      'condition',
      'diagnosis',
      'encounter',
      'original',
      'prescription',
      'procedure',
      'reason',
      'referral',
      'related',
      'visit',
    ])
    expect(links.filter((l) => !l.required).map((l) => l.id)).toEqual(['supporting'])
  })

  it.each([
    ['Condition/a-1', { type: 'Condition', id: 'a-1' }],
    ['Condition/-100', { type: 'Condition', id: '-100' }],
    ['Condition/a/_history/2', { type: 'Condition', id: 'a' }],
    ['https://x.test/fhir/Condition/a', { type: 'Condition', id: 'a' }],
    ['urn:uuid:a', { type: 'Stated', id: 'a' }],
    ['a', { type: 'Stated', id: 'a' }],
    ['#a', null],
    ['', null],
    ['Condition/', null],
  ])('III.I.1 the reference %j', (text, target) => {
    expect(targetOf(text, 'Stated')).toEqual(target)
  })
})
