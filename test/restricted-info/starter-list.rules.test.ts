import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Category, CodeSystem } from '../../src/restricted-info/code-list.ts'
import { parseList } from '../../src/restricted-info/list-file.ts'
import { categoriesOf, indexOf } from '../../src/restricted-info/rules.ts'

const parsed = parseList(readFileSync('src/restricted-info/starter-list.csv', 'utf8'))
const rows = parsed.ok ? parsed.value : []
const index = indexOf(rows.map((row, at) => ({ ...row, id: at + 1 })))

function holds(category: Category, ...codes: [CodeSystem, string][]): void {
  for (const [system, code] of codes) expect(categoriesOf(index, system, code), `${system} ${code}`).toContain(category)
}

it('III.I.2 the starter list has rows of every category, and none of CPT or SNOMED, which need a licence', () => {
  expect(rows.length).toBeGreaterThan(2000)
  expect(rows.filter(({ system }) => system === 'cpt' || system === 'snomed')).toEqual([])
})

it('III.I.1.a birth control', () => holds('birth-control', ['icd-10-cm', 'Z30.011'], ['icd-10-cm', 'Z97.5']))
it('III.I.1.b pregnancy', () => holds('pregnancy', ['icd-10-cm', 'O80'], ['icd-10-cm', 'Z34.00']))
it('III.I.1.c abortion', () => holds('abortion', ['icd-10-cm', 'O04.5'], ['icd-10-cm', 'Z33.2']))
it('III.I.1.d STIs, contagious and reportable diseases', () =>
  holds('sti-reportable', ['icd-10-cm', 'A51.0'], ['icd-10-cm', 'A15.0']))
it('III.I.1.e HIV/AIDS', () => holds('hiv-aids', ['icd-10-cm', 'B20'], ['icd-10-cm', 'Z21']))
it('III.I.1.f sexual assault care', () => holds('sexual-assault', ['icd-10-cm', 'T74.21XA']))
it('III.I.1.g alcohol and drug counseling', () => holds('substance-use', ['icd-10-cm', 'F10.20'], ['hcpcs', 'H0050']))
it('III.I.1.h outpatient mental health', () => holds('mental-health', ['icd-10-cm', 'F32.9']))
it('III.I.1 abuse, of the glossary', () => holds('abuse', ['icd-10-cm', 'T74.11XA']))
it('III.I.1 what is none of it stays', () => {
  for (const code of ['E11.9', 'I10', 'J45.909', 'M54.5', 'Z00.00'])
    expect(categoriesOf(index, 'icd-10-cm', code)).toEqual([])
})
