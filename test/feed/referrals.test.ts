import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { approved, authorization, denied, everything, list, NUMBER, ofTheCore, practitioner, reason, referral, review, submitted } from '../support/extract.ts' // prettier-ignore
import { forget, publishRows, rows, send } from '../support/feed.ts'

beforeAll(() => publishRows(...list))
beforeEach(forget)

const label = { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'SUD' }] }
const other: JsonObject = { resourceType: 'Organization', id: 'org-2', name: 'Other Clinic' }
const to = (reference: string): JsonObject => ({ reference })

const made = () =>
  rows<Record<string, unknown>>(
    `SELECT r.source_id AS id, core_source_id AS core, response_source_id AS response, o.source_id AS office, stage,
       shown_under IS NOT NULL AS shown, denial_code AS denial
     FROM referral r LEFT JOIN office o ON o.id = r.office_id ORDER BY 1`,
  )
const one = async (id: string) => (await made()).find((row) => row.id === id)

describe('III.I.1 all records of a referral share one fate', () => {
  it.each([
    ['the answer', { ...approved, meta: label }],
    ['the core system’s own request', { ...ofTheCore, meta: label }],
    ['the submission', { ...submitted, meta: label }],
  ])('III.I.1 %s restricted hides the submitted one whole, and clear again shows it', async (_name, restricted) => {
    await send(...everything)
    expect(await one(NUMBER)).toMatchObject({ shown: 1 })
    await send(restricted)
    expect(await one(NUMBER)).toMatchObject({ shown: 0 })
    expect(await one('ref-1')).toMatchObject({ shown: 1 })
    await send(...[approved, ofTheCore, submitted].map((record) => ({ ...record, language: 'en' })))
    expect(await one(NUMBER)).toMatchObject({ shown: 1 })
  })

  it.each([
    ['request for authorization', { ...authorization, meta: label }],
    ['answer to it', { ...denied, meta: label }],
  ])('III.I.1 a restricted %s hides the referral it is made of', async (_name, restricted) => {
    await send(...everything, restricted)
    expect(await one('ref-1')).toMatchObject({ shown: 0 })
    expect(await one(NUMBER)).toMatchObject({ shown: 1 })
  })

  it('III.I.2 a new version of the list hides by what the answer adds', async () => {
    const product = { coding: [{ system: 'https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets', code: 'S9442' }] }
    await send(...everything, { ...approved, addItem: [{ productOrService: product }] })
    expect(await one(NUMBER)).toMatchObject({ shown: 1 })
    await publishRows(...list, 'pregnancy,hcpcs,exact,S9442')
    expect(await one(NUMBER)).toMatchObject({ shown: 0 })
    expect(await one('ref-1')).toMatchObject({ shown: 1 })
    await publishRows(...list)
  })

  it('section 12: one entered in error is not shown', async () => {
    await send(...everything, { ...referral, status: 'entered-in-error' })
    expect(await one('ref-1')).toBeUndefined()
  })
})

