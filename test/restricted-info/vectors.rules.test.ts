import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { CodeSystem } from '../../src/restricted-info/code-list.ts'
import { csvRecords } from '../../src/restricted-info/csv.ts'
import { parseList } from '../../src/restricted-info/list-file.ts'
import { categoriesOf, drugCodes, indexOf } from '../../src/restricted-info/rules.ts'

const shared = '../shared/data/restricted-codes'

function listOf(text: string) {
  const list = parseList(text)
  if (!list.ok) throw new Error(list.refusal.sentence)
  return list.value
}

/** An index of the rows, numbered as they come. */
function index(...texts: string[]) {
  return indexOf(texts.flatMap(listOf).map((row, at) => ({ ...row, id: at + 1 })))
}

describe.skipIf(!existsSync(shared))('III.I.2 the published vectors (skipped without ../shared/data)', () => {
  // Read when a test asks: the body of a skipped block runs all the same.
  const both = () =>
    ['restricted-codes.csv', 'restricted-codes-extra.csv'].map((f) => readFileSync(`${shared}/${f}`, 'utf8'))
  const vectors = () => csvRecords(readFileSync(`${shared}/vectors.csv`, 'utf8'))!

  it('III.I.2 all 126 vectors', () => {
    const list = index(...both())
    const all = vectors()
    const wrong = all.filter((vector) => {
      const found = categoriesOf(list, vector.code_system as CodeSystem, vector.code!).join('|') || 'none'
      return found !== vector.expected!.split('|').toSorted().join('|')
    })
    expect(all).toHaveLength(126)
    expect(wrong).toEqual([])
  })

  it('III.I.2 the starter list is both files without the systems that need a licence', () => {
    const starter = listOf(readFileSync('src/restricted-info/starter-list.csv', 'utf8'))
    expect(starter).toEqual(
      both()
        .flatMap(listOf)
        .filter((row) => row.system !== 'cpt' && row.system !== 'snomed'),
    )
  })
})

describe('III.I.2 matching', () => {
  const list = index(
    [
      'category,code_system,match,code,source,reason',
      'pregnancy,icd-10-cm,range,O00..O9A,own,own',
      'pregnancy,icd-10-cm,range,Z32..Z3A,own,own',
      'birth-control,icd-10-cm,prefix,Z30,own,own',
      'birth-control,icd-10-cm,exact,Z79.3,own,own',
      'birth-control,ndc,prefix,00009-0746,own,own',
      'hiv-aids,ndc,exact,61958-0701-01,own,own',
      'substance-use,ms-drg,exact,94,own,own',
      'substance-use,nubc-revenue,range,0906..0907,own,own',
      'mental-health,cpt,exact,90837,own,own',
      'substance-use,hcpcs,exact,H0050,own,own',
      'mental-health,icd-10-pcs,prefix,GZ,own,own',
    ].join('\r\n'),
  )

  it.each([
    ['icd-10-cm', 'O99.89', 'pregnancy'],
    ['icd-10-cm', 'o9a', 'pregnancy'],
    ['icd-10-cm', 'O9B', ''],
    ['icd-10-cm', ' Z3A.00 ', 'pregnancy'],
    ['icd-10-cm', 'Z31', ''],
    ['icd-10-cm', 'Z30.011', 'birth-control'],
    ['icd-10-cm', 'Z3', ''],
    ['icd-10-cm', 'Z79.3', 'birth-control'],
    ['icd-10-cm', 'Z79.31', ''],
    ['icd-10-cm', '', ''],
    ['icd-10-cm', 'GZ51ZZZ', ''],
    ['icd-10-pcs', 'GZ51ZZZ', 'mental-health'],
    ['ndc', '0009-0746-30', 'birth-control'],
    ['ndc', '0009074630', 'birth-control'],
    ['ndc', '000009074630', 'birth-control'],
    ['ndc', '00009074730', ''],
    ['ndc', '61958-701-01', 'hiv-aids'],
    ['ndc', '61958-0701-1', 'hiv-aids'],
    ['ndc', '6195870101', 'hiv-aids'],
    ['ndc', '000000000', ''],
    ['ms-drg', '094', 'substance-use'],
    ['ms-drg', '94', 'substance-use'],
    ['ms-drg', '940', ''],
    ['nubc-revenue', '906', 'substance-use'],
    ['nubc-revenue', '0907', 'substance-use'],
    ['nubc-revenue', '9060', ''],
    ['hcpcs', '90837', 'mental-health'],
    ['cpt', 'h0050', 'substance-use'],
    ['rxnorm', '1', ''],
  ] as const)('III.I.2 %s %j falls under %j', (system, code, expected) => {
    expect(categoriesOf(list, system, code).join('|')).toBe(expected)
  })

  it('III.I.2 a bare ten-digit drug code is tried in all three ways, an odd one in none', () => {
    expect(drugCodes('1234567890')).toEqual(['01234567890', '12345067890', '12345678900'])
    expect(['1234-56-7890', '123456789', 'abc', '1-2-3-4', '112345678901'].flatMap(drugCodes)).toEqual([])
  })
})

describe('III.I.2 a list file is read whole or not at all', () => {
  const head = 'category,code_system,match,code,source,reason\n'
  it.each([
    ['', 'no CSV'],
    [head, 'no rows'],
    ['category,code\npregnancy,O80\n', 'lacks the column'],
    [`${head}pregnancy,icd-10-cm,exact,O80,own,own\npregnancy,icd-10-cm,exact,O8`, 'no CSV'],
    [`${head}pregnancy,icd-10-cm,exact,"O80,own,own\n`, 'no CSV'],
    [`${head}other,icd-10-cm,exact,O80,own,own\n`, '2 (category)'],
    [`${head}pregnancy,icd-11,exact,O80,own,own\n`, '2 (code_system)'],
    [`${head}pregnancy,icd-10-cm,like,O80,own,own\n`, '2 (match)'],
    [`${head}pregnancy,icd-10-cm,exact,,own,own\n`, '2 (code)'],
    [`${head}pregnancy,icd-10-cm,range,O99,own,own\n`, '2 (code)'],
    [`${head}pregnancy,icd-10-cm,range,O99..O00,own,own\n`, '2 (code)'],
    [`${head}pregnancy,ndc,exact,12,own,own\n`, '2 (code)'],
  ])('III.I.2 %j is refused', (text, sentence) => {
    const list = parseList(text)
    expect(list).toMatchObject({ ok: false })
    if (!list.ok) expect(list.refusal.sentence).toContain(sentence)
  })

  it('III.I.2 quotes, doubled quotes, CRLF and a byte order mark are read', () => {
    const list = parseList(`\uFEFF${head}pregnancy,icd-10-cm,exact,O80,"a ""b"", c",\r\n\r\n`)
    expect(list).toMatchObject({ ok: true, value: [{ code: 'O80', source: 'a "b", c', reason: '' }] })
  })
})
