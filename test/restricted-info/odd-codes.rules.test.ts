import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { judged } from '../../src/restricted-info/judge.ts'
import { isReadable, targetOf } from '../../src/restricted-info/reference.ts'
import { categoriesOf, indexOf } from '../../src/restricted-info/rules.ts'
import { verdict } from '../../src/restricted-info/verdict.ts'
import { claim, clear, concept, detail, diagnosis, hcpcs, item, sid, why } from '../support/judged-records.ts'

const rxnorm = 'http://www.nlm.nih.gov/research/umls/rxnorm'
const compound = 'http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBCompoundLiteral'

describe('III.I.1 an odd way to write a restricted code hides as well', () => {
  const written = [
    'o80', ' O80 ', 'O80.', 'O.80', 'O 80', 'O-80', '\u00a0O80', 'O80\ufeff', '\tO80\n',
    'O80\u200b', '\u200dO80', 'O\u00ad80', 'Ｏ８０', 'O٨٠', 'О80', 'O80;', 'O80|', 'O80\u0000', '"O80"', 'O_80',
  ] // prettier-ignore
  it.each(written)('diagnosis %j', (code) => {
    expect(why(diagnosis(concept(`${sid}icd-10-cm`, code)))).not.toBeNull()
  })

  it.each(['0807283', '00807283', ' 807283', '807283.', '807283\u200b', '８０７２８３'])('medication %j', (code) => {
    expect(
      why({ resourceType: 'MedicationRequest', id: 'm', medicationCodeableConcept: concept(rxnorm, code) }),
    ).not.toBeNull()
  })

  it.each(['072892002', '72892002 '])('SNOMED %j', (code) => {
    expect(why(diagnosis(concept('http://snomed.info/sct', code)))).toMatch(/^rule:/)
  })

  it.each(['0768', '768 ', '٧٦٨'])('diagnosis related group %j', (code) => {
    const system = 'https://bluebutton.cms.gov/resources/variables/clm_drg_cd'
    expect(
      why(claim({ diagnosis: [{ diagnosisCodeableConcept: clear, packageCode: concept(system, code) }] })),
    ).not.toBe(null)
  })

  it.each(['constructor', '__proto__', 'toString', 'http://valueOf', 'hasOwnProperty/'])(
    'a system named %s is an unknown one',
    (system) => {
      expect(why(diagnosis(concept(system, 'O80')))).toBe('unknown-system')
    },
  )
})

describe('III.I.1 a restricted code in the wrong place hides as well', () => {
  const assault = indexOf([
    { id: 1, category: 'sexual-assault', system: 'icd-10-cm', match: 'prefix', code: 'T76.2' },
    { id: 2, category: 'mental-health', system: 'icd-10-cm', match: 'range', code: 'X71..X83' },
    { id: 3, category: 'pregnancy', system: 'icd-10-pcs', match: 'prefix', code: '10E' },
    { id: 4, category: 'hiv-aids', system: 'icd-10-cm', match: 'prefix', code: 'B20' },
  ])
  const procedure = (code: string): JsonObject => ({
    resourceType: 'Procedure',
    id: 'p',
    code: concept(`${sid}icd-10-cm`, code),
  })
  it.each(['T76.21XA', 'T7621XD', 'X71.0XXA', 'X83.8XXS', '10E0XZZ'])('%s as a procedure', (code) => {
    expect(verdict(judged(procedure(code)).codes, assault)).toMatch(/^rule:/)
  })
  it.each(['B2000ZZ', 'F13Z0ZZ', 'XW03325', '0DTJ4ZZ'])(
    '%s is a procedure, and no diagnosis of the same letters',
    (code) => {
      expect(verdict(judged(procedure(code)).codes, assault)).toBeNull()
    },
  )

  it('a code beside its details that only claims to be a compound', () => {
    const ingredient = { productOrService: concept(`${sid}ndc`, '11111111111') }
    const told = (code: string) => ({ productOrService: concept(compound, code), detail: [ingredient] })
    expect(why(item(told('compound')))).toBeNull()
    expect(why(item(told('H0050')))).toBe('unknown-system')
    expect(why(detail({ productOrService: concept(hcpcs, 'H0050') }))).toMatch(/^rule:/)
  })

  it('a thing inside of a thing inside', () => {
    const inner = { resourceType: 'Condition', id: 'b', code: concept(`${sid}icd-10-cm`, 'O80') }
    const outer = { resourceType: 'Condition', id: 'a', code: clear, contained: [inner] }
    expect(why(claim({ contained: [outer] }))).toMatch(/^rule:/)
  })
})

describe('III.I.2 a list without leading zeros holds what it says', () => {
  it.each([
    ['nubc-revenue', '720..729', '0720'],
    ['nubc-revenue', '720..729', '729'],
    ['ms-drg', '80..90', '085'],
    ['ms-drg', '5..12', '010'],
  ] as const)('%s %s holds %s', (system, code, asked) => {
    const index = indexOf([{ id: 1, category: 'pregnancy', system, match: 'range', code }])
    expect(categoriesOf(index, system, asked)).toEqual(['pregnancy'])
  })
})

describe('III.I.1 links in odd forms lead where they say', () => {
  it.each([
    'Condition/c1/',
    'https://core.test/fhir/Condition/c1//',
    'https://core.test/fhir/Condition/c1/_history/2/',
    'Condition/c1/_history',
    'Condition/c1?_format=json',
    'Condition/c1#part',
    'Condition/c1|2',
    'Condition/c1/_history/2?x=/y',
  ])('%s', (reference) => {
    expect(targetOf(reference)).toEqual({ type: 'Condition', id: 'c1' })
  })

  it('a stated type in full, and an address that no record can bear', () => {
    const type = 'http://hl7.org/fhir/StructureDefinition/Condition'
    expect(targetOf('c1', type)).toEqual({ type: 'Condition', id: 'c1' })
    expect(isReadable(targetOf('urn:oid:1.2.3')!)).toBe(true)
    expect(isReadable(targetOf('Condition/a b')!)).toBe(false)
  })

  it.each([
    'Condition?identifier=x',
    `Condition/${'x'.repeat(500)}`,
    '/',
    '//',
    'Condition/a b',
    'Condition/c1\u0000',
    'Condition/c1\u200b',
    'Condition/%631',
  ])('a link of supporting information that nobody can read hides: %j', (reference) => {
    expect(why(claim({ supportingInfo: [{ sequence: 1, valueReference: { reference } }] }))).toBe('leads-nowhere')
  })
})
