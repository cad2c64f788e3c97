import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PRACTICE } from '../../demo/services.ts'
import { foldCode, readCode, readCodes, wordsIn } from '../../src/service-codes/rules.ts'

describe('III.B.6.d a code as it is typed', () => {
  it.each([
    ['i10', 'I10'],
    ['E11.9', 'E119'],
    [' m54 .50 ', 'M5450'],
    ['S52.501A', 'S52501A'],
    ['U07.1', 'U071'],
    ['C7A.00', 'C7A00'],
  ])('a diagnosis: %s', (typed, code) => {
    expect(readCode('diagnosis', typed)).toEqual({ system: 'icd-10-cm', code })
  })

  it.each(['', 'I1', '10I', 'II10', 'S52.5012AB', 'high blood pressure', '250.00', 'G0439é', '%'])(
    'no diagnosis: %s',
    (typed) => {
      expect(readCode('diagnosis', typed)).toBeNull()
    },
  )

  it.each([
    ['g0439', 'hcpcs', 'G0439'],
    ['T1015', 'hcpcs', 'T1015'],
    ['12345', 'cpt', '12345'],
    ['0001F', 'cpt', '0001F'],
    ['0042t', 'cpt', '0042T'],
    ['0001U', 'cpt', '0001U'],
  ])('a service: %s', (typed, system, code) => {
    expect(readCode('service', typed)).toEqual({ system, code })
  })

  // D: dental codes are none of HCPCS’s own; N, O, W to Z are not in use.
  it.each(['', '1234', '123456', 'D0120', 'W1234', 'G043', 'G04390', '1234A', 'E11.9'])('no service: %s', (typed) => {
    expect(readCode('service', typed)).toBeNull()
  })

  it('words are found without accents, from three letters on, each once', () => {
    expect(wordsIn('Pain, of the Hüft-joint (pain) 2b X-RAY')).toEqual(['pain', 'the', 'huft', 'joint', 'ray'])
  })
})

describe('a file of codes is read whole or not at all', () => {
  const head = 'system,code,words\n'
  it('with words or without, the last of a doubled code', () => {
    expect(
      readCodes(`\uFEFF${head}HCPCS,g0439,\nicd-10-cm,E11.9," Sugar,\tin the blood "\nhcpcs,G0439,Visit\n`),
    ).toEqual({
      ok: true,
      value: [
        { system: 'hcpcs', code: 'G0439', words: 'Visit', keys: ['visit'] },
        { system: 'icd-10-cm', code: 'E119', words: 'Sugar, in the blood', keys: ['sugar', 'the', 'blood'] },
      ],
    })
  })

  it.each([
    ['', 'no codes|no CSV'],
    [head, 'no codes'],
    ['system,code\nhcpcs,G0439\n', 'columns'],
    [`${head}hcpcs,G0439,"cut`, 'cut off'],
    [`${head}hcpcs,G0439,a\nhcpcs,E11.9,b\n`, 'Row 3'],
    [`${head}snomed,G0439,a\n`, 'Row 2'],
    [`${head}hcpcs,G0439\n`, 'cut off'],
  ])('%j', (text, words) => {
    const read = readCodes(text)
    expect(read.ok ? '' : read.refusal.sentence).toMatch(new RegExp(words))
  })

  it('the demo’s own has every diagnosis and service of the demo, in words, and no CPT number', () => {
    const read = readCodes(readFileSync('demo/codes.csv', 'utf8'))
    if (!read.ok) throw new Error(read.refusal.sentence)
    const practice = Object.values(PRACTICE)
    const used = practice.flatMap(({ diagnoses, services }) => [...diagnoses, ...services.map(([code]) => code)])
    const known = new Set(read.value.map(({ code }) => code))
    expect(used.filter((code) => !known.has(foldCode(code)))).toEqual([])
    expect(read.value.filter(({ system, words }) => system === 'cpt' || !words)).toEqual([])
  })
})