describe('section 12: a confirmation number', () => {
  it('T15 of another office is not taken over, whether the office is known before or after', async () => {
    const foreign = { ...ofTheCore, requester: to('Organization/org-2') }
    const answer = { ...approved, requestor: to('Organization/org-2') }
    for (const order of [
      [other, foreign, answer, submitted],
      [submitted, answer, foreign, other],
    ]) {
      await send(...everything.filter(({ id }) => !['ref-core', 'res-approved', NUMBER].includes(String(id))))
      for (const record of order) await send(record)
      expect(await one(NUMBER)).toMatchObject({ core: NUMBER, response: null, office: 'org-1', stage: 'received' })
      expect(await one('ref-core')).toMatchObject({ office: 'org-2' })
      await forget()
    }
  })

  it('T15 is nobody’s while the office that bears it is not known, and parts again from another one', async () => {
    const byRole = { ...ofTheCore, requester: to('PractitionerRole/role-9') }
    const role = { resourceType: 'PractitionerRole', id: 'role-9', practitioner: to('Practitioner/doc-1') }
    await send(...everything, byRole)
    expect(await one(NUMBER)).toMatchObject({ core: NUMBER })
    expect(await one('ref-core')).toMatchObject({ office: null })
    await send({ ...role, organization: to('Organization/org-1') })
    expect(await one(NUMBER)).toMatchObject({ core: 'ref-core' })
    expect(await one('ref-core')).toBeUndefined()
    await send(other, { ...role, organization: to('Organization/org-2') })
    expect(await one(NUMBER)).toMatchObject({ core: NUMBER, response: 'res-approved' })
    expect(await one('ref-core')).toMatchObject({ office: 'org-2', response: null })
  })

  it('section 12: sent back under its own id, or among an answer’s identifiers, is the same referral', async () => {
    const answer = { ...approved, request: to('Claim/elsewhere'), identifier: [{ value: NUMBER }] }
    await send(...everything.filter(({ id }) => id !== 'ref-core'), answer, { ...submitted, status: 'completed' })
    expect(await one(NUMBER)).toMatchObject({ core: NUMBER, response: 'res-approved', stage: 'completed' })
  })
})

it('T15 a request for authorization of another office is no part of the referral it names, in whatever order they come', async () => {
  const theirs = { ...authorization, provider: to('PractitionerRole/role-9') }
  const role = { resourceType: 'PractitionerRole', id: 'role-9', practitioner: to('Practitioner/doc-1') }
  for (const order of [
    [theirs, other, { ...role, organization: to('Organization/org-2') }],
    [other, { ...role, organization: to('Organization/org-2') }, theirs],
  ]) {
    await send(...everything.filter(({ id }) => id !== 'clm-pa'))
    for (const record of order) await send(record)
    expect(await one('ref-1')).toMatchObject({ office: 'org-1', response: null, stage: 'received', denial: null })
    await send({ ...role, organization: to('Organization/org-1'), active: true })
    expect(await one('ref-1')).toMatchObject({ response: 'res-denied', stage: 'denied' })
    await forget()
  }
})

describe('section 12: decisions', () => {
  it('section 12: the latest counts, and one that is no longer in force does not', async () => {
    const later = { ...approved, id: 'res-a-later', created: '2026-04-09', item: [review('A3', [reason('197')])] }
    await send(later, ...everything)
    expect(await one(NUMBER)).toMatchObject({ response: 'res-a-later', stage: 'denied', denial: 'CARC 197' })
    await send({ ...later, status: 'cancelled' })
    expect(await one(NUMBER)).toMatchObject({ response: 'res-approved', stage: 'approved', denial: null })
  })

  it('section 12: an answer that turns to another referral leaves the first', async () => {
    await send(...everything, { ...denied, request: to(`Claim/${NUMBER}`) })
    expect(await one('ref-1')).toMatchObject({ response: null, stage: 'received' })
    expect(await one(NUMBER)).toMatchObject({ response: 'res-denied', stage: 'denied' })
  })

  it('section 12: an answer to a bill decides no referral', async () => {
    await send(...everything, { ...approved, use: 'claim' })
    expect(await one(NUMBER)).toMatchObject({ response: null })
  })
})

it('section 12: names follow whoever bears them', async () => {
  const names = () => rows('SELECT requester_name AS r, performer_name AS p FROM referral WHERE source_id = ?', NUMBER)
  await send(...everything, { ...practitioner, name: [{ family: 'Okafor', given: ['Benjamin'] }] })
  expect(await names()).toEqual([{ r: 'Benjamin Okafor', p: 'Benjamin Okafor' }])
  await send({ ...ofTheCore, performer: [to('Organization/org-2')] })
  expect(await names()).toEqual([{ r: 'Benjamin Okafor', p: null }])
  await send(other)
  expect(await names()).toEqual([{ r: 'Benjamin Okafor', p: 'Other Clinic' }])
})

it('III.I.1 free text of the core system is stored nowhere', async () => {
  await send(...everything)
  expect(await rows("SELECT 1 FROM feed_record WHERE facts LIKE '%Free text%'")).toEqual([])
})
