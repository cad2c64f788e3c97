import { beforeAll, beforeEach, expect, it } from 'vitest'
import { benefit, claim, everything, extract, hcpcs, icd, list } from '../support/extract.ts'
import {
  forget,
  hidden,
  ndjson,
  newImport,
  post,
  publishRows,
  rows,
  send,
  shownClaims,
  world,
} from '../support/feed.ts'

let whole: unknown
beforeAll(async () => {
  await publishRows(...list)
  await send(...everything)
  whole = await world()
})
beforeEach(forget)

it('Feed an extract becomes members, coverage, claims, offices and referrals', () => {
  expect(whole).toMatchObject({
    members: [
      {
        source_id: 'pat-1',
        member_number: 'HV-100',
        last_name: 'Núñez',
        first_name: 'Ana María',
        pcp_name: 'Ben Okafor',
      },
    ],
    coverages: [
      {
        source_id: 'cov-1',
        member: 'pat-1',
        plan_name: 'HMO',
        payor: 'Harbor Valley',
        starts_on: '2026-01-01',
        ends_on: null,
      },
    ],
    claims: [
      {
        claim_source_id: 'clm-1',
        eob_source_id: 'eob-1',
        number: 'N-77',
        member: 'pat-1',
        office: 'org-1',
        provider_name: 'Ben Okafor',
        type: 'professional',
        status: 'paid',
        serviced_from: '2026-03-01',
        received_on: '2026-03-02',
        paid_on: '2026-03-10',
        billed_cents: 12010,
        allowed_cents: 10000,
        paid_cents: 8005,
        member_cents: 1995,
        shown_under: 1,
      },
      { claim_source_id: 'clm-2', eob_source_id: null, status: 'received', shown_under: null },
      { claim_source_id: 'clm-pa', eob_source_id: null, type: 'preauthorization', shown_under: 1 },
    ],
    lines: [
      { claim: 'clm-1', line: 1, code: 'G0180', code_system: 'hcpcs', modifiers: '25', units: 1, paid_cents: 8005 },
      { claim: 'clm-2', line: 1, code: 'G0180' },
      { claim: 'clm-pa', line: 1, code: 'G0180' },
    ],
    referrals: [
      {
        source_id: 'GH-0123456789',
        confirmation: 'GH-0123456789',
        number: 'RF-9',
        core_source_id: 'ref-core',
        response_source_id: 'res-approved',
        member: 'pat-1',
        office: 'org-1',
        urgency: 'urgent',
        requester_name: 'Ben Okafor',
        performer_name: 'Ben Okafor',
        diagnoses: '[["icd-10","J30.9"]]',
        services: '[["hcpcs","G0180"]]',
        units: 6,
        starts_on: '2026-04-11',
        ends_on: '2026-07-11',
        authored_on: '2026-04-02',
        received_at: Date.parse('2026-04-02T17:00:00Z'),
        stage: 'approved',
        decision: 'approved',
        decided_on: '2026-04-04',
        denial_code: null,
        authorization_number: 'AUTH-1',
        shown_under: 1,
      },
      {
        source_id: 'ref-1',
        confirmation: null,
        member: 'pat-1',
        office: 'org-1',
        status: 'active',
        urgency: 'routine',
        requester_name: 'Ben Okafor',
        response_source_id: 'res-denied',
        stage: 'denied',
        denial_code: 'CARC 50',
        authorization_number: null,
        received_at: null,
        shown_under: 1,
      },
    ],
    offices: [{ source_id: 'org-1', name: 'Harbor Clinic', npi: '1234567893' }],
  })
})

it('Feed the same from back to front, a resource at a time', async () => {
  for (const resource of everything.toReversed()) await send(resource)
  expect(await world()).toEqual(whole)
})

it.each([5, 7, 11])('Feed the same in an order of its own (%i), every resource twice', async (step) => {
  const order = everything.map((_, n) => everything[(n * step) % everything.length]!)
  for (const resource of order) {
    await send(resource)
    await send(resource)
  }
  expect(await world()).toEqual(whole)
})

it('Feed cut off at every resource and begun again: the same', async () => {
  for (let cut = 1; cut < everything.length; cut += 4) {
    await send(...everything.slice(0, cut))
    await send(...everything)
    expect(await world()).toEqual(whole)
    await forget()
  }
})

it('Feed the last line cut in the middle is rejected, the rest stays, and the whole line makes it whole', async () => {
  const text = ndjson(everything)
  const answer = await post(`/${newImport()}/all.ndjson/1`, text.slice(0, -40))
  expect(await answer.json()).toMatchObject({ counts: { '(unreadable)': { rejected: 1 }, Patient: { stored: 1 } } })
  await send(...everything)
  expect(await world()).toEqual(whole)
})

