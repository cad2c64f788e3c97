import { describe, expect, it } from 'vitest'
import { judgeConfig, type Vars } from '../../src/config.ts'
import { isObject, type Json, type JsonObject } from '../../src/json.ts'
import type { Telling } from '../../src/referrals/delivery/delivery.ts'
import { bundleOf, documentOf, outcomeOf, waitSeconds } from '../../src/referrals/delivery/rules.ts'
import { serviceRequestOf } from '../../src/referrals/submissions/rules.ts'
import { takeReferral } from '../../src/feed/mapping/referrals.ts'
import { submission } from '../support/made-referrals.ts'

const telling: Telling = {
  base: 'https://core.test/fhir',
  confirmation: 'GH-0123456789',
  submittedAt: Date.UTC(2026, 10, 23, 12),
  submission,
  coverage: { sourceId: 'cov-1', payorSourceId: 'payer-1', payor: 'Harbor Valley', planName: 'HMO' },
}
type Entry = { fullUrl: string; resource: JsonObject & { resourceType: string; id: string } }
const entries = (of: Telling) => bundleOf(of).entry as unknown as Entry[]

describe('III.B.6.d what the core system is told', () => {
  it('is a Bundle as PAS has it, golden', () => {
    expect(bundleOf(telling)).toMatchSnapshot()
  })

  it('has an entry for whatever it refers to, but for the payer, and nothing twice', () => {
    const there = entries(telling).map(({ resource }) => `${resource.resourceType}/${resource.id}`)
    expect(new Set(there).size).toBe(there.length)
    const named = [...JSON.stringify(bundleOf(telling)).matchAll(/"reference":"([^"]+)"/g)].map(([, to]) => to!)
    expect(named.filter((to) => !there.includes(to))).toEqual(['Organization/payer-1'])
    expect(entries(telling).map(({ fullUrl }) => fullUrl)).toEqual(
      there.map((path) => `https://core.test/fhir/${path}`),
    )
    const self = {
      ...submission,
      performer: { ...submission.performer, sourceType: 'Organization' as const, sourceId: 'org-1' },
    }
    expect(entries({ ...telling, submission: self }).filter(({ resource }) => resource.id === 'org-1')).toHaveLength(1)
  })

  it('names codes as the portal’s own record does, ICD-10-CM with its dot', () => {
    const own = serviceRequestOf(telling.confirmation, submission, telling.submittedAt)
    expect(entries(telling)[1]!.resource).toMatchObject(own)
    expect(takeReferral(own, telling.confirmation).facts).toMatchObject({
      diagnoses: '[["icd-10","I10"],["icd-10","I25.10"]]',
      services: '[["hcpcs","G0422"]]',
    })
  })

  it('bears the confirmation number on Claim and ServiceRequest, by which the core system answers', () => {
    for (const { resource } of entries(telling).slice(0, 2)) {
      expect([resource.id, resource.identifier]).toEqual(['GH-0123456789', [{ value: 'GH-0123456789' }]])
    }
  })

  it('is no less without coverage, names, numbers, notes', () => {
    const bare: Telling = {
      ...telling,
      coverage: null,
      submission: {
        ...submission,
        notes: '',
        diagnoses: [],
        member: { ...submission.member, firstName: '', lastName: '', birthDate: null },
        office: { ...submission.office, npi: null, tin: null },
        performer: { ...submission.performer, npi: null, organization: null },
      },
    }
    expect(entries(bare).map(({ resource }) => resource.resourceType)).toEqual([
      'Claim', 'ServiceRequest', 'Patient', 'Organization', 'Practitioner', 'PractitionerRole',
    ]) // prettier-ignore
    // FHIR knows no empty text, list or object, and no null.
    expect([bundleOf(bare), bundleOf(telling)].flatMap((one) => empties(one))).toEqual([])
  })

  it('says urgent as FHIR does', () => {
    const routine = { ...telling, submission: { ...submission, urgency: 'routine' as const } }
    const said = (of: Telling) =>
      entries(of)
        .slice(0, 2)
        .map(({ resource }) => JSON.stringify(resource.priority))
    expect([said(telling), said(routine)]).toEqual([
      [expect.stringContaining('stat'), '"urgent"'],
      [expect.stringContaining('normal'), '"routine"'],
    ])
  })

  it('a file goes as a DocumentReference of the referral', () => {
    const file = {
      id: 'att_0a',
      name: 'letter.pdf',
      mediaType: 'application/pdf',
      bytes: 5,
      addedAt: telling.submittedAt,
    }
    expect(documentOf(telling, file, 'JVBERi0=')).toMatchSnapshot()
  })
})

