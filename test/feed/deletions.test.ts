import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../src/json.ts'
import { extract, list } from '../support/extract.ts'
import { forget, newImport, ndjson, post, publishRows, rows, send, shownClaims, world } from '../support/feed.ts'

const stamped = (resource: JsonObject, lastUpdated: string): JsonObject => ({
  ...resource,
  meta: { ...(resource.meta as JsonObject | undefined), lastUpdated },
})
const all = extract.map((resource) => stamped(resource, '2026-01-01T00:00:00Z'))
const named = all.map((resource) => [`${String(resource.resourceType)}/${String(resource.id)}`, resource] as const)
const deletion = (url: string, timestamp = '2026-02-01T00:00:00Z'): JsonObject => ({
  resourceType: 'Bundle',
  type: 'transaction',
  ...(timestamp && { timestamp }),
  entry: [{ request: { method: 'DELETE', url } }],
})

/** What pages could read, less offices that nothing leads to any more. */
async function told(): Promise<Record<string, unknown>> {
  const { offices: _, ...rest } = (await world()) as Record<string, unknown>
  const unsound = await rows('PRAGMA foreign_key_check')
  return { ...rest, unsound, left: await rows('SELECT * FROM feed_work') }
}

beforeAll(() => publishRows(...list))
beforeEach(forget)

describe('Feed a record that is deleted', () => {
  it.each(named)(
    'Feed %s: gone as if it had never come, in whatever order, twice; an older version stays away, a newer one is back',
    async (name, resource) => {
      await send(...all)
      const whole = await told()
      await forget()
      await send(...all.filter((other) => other !== resource))
      const without = await told()
      await send(resource)
      await send(deletion(name))
      expect(await told()).toEqual(without)
      // The older version, in a part of its own, and in one with the deletion behind and before it.
      for (const part of [[resource], [resource, deletion(name)], [deletion(name), resource], all]) {
        await send(...part)
        expect(await told()).toEqual(without)
      }
      await forget()
      for (const one of [deletion(name), ...all.toReversed()]) await send(one)
      expect(await told()).toEqual(without)
      await send(...all.map((one) => stamped(one, '2026-03-01T00:00:00Z')), deletion(name))
      const { records: _, ...back } = await told()
      const { records: __, ...before } = whole
      expect(back).toEqual(before)
    },
  )

  const inError: [string, JsonObject][] = [
    ...['Coverage', 'Claim', 'ExplanationOfBenefit', 'ServiceRequest', 'Encounter'].map(
      (type): [string, JsonObject] => [type, { status: 'entered-in-error' }],
    ),
    ['Condition', { verificationStatus: { coding: [{ code: 'entered-in-error' }] } }],
  ]
  it.each(inError)('Feed a %s entered in error is one', async (type, more) => {
    const resource = all.find((one) => one.resourceType === type)!
    await send(...all.filter((other) => other !== resource))
    const without = await told()
    await send(resource)
    const counts = await send(stamped({ ...resource, ...more }, '2026-02-01T00:00:00Z'))
    expect(counts[type]).toMatchObject({ read: 1, stored: 1, unchanged: 0 })
    expect(await told()).toEqual(without)
    await send(resource)
    expect(await told()).toEqual(without)
  })

  it('III.I.1 a claim whose diagnosis is deleted leads nowhere, and is shown to nobody', async () => {
    await send(...all)
    expect(await shownClaims()).toEqual(['clm-1'])
    await send(deletion('Condition/con-1'))
    expect(await shownClaims()).toEqual([])
  })

  it('T15 a deleted member is found by nothing that was known of them, and their old address leads nowhere', async () => {
    await send(...all)
    const [before] = await rows<{ id: string; row: number }>('SELECT public_id AS id, id AS row FROM member')
    await send(deletion('Patient/pat-1'))
    const [after] = await rows<Record<string, unknown>>('SELECT * FROM member')
    expect(after).toMatchObject({ id: before!.row, last_name: '', first_name: '', birth_date: null, pcp_name: null })
    expect([after!.public_id === before!.id, String(after!.member_number).includes('HV-100')]).toEqual([false, false])
    await send(
      stamped(
        all.find(({ resourceType }) => resourceType === 'Patient')!,
        '2026-03-01T00:00:00Z',
      ),
    )
    // A row of their own: the audit log's old row is nobody else's.
    const rowsNow = await rows<{ id: number }>("SELECT id FROM member WHERE source_id = 'pat-1'")
    expect(rowsNow[0]!.id).not.toBe(before!.row)
  })

  it('Feed without an instant of its own it was deleted before it came; what it isn’t sure of is kept as it is', async () => {
    await send(...all)
    const counts = await send(deletion('Coverage/cov-1', ''), deletion('Observation/1'), deletion('Coverage/cov-1', ''))
    expect(counts.Bundle).toEqual({ read: 3, stored: 1, unchanged: 2, ignored: 0, rejected: 0, suppressed: 0 })
    await send(...all)
    expect(await rows('SELECT source_id FROM coverage')).toEqual([])
    const importId = newImport()
    const mixed = deletion('Claim/clm-1')
    const wrong = [
      { ...mixed, entry: [...(mixed.entry as JsonObject[]), { request: { method: 'PUT', url: 'Claim/clm-1' } }] },
      deletion('Claim?identifier=1'),
      deletion('Claim/clm-1/_history/1'),
    ]
    const answer = await post(`/${importId}/a.ndjson/1`, ndjson([...wrong, { resourceType: 'Bundle', entry: [] }]))
    expect(await answer.json()).toMatchObject({ counts: { Bundle: { read: 4, rejected: 3, ignored: 1 } } })
    expect(await shownClaims()).toEqual(['clm-1'])
    expect(await rows('SELECT DISTINCT reason, part FROM feed_rejection WHERE import_id = ?', importId)).toEqual([
      { reason: 'wrong-type:request', part: 1 },
    ])
  })
})