it('Feed a second time everything is unchanged', async () => {
  await send(...everything)
  const counts = await send(...everything)
  expect(Object.values(counts).every(({ read, unchanged, stored }) => unchanged === read && stored === 0)).toBe(true)
})

const at = (lastUpdated: string, code: string) => ({
  resourceType: 'Condition',
  id: 'con-1',
  meta: { lastUpdated },
  code: icd(code),
})

it('Feed an older version never replaces a newer one', async () => {
  await send(at('2026-01-02T00:00:00Z', 'O80'))
  await send(at('2026-01-01T00:00:00Z', 'J30.9'))
  expect(await hidden('Condition', 'con-1')).toMatch(/^rule:/)
  await send(at('2026-01-03T00:00:00Z', 'J30.9'), at('2026-01-02T12:00:00Z', 'O80'))
  expect(await hidden('Condition', 'con-1')).toBeNull()
})

it('Feed what arrives late is judged again, transitively, both ways', async () => {
  await send(...extract.filter(({ id }) => id !== 'con-1' && id !== 'enc-1'))
  expect([await hidden('Claim', 'clm-1'), await hidden('ExplanationOfBenefit', 'eob-1')]).toEqual([
    'leads-nowhere',
    'linked',
  ])
  await send({
    resourceType: 'Condition',
    id: 'con-1',
    code: icd('J30.9'),
    encounter: { reference: 'Encounter/enc-1' },
  })
  expect(await shownClaims()).toEqual([])
  await send({ resourceType: 'Encounter', id: 'enc-1', reasonCode: [icd('J30.9')] })
  expect(await shownClaims()).toEqual(['clm-1'])
  await send({ resourceType: 'Encounter', id: 'enc-1', reasonCode: [icd('O80')] })
  expect(await shownClaims()).toEqual([])
  expect(await hidden('ServiceRequest', 'ref-1')).toBe('linked')
})

it('III.I.1 a Claim and its ExplanationOfBenefit share one fate, whichever tells', async () => {
  await send(...extract, { ...benefit, diagnosis: [{ diagnosisCodeableConcept: icd('O80') }] })
  expect(await hidden('Claim', 'clm-1')).toBe('linked')
  expect(await shownClaims()).toEqual([])
  // The ExplanationOfBenefit moves to another claim: the first is free again.
  await send({ ...benefit, claim: { reference: 'Claim/other' }, diagnosis: [{ diagnosisCodeableConcept: icd('O80') }] })
  expect(await shownClaims()).toEqual(['clm-1'])
  await send({ ...claim, id: 'other' })
  expect(await shownClaims()).toEqual(['clm-1'])
  const pairs = await rows('SELECT claim_source_id AS c, eob_source_id AS e FROM claim ORDER BY 1')
  expect(pairs).toEqual([
    { c: 'clm-1', e: null },
    { c: 'clm-2', e: null },
    { c: 'other', e: 'eob-1' },
  ])
})

it('III.I.1 a restricted response of the plan hides its claim', async () => {
  const label = { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'SUD' }] }
  await send(...extract)
  await send({ resourceType: 'ClaimResponse', id: 'res-1', request: { reference: 'Claim/clm-1' }, meta: label })
  expect(await hidden('Claim', 'clm-1')).toBe('linked')
  await send({ ...claim, created: '2026-03-03' })
  expect(await shownClaims()).toEqual([])
})

it('Feed without an office nobody sees a claim, and a mask is no office', async () => {
  const masked = {
    ...claim,
    id: 'clm-3',
    provider: { reference: '#o' },
    item: [{ productOrService: hcpcs('G0180') }],
    contained: [
      {
        resourceType: 'Organization',
        id: 'o',
        identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '9999999999' }],
      },
    ],
  }
  const real = {
    ...masked,
    id: 'clm-4',
    contained: [
      {
        resourceType: 'Organization',
        id: 'o',
        name: 'Bay Clinic',
        identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1245319599' }],
      },
    ],
  }
  await send(...extract, masked, real)
  expect(
    await rows(
      'SELECT c.claim_source_id AS c, o.source_id AS o, o.access_on AS a FROM claim c LEFT JOIN office o ON o.id = c.office_id ORDER BY 1',
    ),
  ).toEqual([
    { c: 'clm-1', o: 'org-1', a: null },
    { c: 'clm-2', o: 'org-1', a: null },
    { c: 'clm-3', o: null, a: null },
    { c: 'clm-4', o: 'npi-1245319599', a: null },
  ])
})