/** Where something is empty. */
function empties(value: Json, at = ''): string[] {
  if (value === null || value === '') return [at]
  if (Array.isArray(value))
    return value.length === 0 ? [at] : value.flatMap((one, nth) => empties(one, `${at}[${nth}]`))
  if (!isObject(value)) return []
  const parts = Object.entries(value)
  return parts.length === 0 ? [at] : parts.flatMap(([name, one]) => empties(one, `${at}.${name}`))
}

describe('section 12: what an answer means', () => {
  const at = Date.UTC(2026, 10, 23, 12)
  it.each([
    [200, 'application/fhir+json', null, { is: 'taken' }],
    [201, null, null, { is: 'taken' }],
    [299, 'application/json; charset=utf-8', null, { is: 'taken' }],
    [200, 'text/html', null, { is: 'later', seen: 'not-json' }],
    [200, 'application/jsonish', null, { is: 'later', seen: 'not-json' }],
    [301, null, null, { is: 'later', seen: 'redirect' }],
    [399, null, null, { is: 'later', seen: 'redirect' }],
    [400, 'application/json', null, { is: 'refused', seen: '400' }],
    [407, null, null, { is: 'refused', seen: '407' }],
    [408, null, null, { is: 'later', seen: '408', afterSeconds: null }],
    [409, null, null, { is: 'refused', seen: '409' }],
    [428, null, null, { is: 'refused', seen: '428' }],
    [429, null, '7', { is: 'later', seen: '429', afterSeconds: 7 }],
    [430, null, null, { is: 'refused', seen: '430' }],
    [499, null, null, { is: 'refused', seen: '499' }],
    [500, null, 'Mon, 23 Nov 2026 12:01:00 GMT', { is: 'later', seen: '500', afterSeconds: 60 }],
    [503, null, 'Mon, 23 Nov 2026 11:00:00 GMT', { is: 'later', seen: '503', afterSeconds: null }],
    [503, null, 'soon', { is: 'later', seen: '503', afterSeconds: null }],
  ])('%i %s %s', (status, type, retryAfter, outcome) => {
    expect(outcomeOf(status, type, retryAfter, at)).toEqual(outcome)
  })

  it('the wait doubles, heeds what was asked for, and ends at a quarter of an hour', () => {
    expect([1, 2, 5, 6, 100].map((tries) => waitSeconds(tries, null))).toEqual([30, 60, 480, 900, 900])
    expect([waitSeconds(1, 45), waitSeconds(1, 10), waitSeconds(1, 86_400)]).toEqual([45, 30, 900])
  })
})

describe('section 18: the core system’s address', () => {
  const vars = {
    ORIGIN: 'https://portal.example.org', PLAN_NAME: 'Plan', PLAN_PHONE: '+17145550100', PLAN_ZONE: 'America/Los_Angeles',
    PLAN_HOLIDAYS: '', POLICY_PROFILE: 'IS.1600', POLICY_OVERRIDES: '{}', POLICY_DEVIATIONS: '{}',
    NAMES_KEY: 'x'.repeat(32), SEAL_KEY: 'x'.repeat(32),
  } as unknown as Vars // prettier-ignore
  const judged = (more: Partial<Vars>) => judgeConfig({ ...vars, ...more })

  it.each([
    ['http://core.example.org/fhir'],
    ['http://localhost/fhir'],
    ['ftp://core.example.org'],
    ['core.example.org'],
    ['https://core.example.org/fhir?x=1'],
    ['https://core.example.org/#x'],
  ])('T20 %s stops the start', (url) => {
    const config = judged({ CORE_URL: url })
    expect(config.ok ? [] : config.refusal).toEqual([expect.stringContaining('CORE_URL')])
  })

  it.each([['{'], ['[]'], ['{"Authorization": 1}'], ['{"A b": "x"}'], ['{"Authorization": "a\\nb"}']])(
    'headers such as %s stop the start',
    (headers) => {
      const config = judged({ CORE_URL: 'https://core.example.org', CORE_HEADERS: headers })
      expect(config.ok ? [] : config.refusal).toEqual([expect.stringContaining('CORE_HEADERS')])
    },
  )

  it('is kept without its last slash; none is none; http only from a portal that is on a loopback itself', () => {
    const core = (more: Partial<Vars>) => {
      const config = judged(more)
      return config.ok ? config.value.core : config.refusal
    }
    expect(core({})).toBeNull()
    expect(core({ CORE_URL: 'https://core.example.org/fhir//', CORE_HEADERS: '{"X-Key": "k"}' })).toEqual({
      url: 'https://core.example.org/fhir',
      headers: { 'X-Key': 'k' },
    })
    expect(core({ ORIGIN: 'http://localhost:8787', CORE_URL: 'http://127.0.0.1:9000' } as never)).toEqual({
      url: 'http://127.0.0.1:9000',
      headers: {},
    })
  })
})
