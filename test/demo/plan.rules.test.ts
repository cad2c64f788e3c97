import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { EDGE_MEMBERS } from '../../demo/edge-members.ts'
import { addDays, REFERENCE_ON, referralsUpTo } from '../../demo/calendar.ts'
import type { Resource } from '../../demo/fhir.ts'
import { generate } from '../../demo/generate.ts'
import { FAMILY, GIVEN } from '../../demo/names.ts'
import { NEWCOMER, OFFICES, npi } from '../../demo/offices.ts'
import { demoPlan } from '../../demo/plan.ts'
import type { JsonObject } from '../../src/json.ts'
import { takeCoverage } from '../../src/feed/mapping/people.ts'
import { WAYS } from '../../demo/restricted-ways.ts'

const plan = demoPlan()
const of = (type: string) => plan.filter((one) => one.resourceType === type)
const ids = new Set(plan.map((one) => `${one.resourceType}/${one.id}`))

/** Every reference inside a resource. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'reference' && typeof inner === 'string' ? [inner] : references(inner),
  )
}

/** The claim number a Claim or ExplanationOfBenefit bears. */
function numberOf(resource: Resource): string {
  return (resource.identifier as { value: string }[])[0]!.value
}

async function digest(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await readdir(folder)).toSorted()) hash.update(file).update(await readFile(join(folder, file)))
  return hash.digest('hex')
}

it('Trying it: two runs write the same files, each line one resource of its file’s type', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'demo-'))
  try {
    await generate(join(folder, 'one'), REFERENCE_ON)
    await generate(join(folder, 'two'), REFERENCE_ON)
    expect(await digest(join(folder, 'one'))).toBe(await digest(join(folder, 'two')))
    const lines = (await readFile(join(folder, 'one', 'Patient.ndjson'), 'utf8')).trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as Resource).resourceType)).toEqual(lines.map(() => 'Patient'))
    expect(lines.length).toBe(of('Patient').length)
  } finally {
    await rm(folder, { recursive: true })
  }
})

it('Trying it: the plan has the promised offices, members, claims and referrals', () => {
  const claims = new Set([...of('Claim'), ...of('ExplanationOfBenefit')].map(numberOf))
  const restricted = [...claims].filter((number) => number.startsWith('HV-R'))
  expect(of('Organization').length).toBeGreaterThanOrEqual(12)
  expect(
    of('Organization')
      .filter((one) => one.active === false)
      .map((one) => one.id),
  ).toEqual(['old-pier-clinic'])
  expect(of('Patient').length).toBeGreaterThanOrEqual(2000)
  expect(claims.size).toBeGreaterThanOrEqual(20_000)
  expect(restricted.length / claims.size).toBeGreaterThan(0.05)
  expect(of('ServiceRequest').length).toBeGreaterThanOrEqual(500)
})

it('Trying it: claims come as Claim, as ExplanationOfBenefit, and as both under one number', () => {
  const billed = new Set(of('Claim').map(numberOf))
  const decided = new Set(of('ExplanationOfBenefit').map(numberOf))
  expect([...billed].filter((number) => !decided.has(number)).length).toBeGreaterThan(500)
  expect([...decided].filter((number) => !billed.has(number)).length).toBeGreaterThan(15_000)
  expect([...billed].filter((number) => decided.has(number)).length).toBeGreaterThan(1900)
  for (const eob of of('ExplanationOfBenefit')) expect('claim' in eob).toBe(billed.has(numberOf(eob)))
})

it('Trying it: every id stands once, and every reference leads somewhere but those meant not to', () => {
  expect(ids.size).toBe(plan.length)
  const dangling = plan.flatMap((one) => references(one).filter((to) => !ids.has(to)))
  expect([...new Set(dangling)].filter((to) => !to.includes('/lost-'))).toEqual([])
  expect(dangling.filter((to) => to.startsWith('DocumentReference/')).length).toBeGreaterThan(2)
  expect(dangling.filter((to) => !to.startsWith('DocumentReference/')).length).toBe(5)
})

it('III.I.1 nothing ordinary points at a hidden record', () => {
  for (const one of plan.filter((other) => !other.id.startsWith('r-')))
    for (const to of references(one)) expect(to).not.toMatch(/\/r-/)
})

it('III.I.1 hidden claims and only they bear HV-R numbers; every category and place occurs', () => {
  for (const one of [...of('Claim'), ...of('ExplanationOfBenefit')])
    expect(numberOf(one).startsWith('HV-R')).toBe(one.id.startsWith('r-'))
  for (const category of Object.keys(WAYS)) {
    const made = plan.filter((one) => one.id.startsWith(`r-${category}-`)).map((one) => one.resourceType)
    expect(made).toContain('ExplanationOfBenefit')
    expect(made).toContain('ServiceRequest')
  }
  expect(plan.filter((one) => one.id.startsWith('r-unjudged-')).length).toBeGreaterThanOrEqual(10)
})

