import { env } from 'cloudflare:workers'
import { beforeAll, expect, it } from 'vitest'
import type { DirectoryCriteria } from '../../src/directory/entry.ts'
import { ENTRIES_SHOWN, entryFor, foundEntries, zipKnown } from '../../src/directory/store.ts'
import { batch } from '../../src/db/client.ts'
import type { JsonObject } from '../../src/json.ts'
import { readKeyText, type SessionKey } from '../../src/session-key.ts'
import { rows, send } from '../support/feed.ts'
import { anOffice, aPerson } from '../support/people.ts'
import { SESSION, signedIn } from '../support/session.ts'

const to = (reference: string, display?: string): JsonObject => ({ reference, ...(display && { display }) })
const nucc = (code: string, display: string): JsonObject => ({
  coding: [{ system: 'http://nucc.org/provider-taxonomy', code, display }],
})
const place = (id: string, latitude: number, more: JsonObject = {}): JsonObject => ({
  resourceType: 'Location',
  id,
  status: 'active',
  address: { line: ['1 Quay'], city: 'Port Alder', state: 'CA', postalCode: '96190-1234' },
  position: { latitude, longitude: -120 },
  managingOrganization: to('Organization/grp'),
  ...more,
})
const role = (id: string, more: JsonObject = {}): JsonObject => ({
  resourceType: 'PractitionerRole',
  id,
  active: true,
  practitioner: to('Practitioner/doc', 'Dr. Maya Álvarez, MD'),
  organization: to('Organization/grp', 'Harbor Heart'),
  specialty: [nucc('207RC0000X', 'Cardiovascular Disease')],
  location: [to('Location/near')],
  ...more,
})
const group: JsonObject = {
  resourceType: 'Organization',
  id: 'grp',
  active: true,
  name: 'Harbor Heart Group',
  type: [{ coding: [{ code: 'prvgrp' }] }],
}
const doctor: JsonObject = {
  resourceType: 'Practitioner',
  id: 'doc',
  name: [{ family: 'Álvarez-Ruiz', given: ['Maya'] }],
  identifier: [{ system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' }],
}
const all = [
  role('r-near'),
  role('r-far', { practitioner: to('Practitioner/other', 'Ben Okafor'), location: [to('Location/far')] }),
  place('near', 34),
  place('far', 35, { address: { postalCode: '96299' } }),
  group,
  doctor,
]

let key: SessionKey
beforeAll(async () => {
  const person = await aPerson({ email: 'clerk@office.example', offices: [await anOffice()] })
  key = readKeyText((await signedIn(person)).cookies.get(SESSION)!)!
})

const nothing: DirectoryCriteria = { name: '', specialty: '', zip: '' }
const find = async (criteria: Partial<DirectoryCriteria>, session = key) =>
  (await batch(env.DB, [foundEntries(session, { ...nothing, ...criteria })])).rows[0]
const names = async (criteria: Partial<DirectoryCriteria>) => (await find(criteria)).map(({ name }) => name)
const entries = () =>
  rows(`SELECT e.source_key, e.name, e.name_key, e.organization, e.npi, e.specialty, e.zip, e.latitude, p.city
    FROM directory_entry e LEFT JOIN place p ON p.source_id = e.place_source_id ORDER BY 1`)

it('section 12: the directory is the same in whatever order its records come, and doubled', async () => {
  await send(...all)
  const whole = await entries()
  expect(whole).toHaveLength(4)
  expect(whole).toContainEqual(
    expect.objectContaining({
      source_key: 'PractitionerRole/r-near/near/cardiovasculardisease',
      name: 'Maya Álvarez-Ruiz',
      name_key: 'alvarezruizmaya',
      organization: 'Harbor Heart Group',
      npi: '1234567893',
      zip: '96190',
      latitude: 34,
      city: 'Port Alder',
    }),
  )
  const ids = await rows('SELECT public_id FROM directory_entry ORDER BY source_key')
  await send(...all.map((one): JsonObject => ({ ...one, language: 'en' })))
  // What stays together keeps its public id.
  expect(await rows('SELECT public_id FROM directory_entry ORDER BY source_key')).toEqual(ids)
  for (const order of [all.toReversed(), [...all.slice(3), ...all.slice(0, 3)], [...all.slice(1), all[0]!]]) {
    // What the directory is made of goes, and it with that.
    await env.DB.batch([env.DB.prepare('DELETE FROM feed_clue'), env.DB.prepare('DELETE FROM feed_record')])
    expect([await entries(), await rows('SELECT * FROM place'), await rows('SELECT * FROM directory_site')]).toEqual([
      [],
      [],
      [],
    ])
    for (const one of order) await send(one)
    expect(await entries()).toEqual(whole)
  }
  expect(await rows('SELECT * FROM directory_work')).toEqual([])
})

it('section 12: providers are found by name, by words of a specialty, and nearest first', async () => {
  expect(await names({ name: 'alvarez' })).toEqual(['Maya Álvarez-Ruiz'])
  expect(await names({ name: 'Maya Álvarez-Ruiz' })).toEqual(['Maya Álvarez-Ruiz'])
  expect(await names({ name: 'Okafor, Ben' })).toEqual(['Ben Okafor'])
  expect(await names({ name: 'harbor heart' })).toEqual(['Harbor Heart Group', 'Harbor Heart Group'])
  expect(await names({ name: 'harbor heart', specialty: 'cardio' })).toEqual([])
  expect(await names({ specialty: 'disease CARDIO' })).toEqual(['Maya Álvarez-Ruiz', 'Ben Okafor'])
  expect(await names({ specialty: 'eye' })).toEqual([])
  const nearest = await find({ specialty: 'cardio', zip: '96299' })
  expect(nearest.map(({ name, miles }) => [name, miles])).toEqual([
    ['Ben Okafor', 0],
    // A degree of latitude.
    ['Maya Álvarez-Ruiz', 69.1],
  ])
  // No place in that ZIP: the middle of those that share its first three digits.
  expect((await find({ name: 'okafor', zip: '96277' }))[0]).toMatchObject({ miles: 0 })
  expect((await find({ name: 'okafor', zip: '10001' }))[0]).toMatchObject({ miles: null })
  const known = async (zip: string) => (await batch(env.DB, [zipKnown(key, zip)])).rows[0]
  expect([await known('96190'), await known('96250'), await known('10001'), await known('')]).toEqual([
    [{ known: 1 }],
    [{ known: 1 }],
    [{ known: 0 }],
    [{ known: 0 }],
  ])
})

it('section 12: an entry is opened by its public id, and by an office’s session alone', async () => {
  const [found] = await find({ name: 'alvarez' })
  const open = async (session: SessionKey, id: string) => (await batch(env.DB, [entryFor(session, id)])).rows[0]
  expect(await open(key, found!.id)).toEqual([
    expect.objectContaining({
      sourceType: 'PractitionerRole',
      sourceId: 'r-near',
      npi: '1234567893',
      city: 'Port Alder',
    }),
  ])
  const stranger = { ...key, secretHash: 'x' }
  expect([await open(stranger, found!.id), await find({ name: 'alvarez' }, stranger)]).toEqual([[], []])
})

it('section 12: what is inactive or closed goes, and comes back', async () => {
  await send({ ...place('near', 34), status: 'inactive' })
  // The role goes on without a place; the group is left with its other one.
  expect(await find({ name: 'alvarez' })).toEqual([expect.objectContaining({ zip: null, street: null })])
  expect(await names({ name: 'harbor' })).toEqual(['Harbor Heart Group'])
  await send(place('near', 34.5))
  expect(await find({ name: 'alvarez' })).toEqual([expect.objectContaining({ zip: '96190' })])
  expect((await find({ name: 'alvarez', zip: '96299' }))[0]).toMatchObject({ miles: 34.5 })
  await send(role('r-near', { active: false }))
  expect(await names({ specialty: 'cardio' })).toEqual(['Ben Okafor'])
  await send({ ...group, active: false })
  expect(await names({})).toEqual([])
  await send(group, role('r-near'), { ...doctor, active: false })
  expect(await names({ specialty: 'cardio' })).toEqual(['Ben Okafor'])
  await send(doctor)
  expect(await names({ specialty: 'cardio' })).toEqual(['Maya Álvarez-Ruiz', 'Ben Okafor'])
})

it('section 12: a search reads few rows however many fit', async () => {
  const many = (count: number, from: (n: number) => JsonObject) => Array.from({ length: count }, (_, n) => from(n))
  await send(
    ...many(400, (n) => place(`p-${n}`, 34 + n / 400, { managingOrganization: to('Organization/none') })),
    ...many(1500, (n) =>
      role(`m-${n}`, {
        practitioner: to(`Practitioner/m-${n}`, `Pat Miller${n}`),
        organization: to('Organization/none', 'Somewhere'),
        specialty: [nucc(`s-${n % 50}`, `Field ${n % 50}`), nucc('c', 'Cardiology')],
        location: [to(`Location/p-${n % 400}`)],
      }),
    ),
  )
  const read = async (criteria: Partial<DirectoryCriteria>) => {
    const { sql, params } = foundEntries(key, { ...nothing, ...criteria })
    const { meta, results } = await env.DB.prepare(sql)
      .bind(...params)
      .run()
    expect(results).toHaveLength(ENTRIES_SHOWN + 1)
    return meta.rows_read
  }
  const counts = {
    name: await read({ name: 'mi' }),
    specialty: await read({ specialty: 'cardio' }),
    words: await read({ specialty: 'field' }),
    near: await read({ specialty: 'cardio', zip: '96190' }),
    few: await read({ specialty: 'field 7', zip: '96190' }),
    zip: await read({ zip: '96190' }),
  }
  const most = { name: 1000, specialty: 500, words: 3500, near: 2000, few: 2500, zip: 2500 }
  expect(Object.entries(most).filter(([search, rows]) => counts[search as keyof typeof counts] > rows)).toEqual([])
})
