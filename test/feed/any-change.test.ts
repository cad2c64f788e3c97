import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { hcpcs, icd, organization, patient, practitioner } from '../support/extract.ts'
import { forget, publishRows, rows, send, world } from '../support/feed.ts'

beforeAll(() => publishRows('pregnancy,icd-10-cm,range,O00..O9A', 'substance-use,hcpcs,exact,H0050'))
beforeEach(forget)

/** Numbers below `of` in an order that the seed decides (mulberry32). */
function dice(seed: number): (of: number) => number {
  let state = seed
  return (of) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % of
  }
}

/** A version of one of a few records, each of which may name any other. */
function version(roll: (of: number) => number): JsonObject {
  const one = (...of: string[]) => ({ reference: of[roll(of.length)]! })
  const maybe = (value: JsonObject): JsonObject => (roll(2) === 0 ? value : {})
  const diagnosis = () => icd(roll(4) === 0 ? 'O80' : 'J30.9')
  const id = (prefix: string, of: number) => `${prefix}-${roll(of) + 1}`
  const bill = () => ({
    patient: one('Patient/p-1', 'Patient/p-2'),
    created: `2026-01-0${roll(9) + 1}`,
    item: [
      {
        productOrService: hcpcs(roll(8) === 0 ? 'H0050' : 'G0180'),
        ...maybe({ encounter: [one('Encounter/e-1', 'Encounter/e-2')] }),
      },
    ],
    ...maybe({ diagnosis: [{ diagnosisReference: one('Condition/d-1', 'd-2', 'Condition/d-3/_history/1') }] }),
    ...maybe({ provider: one('Organization/o-1', 'Organization/o-2', 'PractitionerRole/r-1', 'Practitioner/doc-1') }),
    ...maybe({ related: [{ claim: one('Claim/c-1', 'Claim/c-2', 'Claim/c-3') }] }),
  })
  const kinds: (() => JsonObject)[] = [
    () => ({ ...patient, resourceType: 'Patient', id: id('p', 2), generalPractitioner: [one('PractitionerRole/r-1')] }),
    () => ({ ...organization, id: id('o', 2), name: `Clinic ${roll(3)}` }),
    () => ({
      resourceType: 'PractitionerRole',
      id: 'r-1',
      practitioner: one('Practitioner/doc-1'),
      ...maybe({ organization: one('Organization/o-1', 'Organization/o-2') }),
    }),
    () => ({
      resourceType: 'Encounter',
      id: id('e', 2),
      ...maybe({ serviceProvider: one('Organization/o-1', 'Organization/o-2') }),
      ...maybe({ reasonCode: [diagnosis()] }),
      ...maybe({ diagnosis: [{ condition: one('Condition/d-1', 'Condition/d-2') }] }),
    }),
    () => ({
      resourceType: 'Condition',
      id: id('d', 3),
      code: diagnosis(),
      ...maybe({ encounter: one('Encounter/e-1') }),
    }),
    () => ({ resourceType: 'Claim', id: id('c', 3), ...bill() }),
    () => ({ resourceType: 'Claim', id: id('c', 3), ...bill() }),
    () => ({
      resourceType: 'ExplanationOfBenefit',
      id: id('b', 4),
      ...bill(),
      ...maybe({ claim: one('Claim/c-1', 'Claim/c-2', 'Claim/c-3') }),
    }),
    () => ({
      resourceType: 'ClaimResponse',
      id: id('a', 2),
      request: one('Claim/c-1', 'Claim/c-2'),
      ...maybe({ addItem: [{ productOrService: hcpcs('H0050') }] }),
    }),
    () => ({
      resourceType: 'ServiceRequest',
      id: id('s', 2),
      subject: one('Patient/p-1', 'Patient/p-2'),
      requester: one('Organization/o-1', 'PractitionerRole/r-1'),
      code: hcpcs('G0180'),
      ...maybe({ reasonReference: [one('Condition/d-1', 'Condition/d-2')] }),
      ...maybe({ supportingInfo: [one('Condition/d-3', 'Encounter/e-2', 'Observation/x')] }),
    }),
  ]
  return kinds[roll(kinds.length)]!()
}

it.each(Array.from({ length: 12 }, (_, n) => n + 1))(
  'III.I.1 whatever changed on the way (%i), what is shown to whom is what the last versions say',
  async (seed) => {
    const roll = dice(seed)
    const last = new Map<string, JsonObject>()
    for (let step = 0; step < 60; step += 1) {
      const some = Array.from({ length: 1 + roll(3) }, () => version(roll))
      await send(practitioner, ...some)
      for (const one of some) last.set(`${String(one.resourceType)}/${String(one.id)}`, one)
    }
    const changed = await told()
    await forget()
    await send(practitioner, ...last.values())
    expect(changed).toEqual(await told())
  },
)

/** What pages could read, less offices that nothing leads to any more: they stay, empty. */
async function told() {
  const { offices: _, ...rest } = (await world()) as Record<string, unknown>
  const shownTo = await rows(`SELECT x.claim_source_id, x.eob_source_id, o.source_id AS office, m.source_id AS member
    FROM claim x LEFT JOIN office o ON o.id = x.office_id LEFT JOIN member m ON m.id = x.member_id
    WHERE x.shown_under = (SELECT max(version) FROM restricted_list) ORDER BY 1, 2`)
  return { shownTo, ...rest }
}