it('Trying it: amounts add up in cents: allowed = deductible + copayment + paid, lines = total', () => {
  type Money = { category: { coding: { code: string }[] }; amount?: { value: number } }
  const cents = (entries: Money[], code: string) =>
    entries.reduce(
      (sum, one) => sum + (one.category.coding[0]!.code === code ? Math.round(one.amount!.value * 100) : 0),
      0,
    )
  for (const eob of of('ExplanationOfBenefit')) {
    const lines = (eob.item as { adjudication: Money[] }[]).flatMap((item) => item.adjudication)
    const parts = cents(lines, 'deductible') + cents(lines, 'copay') + cents(lines, 'benefit')
    expect(cents(lines, 'eligible')).toBe(parts)
    for (const code of ['submitted', 'eligible', 'benefit'])
      expect(cents(eob.total as Money[], code)).toBe(cents(lines, code))
  }
})

it('II.C a member’s copayment is read of the demo plan’s own coverages, in cents', () => {
  const own = of('Coverage').filter((one) => one.order === 1)
  expect(new Set(own.map((one) => takeCoverage(one as JsonObject).facts.copayCents))).toEqual(
    new Set([0, 2000, 2500, 3500, 4000]),
  )
})

it('Trying it: every NPI and TIN has its form, and every NPI its Luhn check digit', () => {
  expect(npi(0)).toMatch(/^2990\d{6}$/)
  const numbers = [...of('Organization'), ...of('Practitioner')].flatMap(
    (one) => one.identifier as { system: string; value: string }[],
  )
  const npis = numbers.filter((one) => one.system.endsWith('us-npi')).map((one) => one.value)
  expect(new Set(npis).size).toBe(of('Organization').length + of('Practitioner').length)
  for (const value of npis) {
    const sum = [...`80840${value}`].toReversed().reduce((total, digit, place) => {
      const weighed = Number(digit) * (place % 2 ? 2 : 1)
      return total + Math.floor(weighed / 10) + (weighed % 10)
    }, 0)
    expect(sum % 10).toBe(0)
  }
  for (const { value } of numbers.filter((one) => !one.system.endsWith('us-npi'))) expect(value).toMatch(/^89\d{7}$/)
})

it('Trying it: names of members and practitioners come from our own lists, and telephones are 555-01xx', () => {
  const families = new Set([...FAMILY, ...EDGE_MEMBERS.flatMap((one) => [one.family, one.formerFamily])])
  const given = new Set([...GIVEN, ...EDGE_MEMBERS.flatMap((one) => one.given)])
  for (const one of [...of('Patient'), ...of('Practitioner')])
    for (const name of one.name as { family?: string; given: string[] }[]) {
      expect(families).toContain(name.family)
      for (const part of name.given) expect(given).toContain(part)
    }
  for (const one of of('Organization')) expect(JSON.stringify(one.telecom)).toMatch(/\(805\) 555-01\d\d"/)
  expect(of('Organization').map((one) => one.id)).toEqual([...OFFICES, NEWCOMER].map((one) => one.id))
})

it('Trying it: members include leap days, newborns and the very old, and coverage that ended, will begin, or is double', () => {
  const born = of('Patient').map((one) => String(one.birthDate))
  expect(born.filter((on) => on.endsWith('-02-29')).length).toBeGreaterThanOrEqual(3)
  expect(born).toContain('2026-11-14')
  expect(born.filter((on) => on < '1926-11-15').length).toBeGreaterThanOrEqual(2)
  const periods = of('Coverage').map((one) => one.period as { start: string; end?: string })
  expect(periods.some((one) => one.end !== undefined && one.end < '2026-11-15')).toBe(true)
  expect(periods.some((one) => one.start === '2027-01-01')).toBe(true)
  for (const one of periods) expect((one.end ?? '9999') >= one.start).toBe(true)
  expect(of('Coverage').length).toBeGreaterThan(of('Patient').length + 100)
})

it('Trying it: referrals follow the day the plan is made, so that those that wait are due then; nothing else does', () => {
  const later = demoPlan(referralsUpTo(Date.UTC(2027, 0, 5, 12)))
  const follows = ['ServiceRequest', 'ClaimResponse']
  const rest = (all: readonly Resource[]) =>
    all.filter(({ resourceType, use }) => !follows.includes(resourceType) && use !== 'preauthorization')
  expect(JSON.stringify(rest(later)) === JSON.stringify(rest(plan))).toBe(true)
  const madeOn = (all: readonly Resource[]) =>
    all
      .filter(({ resourceType }) => resourceType === 'ServiceRequest')
      .map((one) => String(one.authoredOn).slice(0, 10))
  const days = madeOn(later)
  expect(days.toSorted().at(-1)).toBe('2027-01-04')
  expect(madeOn(plan).toSorted().at(-1)).toBe('2026-11-15')
  // Of those that wait for a decision none is overdue on the day the plan is made.
  const decided = new Set(
    later.filter((one) => one.use === 'preauthorization').map(({ id }) => id.replace(/-p[ar]$/, '')),
  )
  const waiting = later.filter(
    ({ id, resourceType, status }) =>
      resourceType === 'ServiceRequest' && /(^|-)f-?\d+$/.test(id) && status === 'active' && !decided.has(id),
  )
  expect(waiting.length).toBeGreaterThan(3)
  for (const { authoredOn } of waiting) expect(addDays(String(authoredOn).slice(0, 10), 7) >= '2027-01-05').toBe(true)
  expect(referralsUpTo(0)).toBe('2026-11-15')
})
