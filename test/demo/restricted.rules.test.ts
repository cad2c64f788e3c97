import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { SYSTEM, type Coding, type Resource } from '../../demo/fhir.ts'
import { demoPlan } from '../../demo/plan.ts'

const folder = '../shared/data/restricted-codes'
const there = existsSync(folder)

type Row = { category: string; match: string; code: string }

/** Blanks, dots and hyphens out, upper case: rule 1 of the list. */
const plain = (code: string) => code.replaceAll(/[\s.-]/g, '').toUpperCase()

/** The rows of both files by system; the first four columns hold no quotes. */
function readRows(): Map<string, Row[]> {
  const rows = new Map<string, Row[]>()
  for (const file of ['restricted-codes.csv', 'restricted-codes-extra.csv'])
    for (const line of readFileSync(`${folder}/${file}`, 'utf8').split('\n').slice(1)) {
      const [category = '', system = '', match = '', code = ''] = line.split(',')
      rows.set(system, [...(rows.get(system) ?? []), { category, match, code }])
    }
  return rows
}

const listed: Record<string, string[]> = {
  [SYSTEM.diagnosis]: ['icd-10-cm'],
  [SYSTEM.service]: ['hcpcs', 'cpt', 'hcpcs-modifier', 'medi-cal-local'],
  [SYSTEM.drug]: ['ndc'],
  [SYSTEM.ingredient]: ['rxnorm'],
  [SYSTEM.revenue]: ['nubc-revenue'],
  [SYSTEM.drg]: ['ms-drg'],
  [SYSTEM.place]: ['cms-pos'],
}

/** The categories the sender's labels stand for. */
const labelled: Record<string, string[]> = {
  HIV: ['hiv-aids'],
  PSY: ['mental-health'],
  MH: ['mental-health'],
  ETH: ['substance-use'],
  '42CFRPart2': ['substance-use'],
  SEX: ['birth-control', 'abortion'],
  SDV: ['sexual-assault', 'abuse'],
  STD: ['sti-reportable'],
  PREGNANT: ['pregnancy'],
}

function holds({ match, code: written }: Row, code: string): boolean {
  if (match === 'exact') return plain(written) === code
  if (match === 'prefix') return code.startsWith(plain(written))
  const [from = '', to = ''] = written.split('..').map(plain)
  return from <= code.slice(0, from.length) && code.slice(0, to.length) <= to
}

/** Every coding inside a value. */
function codings(value: unknown): Coding[] {
  if (typeof value !== 'object' || value === null) return []
  if ('code' in value && typeof value.code === 'string') return [value as Coding]
  return Object.values(value).flatMap(codings)
}

/** The categories a coding tells; every NDC of the plan is 5-4-2 or 11 digits, so taking the hyphens out is enough. */
function categoriesOf(rows: Map<string, Row[]>, coding: Coding, seen: Map<string, string[]>): string[] {
  const key = `${coding.system} ${coding.code}`
  const known = seen.get(key)
  if (known) return known
  const lists = (listed[coding.system ?? ''] ?? []).flatMap((name) => rows.get(name) ?? [])
  const found = lists.filter((row) => holds(row, plain(coding.code))).map((row) => row.category)
  if (coding.system === SYSTEM.act) found.push(...(labelled[coding.code] ?? []))
  seen.set(key, found)
  return found
}

if (!there) process.stderr.write('The restricted codes are not beside this repository: the demo plan is not checked.\n')

describe.skipIf(!there)('III.I.1 the demo plan against the starting list (needs ../shared)', () => {
  const rows = there ? readRows() : new Map<string, Row[]>()
  const seen = new Map<string, string[]>()
  const plan = demoPlan()
  const told = (one: Resource) => codings(one).flatMap((coding) => categoriesOf(rows, coding, seen))

  it('Trying it: no ordinary record has a listed code or a label', () => {
    for (const one of plan.filter((other) => !other.id.startsWith('r-')))
      expect([one.resourceType, one.id, told(one)]).toEqual([one.resourceType, one.id, []])
  })

  it('III.I.1 each hidden event has a code of its category, in one of its records', () => {
    const events = Map.groupBy(
      plan.filter((one) => one.id.startsWith('r-') && !one.id.startsWith('r-unjudged-')),
      (one) => /^r-[a-z-]+-f?\d+/.exec(one.id)?.[0] ?? one.id,
    )
    expect(events.size).toBeGreaterThan(1000)
    for (const [event, records] of events) {
      const category = /^r-(.+)-f?\d+$/.exec(event)?.[1]
      expect([event, records.flatMap(told)]).toEqual([event, expect.arrayContaining([category])])
    }
  })

  it('III.I.1 what can’t be judged has no listed code: only its shape hides it', () => {
    for (const one of plan.filter((other) => other.id.startsWith('r-unjudged-')))
      expect([one.id, told(one)]).toEqual([one.id, []])
  })
})
